"""The columns of a table and their labels: levels joined by " / ", footnote marks taken out."""

import re
from collections.abc import Sequence
from typing import Final

from cauce.engine.reading.area import Area
from cauce.engine.reading.block import BlockColumn
from cauce.engine.reading.decision import Note

JOINT: Final = " / "
_CALL = re.compile(
    r"\s*(?:\(\s*(?:\d{1,2}|[a-zA-Z]|\*+)\s*\)|(?<=\w)\s+\d{1,2}\s?/|(?<=[^\W\d])\d{1,2}/|\b[a-zA-Z]/|\*+|[¹²³⁴⁵⁶⁷⁸⁹]+)$"
)
_OPENING = re.compile(
    r"\s*(\(\s*(?:\d{1,2}|[a-zA-Z]|\*+)\s*\)|\d{1,2}\s?/|[a-zA-Z]/|\*+|[¹²³⁴⁵⁶⁷⁸⁹]+)"
)


def columns_of(area: Area, header: Sequence[int], body: Sequence[int]) -> tuple[BlockColumn, ...]:
    """The columns with a label or with anything in the body, left to right, with their levels."""
    levels = header_levels(area, header)
    holding = area.holding(body).letters if body else " " * area.width
    hidden = area.cells.grid.hidden_columns
    columns: list[BlockColumn] = []
    for j in range(area.width):
        position = area.left + j
        said = tuple(level[j] for level in levels if level[j])
        if not said and holding[j] == " " and _blank_below(area, position, body):
            continue
        kept = tuple(text for k, text in enumerate(said) if k == 0 or text != said[k - 1])
        label = JOINT.join(kept) or None
        columns.append(BlockColumn(position, label, kept, position in hidden))
    return tuple(columns)


def _blank_below(area: Area, column: int, body: Sequence[int]) -> bool:
    if not body:
        return True
    rows = range(body[0], body[-1] + 1)
    return all(area.cells.look(row, column) in " -" for row in rows if area.cells.counts[row])


def header_levels(area: Area, header: Sequence[int]) -> list[list[str]]:
    """One row of texts a level: merged cells filled over their range, carried over rightwards
    where nothing is merged."""
    levels = [_merged_texts(area, row, header) for row in header]
    if not _merged_sideways(area, header):
        for upper, row in enumerate(header[:-1]):
            _carry(
                levels,
                upper,
                [bool(area.cells.text(row, area.left + j)) for j in range(area.width)],
            )
    return levels


def _merged_texts(area: Area, row: int, header: Sequence[int]) -> list[str]:
    texts: list[str] = []
    for column in range(area.left, area.right):
        span = area.cells.span(row, column)
        if span is None or span.top < header[0] or span.left < area.left:
            texts.append(area.cells.text(row, column))
        else:
            texts.append(area.cells.text(span.top, span.left))
    return texts


def _merged_sideways(area: Area, header: Sequence[int]) -> bool:
    return any(
        span.right > span.left and header[0] <= span.top <= header[-1]
        for span in area.cells.grid.merged
        if area.left <= span.left < area.right
    )


def _carry(levels: list[list[str]], upper: int, own: list[bool]) -> None:
    """Carry each text rightwards over columns that are named below and have no text of their
    own."""
    texts = levels[upper]
    lower = levels[upper + 1 :]
    carried = ""
    for j, text in enumerate(list(texts)):
        named_below = any(level[j] for level in lower)
        if own[j]:
            carried = text if named_below else ""
        elif named_below and carried:
            texts[j] = carried
        else:
            carried = ""


def without_calls(
    columns: tuple[BlockColumn, ...], footnotes: Sequence[str], header: Sequence[int]
) -> tuple[tuple[BlockColumn, ...], list[Note]]:
    """Take footnote marks ("Población 1/", "2018 (p)") out of labels where a footnote begins with
    the same mark.

    ``header`` are the numbers of the header rows, for the notes: one says each mark and its
    footnote.
    """
    said: dict[str, str] = {}
    for text in footnotes:
        if opening := _OPENING.match(text):
            said.setdefault(_sign(opening[1]), text)
    notes: list[Note] = []
    cleaned = [_without_call(column, said, notes, header) for column in columns]
    unique = list({note.message: note for note in notes}.values())
    return tuple(cleaned), unique


def _without_call(
    column: BlockColumn, said: dict[str, str], notes: list[Note], header: Sequence[int]
) -> BlockColumn:
    levels: list[str] = []
    for level in column.levels:
        call = _CALL.search(level)
        footnote = said.get(_sign(call[0])) if call else None
        bare = level[: call.start()].rstrip() if call else level
        if call is None or footnote is None or not bare:
            levels.append(level)
            continue
        levels.append(bare)
        notes.append(
            Note(
                "info",
                "label.footnote_mark",
                f"El rótulo «{bare}» lleva la llamada «{call[0].strip()}», que el pie de la tabla "
                f"explica: «{footnote}»",
                tuple(header),
            )
        )
    return BlockColumn(column.position, JOINT.join(levels) or None, tuple(levels), column.hidden)


def _sign(mark: str) -> str:
    return re.sub(r"[\s()/]", "", mark).casefold()
