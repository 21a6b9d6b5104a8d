"""Rows of a classification with dotted codes (1, 1.1, 1.1.2): which of them sum the rows below."""

import re
from collections.abc import Sequence
from typing import Final

from cauce.engine.reading.area import Area

_CODE = re.compile(r"\d+(?:\.\d+)*\.?")
_MOST_ROWS: Final = 5000
_ADDING: Final = 0.8


def summing_codes(
    area: Area, rows: Sequence[int], column: int, measures: Sequence[int]
) -> frozenset[int]:
    """Rows whose code has longer codes below it and whose first number is the sum of the next
    level.

    Empty unless every row has a distinct code, three levels or two with several parents are
    present, and four of five parents add up.
    """
    if not measures or not 3 <= len(rows) <= _MOST_ROWS:
        return frozenset()
    texts = [area.cells.text(row, column) for row in rows]
    if not all(_CODE.fullmatch(text) for text in texts) or not any("." in text for text in texts):
        return frozenset()
    codes = [tuple(text.rstrip(".").split(".")) for text in texts]
    if len(set(codes)) < len(codes):
        return frozenset()
    place = dict(zip(codes, rows, strict=True))
    children: dict[int, list[int]] = {}
    for code, row in place.items():
        parent = place.get(code[:-1])
        if parent is not None:
            children.setdefault(parent, []).append(row)
    if len(children) < 2:
        return frozenset()
    offset = measures[0] - area.left
    adding = sum(1 for row, below in children.items() if _adds(area, row, below, offset))
    return frozenset(children) if adding >= _ADDING * len(children) else frozenset()


def _adds(area: Area, row: int, below: Sequence[int], offset: int) -> bool:
    whole = area.number(row, offset) or 0.0
    parts = sum(area.number(i, offset) or 0.0 for i in below)
    return abs(whole - parts) <= max(1.0, 1e-4 * abs(whole))
