"""Nothing is dropped: a cell is a value, a missing mark or a misfit; a recipe gives the same."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.engine.reading.block import Block, BlockColumn, Hierarchy
from cauce.engine.reading.decision import Decision
from cauce.engine.reading.grid import Cell, Grid, Span
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.typed import TypedColumn, WantedColumn
from cauce.engine.reading.typing import type_block
from tests.engine.reading.columns_typed import typed

PIECES = st.sampled_from(
    [
        "12",
        "1,5",
        "1.234",
        "-3",
        "s.d.",
        "-",
        "",
        " ",
        "hola",
        "Sí",
        "No",
        "2020-01-05",
        "31/02/2020",
        "10:30",
        "0101",
        "12 %",
        "Q 5.00",
        "NaN",
        "1e5",
        "\ue0005",
        "'",
        '"',
        "línea\nrota",
        "9999",
        "true",
        "\xa0",
    ]
)
NATIVE = st.one_of(
    PIECES,
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.text(max_size=8),
)


def asked_again(column: TypedColumn) -> WantedColumn:
    """What the recipe of a column asks of the next reading."""
    assert column.position is not None
    return WantedColumn(
        position=column.position,
        label=column.column.label,
        name=column.column.name,
        type=column.type.value,
        role=column.role.value or "none",
        unit=column.unit.value or "none",
        decimal=column.decimal.value if column.decimal else None,
        date_order=column.date_order.value if column.date_order else None,
        missing_marks=column.missing.value,
        width=column.width.value if column.width else None,
    )


def written_in(parquet: Path) -> tuple[list[tuple[str, str]], dict[str, list[Any]]]:
    """Names, types and cells of a Parquet file.

    Not its bytes: of a column with one value DuckDB may write that none is missing, or not say it,
    according to how the expression is written that reads it.
    """
    table = pq.read_table(parquet)
    types = [(field.name, str(field.type)) for field in table.schema]
    return types, table.to_pydict()


def check(folder: Path, columns: dict[str, list[Cell]], *, text: bool) -> None:
    found = typed(folder, columns, text=text)
    misfits = Counter(misfit.column for misfit in found.table.misfits)
    for one in found.table.columns:
        column = one.column
        assert column.nulls == sum(column.missing_marks.values()) + misfits[column.name]
        written = [value for value in found.values(column.label) if value is not None]
        assert len(written) + column.nulls == len(found.rows)
        assert len(set(written)) == column.distinct
    assert found.table.misfit_count == sum(misfits.values())
    before = written_in(found.table.parquet)
    wanted = [asked_again(one) for one in found.table.columns]
    again = typed(folder, columns, text=text, wanted=wanted)
    assert written_in(again.table.parquet) == before
    assert again.table.misfits == found.table.misfits


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(PIECES, PIECES), min_size=1, max_size=14))
def test_every_cell_of_a_text_file_is_accounted_for(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    check(tmp_path, {"a": [a for a, _ in rows], "fecha": [b for _, b in rows]}, text=True)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(NATIVE, NATIVE), min_size=1, max_size=14))
def test_every_cell_of_a_workbook_is_accounted_for(
    tmp_path: Path, rows: list[tuple[Any, Any]]
) -> None:
    check(tmp_path, {"a": [a for a, _ in rows], "b": [b for _, b in rows]}, text=False)


def test_texts_are_written_as_they_are(tmp_path: Path) -> None:
    cells: list[Cell] = ["\ue0005", "=1+1", "línea\nrota", "a  b", "'x'", "ñandú"]
    assert typed(tmp_path, {"a": cells}).values("a") == cells


def test_native_cells_among_texts_are_written_as_a_person_reads_them(tmp_path: Path) -> None:
    found = typed(tmp_path, {"a": ["calle", 12.0, 1.5, True, "x"]}, text=False)
    assert found.values("a") == ["calle", "12", "1.5", "VERDADERO", "x"]


def test_a_recipe_is_followed(tmp_path: Path) -> None:
    columns: dict[str, list[Cell]] = {
        "a": ["1", "2", "99"],
        "b": ["x", "y", "z"],
        "c": ["1,5", "2,5", "3.500"],
        "d": ["7", "12", "0150"],
        "e": ["01/02/2020", "03/04/2020", "05/06/2020"],
    }
    wanted = [
        WantedColumn(0, "a", type="integer", missing_marks=("99",), name="uno", unit="km"),
        WantedColumn(1, "b", include=False),
        WantedColumn(2, "c", decimal=",", role="percent"),
        WantedColumn(3, "d", type="text", width=4, role="none"),
        WantedColumn(4, "e", date_order="mdy"),
    ]
    found = typed(tmp_path, columns, wanted=wanted)
    assert [one.column.name for one in found.table.columns] == ["uno", "c", "d", "e"]
    assert found.values("a") == [1, 2, None]
    assert found.column("a").column.missing_marks == {"99": 1}
    assert found.column("a").column.unit == "km"
    assert found.values("c") == [1.5, 2.5, 3500.0]
    assert found.column("c").column.role == "percent"
    assert found.values("d") == ["0007", "0012", "0150"]
    assert [str(value) for value in found.values("e")] == ["2020-01-02", "2020-03-04", "2020-05-06"]


@pytest.mark.parametrize(
    ("type_", "cells", "written", "misfits"),
    [
        ("integer", ["1", "2.5", "x", "007"], [1, None, None, 7], 2),
        ("number", ["1,5", "x", "-"], [1.5, None, None], 1),
        ("boolean", ["Sí", "0", "1", "quizá"], [True, False, True, None], 1),
        ("text", ["1", "2"], ["1", "2"], 0),
    ],
)
def test_a_wanted_type_is_cast_as_well_as_cells_allow(
    tmp_path: Path, type_: str, cells: list[Cell], written: list[Any], misfits: int
) -> None:
    found = typed(tmp_path, {"a": cells}, wanted=[WantedColumn(0, "a", type=type_)])
    assert found.values("a") == written
    assert found.table.misfit_count == misfits


def test_names_are_safe_and_all_different(tmp_path: Path) -> None:
    columns: dict[str, list[Cell]] = {"Año": ["1"], "año": ["2"], "_row": ["3"], "": ["4"]}
    found = typed(tmp_path, columns)
    names = [one.column.name for one in found.table.columns]
    assert names == ["ano", "ano_2", "row", "columna_4"]


def test_parents_are_columns_in_front_and_totals_are_marked(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["x", "casos"], ["Norte", None], ["a", 1], ["b", 2], ["Total", 3]]
    block = Block(
        title=(),
        header=Decision((0,), ""),
        body=Decision((1, 4), ""),
        columns=(BlockColumn(0, "x"), BlockColumn(1, "casos")),
        kinds={4: "total"},
        skipped=frozenset({1}),
        group_rows=(1,),
        hierarchy=Hierarchy("group_rows", ("Zona",), {2: ("Norte",), 3: ("Norte",)}, 0),
    )
    grid = Grid("hoja", rows, [10, 11, 12, 13, 14])
    out = tmp_path / "t.parquet"
    table = type_block(grid, block, out=out, workdir=tmp_path, limits=Limits())
    assert [one.column.label for one in table.columns] == ["Zona", "x", "casos"]
    assert [one.column.derived for one in table.columns] == ["hierarchy", None, None]
    assert [one.position for one in table.columns] == [None, 0, 1]
    assert (table.rows, table.first_row, table.last_row) == (3, 11, 14)
    assert table.kinds == {"data": 2, "subtotal": 0, "total": 1}
    assert table.columns[2].column.sum == 3
    assert table.columns[2].column.max == 2


def test_texts_merged_downwards_belong_to_each_row(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["zona", "casos"], ["Norte", 5], [None, None], ["Sur", 2]]
    grid = Grid("hoja", rows, [1, 2, 3, 4], merged=[Span(1, 0, 2, 0), Span(1, 1, 2, 1)])
    block = Block(
        (), Decision((0,), ""), Decision((1, 3), ""),
        (BlockColumn(0, "zona"), BlockColumn(1, "casos")), {}, frozenset(),
    )  # fmt: skip
    out = tmp_path / "t.parquet"
    table = type_block(grid, block, out=out, workdir=tmp_path, limits=Limits())
    assert table.columns[0].column.nulls == 0
    assert table.columns[1].column.sum == 7
    assert "rows.merged_down" in {note.code for note in table.notes}
