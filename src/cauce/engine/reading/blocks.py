"""Find the tables of a grid: title, header, body, hierarchy, totals and notes of each."""

from cauce.engine.reading.area import Area
from cauce.engine.reading.asked import find_asked
from cauce.engine.reading.assembly import build_block, kinds_of
from cauce.engine.reading.block import Block, BlockColumn, Wanted
from cauce.engine.reading.cells import Cells
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.doubts import empty_note
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.header import find_heading
from cauce.engine.reading.hierarchy import Parentage
from cauce.engine.reading.regions import areas_of


def find_blocks(grid: Grid) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The tables of a grid, found by themselves, and notes on what was left aside.

    Usually one block; several when tables stand one under the other or side by side; none when the
    grid is empty, holds only prose, or a header without rows (note ``table.no_rows``).
    """
    cells = Cells(grid)
    if grid.records:
        return _records(cells)
    blocks: list[Block] = []
    notes: list[Note] = []
    for area in areas_of(cells):
        block, said = build_block(area, find_heading(area)) if area.rows else (None, [])
        notes.extend(said)
        if block is not None:
            blocks.append(block)
    if not blocks and not notes:
        notes.append(empty_note(grid))
    return tuple(blocks), tuple(notes)


def find_block(grid: Grid, wanted: Wanted) -> Block | None:
    """The one table that a recipe or a person asks for; ``None`` when the grid does not have it.

    Row numbers are followed exactly. With labels the header is the place whose joined labels say
    most of them, wherever it moved to. What is left open is found as by :func:`find_blocks`.
    """
    cells = Cells(grid)
    if not grid.records:
        return find_asked(cells, wanted)
    blocks, _ = _records(cells, wanted)
    return blocks[0] if blocks else None


def _records(
    cells: Cells, wanted: Wanted | None = None
) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """Records carry their own names: every record is a row, nothing above, nothing below."""
    grid = cells.grid
    labels = list(grid.labels or ())
    if not grid.rows:
        return (), (
            Note(
                "error", "table.no_rows", "El archivo no tiene ningún registro. Suba uno con datos."
            ),
        )
    columns = tuple(
        BlockColumn(j, label, (label,) if label else ())
        for j, label in enumerate([*labels, *[None] * (cells.width - len(labels))])
    )
    area = Area(cells, 0, cells.height - 1, 0, max(cells.width, 1))
    left_out = set((wanted.left_out if wanted else None) or ())
    skipped = tuple(row for row in area.rows if cells.number(row) in left_out)
    written = [row for row in area.rows if row not in skipped]
    sums = kinds_of(area, columns, written, Parentage(), wanted or Wanted())
    block = Block(
        title=(),
        header=Decision((), "El formato da el nombre de cada campo."),
        body=Decision((0, cells.height - 1), f"Cada registro es una fila: {cells.height}."),
        columns=columns,
        kinds=sums.kinds,
        skipped=frozenset(skipped),
        notes=sums.notes,
        left_out=skipped,
    )
    return (block,), ()
