"""Comparing an upload with the version before: by the key one chose, and never in the way."""

import pytest

from cauce.apps.catalog import actions, queries
from cauce.apps.catalog.comparing import compared
from cauce.apps.catalog.models import Upload
from cauce.apps.catalog.presenters.comparison_view import comparisons, headline, key_choices
from cauce.apps.catalog.store import store
from cauce.apps.core.actions import grant_role
from cauce.apps.core.permissions import SYSTEM, Role
from cauce.base.errors import Refusal
from cauce.engine.reading.report import FileReport
from tests.apps.catalog import samples

CORRECTED = samples.WATER | {"Hogares con agua": [48_123, 35_500, 6_020]}


@pytest.fixture
def later(people, tmp_path) -> Upload:
    first = samples.publish(people.planning, tmp_path)
    return samples.read_upload(
        people.planning, {"agua": CORRECTED}, tmp_path, dataset=first.dataset, actor=people.alicia
    )


def compare(upload: Upload) -> dict:
    upload.refresh_from_db()
    upload.comparison = compared(upload, FileReport.from_json(upload.report))
    upload.save()
    return upload.comparison


def test_it_is_compared_by_the_key_that_a_person_chose(people, later):
    assert compare(later)["agua"]["key"] == ["codigo_del_hogar"]
    actions.choose_key(
        actor=people.alicia, upload=later, table="agua", columns=["ano", "municipio"]
    )
    assert compare(later)["agua"]["key"] == ["ano", "municipio"]
    actions.choose_key(actor=people.alicia, upload=later, table="agua", columns=[])
    assert compare(later)["agua"]["key"] == ["codigo_del_hogar"]


def test_a_key_whose_columns_are_gone_is_forgotten(later):
    later.keys = {"agua": ["ya_no_esta"]}
    later.save()
    assert compare(later)["agua"]["key"] == ["codigo_del_hogar"]


@pytest.mark.parametrize(("table", "columns"), [("agua", ["ano", "otra"]), ("otra", ["ano"])])
def test_a_key_is_of_columns_that_were_read(people, later, table, columns):
    with pytest.raises(Refusal, match="no tiene esa tabla o esas columnas"):
        actions.choose_key(actor=people.alicia, upload=later, table=table, columns=columns)


def test_who_chose_the_key_prepared_what_the_reviewer_reads(people, later):
    grant_role(actor=SYSTEM, user=people.bruno, organisation=people.planning, role=Role.PUBLISHER)
    actions.choose_key(actor=people.bruno, upload=later, table="agua", columns=["ano"])
    samples.in_review(later, people.alicia)
    with pytest.raises(Refusal, match="Usted preparó"):
        actions.publish_reviewed(actor=people.bruno, upload=later)


def test_what_was_destroyed_meanwhile_is_not_compared_and_stops_nothing(people, later):
    before = later.dataset.latest.tables.get()
    store().path_of(before.sha256).unlink()
    assert compare(later) == {}
    told = comparisons(queries.upload_view(later))
    assert "no se comparó" in told[0]["sentences"][0]


def test_what_changed_is_told_with_its_cells(people, later):
    compare(later)
    groups = comparisons(queries.upload_view(later))[0]["groups"]
    assert groups[0]["rows"] == [["3", "Hogares con agua", "35,410", "35,500"]]  # no identifiers
    actions.choose_key(actor=people.alicia, upload=later, table="agua", columns=["municipio"])
    compare(later)
    view = queries.upload_view(later)
    assert headline(view) == "1 fila cambiada"
    groups = comparisons(view)[0]["groups"]
    assert groups[0]["rows"] == [
        ["3", "San Pedro Carchá", "Hogares con agua", "35,410", "35,500"],
    ]
    chosen = [column["name"] for column in key_choices(view)[0]["columns"] if column["chosen"]]
    assert chosen == ["municipio"]


def test_a_first_version_is_compared_with_nothing(people, tmp_path):
    upload = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    assert compare(upload) == {}
    view = queries.upload_view(upload)
    assert (headline(view), comparisons(view), key_choices(view)) == ("", [], [])
