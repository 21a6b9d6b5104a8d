"""Contrasts: two measures of the same names, before and after or one beside the other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cauce.base.numerals import number_es
from cauce.charts.sentences.seen import Seen
from cauce.charts.sentences.wording import capitalized, joined, level_words

_EXACT: Final = 1e-9
"""Of a distance, by which the same one may differ for how its ends are stored."""


@dataclass(frozen=True)
class _Pair:
    name: str
    first: float
    second: float

    @property
    def gap(self) -> float:
        return self.second - self.first


def of_contrast(seen: Seen) -> str:
    """How many rose and fell between two years, or where two measures lie farthest apart."""
    first, second = seen.lines[0], seen.lines[-1]
    codes = seen.codes or seen.names
    pairs = [
        _Pair(name, before, after)
        for name, code, before, after in zip(
            seen.names, codes, first.values, second.values, strict=True
        )
        if before is not None and after is not None and code
    ]
    if len(seen.lines) < 2 or not pairs:
        return ""
    if seen.timed_lines:
        return _between_years(seen, pairs, first.name, second.name)
    return _beside(seen, pairs, first.name, second.name)


def _between_years(seen: Seen, pairs: Sequence[_Pair], begin: str, end: str) -> str:
    quantity = seen.quantity
    up = [pair for pair in pairs if pair.gap > 0]
    down = [pair for pair in pairs if pair.gap < 0]
    where = _where(seen, len(pairs))
    said = [
        f"{verb} en {_of(len(group), len(pairs))}"
        for group, verb in ((up, "subió"), (down, "bajó"))
        if group
    ]
    if not said:
        return f"Entre {begin} y {end} no cambió en {where}."
    told = joined(said)
    if len(said) > 1 or "todos" not in told:
        told = f"{told} de {where}"
    else:
        told = told.replace("todos", f"{_every(seen)} {where}")
    head = f"Entre {begin} y {end} {told}."
    most = _widest(pairs)
    if most is None:
        return head
    span = quantity.span(most.first, most.second)
    return f"{head} El mayor cambio es el de {most.name}: de {span}."


def _widest(pairs: Sequence[_Pair]) -> _Pair | None:
    """The only pair that lies farthest apart."""
    most = max(pairs, key=lambda pair: abs(pair.gap))
    alike = sum(math.isclose(abs(pair.gap), abs(most.gap), rel_tol=_EXACT) for pair in pairs)
    return most if alike == 1 else None


def _of(count: int, every: int) -> str:
    return "todos" if count == every and every > 1 else number_es(count)


def _every(seen: Seen) -> str:
    feminine = bool(seen.level) and level_words(seen.level or "") == "provincias"
    return "las" if feminine else "los"


def _where(seen: Seen, count: int) -> str:
    noun = level_words(seen.level, count) if seen.level else "casos"
    return f"{number_es(count)} {noun}{_of_which(seen, count)}"


def _of_which(seen: Seen, count: int) -> str:
    """«que se muestran», «con ambos datos»: which of all these are, when they are not all."""
    if seen.selection:
        return " que se muestran"
    codes = seen.codes or seen.names
    return " con ambos datos" if count < sum(map(bool, codes)) else ""


def _beside(seen: Seen, pairs: Sequence[_Pair], first: str, second: str) -> str:
    quantity = seen.quantity
    over = sum(pair.gap > 0 for pair in pairs)
    under = sum(pair.gap < 0 for pair in pairs)
    widest = _widest(pairs)
    greater, lesser, count = (second, first, over) if over >= under else (first, second, under)
    if not count:
        return f"{capitalized(joined([first, second]))} coinciden en todo."
    every = f"{number_es(len(pairs))}{_of_which(seen, len(pairs))}"
    of_all = f"{number_es(count)} de {every}" if count < len(pairs) else f"todos ({every})"
    head = f"{capitalized(greater)} supera a {lesser} en {of_all}."
    if widest is None:
        return head
    return (
        f"{head} La mayor distancia está en {widest.name}: {quantity.text(widest.first)} y "
        f"{quantity.text(widest.second)}."
    )
