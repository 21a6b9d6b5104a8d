"""Every action of the catalogue, once, as it works."""

import tempfile
from pathlib import Path
from typing import Any

from cauce.apps.catalog.models import Upload
from cauce.apps.catalog.store import store
from tests.apps.catalog import samples
from tests.apps.scenario import Scenario
from tests.people import People


def _read(people: People) -> Upload:
    with tempfile.TemporaryDirectory() as folder:
        return samples.read_upload(people.planning, {"agua": samples.WATER}, Path(folder))


def _published(people: People) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        return samples.publish(people.planning, Path(folder)).dataset


def _report(people: People) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        report = samples.report_of({"agua": samples.WATER}, Path(folder))
    return {"upload": _read(people), "report": report, "profiles": {}}


def _arrived(people: People) -> dict[str, Any]:
    with tempfile.TemporaryFile() as file:
        file.write(b"a,b\n1,2\n")
        file.seek(0)
        original = store().put_original(file)
    return {"organisation": people.planning, "name": "a.csv", "original": original}


SCENARIOS = {
    "catalog.create_theme": Scenario(lambda people: {"name": "Cambio climático"}, denied="alicia"),
    "catalog.register_upload": Scenario(_arrived, allowed="alicia"),
    "catalog.request_reading": Scenario(
        lambda people: {"upload": _read(people)}, allowed="bruno", denied="olga"
    ),
    "catalog.describe_upload": Scenario(
        lambda people: {"upload": _read(people), "description": samples.words()}, allowed="alicia"
    ),
    "catalog.discard_upload": Scenario(lambda people: {"upload": _read(people)}, allowed="alicia"),
    "catalog.keep_reading": Scenario(_report, allowed="alicia"),
    "catalog.refuse_reading": Scenario(
        lambda people: {"upload": _read(people), "why": "Está dañado."}, allowed="alicia"
    ),
    "catalog.publish_version": Scenario(
        lambda people: {"upload": _read(people), "description": samples.words()},
        allowed="alicia",
        denied="bruno",
    ),
    "catalog.update_description": Scenario(
        lambda people: {
            "dataset": _published(people),
            "description": samples.words(title="Agua en los hogares"),
        },
        allowed="alicia",
        denied="bruno",
    ),
    "catalog.withdraw_dataset": Scenario(
        lambda people: {"dataset": _published(people), "reason": "Tenía datos personales."},
        allowed="alicia",
        denied="ada",
    ),
}
