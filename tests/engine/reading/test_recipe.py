"""A recipe can be written, edited by a person and read again; a wrong edit is explained."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.engine.reading.decision import Decision
from cauce.engine.reading.recipe import ColumnRecipe, Recipe, TableRecipe, parse_recipe


def column(position: int = 0, name: str = "poblacion", **changes: Any) -> ColumnRecipe:
    fields: dict[str, Any] = {
        "position": position,
        "label": "Población",
        "name": name,
        "include": True,
        "type": Decision("integer", "Todas las celdas son números enteros.", ("text",)),
        "role": Decision(None, ""),
        "unit": Decision(None, ""),
        "missing_marks": Decision(("s.d.",), "Aparece 3 veces."),
    }
    return ColumnRecipe(**{**fields, **changes})


def recipe(*columns: ColumnRecipe, **changes: Any) -> Recipe:
    table = TableRecipe(
        name="censo",
        sheet="Hoja1",
        include=True,
        header_rows=Decision((3, 4), "Las filas 3 y 4 nombran las columnas.", ((4,),)),
        body=Decision((5, 26), "De la 5 a la 26 hay números."),
        totals=(26,),
        subtotals=(),
        hierarchy=Decision(False, ""),
        columns=columns or (column(),),
        rows=21,
        sums={"poblacion": 14901286},
    )
    return Recipe(
        "censo.xlsx",
        "0" * 64,
        {"format": Decision("xlsx", "")},
        (TableRecipe(**{**vars(table), **changes}),),
    )


def document(**changes: Any) -> dict[str, Any]:
    return {**recipe().to_json(), **changes}


def test_a_recipe_reads_back_as_it_was_written() -> None:
    written = recipe(
        column(),
        column(
            1,
            "tasa",
            decimal=Decision(",", "…"),
            date_order=Decision("dmy", ""),
            width=Decision(4, ""),
        ),
    )
    assert parse_recipe(json.dumps(written.to_json())) == written


def test_a_person_may_write_the_bare_value_instead_of_a_decision() -> None:
    edited = document()
    edited["tables"][0]["columns"][0]["type"] = "text"
    edited["tables"][0]["body"] = [6, 20]
    read = parse_recipe(json.dumps(edited))
    assert read.tables[0].columns[0].type.value == "text"
    assert read.tables[0].body.value == (6, 20)
    assert read.tables[0].body.reason == "Lo decidió una persona."


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("recipe",), 99, "«recipe» debe ser el número 1"),
        (("tables",), {}, "«tables» debe ser una lista"),
        (
            ("tables", 0, "columns", 0, "type"),
            "entero",
            "«tables[0].columns[0].type» debe ser uno de",
        ),
        (
            ("tables", 0, "columns", 0, "role"),
            "municipio",
            "«tables[0].columns[0].role» debe ser uno de",
        ),
        (
            ("tables", 0, "header_rows"),
            [4, 3],
            "«tables[0].header_rows» debe ser una lista de números",
        ),
        (("tables", 0, "body"), [9, 2], "«tables[0].body» debe ser dos números de fila"),
        (("tables", 0, "header_rows"), [7], "«tables[0].header_rows» debe ser filas anteriores"),
        (("tables", 0, "include"), "sí", "«tables[0].include» debe ser true o false"),
    ],
)
def test_a_wrong_edit_is_told_with_its_place(path: tuple[Any, ...], value: Any, said: str) -> None:
    edited = json.loads(json.dumps(document()))
    place = edited
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(Refusal) as refusal:
        parse_recipe(json.dumps(edited))
    assert said in str(refusal.value)


def test_a_recipe_that_is_no_json_says_the_line() -> None:
    with pytest.raises(Refusal, match="línea 2"):
        parse_recipe('{"recipe": 1,\n oops}')


def test_two_columns_may_not_have_one_name() -> None:
    with pytest.raises(Refusal, match="«poblacion» está repetido"):
        parse_recipe(json.dumps(recipe(column(), column(1)).to_json()))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=10,
    )
)
def test_any_json_is_read_or_refused_with_a_sentence(value: Any) -> None:
    for edited in (value, {"recipe": 1, "tables": value}, document(tables=[value])):
        said = refusal_of(json.dumps(edited))
        assert said is None or said.endswith(".")


def refusal_of(text: str) -> str | None:
    try:
        parse_recipe(text)
    except Refusal as refusal:
        return str(refusal)
    return None
