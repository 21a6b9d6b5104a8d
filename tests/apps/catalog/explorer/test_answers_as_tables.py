"""An answer as a table: numbers a reader can use, hidden cells named, the whole as the last row."""

from dataclasses import replace

from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.explorer.answer_table import body, header, whole_row
from cauce.engine.explore import Explore, Measure
from cauce.engine.query.answers import Answer
from tests.apps.catalog.explorer.columns import BUDGET, TABLE, column

DEPARTMENT = BUDGET[1]
AMOUNT = column("sum_devengado", "Suma de Devengado", "number", "money", "GTQ")
RATE = column("mean_avance", "Promedio de Avance", "number", "percent", "%")
ANSWER = Answer(
    Explore(TABLE, groups=("departamento",), measures=(Measure("sum", "devengado"),)),
    (DEPARTMENT, AMOUNT),
    (("Petén", 1234.5678), ("Izabal", None), (None, 10.0)),
    3,
    "",
    {},
    whole=(None, 1244.5678),
)


def cells(answer):
    """The cells of its rows."""
    return [row["cells"] for row in body(answer)]


def test_numbers_have_the_decimals_a_reader_can_use():
    assert cells(ANSWER) == [["Petén", "1,234.57"], ["Izabal", None], [None, "10.00"]]


def test_small_numbers_keep_theirs():
    answer = replace(ANSWER, rows=(("Petén", 0.1234), ("Izabal", 0.2)))
    assert cells(answer) == [["Petén", "0.1234"], ["Izabal", "0.2000"]]


def test_what_is_hidden_is_not_missing():
    answer = replace(ANSWER, withheld=1, withheld_at=frozenset({(1, 1), (-1, 1)}))
    hidden = {"text": "oculto", "note": None}
    assert cells(answer)[1] == ["Izabal", hidden]
    assert whole_row(answer)["cells"][1] == hidden


def test_sums_end_in_a_total():
    row = whole_row(ANSWER)
    assert row["kind"] == "total"
    assert row["cells"] == [{"text": "Total", "note": "de 3 grupos"}, "1,244.57"]


def test_means_end_in_the_value_of_all_together():
    explore = replace(ANSWER.explore, measures=(Measure("mean", "avance"),))
    row = whole_row(replace(ANSWER, explore=explore, columns=(DEPARTMENT, RATE)))
    assert row["cells"][0]["text"] == "En conjunto"


def test_one_row_has_no_total_and_neither_has_none():
    alone = replace(ANSWER.explore, groups=())
    assert whole_row(replace(ANSWER, explore=alone)) is None
    assert whole_row(replace(ANSWER, rows=ANSWER.rows[:1], total=1)) is None
    assert whole_row(replace(ANSWER, rows=(), total=0)) is None
    assert whole_row(replace(ANSWER, whole=None)) is None


def test_codes_of_places_have_their_name_under_them():
    code = column("codigo", "Código", role="territory:gt.municipality")
    code = replace(code, examples=("0101", "1601"))
    explore = replace(ANSWER.explore, groups=("codigo",))
    answer = replace(ANSWER, explore=explore, columns=(code, AMOUNT), rows=(("1601", 5.0),))
    assert cells(answer)[0][0]["text"] == "1601"
    assert "Cobán" in cells(answer)[0][0]["note"]


def test_percentages_have_one_decimal():
    share = replace(AMOUNT, role="percent", unit="%")
    answer = replace(ANSWER, columns=(DEPARTMENT, share), rows=(("Petén", 27.9934),), total=1)
    assert cells(answer) == [["Petén", "28.0"]]


def test_columns_of_the_other_table_say_so():
    other = replace(DEPARTMENT, name="otra~departamento")
    heads = header(
        replace(ANSWER, columns=(DEPARTMENT, other)),
        Explore(TABLE),
        Addresses("gasto", "gasto"),
    )
    assert [head["label"] for head in heads] == ["Departamento", "Departamento (tabla unida)"]
