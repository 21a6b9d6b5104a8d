"""Texts, dates and descriptions are read whatever a portal wrote in their place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.apps.catalog.ckan.dates import is_newer, moment_of
from cauce.apps.catalog.ckan.package import package_of, packages_in
from cauce.apps.catalog.ckan.parts import parts_of
from cauce.apps.catalog.ckan.texts import line_of, plain, text_of
from tests.apps.catalog.ckan.former_portal import package, resource

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [
        "id",
        "name",
        "title",
        "notes",
        "organization",
        "groups",
        "tags",
        "extras",
        "resources",
        "private",
        "state",
        "type",
        "title_translated",
        "notes_translated",
        "license_id",
        "metadata_modified",
    ]
)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("  Agua ", "Agua"),
        ({"en": "Water", "es": "Agua"}, "Agua"),
        ({"en": "Water"}, "Water"),
        ('{"en": "Water", "es_GT": "Agua"}', "Agua"),
        ('{"total": 3}', '{"total": 3}'),
        (["Agua", None, 3], "Agua, 3"),
        (None, ""),
        (True, ""),
        ("a\x00b\ud800", "ab"),
    ],
)
def test_a_text_is_found_in_what_is_there(value, said):
    assert text_of(value) == said


def test_html_becomes_lines_without_scripts():
    page = "<p>Agua&nbsp;&amp; <b>luz</b></p><script>x()</script><ul><li>Uno<li>Dos</ul>"
    assert plain(page) == "Agua & luz\nUno\nDos"
    assert plain("3 < 4 y 5 > 2") == "3 < 4 y 5 > 2"
    assert plain("a <b sin cerrar") == "a <b sin cerrar"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-05-06T07:08:09.000000", "2019-05-06"),
        ("2019-05-06", "2019-05-06"),
        ("2019-05-06T23:30:00-06:00", "2019-05-07"),
        ("Lun, 08/05/2024 - 12:47", "2024-08-05"),
        ("Date changed  Lun, 08/05/2024 - 12:47", "2024-08-05"),
        ("Mar, 30/04/2024 - 05:10", "2024-04-30"),
    ],
)
def test_dates_of_both_portals(text, day):
    assert moment_of(text).date().isoformat() == day


def test_what_is_no_date_is_told_apart_by_its_text():
    assert moment_of("ayer") is moment_of(None) is moment_of("Lun, 99/99/2024 - 99:99") is None
    assert is_newer("2019-05-07", "2019-05-06T07:08:09")
    assert not is_newer("2019-05-06", "2019-05-06")
    assert not is_newer("2019-05-05", "2019-05-06")
    assert is_newer("", "")


@given(st.dictionaries(FIELDS, JSON))
def test_no_description_breaks_it(record):
    parts, others = parts_of(package_of(record))
    held = sum(len(part.resources) for part in parts) + len(others)
    assert held == len(package_of(record).resources)


@given(JSON)
def test_no_value_breaks_it(value):
    assert "\n" not in line_of(value)
    for record in packages_in(value):
        package_of(record)


def test_a_dataset_is_found_in_lists_and_envelopes():
    one = {"name": "a", "resources": []}
    for shape in (one, [one], {"result": [one]}, {"result": one}, {"result": {"results": [one]}}):
        assert list(packages_in(shape)) == [one]
    assert list(packages_in([3, None, "x", {}])) == []


def test_a_real_dkan_is_public_whatever_it_says(shared_data):
    answer = json.loads((shared_data / "catalogos/pe_dkan_package_show_sample.json").read_text())
    (record,) = packages_in(answer)
    read = package_of(record)
    assert record["private"] is True
    assert read.hidden == ""
    assert read.notes.startswith("Este dataset incluye datos")
    assert "<" not in read.notes
    assert "ó" in read.name
    assert moment_of(read.modified).date().isoformat() == "2024-08-05"
    parts, others = parts_of(read)
    assert len(parts) >= 1
    assert len(parts) + len(others) == len(read.resources)


def test_a_real_multilingual_dataset_speaks_spanish(shared_data):
    path = shared_data / "catalogos/ckan_dcat/examples__ckan__ckan_dataset_multilingual.json"
    read = package_of(json.loads(path.read_text("utf-8")))
    assert read.title == "Conjunto de datos de prueba DCAT"
    assert read.tags == ("Robles", "Pinos")
    assert read.resources[0].name == "Recurso 1"


def test_every_real_description_is_read(shared_data):
    read = 0
    for path in (shared_data / "catalogos/ckan_dcat").glob("examples__ckan__*.json"):
        for record in packages_in(json.loads(path.read_text("utf-8"))):
            found = package_of(record)
            assert found.name
            assert found.title
            read += 1
    assert read >= 5


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"private": True}, "Era privado"),
        ({"private": "True"}, "Era privado"),
        ({"state": "deleted"}, "borrado"),
        ({"state": "draft"}, "«draft»"),
        ({"type": "harvest"}, "«harvest»"),
        ({"private": True, "state": "Active", "type": "Dataset"}, ""),
    ],
)
def test_what_was_not_public_stays_so(said, why):
    hidden = package_of(package("a", **said)).hidden
    assert (why in hidden) if why else hidden == ""


def test_the_same_table_in_several_formats_is_one():
    said = [
        resource("1", "Agua 2018 (Excel)", "a.xlsx", "XLSX"),
        resource("2", "Agua 2018", "a.csv"),
        resource("3", "agua 2018.json", "a.json", "JSON"),
        resource("4", "Agua 2019", "b.csv"),
        resource("5", "Diccionario de datos", "d.xlsx", "XLSX"),
        resource("6", "Mapa", "m.html", "HTML"),
    ]
    parts, others = parts_of(package_of(package("a", resources=said)))
    assert [[each.identifier for each in part.resources] for part in parts] == [
        ["2", "1", "3"],
        ["4"],
    ]
    assert [part.name for part in parts] == ["Agua 2018", "Agua 2019"]
    assert [each.identifier for each in others] == ["5", "6"]


def test_tables_of_the_same_name_and_format_are_two():
    said = [resource("1", "Datos", "a.csv"), resource("2", "Datos", "b.csv")]
    parts, _others = parts_of(package_of(package("a", resources=said)))
    assert [part.name for part in parts] == ["Datos", "Datos (2)"]


def test_a_format_is_read_off_the_address_when_none_is_said():
    said = [resource("1", "", "tabla%20uno.csv?x=1", ""), resource("2", "", "sin-nada", "")]
    parts, others = parts_of(package_of(package("a", resources=said)))
    assert [part.name for part in parts] == ["tabla uno"]
    assert len(others) == 1
