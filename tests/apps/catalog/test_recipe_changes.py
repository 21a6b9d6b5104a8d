"""Changing a recipe: one decision at a time, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.apps.catalog.recipe_changes import changed, remembered, rows_of, rows_text
from cauce.base.errors import Refusal
from cauce.engine.reading.recipe import recipe_from_json


def decided(value, reason="Se vio."):
    return {"value": value, "reason": reason, "alternatives": []}


def column(position: int, name: str, **more):
    return {
        "position": position,
        "label": name.title(),
        "name": name,
        "include": True,
        "type": decided("number"),
        "role": decided(None),
        "unit": decided(None),
        "missing_marks": decided(["s.d."]),
        "decimal": decided(","),
        **more,
    }


RECIPE = {
    "recipe": 1,
    "made_for": {"file": "a.csv", "sha256": "a" * 64},
    "source": {"encoding": decided("cp1252"), "delimiter": decided(";")},
    "tables": [
        {
            "name": "agua",
            "sheet": None,
            "include": True,
            "header_rows": decided([4, 5]),
            "body": decided([6, 20]),
            "totals": [20],
            "subtotals": [10],
            "hierarchy": decided(False),
            "columns": [column(0, "hogares"), column(1, "agua")],
            "facts": {"rows": 13, "sums": {}},
        }
    ],
}


@pytest.mark.parametrize(
    "sent",
    [
        {"decision": "encoding", "value": "utf-8"},
        {"decision": "delimiter", "value": "tab"},
        {"decision": "include", "value": "no"},
        {"decision": "place", "header_rows": "4", "first_row": "6", "last_row": "18"},
        {"decision": "kinds", "totals": "20", "subtotals": "8, 10 a 12"},
        {"decision": "hierarchy", "value": "no"},
        {"decision": "decimal", "value": "."},
        {"decision": "column", "position": "1", "type": "text", "role": "identifier", "unit": "km"},
        {"decision": "column", "position": "0", "include": "no"},
        {"decision": "as_text", "position": "1"},
    ],
)
def test_every_change_is_a_recipe_that_the_engine_reads(sent):
    before = json.dumps(RECIPE)
    made = changed(RECIPE, "agua", sent)
    assert recipe_from_json(made).to_json()
    assert made != RECIPE
    assert json.dumps(RECIPE) == before


def test_what_is_not_changed_keeps_its_reason():
    sent = {"decision": "column", "position": "1", "type": "number", "role": "percent", "unit": ""}
    made = changed(RECIPE, "agua", sent)["tables"][0]["columns"][1]
    assert made["type"] == decided("number")
    assert made["role"] == "percent"
    assert made["unit"] == decided(None)


def test_other_header_rows_find_the_columns_anew():
    sent = {"decision": "place", "header_rows": "5", "first_row": "5", "last_row": "20"}
    table = changed(RECIPE, "agua", sent)["tables"][0]
    assert table["columns"] == []
    assert table["body"] == [6, 20]
    sent = {"decision": "place", "header_rows": "4 a 5", "first_row": "6", "last_row": "9"}
    table = changed(RECIPE, "agua", sent)["tables"][0]
    assert len(table["columns"]) == 2
    assert (table["totals"], table["subtotals"]) == ([], [])


def test_a_column_left_out_stays_out_and_reasons_are_remembered():
    asked = changed(RECIPE, "agua", {"decision": "column", "position": "0", "include": "no"})
    reading = json.loads(json.dumps(RECIPE))
    reading["tables"][0]["columns"] = [column(1, "agua", type=decided("number", "La receta."))]
    made = remembered(reading, asked)["tables"][0]["columns"]
    assert [each["include"] for each in made] == [False, True]
    assert made[1]["type"]["reason"] == "Se vio."


def test_the_recipe_of_another_file_is_not_remembered():
    asked = changed(RECIPE, "agua", {"decision": "column", "position": "0", "include": "no"})
    asked["made_for"]["sha256"] = "b" * 64
    assert remembered(RECIPE, asked) == RECIPE


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"decision": "todo"},
        {"decision": "delimiter", "value": ""},
        {"decision": "decimal", "value": "x"},
        {"decision": "place", "header_rows": "3", "first_row": "9", "last_row": "8"},
        {"decision": "place", "header_rows": "3", "first_row": "", "last_row": "8"},
        {"decision": "kinds", "totals": "veinte"},
        {"decision": "column", "position": "9"},
    ],
)
def test_nonsense_is_refused_in_words(sent):
    with pytest.raises(Refusal):
        changed(RECIPE, "agua", sent)


def test_a_table_that_is_gone_is_refused():
    with pytest.raises(Refusal, match="otra"):
        changed(RECIPE, "otra", {"decision": "include", "value": "no"})


@given(st.sets(st.integers(1, 5000), max_size=60))
def test_rows_are_written_as_they_are_read(rows):
    assert rows_of(rows_text(sorted(rows))) == sorted(rows)
