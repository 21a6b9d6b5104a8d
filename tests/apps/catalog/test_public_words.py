"""What a version tells of its reading names nobody: cells that did not fit, notes, differences."""

from dataclasses import replace

import pytest

from cauce.apps.catalog import actions, queries
from cauce.apps.catalog.models import Upload
from cauce.apps.catalog.public_words import drift_of_published
from cauce.engine.reading.decision import Decision, Misfit, Note
from cauce.engine.reading.recipe import ColumnRecipe
from cauce.engine.reading.report import FileReport
from tests.apps.catalog import samples

PERSON = "Juan Carlos Pérez García, 5555-1234"


@pytest.fixture
def upload(people, tmp_path) -> Upload:
    """A reading in which a person stands among numbers."""
    upload = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    report = FileReport.from_json(upload.report)
    misfits = (
        Misfit(3, "hogares_con_agua", PERSON, "no es un número"),
        Misfit(4, "hogares_con_agua", "doce", "no es un número"),
    )
    notes = (Note("warning", "column.almost", f"2 celdas no; ejemplo: «{PERSON}». Revise."),)
    table = replace(report.tables[0], misfits=misfits, misfit_count=2, notes=notes)
    upload.report = replace(report, tables=(table,)).to_json()
    upload.save()
    return upload


def test_a_person_among_numbers_is_not_published(people, upload, client):
    version = actions.publish_version(
        actor=samples.SYSTEM, upload=upload, description=samples.words()
    )
    (table,) = queries.dataset_page(version.dataset).tables
    assert [misfit["text"] for misfit in table.misfits] == ["•••", "doce"]
    assert table.notes[0]["message"] == "2 celdas no. Revise."
    assert "Pérez García" not in client.get(f"/datos/{version.dataset.slug}/").content.decode()


def test_what_was_left_out_is_not_told_as_a_difference(upload):
    report = FileReport.from_json(upload.report)
    told = Decision("none", "")
    secret = ColumnRecipe(0, "Salario de Ana", "salario", False, told, told, told, Decision((), ""))
    recipe = replace(report.recipe, tables=(replace(report.recipe.tables[0], columns=(secret,)),))
    drift = [
        {"kind": "total.moved", "table": "agua", "column": "salario", "message": "pasó de 1 a 2"},
        {"kind": "rows.added", "table": "agua", "column": None, "message": "Hay una fila más."},
    ]
    (left,) = drift_of_published(drift, replace(report, recipe=recipe))
    assert left["kind"] == "rows.added"
