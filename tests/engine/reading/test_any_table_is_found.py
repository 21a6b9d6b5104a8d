"""For tables with any titles, blank rows, notes and total, the rows found are the rows put in."""

import random

from hypothesis import given
from hypothesis import strategies as st

from cauce.engine.reading.blocks import find_blocks
from cauce.engine.reading.grid import Cell
from tests.engine.reading.sheets import header_rows, kinds, sheet, written

PLACES = [
    "Jalapa", "Zacapa", "Petén", "Izabal", "Sololá", "Totonicapán", "Quiché", "Jutiapa",
    "Escuintla", "Retalhuleu", "Chiquimula", "Huehuetenango", "Sacatepéquez", "Suchitepéquez",
]  # fmt: skip
TITLES = st.sampled_from(
    ["Cuadro 4. Población por sexo", "República de Guatemala", "En miles de quetzales", "Año 2018"]
)
NOTES = st.sampled_from(
    ["Fuente: INE, Censo 2018", "1/ Incluye población flotante", "Nota: cifras preliminares"]
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[Cell]], list[int], list[int], int | None]:
    """Rows of a sheet, numbers of its header, of its data rows, and of its total."""
    dice = random.Random(draw(st.integers(0, 10**6)))
    measures = draw(st.integers(1, 6))
    codes = draw(st.booleans())
    count = draw(st.integers(3, len(PLACES)))
    width = measures + 1 + codes
    rows: list[list[Cell]] = []
    for title in draw(st.lists(TITLES, max_size=3)):
        rows.append([title, *[None] * (width - 1)])
    for _ in range(draw(st.integers(0, 2))):
        rows.append([None] * width)
    rows.append(
        [*(["código"] if codes else []), "departamento", *(f"dato {k}" for k in range(measures))]
    )
    header = [len(rows)]
    places = dice.sample(PLACES, count)
    data: list[int] = []
    sums = [0] * measures
    total_first = draw(st.booleans())
    has_total = draw(st.booleans())
    body: list[list[Cell]] = []
    for number, place in enumerate(places):
        values = [dice.randint(1, 99999) for _ in range(measures)]
        sums = [a + b for a, b in zip(sums, values, strict=True)]
        body.append([*([f"{number:02}"] if codes else []), place, *values])
    total_row: list[Cell] = [*([None] if codes else []), "Total", *sums]
    total: int | None = None
    if has_total and total_first:
        rows.append(total_row)
        total = len(rows)
    for row in body:
        if draw(st.integers(0, 9)) == 0:
            rows.append([None] * width)
        rows.append(row)
        data.append(len(rows))
    if has_total and not total_first:
        rows.append(total_row)
        total = len(rows)
    for _ in range(draw(st.integers(0, 2))):
        rows.append([None] * width)
    for note in draw(st.lists(NOTES, max_size=2)):
        rows.append([note, *[None] * (width - 1)])
    return rows, header, data, total


@given(tables())
def test_the_rows_found_are_the_rows_put_in(
    table: tuple[list[list[Cell]], list[int], list[int], int | None],
) -> None:
    rows, header, data, total = table
    grid = sheet(rows)
    blocks, _ = find_blocks(grid)
    assert len(blocks) == 1
    (block,) = blocks
    assert header_rows(grid, block) == header
    marked = kinds(grid, block)
    assert marked == ({} if total is None else {total: "total"})
    assert [row for row in written(grid, block) if row not in marked] == data


cells = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["Total", "Fuente: INE", "2018", "1.234,5", "-", "  ", "# x", "(1)"]),
    st.integers(-5, 3000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)


@given(st.lists(st.lists(cells, max_size=6), max_size=12))
def test_whatever_the_cells_no_row_is_lost_twice(rows: list[list[Cell]]) -> None:
    grid = sheet(rows)
    blocks, notes = find_blocks(grid)
    assert blocks or notes
    for block in blocks:
        first, last = block.body.value
        assert 0 <= first <= last < len(rows)
        assert all(row < first for row in block.header.value)
        assert all(first <= row <= last for row in block.skipped)
        assert all(first <= row <= last and row not in block.skipped for row in block.kinds)
        assert not {row for row, _ in block.footnotes} & set(range(first, last + 1))
