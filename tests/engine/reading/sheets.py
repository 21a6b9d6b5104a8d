"""Small grids for tests: text files written as text, sheets written as rows with their merged
cells."""

import re
from collections.abc import Iterable, Mapping, Sequence

from cauce.engine.reading.block import Block
from cauce.engine.reading.blocks import find_blocks
from cauce.engine.reading.decision import Note
from cauce.engine.reading.grid import Cell, Dialect, Grid, Span


def text_file(text: str, delimiter: str = ";") -> Grid:
    """A grid as a text file gives it: the lines of ``text`` after its first line break, cells of
    text."""
    lines = text.strip("\n").split("\n")
    rows = [[cell or None for cell in line.split(delimiter)] for line in lines]
    return Grid(
        name="prueba",
        rows=rows,
        numbers=range(1, len(rows) + 1),
        dialect=Dialect("utf-8", delimiter, None, None, "\n"),
    )


def sheet(
    rows: Sequence[Sequence[Cell]],
    merged: Iterable[str] = (),
    bold: Iterable[str] = (),
    indents: Mapping[str, int] | None = None,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
) -> Grid:
    """A grid as a workbook gives it. Cells are named as people name them: ``A1``, ``B2:D2``."""
    return Grid(
        name="Hoja1",
        rows=rows,
        numbers=range(1, len(rows) + 1),
        sheet="Hoja1",
        merged=[_span(name) for name in merged],
        bold=frozenset(_cell(name) for name in bold),
        indents={_cell(name): step for name, step in (indents or {}).items()},
        hidden_rows=frozenset(row - 1 for row in hidden_rows),
        hidden_columns=frozenset(hidden_columns),
    )


def _cell(name: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z])(\d+)", name)
    assert found is not None
    return int(found[2]) - 1, ord(found[1]) - ord("A")


def _span(name: str) -> Span:
    first, _, last = name.partition(":")
    (top, left), (bottom, right) = _cell(first), _cell(last)
    return Span(top, left, bottom, right)


def one_block(grid: Grid) -> Block:
    """The only block of a grid."""
    blocks, _ = find_blocks(grid)
    assert len(blocks) == 1, blocks
    return blocks[0]


def header_rows(grid: Grid, block: Block) -> list[int]:
    """Row numbers of the header as a person sees them."""
    return [grid.numbers[i] for i in block.header.value]


def body(grid: Grid, block: Block) -> tuple[int, int]:
    """First and last row of the body as a person sees them."""
    first, last = block.body.value
    return grid.numbers[first], grid.numbers[last]


def labels(block: Block) -> list[str | None]:
    """The labels of the columns."""
    return [column.label for column in block.columns]


def written(grid: Grid, block: Block) -> list[int]:
    """Numbers of the rows that are written, whatever their kind."""
    first, last = block.body.value
    return [grid.numbers[i] for i in range(first, last + 1) if i not in block.skipped]


def kinds(grid: Grid, block: Block) -> dict[int, str]:
    """Kind of each row that is not plain data, by row number."""
    return {grid.numbers[i]: kind for i, kind in sorted(block.kinds.items())}


def parents(grid: Grid, block: Block) -> dict[int, tuple[str | None, ...]]:
    """Parents of each row, by row number."""
    assert block.hierarchy is not None
    return {grid.numbers[i]: names for i, names in sorted(block.hierarchy.parents.items())}


def codes(notes: Iterable[Note]) -> set[str]:
    """The words for programs of some notes."""
    return {note.code for note in notes}
