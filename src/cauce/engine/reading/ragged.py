"""Rows of a text file whose number of cells is not the table's."""

from collections import Counter
from collections.abc import Sequence

from cauce.base.numerals import number_es
from cauce.engine.reading.block import Block
from cauce.engine.reading.decision import Note
from cauce.engine.reading.grid import Grid

CODE = "rows.ragged"
LISTED = 100
"""Row numbers kept in the note."""


def ragged_note(grid: Grid, block: Block) -> Note | None:
    """What to tell of body rows with more or fewer cells than the header; ``None`` when all fit.

    Titles, notes and skipped rows do not count: nobody expects them to have the table's cells.
    Without a header the commonest number of cells is the measure. Nothing is dropped: a row that is
    too short ends in missing cells, one that is too long keeps its cells in columns without name.
    """
    if grid.dialect is None:
        return None
    first, last = block.body.value
    widths = {
        index: len(grid.rows[index])
        for index in range(first, last + 1)
        if index not in block.skipped and grid.rows[index]
    }
    expected = _expected(grid, block, list(widths.values()))
    odd = [index for index, width in widths.items() if width != expected]
    if not odd:
        return None
    return Note(
        "warning",
        CODE,
        _told(grid, odd, expected, bool(block.header.value)),
        tuple(grid.numbers[index] for index in odd[:LISTED]),
    )


def _expected(grid: Grid, block: Block, widths: Sequence[int]) -> int:
    common = Counter(widths).most_common(1)[0][0] if widths else 0
    if not block.header.value:
        return common
    header = len(grid.rows[block.header.value[-1]])
    return header if header in widths else common


def _told(grid: Grid, odd: Sequence[int], expected: int, header: bool) -> str:
    first = odd[0]
    against = "el encabezado" if header else "las demás"
    one = (
        f"La fila {grid.numbers[first]} tiene {_cells(len(grid.rows[first]))} y {against}, "
        f"{expected}."
    )
    others = len(odd) - 1
    rest = "una fila" if others == 1 else f"{number_es(others)} filas"
    more = f" Lo mismo pasa en {rest} más." if others else ""
    return f"{one}{more} Revise si falta o sobra un separador; las filas se conservaron."


def _cells(count: int) -> str:
    return "1 celda" if count == 1 else f"{number_es(count)} celdas"
