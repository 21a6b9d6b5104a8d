"""Put one block together: header, body, hierarchy, totals and notes of one area."""

from collections.abc import Sequence

from cauce.engine.reading.area import Area
from cauce.engine.reading.block import Block, BlockColumn, Kind, Wanted
from cauce.engine.reading.body import Body, find_body, hidden_notes, hidden_rows, notes_on
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.doubts import (
    doubts_of,
    is_prose,
    only_comments,
    prose_note,
    without_rows_note,
)
from cauce.engine.reading.header import Heading
from cauce.engine.reading.hierarchy import Parentage, find_parents
from cauce.engine.reading.labels import columns_of, notes_on_calls
from cauce.engine.reading.titles import title_of, unit_of
from cauce.engine.reading.totals import Sums, find_totals, is_total_label


def build_block(
    area: Area,
    heading: Heading,
    wanted: Wanted | None = None,
    fixed: tuple[int, int] | None = None,
) -> tuple[Block | None, list[Note]]:
    """The block of an area under a heading; ``None``, with a note that says why, where there is no
    table.

    ``wanted`` tells totals, groups, rows left out and hierarchy that a person decided; ``fixed``
    are the first and last row of the body.
    """
    if fixed is None and only_comments(area):
        return None, [prose_note(area)]
    head = heading.rows[0] if heading.rows else (fixed[0] if fixed else heading.start)
    above = [row for row in area.rows_before(head) if row not in heading.rows]
    unwritten = _rows_numbered(area, wanted.left_out if wanted else None)
    body = find_body(area, heading.start, heading.rows, above, fixed, unwritten)
    if body is None:
        return None, [without_rows_note(area, heading)]
    if not heading.rows and fixed is None and is_prose(area, body):
        return None, [prose_note(area)]
    return _assemble(area, heading, body, above, wanted or Wanted()), []


def _assemble(
    area: Area, heading: Heading, body: Body, above: Sequence[int], wanted: Wanted
) -> Block:
    number = area.cells.number
    footnotes = body.ending.footnotes
    sample = [*body.rows] if len(body.rows) <= 400 else [*body.rows[:: len(body.rows) // 400]]
    columns = columns_of(area, heading.rows, sample)
    notes = notes_on_calls(
        columns, [text for _, text in footnotes], [number(row) for row in heading.rows]
    )
    parentage = _parentage(area, columns, body, wanted)
    not_written = {*parentage.group_rows, *parentage.wrapped}
    written = [row for row in body.rows if row not in not_written]
    sums = kinds_of(area, columns, written, parentage, wanted)
    title = title_of(area, above)
    hidden = hidden_rows(area, body)
    notes += notes_on(body, area)
    notes += hidden_notes(
        area, hidden, [column.label or "sin rótulo" for column in columns if column.hidden]
    )
    notes += sums.notes
    notes += doubts_of(area, heading, above, parentage)
    return Block(
        title=title,
        header=Decision(heading.rows, heading.reason, heading.alternatives),
        body=Decision((body.first, body.last), _body_reason(area, body, footnotes)),
        columns=columns,
        kinds=sums.kinds,
        skipped=body.skipped | frozenset(not_written),
        group_rows=parentage.group_rows,
        hierarchy=parentage.hierarchy,
        footnotes=footnotes,
        notes=tuple(notes),
        unit=unit_of(title),
        hidden_rows=hidden,
        left_out=tuple(row for row in area.rows if row in body.skipped),
    )


def _parentage(area: Area, columns: Sequence[BlockColumn], body: Body, wanted: Wanted) -> Parentage:
    if area.cells.grid.bulk is not None:
        return Parentage()
    totals = frozenset(row for row in body.rows if _says_total(area, columns, row))
    asked = frozenset[int]() if wanted.hierarchy is False else _rows_numbered(area, wanted.groups)
    found = find_parents(area, columns, body.rows, totals, asked)
    if wanted.hierarchy is False:  # labels broken over two rows are no hierarchy
        return Parentage(wrapped=found.wrapped, texts=found.texts)
    return found


def _rows_numbered(area: Area, numbers: Sequence[int] | None) -> frozenset[int] | None:
    """The grid indexes of row numbers as a person sees them."""
    if numbers is None:
        return None
    wanted = set(numbers)
    return frozenset(row for row in area.rows if area.cells.number(row) in wanted)


def _says_total(area: Area, columns: Sequence[BlockColumn], row: int) -> bool:
    values = [area.cells.value(row, column.position) for column in columns[:3]]
    return any(isinstance(value, str) and is_total_label(value) == "total" for value in values)


def kinds_of(
    area: Area,
    columns: Sequence[BlockColumn],
    written: Sequence[int],
    parentage: Parentage,
    wanted: Wanted,
) -> Sums:
    """Totals and subtotals among the written rows: as a person said them, else as found."""
    index = {area.cells.number(row): row for row in written}
    if wanted.totals is not None or wanted.subtotals is not None:
        said: dict[int, Kind] = {index[n]: "subtotal" for n in wanted.subtotals or () if n in index}
        said.update({index[n]: "total" for n in wanted.totals or () if n in index})
        return Sums(said, ())
    sums = find_totals(
        area, columns, written, parentage.group_rows, parentage.depths, parentage.summing
    )
    kinds: dict[int, Kind] = dict.fromkeys(sorted(parentage.summing), "subtotal")
    return Sums({**kinds, **sums.kinds}, sums.notes)


def _body_reason(area: Area, body: Body, footnotes: Sequence[tuple[int, str]]) -> str:
    number = area.cells.number
    reason = f"El cuerpo va de la fila {number(body.first)} a la {number(body.last)}"
    if footnotes:
        return f"{reason}; desde la fila {number(footnotes[0][0])} siguen notas o fuentes."
    below = [row for row in area.rows if row > body.last]
    return f"{reason}; después {'no hay más datos' if below else 'no hay nada'}."
