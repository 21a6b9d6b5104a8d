"""Large text files: what the grid does not show is cut, numbered and typed like the rest."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cauce.engine.reading.block import Block
from cauce.engine.reading.blocks import find_blocks
from cauce.engine.reading.bulkstaging import reaches_unseen
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.source import open_source
from cauce.engine.reading.typed import TypedTable, WantedColumn
from cauce.engine.reading.typing import type_block
from tests.engine.reading.columns_typed import Typed

ROWS = 5500
LARGE = Limits(large=1000)
Line = Callable[[int], str]
HEADER = "lugar;código;monto;fecha;casos"


def plain(index: int) -> str:
    day = f"{index % 28 + 1:02d}/10/2020"
    return f"Lugar {index};{index % 97:04d};1.{index % 1000:03d},5;{day};{index}"


def read(folder: Path, lines: list[str], wanted: tuple[WantedColumn, ...] = ()) -> Typed:
    path = folder / "grande.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    grid, block = opened(folder, path)
    out = folder / "tabla.parquet"
    table: TypedTable = type_block(
        grid, block, wanted=wanted, out=out, workdir=folder, limits=LARGE
    )
    return Typed(table, pq.read_table(out).to_pylist())


def opened(folder: Path, path: Path) -> tuple[Grid, Block]:
    (grid,) = open_source(path, wanted=None, limits=LARGE, workdir=folder).grids
    (block,) = find_blocks(grid)[0]
    assert reaches_unseen(grid, block)
    return grid, block


def lines_of(changed: dict[int, str] | None = None) -> list[str]:
    """The header, which is line 1, and plain lines, some of them changed by line number."""
    lines = [HEADER, *(plain(index) for index in range(ROWS))]
    for number, text in (changed or {}).items():
        lines[number - 1] = text
    return lines


def test_every_row_is_there_and_knows_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, lines_of())
    assert [row["_row"] for row in found.rows] == list(range(2, ROWS + 2))
    assert found.values("lugar") == [f"Lugar {index}" for index in range(ROWS)]
    assert found.values("código") == [f"{index % 97:04d}" for index in range(ROWS)]
    assert found.values("monto") == [1000.5 + index % 1000 for index in range(ROWS)]
    assert found.column("casos").column.sum == ROWS * (ROWS - 1) // 2
    assert found.column("fecha").column.type == "date"
    assert found.column("lugar").column.distinct == ROWS
    assert (found.table.rows, found.table.misfit_count) == (ROWS, 0)


@pytest.mark.parametrize("number", [3001, 4711])
@pytest.mark.parametrize(
    ("cells", "label", "text"),
    [
        ("x;0001;1,5;01/10/2020;doce", "casos", "doce"),
        ("x;0001;1.5.2;01/10/2020;1", "monto", "1.5.2"),
        ("x;0001;1,5;31/02/2020;1", "fecha", "31/02/2020"),
        ("x;0001;1,5;2020;1", "fecha", "2020"),
    ],
)
def test_one_odd_cell_far_from_both_ends_is_listed(
    tmp_path: Path, number: int, cells: str, label: str, text: str
) -> None:
    found = read(tmp_path, lines_of({number: cells}))
    (misfit,) = found.table.misfits
    assert (misfit.row, misfit.text) == (number, text)
    assert misfit.column == found.column(label).column.name


@pytest.mark.parametrize(
    ("cells", "type_", "value"),
    [
        ("x;0001;1,5;01/10/2020;12,25", "number", 12.25),
        ("x;0001;1,5;01/10/2020;s.d.", "integer", None),
        ("x;0001;1,5;01/10/2020; 12 ", "integer", 12),
        ("x;0001;1,5;01/10/2020;12*", "integer", 12),
        ("x;0001;1,5;01/10/2020;(12)", "integer", -12),
        ("x;0001;1,5;01/10/2020;1.234.567", "integer", 1234567),
    ],
)
def test_one_cell_written_otherwise_is_understood(
    tmp_path: Path, cells: str, type_: str, value: float | None
) -> None:
    found = read(tmp_path, lines_of({5003: cells}))
    assert found.column("casos").column.type == type_
    assert found.values("casos")[5001] == value
    assert found.table.misfit_count == 0


def test_line_ends_in_quotes_keep_the_numbers_of_lines(tmp_path: Path) -> None:
    lines = lines_of(
        {
            100: '"Lugar\npartido";0001;1,5;01/10/2020;1',
            4000: '"a ""b""\n\nc";0001;1,5;01/10/2020;1',
        }
    )
    found = read(tmp_path, lines)
    rows = {row["_row"]: row for row in found.rows}
    assert rows[100]["lugar"] == "Lugar\npartido"
    assert rows[4001]["lugar"] == 'a "b"\n\nc'
    assert rows[4004]["lugar"] == "Lugar 3999"
    assert max(rows) == ROWS + 4
    assert len(rows) == ROWS


def test_blank_lines_and_short_and_long_rows_are_kept_true(tmp_path: Path) -> None:
    changed = {3000: "", 3500: ";;;;", 4000: "corta;0001", 5000: plain(1) + ";sobra;más"}
    found = read(tmp_path, lines_of(changed))
    rows = {row["_row"]: row for row in found.rows}
    assert 3000 not in rows
    assert 3500 not in rows
    assert rows[4000]["casos"] is None
    assert rows[4001]["lugar"] == "Lugar 3999"
    assert [(misfit.row, misfit.text) for misfit in found.table.misfits] == [
        (5000, "sobra"),
        (5000, "más"),
    ]
    assert "rows.ragged" in found.codes()


def test_text_after_a_closing_quote_is_not_lost(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        lines_of({5: '"uno";0001;1,5;01/10/2020;1', 4000: '"dos" tres;0001;1,5;01/10/2020;1'}),
    )
    rows = {row["_row"]: row for row in found.rows}
    assert rows[5]["lugar"] == "uno"
    assert "tres" in rows[4000]["lugar"]


def test_totals_and_repeated_headers_in_the_middle_are_seen(tmp_path: Path) -> None:
    changed = {3000: HEADER, 4000: "Total;;9,5;;99", 5000: "Subtotal Norte;;9,5;;99"}
    found = read(tmp_path, lines_of(changed))
    kinds = {row["_row"]: row["_kind"] for row in found.rows}
    assert 3000 not in kinds
    assert (kinds[4000], kinds[5000], kinds[4001]) == ("total", "subtotal", "data")
    assert found.table.kinds == {"data": ROWS - 3, "subtotal": 1, "total": 1}


def test_a_recipe_gives_the_same_bytes(tmp_path: Path) -> None:
    lines = lines_of({3001: "x;0001;1,5;01/10/2020;n/d", 3002: "x;0001;nada;01/10/2020;3"})
    before = read(tmp_path, lines)
    size = before.table.parquet.read_bytes()
    wanted = tuple(
        WantedColumn(
            one.position,
            one.column.label,
            type=one.type.value,
            role=one.role.value or "none",
            unit=one.unit.value or "none",
            decimal=one.decimal.value if one.decimal else None,
            date_order=one.date_order.value if one.date_order else None,
            missing_marks=one.missing.value,
            width=one.width.value if one.width else None,
        )
        for one in before.table.columns
        if one.position is not None
    )
    again = read(tmp_path, lines, wanted)
    assert again.table.parquet.read_bytes() == size
    assert again.table.misfits == before.table.misfits
