"""Labels as a person reads them: joined where the file breaks them over rows, without leader
dots."""

from cauce.engine.reading.area import Area
from cauce.engine.reading.block import Block
from cauce.engine.reading.cells import Cells, without_leaders
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.stub import Stub, goes_on

_FIRST_COLUMNS = 3


def label_texts(grid: Grid, block: Block) -> dict[tuple[int, int], str]:
    """Texts that stand for a cell's own in the rows that are written, by (grid index, grid column).

    A label broken over rows ("Suministro de agua;" / "actividades de saneamiento") is given
    whole on the row that has the values; dots that lead to the figures ("Hombres ......") are
    left away. Cells not in the result read as they are. Rows covered by a cell merged downwards
    get its text.
    """
    positions = [column.position for column in block.columns]
    if not positions or grid.records:
        return {}
    cells = Cells(grid)
    first, last = block.body.value
    area = Area(cells, first, last, min(positions), max(positions) + 1)
    written = [row for row in range(first, last + 1) if row not in block.skipped]
    texts = _merged_down(cells, positions, written)
    texts |= _without_leaders(cells, positions[:_FIRST_COLUMNS], written)
    stub = Stub(area, block.columns, written)
    if not stub.columns:
        return texts
    groups = set(block.group_rows)
    for row in written:
        lines: list[str] = []
        above = row - 1
        while above in block.skipped and above not in groups and goes_on(stub.label(above + 1)):
            if not cells.counts[above] or not stub.is_bare(above):
                break
            lines.insert(0, stub.label(above))
            above -= 1
        if lines:
            texts[row, stub.place(row)] = " ".join([*lines, stub.label(row)])
    return texts


def _merged_down(cells: Cells, columns: list[int], rows: list[int]) -> dict[tuple[int, int], str]:
    """The text of a cell merged downwards, for the rows it covers."""
    inside, wanted = set(rows), set(columns)
    return {
        (row, span.left): text
        for span in cells.grid.merged
        if span.bottom > span.top and span.left in wanted and span.top in inside
        if (text := cells.text(span.top, span.left))
        for row in range(span.top + 1, span.bottom + 1)
        if row in inside
    }


def _without_leaders(
    cells: Cells, columns: list[int], rows: list[int]
) -> dict[tuple[int, int], str]:
    texts: dict[tuple[int, int], str] = {}
    for column in columns:
        for row in rows:
            value = cells.value(row, column)
            if isinstance(value, str) and (".." in value or "…" in value):
                bare = without_leaders(value).strip()
                if bare and bare != value.strip():
                    texts[row, column] = bare
    return texts
