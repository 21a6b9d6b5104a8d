"""Moments: one measure of the same names at three moments or more."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cauce.charts.sentences.changes import MOST_LINES, counted
from cauce.charts.sentences.seen import Line, Seen
from cauce.charts.sentences.superlatives import superlative
from cauce.charts.sentences.ties import tied
from cauce.charts.sentences.wording import of_level


@dataclass(frozen=True)
class _Moved:
    name: str
    first: float
    last: float

    @property
    def rise(self) -> float:
        return self.last - self.first


def are_moments(seen: Seen) -> bool:
    """Whether every line is a moment, in the order of time."""
    return seen.timed_lines and len(seen.lines) > 2


def of_moments(seen: Seen) -> str:
    """What the whole went from and to, who is highest and lowest at the end, and who rose most."""
    begin, end = seen.lines[0], seen.lines[-1]
    codes = seen.codes or seen.names
    moved = [
        _Moved(name, first, last)
        for name, code, first, last in zip(seen.names, codes, begin.values, end.values, strict=True)
        if first is not None and last is not None and code
    ]
    if len(moved) < 2 or seen.selection:
        return ""
    all_moved = len(moved) == sum(map(bool, codes))
    said = [_of_the_whole(seen, begin, end)]
    if all_moved:
        said.append(_ends(seen, moved))
    if all_moved:
        said.append(_risen(seen, moved))
    if not all_moved or len(moved) > MOST_LINES:
        which = "" if all_moved else " con ambos datos"
        said.append(
            f"De {begin.name} a {end.name} {counted([each.rise for each in moved], which)}."
        )
    return " ".join(part for part in said if part)


def _ends(seen: Seen, moved: Sequence[_Moved]) -> str:
    """The highest and the lowest at last, which a drawing of many lines names too."""
    ordered = sorted(moved, key=lambda each: -each.last)
    if tied(ordered[0].last, ordered[1].last) or tied(ordered[-1].last, ordered[-2].last):
        return ""
    begin, end = seen.lines[0].name, seen.lines[-1].name
    quantity, words = seen.quantity, superlative(seen)
    of = "la" if words.feminine else "el"
    highest, lowest = ordered[0], ordered[-1]
    return (
        f"En {end} {words.highest} es {of} de {highest.name}, "
        f"{quantity.text(highest.last)} ({quantity.short(highest.first)} en {begin}), "
        f"y {words.other_end}, {of} de {lowest.name}, {quantity.short(lowest.last)} "
        f"({quantity.short(lowest.first)} en {begin})."
    )


def _risen(seen: Seen, moved: Sequence[_Moved]) -> str:
    risen = max(moved, key=lambda each: each.rise)
    if risen.rise <= 0:
        return f"De {seen.lines[0].name} a {seen.lines[-1].name} nada sube."
    if sum(math.isclose(each.rise, risen.rise) for each in moved) > 1:
        return ""
    return f"Lo que más sube es {risen.name}: de {seen.quantity.span(risen.first, risen.last)}."


def _of_the_whole(seen: Seen, begin: Line, end: Line) -> str:
    if begin.whole is None or end.whole is None or seen.total > len(seen.names):
        return ""
    op = seen.measure.op if seen.measure else ""
    if op == "mean":
        level = seen.level if seen.single else seen.of_rows
        what = f"el promedio simple{f' de {of_level(level)}' if level else ''}"
    elif op in ("sum", "count", "ratio", "per_person"):
        what = "el conjunto"
    else:
        return ""
    span = seen.quantity.span(begin.whole, end.whole)
    return f"De {begin.name} a {end.name}, {what} pasó de {span}."
