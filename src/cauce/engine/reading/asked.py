"""The table that a recipe or a person asks for: by row numbers, or by the labels it had before."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cauce.engine.reading.area import Area
from cauce.engine.reading.assembly import build_block
from cauce.engine.reading.block import Block, Wanted
from cauce.engine.reading.body import find_body
from cauce.engine.reading.cells import Cells
from cauce.engine.reading.decision import Decision
from cauce.engine.reading.header import Heading, find_heading
from cauce.engine.reading.recall import heading_by_labels, likeness_of_labels
from cauce.engine.reading.regions import areas_of

_LABELS_FOUND: Final = 0.5
"""Share of the wanted labels below which a table is not taken for the wanted one."""


def find_asked(cells: Cells, wanted: Wanted) -> Block | None:
    """The block asked for, ``None`` where the grid does not have it; see ``blocks.find_block``."""
    if wanted.header_rows is None and wanted.labels is not None:
        return _by_labels(cells, wanted)
    if wanted.header_rows is None and wanted.first_row is None:
        return _best(cells, wanted)
    return _by_numbers(cells, wanted)


def _best(cells: Cells, wanted: Wanted) -> Block | None:
    for area in areas_of(cells):
        block, _ = build_block(area, find_heading(area), wanted)
        if block is not None:
            return block
    return None


def _by_labels(cells: Cells, wanted: Wanted) -> Block | None:
    labels = wanted.labels or ()
    best: tuple[float, Area, Heading] | None = None
    for area in areas_of(cells):
        for heading in (find_heading(area), heading_by_labels(area, labels)):
            if heading is None:
                continue
            score = likeness_of_labels(area, heading.rows, labels)
            if best is None or score > best[0] + 1e-9:
                best = (score, area, heading)
    if best is None:
        return None
    score, area, heading = best
    if any(labels) and score < _LABELS_FOUND:
        return _best(cells, replace(wanted, labels=None))
    block, _ = build_block(area, heading, wanted)
    return block


def _by_numbers(cells: Cells, wanted: Wanted) -> Block | None:
    """Exactly the rows asked for, in the columns of the area where they are."""
    numbers = cells.grid.numbers
    header = tuple(i for i, n in enumerate(numbers) if n in set(wanted.header_rows or ()))
    first = _index_from(numbers, wanted.first_row) if wanted.first_row else None
    last = _index_to(numbers, wanted.last_row) if wanted.last_row else None
    if (wanted.header_rows and not header) or (wanted.first_row and first is None):
        return None
    anchor = header[-1] if header else (first or 0)
    area = _area_around(cells, anchor, first, last, wanted.left)
    if area is None:
        return None
    given = "Lo decidió una persona."
    if wanted.header_rows is None:
        found = find_heading(Area(cells, area.top, first or anchor, area.left, area.right))
        heading = replace(found, start=first or anchor)
    else:
        heading = Heading(header, header[-1] + 1 if header else anchor, (), given)
    if first is None and last is None:
        block, _ = build_block(area, heading, wanted)
        return block
    start = first if first is not None else next(iter(area.rows_after(heading.start - 1)), None)
    if start is None:
        return None
    if last is None:
        body = find_body(area, start, heading.rows, ())
        last = body.last if body else start
    block, _ = build_block(area, heading, wanted, (start, max(start, last)))
    return None if block is None else replace(block, body=Decision(block.body.value, given))


def _index_from(numbers: Sequence[int], wanted: int) -> int | None:
    return next((i for i, n in enumerate(numbers) if n >= wanted), None)


def _index_to(numbers: Sequence[int], wanted: int) -> int | None:
    return next((i for i in range(len(numbers) - 1, -1, -1) if numbers[i] <= wanted), None)


def _area_around(
    cells: Cells, anchor: int, first: int | None, last: int | None, left: int | None
) -> Area | None:
    around = [area for area in areas_of(cells) if area.top <= anchor <= area.bottom]
    beside = [area for area in around if left is not None and area.left <= left < area.right]
    for area in (*beside, *around):
        bottom = max(area.bottom, last or 0, first or 0)
        return Area(cells, area.top, min(bottom, cells.height - 1), area.left, area.right)
    if not cells.height:
        return None
    return Area(cells, 0, cells.height - 1, 0, cells.width)
