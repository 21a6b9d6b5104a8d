"""Every action of the catalogue, once, as it works."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from cauce.apps.catalog import actions
from cauce.apps.catalog.figures.models import PinnedFigure
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


def _in_review(people: People) -> dict[str, Any]:
    return {"upload": samples.in_review(_read(people), people.alicia)}


def _scheduled(people: People, *, due: bool = False) -> dict[str, Any]:
    upload = _in_review(people)["upload"]
    tomorrow = timezone.now() + timedelta(days=1)
    actions.schedule_upload(actor=people.bruno, upload=upload, publish_at=tomorrow)
    if due:
        Upload.objects.filter(pk=upload.pk).update(publish_at=timezone.now())
    return {"upload": upload}


def _exposing(people: People) -> dict[str, Any]:
    finding = samples.EXPOSED
    return {
        "upload": samples.exposing(_read(people)),
        "table": finding.table,
        "column": finding.column,
        "check": finding.check,
    }


def _asked_waiver(people: People) -> dict[str, Any]:
    exposing = _exposing(people)
    actions.ask_waiver(actor=people.alicia, **exposing, request="Son de empresas, no de personas.")
    return exposing


def _asked_purge(people: People) -> Any:
    version = _published(people).latest
    return actions.ask_purge(actor=people.alicia, version=version, reason="Tenía nombres.")


def _withdrawn(people: People) -> Any:
    dataset = _published(people)
    return actions.withdraw_dataset(actor=people.alicia, dataset=dataset, reason="Tenía errores.")


def _pin(people: People) -> dict[str, Any]:
    dataset = _published(people)
    pin = PinnedFigure.objects.create(
        dataset=dataset, table="agua", query="ver=grafico", position=1
    )
    return {"pin": pin}


SCENARIOS = {
    "catalog.create_theme": Scenario(lambda people: {"name": "Cambio climático"}, denied="alicia"),
    "catalog.note_former_address": Scenario(
        lambda people: {"name": "agua", "dataset": _published(people)},
        allowed="system",
        denied="ada",
    ),
    "catalog.register_upload": Scenario(_arrived, allowed="alicia"),
    "catalog.request_reading": Scenario(
        lambda people: {"upload": _read(people)}, allowed="alicia", denied="olga"
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
        allowed="system",
        denied="bruno",
    ),
    "catalog.request_review": Scenario(
        lambda people: {"upload": samples.described(_read(people), people.alicia)},
        allowed="alicia",
        denied="bruno",
    ),
    "catalog.recall_review": Scenario(_in_review, allowed="alicia", denied="bruno"),
    "catalog.return_upload": Scenario(
        lambda people: {**_in_review(people), "notes": "Falta la fuente."},
        allowed="bruno",
        denied="alicia",
    ),
    "catalog.publish_reviewed": Scenario(_in_review, allowed="bruno", denied="alicia", ceiling=56),
    "catalog.schedule_upload": Scenario(
        lambda people: {
            **_in_review(people),
            "publish_at": timezone.now() + timedelta(days=3),
        },
        allowed="olga",
        denied="alicia",
    ),
    "catalog.publish_due": Scenario(
        lambda people: _scheduled(people, due=True), allowed="system", denied="bruno", ceiling=50
    ),
    "catalog.fail_schedule": Scenario(
        lambda people: {**_scheduled(people), "why": "Ya no hay lugar en el disco."},
        allowed="system",
        denied="bruno",
    ),
    "catalog.choose_key": Scenario(
        lambda people: {"upload": _read(people), "table": "agua", "columns": ["municipio"]},
        allowed="alicia",
        denied="bruno",
    ),
    "catalog.keep_comparison": Scenario(
        lambda people: {"upload": _read(people), "comparison": {}}, allowed="alicia", denied="bruno"
    ),
    "catalog.ask_waiver": Scenario(
        lambda people: {**_exposing(people), "request": "Son de empresas."},
        allowed="alicia",
        denied="bruno",
    ),
    "catalog.grant_waiver": Scenario(
        lambda people: {**_exposing(people), "reason": "Es un registro público por ley."},
        allowed="olga",
        denied="bruno",
    ),
    "catalog.refuse_waiver": Scenario(
        lambda people: {**_asked_waiver(people), "reason": "No es público."},
        allowed="olga",
        denied="alicia",
    ),
    "catalog.ask_purge": Scenario(
        lambda people: {"version": _published(people).latest, "reason": "Tenía nombres."},
        allowed="alicia",
        denied="ada",
    ),
    "catalog.refuse_purge": Scenario(
        lambda people: {"purge": _asked_purge(people)}, allowed="olga", denied="bruno"
    ),
    "catalog.confirm_purge": Scenario(
        lambda people: {"purge": _asked_purge(people)}, allowed="olga", denied="bruno", ceiling=64
    ),
    "catalog.reinstate_dataset": Scenario(
        lambda people: {"dataset": _withdrawn(people)}, allowed="bruno", denied="alicia"
    ),
    "catalog.update_description": Scenario(
        lambda people: {
            "dataset": _published(people),
            "description": samples.words(title="Agua en los hogares"),
        },
        allowed="bruno",
        denied="alicia",
        ceiling=64,
    ),
    "catalog.pin_figure": Scenario(
        lambda people: {
            "dataset": _published(people),
            "table": "agua",
            "query": "por=municipio&medida=sum.hogares_con_agua&ver=grafico",
            "caption": "Cobán tiene más hogares con agua.",
        },
        allowed="alicia",
        denied="bruno",
    ),
    "catalog.caption_figure": Scenario(
        lambda people: {**_pin(people), "caption": "Lo que cambió."},
        allowed="alicia",
        denied="bruno",
    ),
    "catalog.move_figure": Scenario(
        lambda people: {**_pin(people), "direction": "up"}, allowed="alicia", denied="bruno"
    ),
    "catalog.unpin_figure": Scenario(_pin, allowed="alicia", denied="bruno"),
    "catalog.withdraw_dataset": Scenario(
        lambda people: {"dataset": _published(people), "reason": "Tenía datos personales."},
        allowed="alicia",
        denied="ada",
    ),
}
