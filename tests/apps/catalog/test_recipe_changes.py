"""Changing a recipe: any number of decisions at once, and nothing else."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.apps.catalog.recipe_changes import corrected, fingerprint, remembered
from cauce.apps.catalog.row_changes import STATES, rows_of, rows_text, state_of_row
from cauce.base.errors import Conflict, Refusal
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
            "groups": [7],
            "left_out": [9],
            "hierarchy": decided(True),
            "columns": [column(0, "hogares"), column(1, "agua")],
            "facts": {"rows": 13, "sums": {}},
        },
        {
            "name": "notas",
            "sheet": None,
            "include": True,
            "header_rows": decided([1]),
            "body": decided([2, 3]),
            "columns": [column(0, "texto", type=decided("text"))],
            "hierarchy": decided(False),
        },
    ],
}


def changed(sent, table="agua"):
    return corrected(RECIPE, table, sent).recipe


def agua(sent):
    return changed(sent)["tables"][0]


@pytest.mark.parametrize(
    "sent",
    [
        {"encoding": "utf-8"},
        {"delimiter": "tab"},
        {"publica-agua": "no"},
        {"publica-notas": "no", "publica-agua": "si"},
        {"header_rows": "4", "first_row": "6", "last_row": "18"},
        {"totals": "20", "subtotals": "8, 10 a 12"},
        {"groups": "", "left_out": ""},
        {"fila-12": "subtotal"},
        {"hierarchy": "no"},
        {"decimal": "."},
        {"c1-type": "text", "c1-role": "identifier", "c1-unit": "km"},
        {"c0-include": "no"},
        {"c1-title": "Hogares con agua"},
        {"c1-type": "integer", "c1-protect": "small:5"},
        {"c0-missing_marks": "s.d.; n/d"},
        {"arreglo": urlencode({"c1-type": "text"})},
    ],
)
def test_every_change_is_a_recipe_that_the_engine_reads(sent):
    before = json.dumps(RECIPE)
    made = corrected(RECIPE, "agua", sent)
    assert recipe_from_json(made.recipe).to_json()
    assert made.recipe != RECIPE
    assert made.said
    assert json.dumps(RECIPE) == before


def test_many_decisions_are_changed_at_once_and_each_is_said():
    made = corrected(
        RECIPE,
        "agua",
        {
            "last_row": "19",
            "first_row": "6",
            "fila-10": "data",
            "c0-title": "Hogares censados",
            "c0-unit": "hogares",
            "c1-role": "percent",
            "publica-notas": "no",
        },
    )
    table = made.recipe["tables"][0]
    assert table["body"] == [6, 19]
    assert (table["totals"], table["subtotals"]) == ([], [])
    assert table["columns"][0]["title"] == "Hogares censados"
    assert table["columns"][0]["label"] == "Hogares"
    assert table["columns"][1]["role"] == "percent"
    assert not made.recipe["tables"][1]["include"]
    assert len(made.said) == 7


def test_a_form_that_says_what_was_so_changes_nothing():
    same = {
        "encoding": "cp1252",
        "delimiter": ";",
        "header_rows": "4 a 5",
        "first_row": "6",
        "last_row": "20",
        "totals": "20",
        "subtotals": "10",
        "groups": "7",
        "left_out": "9",
        "hierarchy": "si",
        "decimal": ",",
        "publica-agua": "si",
        **{f"fila-{row}": state_of_row(RECIPE["tables"][0], row) for row in range(1, 25)},
        "c0-include": "si",
        "c0-type": "number",
        "c0-title": "Hogares",
        "c0-role": "",
        "c0-unit": "",
        "c0-name": "hogares",
        "c0-protect": "none",
        "c0-missing_marks": "s.d.",
    }
    with pytest.raises(Refusal, match="No cambió"):
        corrected(RECIPE, "agua", same)
    made = changed({**same, "c1-unit": "km"})
    made["tables"][0]["columns"][1]["unit"] = decided(None)
    assert made == RECIPE


def test_what_is_not_changed_keeps_its_reason():
    made = agua({"c1-type": "number", "c1-role": "percent", "c1-unit": ""})["columns"][1]
    assert made["type"] == decided("number")
    assert made["role"] == "percent"
    assert made["unit"] == decided(None)


def test_money_that_becomes_text_is_no_money_any_more():
    recipe = json.loads(json.dumps(RECIPE))
    recipe["tables"][0]["columns"][0] |= {"role": decided("money"), "unit": decided("GTQ")}
    one = corrected(recipe, "agua", {"c0-type": "text", "c0-role": "money", "c0-unit": "GTQ"})
    made = one.recipe["tables"][0]["columns"][0]
    assert (made["type"], made["role"], made["unit"]) == ("text", "none", None)
    assert "decimal" not in made
    kept = corrected(recipe, "agua", {"c0-type": "integer"}).recipe["tables"][0]["columns"][0]
    assert kept["role"] == decided("money")


def test_other_header_rows_find_the_columns_anew():
    table = agua({"header_rows": "5", "first_row": "5", "last_row": "20", "c1-type": "text"})
    assert table["columns"] == []
    assert table["body"] == [6, 20] or table["body"] == decided([6, 20])
    table = agua({"header_rows": "4 a 5", "first_row": "6", "last_row": "9"})
    assert len(table["columns"]) == 2
    assert (table["totals"], table["subtotals"]) == ([], [])


def test_other_letters_or_cells_find_every_column_anew():
    made = changed({"delimiter": ",", "c0-type": "text"})
    assert [table["columns"] for table in made["tables"]] == [[], []]
    assert "groups" not in made["tables"][0]


def test_a_row_is_one_thing_at_a_time():
    table = agua({"fila-10": "total", "fila-7": "data", "fila-8": "group", "fila-12": "out"})
    assert table["totals"] == [10, 20]
    assert (table["subtotals"], table["groups"], table["left_out"]) == ([], [8], [9, 12])
    table = agua({"totals": "10, 20", "subtotals": "10", "groups": "7", "left_out": "9"})
    assert (table["totals"], table["subtotals"]) == ([10, 20], [])


def test_a_row_outside_that_is_given_a_kind_stretches_the_table():
    sent = {"fila-21": "out", "fila-22": "out", "fila-23": "total"}
    table = agua(sent)
    assert table["body"] == [6, 23]
    assert table["totals"] == [20, 23]
    assert table["left_out"] == [9, 21, 22]


def test_a_row_becomes_the_header_and_columns_are_found_anew():
    table = agua({"fila-4": "out", "fila-6": "header"})
    assert table["header_rows"] == [5, 6]
    assert table["body"] == [7, 20]
    assert table["columns"] == []


def test_marking_a_group_brings_the_levels_back():
    recipe = json.loads(json.dumps(RECIPE))
    recipe["tables"][0] |= {"hierarchy": decided(False), "groups": []}
    table = corrected(recipe, "agua", {"fila-7": "group"}).recipe["tables"][0]
    assert table["hierarchy"] is True
    assert table["groups"] == [7]


@given(st.dictionaries(st.integers(1, 30), st.sampled_from(sorted(STATES)), max_size=12))
def test_however_rows_are_marked_the_engine_takes_it_or_a_sentence_says_why(marks):
    sent = {f"fila-{row}": state for row, state in marks.items()}
    try:
        made = corrected(RECIPE, "agua", sent).recipe
    except Refusal:
        return
    recipe_from_json(made)
    table = made["tables"][0]
    lists = [row for key in ("totals", "subtotals", "groups", "left_out") for row in table[key]]
    assert len(lists) == len(set(lists))


def test_a_column_left_out_comes_back():
    recipe = changed({"c0-include": "no"})
    assert not recipe["tables"][0]["columns"][0]["include"]
    back = corrected(recipe, "agua", {"c0-include": "si"})
    assert [each["position"] for each in back.recipe["tables"][0]["columns"]] == [1]
    assert "vuelve" in back.said[0]


def test_a_mend_is_applied_with_the_rest_even_to_another_table():
    mend = urlencode({"tabla": "notas", "c0-protect": "mask:email"})
    made = corrected(RECIPE, "agua", {"c0-unit": "km", "arreglo": mend})
    assert made.recipe["tables"][1]["columns"][0]["protect"] == "mask:email"
    assert made.recipe["tables"][0]["columns"][0]["unit"] == "km"
    assert len(made.said) == 2


def test_a_column_left_out_stays_out_and_reasons_are_remembered():
    asked = changed({"c0-include": "no"})
    reading = json.loads(json.dumps(RECIPE))
    reading["tables"][0]["columns"] = [column(1, "agua", type=decided("number", "La receta."))]
    made = remembered(reading, asked)["tables"][0]["columns"]
    assert [each["include"] for each in made] == [False, True]
    assert made[1]["type"]["reason"] == "Se vio."


def test_the_recipe_of_another_file_is_not_remembered():
    asked = changed({"c0-include": "no"})
    asked["made_for"]["sha256"] = "b" * 64
    assert remembered(RECIPE, asked) == RECIPE


def test_a_form_shown_before_another_reading_is_not_applied():
    assert changed({"leido": fingerprint(RECIPE), "c0-unit": "km"})
    with pytest.raises(Conflict):
        corrected(RECIPE, "agua", {"leido": "otra", "c0-unit": "km"})


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"delimiter": ""},
        {"decimal": "x"},
        {"header_rows": "3", "first_row": "9", "last_row": "8"},
        {"header_rows": "3", "first_row": "", "last_row": "8"},
        {"totals": "veinte"},
        {"c9-type": "text"},
    ],
)
def test_nonsense_is_refused_in_words(sent):
    with pytest.raises(Refusal):
        corrected(RECIPE, "agua", sent)
    with pytest.raises(Refusal):
        corrected(RECIPE, "otra tabla", {"c0-unit": "km"})


@given(st.sets(st.integers(1, 5_000), max_size=60))
def test_rows_are_written_as_people_write_them_and_read_back(rows):
    assert rows_of(rows_text(sorted(rows))) == sorted(rows)


@pytest.mark.parametrize(
    ("text", "rows"),
    [("9 a 11", [9, 10, 11]), ("3, 8 y 20", [3, 8, 20]), ("4-5;9", [4, 5, 9]), ("", [])],
)
def test_rows_are_read_in_every_manner(text, rows):
    assert rows_of(text) == rows
