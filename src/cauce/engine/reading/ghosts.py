"""Blank rows and columns around the content of a sheet, which its file counts and nobody sees."""

from dataclasses import dataclass

from cauce.engine.reading.grid import Cell


@dataclass(frozen=True)
class Trimmed:
    """The rows from the first to the last with content, all of one width."""

    rows: list[list[Cell]]
    top: int
    """The sheet row, from 0, of the first of them."""
    rows_cut: int
    columns_cut: int


def is_blank(cell: Cell) -> bool:
    """Whether a person sees nothing in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def trim(rows: list[list[Cell]], top: int) -> Trimmed:
    """Cut blank rows above and below the content, and blank columns to its right; ``rows`` have
    one width.
    """
    first, last = 0, len(rows)
    while last and all(is_blank(cell) for cell in rows[last - 1]):
        last -= 1
    while first < last and all(is_blank(cell) for cell in rows[first]):
        first += 1
    kept = rows[first:last]
    width = right = len(kept[0]) if kept else 0
    while right and all(is_blank(row[right - 1]) for row in kept):
        right -= 1
    if right < width:
        kept = [row[:right] for row in kept]
    return Trimmed(kept, top + first, len(rows) - last, width - right)
