"""Giving all tables of a former dataset the tag under which they are found together."""

from collections.abc import Iterable
from dataclasses import replace

from cauce.apps.catalog import actions
from cauce.apps.catalog.descriptions import MOST_TAGS, words_of
from cauce.apps.catalog.models import Dataset
from cauce.apps.core.permissions import Actor


def tag_all(actor: Actor, datasets: Iterable[Dataset], tag: str) -> None:
    """Tags the public ones that lack it: those that came while they were their dataset's only."""
    for dataset in {each.pk: each for each in datasets}.values():
        if dataset.state != Dataset.State.PUBLISHED or dataset.tags.filter(slug=tag).exists():
            continue
        words = words_of(dataset)
        actions.update_description(
            actor=actor,
            dataset=dataset,
            description=replace(words, tags=(tag, *words.tags[: MOST_TAGS - 1])),
        )
