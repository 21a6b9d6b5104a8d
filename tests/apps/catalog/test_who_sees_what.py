"""What somebody may not see does not exist, and what was withdrawn says why."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cauce.apps.catalog import access, actions, queries
from cauce.apps.catalog.contracts import Search
from cauce.apps.catalog.models import Dataset
from cauce.base.errors import NotFound
from tests.apps.catalog import samples

VISITOR = AnonymousUser()


def test_everybody_reads_what_is_published(publish):
    dataset = publish().dataset
    assert access.dataset_for_reading(VISITOR, dataset.slug) == dataset


def test_an_unknown_address_is_not_found(db):
    with pytest.raises(NotFound):
        access.dataset_for_reading(VISITOR, "nada")


def test_a_draft_does_not_exist_for_outsiders(publish, people):
    dataset = publish().dataset
    Dataset.objects.update(state="draft")
    for outsider in (VISITOR, people.carla):
        with pytest.raises(NotFound) as hidden:
            access.dataset_for_reading(outsider, dataset.slug)
        assert dataset.title not in str(hidden.value)
    assert access.dataset_for_reading(people.olga, dataset.slug) == dataset


def test_a_withdrawn_dataset_says_why_and_is_found_nowhere(publish, people):
    dataset = publish().dataset
    assert queries.find(Search("agua")).total == 1
    actions.withdraw_dataset(
        actor=people.alicia, dataset=dataset, reason="Tenía nombres de personas."
    )
    with pytest.raises(access.Withdrawn, match="Tenía nombres de personas"):
        access.dataset_for_reading(VISITOR, dataset.slug)
    assert queries.find(Search("agua")).total == 0
    assert queries.find(Search()).total == 0
    assert queries.home().datasets == 0
    shown = queries.dataset_page(access.dataset_for_reading(people.olga, dataset.slug))
    assert shown.withdrawn_reason == "Tenía nombres de personas."


def test_versions_and_tables_that_do_not_exist_are_not_found(publish):
    dataset = publish().dataset
    with pytest.raises(NotFound, match="no tiene una versión 2"):
        queries.dataset_page(dataset, 2)
    with pytest.raises(NotFound, match="no tiene una tabla «otra»"):
        queries.table_file(dataset, "otra")
    assert queries.table_file(dataset, "agua", 1).table.rows == 3


def test_uploads_are_changed_by_who_edits_and_seen_by_who_reads_drafts(people, tmp_path):
    upload = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    assert access.upload_for_editing(people.alicia, upload.key) == upload
    for reader in (people.bruno, people.olga, people.aurelio, people.ada):
        with pytest.raises(NotFound):
            access.upload_for_editing(reader, upload.key)
        assert access.upload_for_reading(reader, upload.key) == upload
        assert [line.name for line in queries.uploads_of(reader)] == ["agua.csv"]
    for outsider in (people.carla, VISITOR):
        with pytest.raises(NotFound):
            access.upload_for_reading(outsider, upload.key)
        assert queries.uploads_of(outsider) == ()


def test_a_discarded_upload_is_gone(people, tmp_path):
    upload = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    actions.discard_upload(actor=people.alicia, upload=upload)
    with pytest.raises(NotFound):
        access.upload_for_editing(people.alicia, upload.key)
    assert queries.uploads_of(people.alicia) == ()


def test_publishing_for_a_dataset_needs_the_role_in_its_organisation(publish, people):
    dataset = publish().dataset
    assert access.dataset_for_publishing(people.alicia, dataset.slug) == dataset
    for other in (people.bruno, people.carla, people.ada):
        with pytest.raises(NotFound):
            access.dataset_for_publishing(other, dataset.slug)
    assert [o.short_name for o in queries.organisations_to_publish_for(people.alicia)] == ["SEPLAN"]
    assert queries.datasets_to_publish(people.carla) == ()
    assert queries.datasets_to_publish(people.alicia) == (
        (dataset.slug, dataset.title, people.planning.slug),
    )
