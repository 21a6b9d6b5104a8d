"""Moments: one measure of the same names at three moments or more."""

from dataclasses import dataclass

from cauce.charts.sentences.seen import Line, Seen
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
    """Whether every line is a year."""
    return len(seen.lines) > 2 and all(line.name.isdecimal() for line in seen.lines)


def of_moments(seen: Seen) -> str:
    """What the whole went from and to, who is highest and lowest at the end, and who rose most."""
    ordered = sorted(seen.lines, key=lambda line: int(line.name))
    begin, end = ordered[0], ordered[-1]
    quantity = seen.quantity
    moved = [
        _Moved(name, first, last)
        for name, code, first, last in zip(
            seen.names, seen.codes or seen.names, begin.values, end.values, strict=True
        )
        if first is not None and last is not None and code
    ]
    if len(moved) < 2:
        return ""
    said = [_of_the_whole(seen, begin, end)]
    highest = max(moved, key=lambda each: each.last)
    lowest = min(moved, key=lambda each: each.last)
    if not quantity.same(highest.last, lowest.last):
        said.append(
            f"En {end.name} el valor más alto es el de {highest.name}, "
            f"{quantity.text(highest.last)} ({quantity.short(highest.first)} en {begin.name}), "
            f"y el más bajo, el de {lowest.name}, {quantity.short(lowest.last)} "
            f"({quantity.short(lowest.first)} en {begin.name})."
        )
    risen = max(moved, key=lambda each: each.rise)
    if risen.rise > 0:
        span = quantity.span(risen.first, risen.last)
        said.append(f"Lo que más sube es {risen.name}: de {span}.")
    else:
        said.append(f"De {begin.name} a {end.name} nada sube.")
    return " ".join(part for part in said if part)


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
