"""The demonstration's catalogue: every table goes through the same reading and the same actions as
an office's file."""

import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from cauce.apps.catalog import actions
from cauce.apps.catalog.contracts import Description
from cauce.apps.catalog.models import Dataset, Upload, Version
from cauce.apps.core.demo import DEMO
from cauce.apps.core.models import Organisation
from cauce.apps.core.worker import run_job_now
from cauce.base.errors import Refusal

TABLES = files("cauce.apps.catalog") / "demo_tables"


def described() -> dict[str, Any]:
    """What ``demo_tables/catalogue.toml`` says: ``organisation`` and ``dataset`` lists."""
    return tomllib.loads((TABLES / "catalogue.toml").read_text("utf-8"))


def publish_everything(
    organisations: Mapping[str, Organisation], told: Callable[[str], None]
) -> int:
    """Publish every dataset of the demonstration; gives how many there are.

    Args:
        told: called with a line of progress before each dataset.
    """
    datasets = described()["dataset"]
    for number, words in enumerate(datasets, start=1):
        told(f"{number} de {len(datasets)}: {words['title']}")
        _publish(words, organisations[words["organisation"]])
    return len(datasets)


def _publish(words: Mapping[str, Any], organisation: Organisation) -> None:
    dataset: Dataset | None = None
    notes = words.get("change_notes", [""] * len(words["files"]))
    for name, note in zip(words["files"], notes, strict=True):
        version = _publish_file(TABLES / name, words, organisation, dataset, note)
        dataset = version.dataset


def _publish_file(
    path: Any,
    words: Mapping[str, Any],
    organisation: Organisation,
    dataset: Dataset | None,
    note: str,
) -> Version:
    with path.open("rb") as stream:
        upload = actions.receive_upload(
            actor=DEMO,
            organisation=organisation,
            name=Path(str(path)).name,
            stream=stream,
            dataset=dataset,
        )
    upload.refresh_from_db()
    if upload.job_id is None:
        raise Refusal(f"El archivo «{path.name}» no quedó en la fila de lectura.")
    run_job_now(upload.job_id)
    upload.refresh_from_db()
    if upload.state != Upload.State.READ:
        raise Refusal(f"No se pudo leer «{path.name}»: {upload.refusal}")
    return actions.publish_version(
        actor=DEMO, upload=upload, description=_description(words, organisation), change_note=note
    )


def _description(words: Mapping[str, Any], organisation: Organisation) -> Description:
    return Description(
        title=words["title"],
        summary=words["summary"],
        themes=tuple(words["themes"]),
        owner=words["owner"],
        description=words["description"],
        contact=organisation.contact_email,
        territory=words["territory"],
        period=words["period"],
        frequency=words["frequency"],
        sources=words["sources"],
        notes=words.get("notes", ""),
        tags=tuple(words["tags"]),
    )
