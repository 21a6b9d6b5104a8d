"""The demonstration's catalogue: every table goes through the same reading and the same actions as
an office's file."""

import os
import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib.resources import files
from threading import Event
from typing import Any

from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from cauce.apps.catalog import actions
from cauce.apps.catalog.contracts import Description, TableWords
from cauce.apps.catalog.demo_drafts import bring_drafts, receive_draft
from cauce.apps.catalog.models import Dataset, Upload, Version
from cauce.apps.catalog.tables import tables_of
from cauce.apps.core.demo import DEMO
from cauce.apps.core.models import Organisation
from cauce.apps.core.worker import run_worker
from cauce.base.errors import Refusal

TABLES = files("cauce.apps.catalog") / "demo_tables"


def described() -> dict[str, Any]:
    """What ``demo_tables/catalogue.toml`` says: ``organisation`` and ``dataset`` lists."""
    return tomllib.loads((TABLES / "catalogue.toml").read_text("utf-8"))


def publish_everything(
    organisations: Mapping[str, Organisation], told: Callable[[str], None]
) -> int:
    """Publish every dataset of the demonstration, edition after edition; gives how many there are.

    The files of a round are read side by side, as workers would, and published in order.

    Args:
        told: called with a line of progress before each dataset.
    """
    described_datasets = described()["dataset"]
    published: dict[str, Dataset] = {}
    for edition in range(max(len(words["files"]) for words in described_datasets)):
        coming = [words for words in described_datasets if len(words["files"]) > edition]
        told(_("Se leen %(count)d archivos…") % {"count": len(coming)})
        uploads = [
            _receive(words, edition, organisations, published.get(words["title"]))
            for words in coming
        ]
        _read_everything()
        for words, upload in zip(coming, uploads, strict=True):
            _read_as_said(words, upload)
        _read_everything()
        for number, (words, upload) in enumerate(zip(coming, uploads, strict=True), start=1):
            told(f"{number} de {len(coming)}: {words['title']}")
            version = _publish(words, edition, organisations[words["organisation"]], upload)
            published[words["title"]] = version.dataset
    _move_due_dates(described_datasets, published)
    _pin_figures(described_datasets, published)
    _bring_drafts(organisations)
    return len(described_datasets)


def _bring_drafts(organisations: Mapping[str, Organisation]) -> None:
    """What is on its way to publication, as people of the demonstration sent it."""
    drafts = described()["draft"]
    uploads = []
    for words in drafts:
        with (TABLES / words["file"]).open("rb") as stream:
            uploads.append(receive_draft(words, organisations, stream))
    _read_everything()
    bring_drafts(drafts, uploads)


def _move_due_dates(
    described_datasets: list[dict[str, Any]], published: Mapping[str, Dataset]
) -> None:
    """Makes some datasets near, due or late, as if published long ago, to show the reminders."""
    for words in described_datasets:
        if "due_in_days" in words:
            day = timezone.localdate() + timedelta(days=words["due_in_days"])
            Dataset.objects.filter(pk=published[words["title"]].pk).update(next_due=day)


def _pin_figures(
    described_datasets: list[dict[str, Any]], published: Mapping[str, Dataset]
) -> None:
    """Shows on some pages what their publisher would; the others show what Cauce chooses.

    The first dataset goes last: what was pinned last opens the home page.
    """
    for words in reversed(described_datasets):
        for figure in words.get("figures", ()):
            dataset = Dataset.objects.select_related("latest").get(pk=published[words["title"]].pk)
            assert dataset.latest is not None
            actions.pin_figure(
                actor=DEMO,
                dataset=dataset,
                table=tables_of(dataset.latest)[0].name,
                query=figure["query"],
                caption=figure.get("caption", ""),
            )


def _receive(
    words: Mapping[str, Any],
    edition: int,
    organisations: Mapping[str, Organisation],
    dataset: Dataset | None,
) -> Upload:
    name = words["files"][edition]
    with (TABLES / name).open("rb") as stream:
        return actions.receive_upload(
            actor=DEMO,
            organisation=organisations[words["organisation"]],
            name=name.rpartition("/")[2],
            stream=stream,
            dataset=dataset,
        )


def _read_as_said(words: Mapping[str, Any], upload: Upload) -> None:
    """Reads a file again with the protections and public names that its description asks for, if
    any."""
    rules: Mapping[str, str] = words.get("protect", {})
    titles: Mapping[str, str] = words.get("titles", {})
    upload.refresh_from_db()
    if not (rules or titles) or upload.report is None:
        return
    recipe = dict(upload.report["recipe"])
    for table in recipe["tables"]:
        for column in table["columns"]:
            if column["name"] in rules:
                column["protect"] = rules[column["name"]]
            if column["name"] in titles:
                column["title"] = titles[column["name"]]
    actions.request_reading(actor=DEMO, upload=upload, recipe=recipe)


def _read_everything() -> None:
    """Does the reading jobs that wait, one on each processor."""
    count = max(1, min(4, os.cpu_count() or 1))
    with ThreadPoolExecutor(count) as workers:
        for done in [workers.submit(_work) for _ in range(count)]:
            done.result()


def _work() -> None:
    try:
        run_worker(Event(), until_idle=True)
    finally:
        connections.close_all()


def _publish(
    words: Mapping[str, Any], edition: int, organisation: Organisation, upload: Upload
) -> Version:
    upload.refresh_from_db()
    if upload.state != Upload.State.READ:
        raise Refusal(upload.refusal or f"«{upload.name}» no se leyó.")
    return actions.publish_version(
        actor=DEMO,
        upload=upload,
        description=_description(words, edition, organisation, upload),
        change_note=words.get("change_notes", [""] * (edition + 1))[edition],
    )


def _description(
    words: Mapping[str, Any], edition: int, organisation: Organisation, upload: Upload
) -> Description:
    said = TableWords(columns=words.get("columns", {}))
    report: Mapping[str, Any] = upload.report or {"tables": []}
    return Description(
        title=words["title"],
        summary=words["summary"],
        themes=tuple(words["themes"]),
        owner=words["owner"],
        description=words["description"],
        contact=organisation.contact_email,
        territory=words["territory"],
        period=words["periods"][edition] if "periods" in words else words["period"],
        frequency=words["frequency"],
        sources=words["sources"],
        notes=words.get("notes", ""),
        tags=tuple(words["tags"]),
        tables={table["name"]: said for table in report["tables"]},
    )
