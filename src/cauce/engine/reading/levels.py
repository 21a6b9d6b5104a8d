"""The levels of a header: which rows above the bottom one belong to it, and how they join to one
label."""

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from cauce.base.fold import fold
from cauce.engine.reading.area import Area, Holding, is_year, same_labels
from cauce.engine.reading.cells import BLANK, NUMBER, TEXT

_SHORT: Final = 60
_MOST_BLANKS: Final = 3
_LETTER_SIGN = re.compile(r"['\"(]*(?:[A-Za-z]|\d{1,2})['\")]*")


def levels_above(area: Area, bottom: int, holding: Holding, sure: bool = True) -> tuple[int, ...]:
    """The header rows from the top level to ``bottom``.

    A row above belongs to the header when a merged cell reaches from it into the header, when
    merged cells (or, in files without them, cells followed by blanks) group columns named below,
    when it names columns that are still without a name, or when it says the same again. A text
    alone over everything is a title. Where the bottom row itself is not ``sure``, a full row of
    texts above is none of its levels.
    """
    zone = [bottom]
    blanks = 0
    for row in range(bottom - 1, area.top - 1, -1):
        if not area.filled(row):
            blanks += 1
            if blanks > _MOST_BLANKS:
                break
            continue
        if _only_signs(area, row):
            continue
        if not _belongs(area, row, zone, holding, blanks, sure):
            break
        zone.insert(0, row)
        blanks = 0
    return tuple(zone)


def _only_signs(area: Area, row: int) -> bool:
    texts = [text for text in area.texts(row) if text]
    return len(texts) >= 3 and all(_LETTER_SIGN.fullmatch(text) for text in texts)


def _belongs(
    area: Area, row: int, zone: list[int], holding: Holding, blanks: int, sure: bool
) -> bool:
    looks = area.looks(row)
    filled = [j for j, look in enumerate(looks) if look != BLANK]
    if _has_values(area, row, looks, holding):
        return False
    if _reaches_into(area, row, zone[0]):
        return True
    if _is_title(area, row, filled, zone):
        return False
    if any(len(area.cells.text(row, area.left + j)) > 2 * _SHORT for j in filled):
        return False
    unnamed = _unnamed(area, zone, holding)
    names = sum(1 for j in filled if j in unnamed)
    if names and 2 * names >= len(unnamed) and (len(filled) > 1 or blanks == 0):
        return True
    if _groups(area, row, filled, zone):
        return True
    if blanks:
        return False
    return (
        same_labels(area.texts(row), area.texts(zone[0]))
        or _carries(area, row, filled, zone)
        or (sure and _full_row(area, row, filled, zone, unnamed))
    )


def _has_values(area: Area, row: int, looks: str, holding: Holding) -> bool:
    values = [j for j in holding.typed if looks[j] == holding.letters[j]]
    return any(
        not (looks[j] == NUMBER and is_year(area.number(row, j)) and j not in holding.years)
        for j in values
    )


def _is_title(area: Area, row: int, filled: list[int], zone: list[int]) -> bool:
    if len(filled) != 1:
        return False
    column = area.left + filled[0]
    span = area.cells.span(row, column)
    if span is not None:
        if span.bottom >= zone[0]:
            return False
        return span.right - span.left + 1 >= 0.8 * _named_width(area, zone)
    text = area.cells.text(row, column)
    below = [j for j in range(area.width) if area.cells.text(zone[0], area.left + j)]
    if filled[0] == 0:
        lower = any(area.cells.text(i, column) for i in zone)
        return lower or len(text) > 30 or text.count(" ") > 3
    return len(text) > _SHORT or not any(j < filled[0] for j in below)


def _named_width(area: Area, zone: list[int]) -> int:
    named = [j for j in range(area.width) if any(area.cells.text(i, area.left + j) for i in zone)]
    return named[-1] - named[0] + 1 if named else area.width


def _reaches_into(area: Area, row: int, top: int) -> bool:
    """A merged cell that begins at or above this row and ends inside the header."""
    seen = (area.cells.span(row, column) for column in range(area.left, area.right))
    return any(span is not None and span.top <= row and span.bottom >= top for span in seen)


def _unnamed(area: Area, zone: list[int], holding: Holding) -> set[int]:
    """Columns with values below that no row of the header names yet."""
    named: set[int] = set()
    for j in range(area.width):
        for row in zone:
            span = area.cells.span(row, area.left + j)
            origin = (span.top, span.left) if span else (row, area.left + j)
            if area.cells.text(*origin):
                named.add(j)
    return {j for j, letter in enumerate(holding.letters) if letter != BLANK and j not in named}


def _groups(area: Area, row: int, filled: list[int], zone: list[int]) -> bool:
    """Cells merged over several columns, and few cells that stand alone over a named column."""
    wide = alone = 0
    for j in filled:
        span = area.cells.span(row, area.left + j)
        if span is not None and span.right > span.left:
            wide += 1
        elif any(area.cells.text(i, area.left + j) for i in zone):
            alone += 1
    return wide > 0 and alone <= (wide + alone) / 2


def _carries(area: Area, row: int, filled: list[int], zone: list[int]) -> bool:
    """Cells followed by blanks over several named columns, as text files write merged cells."""
    if any(len(area.cells.text(row, area.left + j)) > _SHORT for j in filled):
        return False
    below = [j for j in range(area.width) if area.cells.text(zone[0], area.left + j)]
    if not below or not filled:
        return False
    ends = [*filled[1:], below[-1] + 1]
    texts = [area.cells.text(row, area.left + j) for j in filled]
    if len(set(texts)) < len(texts) and len(filled) >= len(below) - 2:
        return any(a == b for a, b in pairwise(texts)) and _says_again(area, zone, below)
    runs = [
        sum(1 for j in below if start <= j < end) for start, end in zip(filled, ends, strict=True)
    ]
    if not all(runs):
        return False
    wide = sum(1 for run in runs if run > 1)
    if len(filled) == 1:
        return filled[0] > below[0] and runs[0] > 1
    return wide > 0 and (_says_again(area, zone, below) or 2 * wide >= len(filled))


def _says_again(area: Area, zone: list[int], columns: list[int]) -> bool:
    """The top row of the header says a label more than once."""
    labels = Counter(fold(area.cells.text(zone[0], area.left + j)) for j in columns)
    return any(count > 1 for count in labels.values())


def _full_row(area: Area, row: int, filled: list[int], zone: list[int], unnamed: set[int]) -> bool:
    """A row as full as the header below it, of distinct short texts: labels written twice (name
    and code)."""
    if any(j not in unnamed and not area.cells.text(zone[0], area.left + j) for j in filled):
        return False
    texts = [fold(area.cells.text(row, area.left + j)) for j in filled]
    bottom = area.filled(zone[0])
    return (
        len(filled) >= max(2, bottom)
        and len(set(texts)) == len(texts)
        and all(look in (TEXT, BLANK) for look in area.looks(row))
        and all(len(text) <= _SHORT for text in texts)
    )
