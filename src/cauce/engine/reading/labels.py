"""The columns of a table and their labels: levels joined by " / ", and what marks on them mean."""

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
        empty = holding[j] == " " and _blank_below(area, position, body)
        if empty and (not said or _borrowed(area, header, j)):
            continue
        kept = tuple(text for k, text in enumerate(said) if k == 0 or text != said[k - 1])
        label = JOINT.join(kept) or None
        columns.append(BlockColumn(position, label, kept, position in hidden))
    return tuple(columns)


def _borrowed(area: Area, header: Sequence[int], j: int) -> bool:
    """Every text of the label comes from a cell merged with one to its left or right."""
    spans = [area.cells.span(row, area.left + j) for row in header]
    texts = [area.cells.text(row, area.left + j) for row in header]
    return all(
        span is not None and span.right > span.left if text or span is not None else True
        for span, text in zip(spans, texts, strict=True)
    )


def _blank_below(area: Area, column: int, body: Sequence[int]) -> bool:
    if not body:
        return True
    rows = range(body[0], body[-1] + 1)
    return all(area.cells.look(row, column) in " -" for row in rows if area.cells.counts[row])


def header_levels(area: Area, header: Sequence[int]) -> list[list[str]]:
    """One row of texts a level: merged cells filled over their range, carried over rightwards
    where nothing is merged."""
    levels = [_merged_texts(area, row, header) for row in header]
    if header and not _merged_sideways(area, header):
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


def notes_on_calls(
    columns: Sequence[BlockColumn], footnotes: Sequence[str], header: Sequence[int]
) -> list[Note]:
    """What footnote marks in labels mean ("Población 1/", "2018 (p)"), where a footnote begins with
    the same mark.

    The labels stay as written. ``header`` are the numbers of the header rows, for the notes.
    """
    said: dict[str, str] = {}
    for text in footnotes:
        if opening := _OPENING.match(text):
            said.setdefault(_sign(opening[1]), text)
    notes: dict[str, Note] = {}
    for level in (level for column in columns for level in column.levels):
        call = _CALL.search(level)
        footnote = said.get(_sign(call[0])) if call else None
        if call and footnote and level[: call.start()].strip():
            message = (
                f"El rótulo «{level}» lleva la llamada «{call[0].strip()}», que el pie de la tabla "
                f"explica: «{footnote}»"
            )
            notes[message] = Note("info", "label.footnote_mark", message, tuple(header))
    return list(notes.values())


def _sign(mark: str) -> str:
    return re.sub(r"[\s()/]", "", mark).casefold()
