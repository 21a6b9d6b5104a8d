"""Classes: values parted into at most five, for maps.

Equal values are never parted. The breaks between classes are as round as the values let them be,
and they are what the legend says: a value belongs to the class whose lower break it reaches.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.explore import Classing

MOST: Final = 5
_FINEST: Final = 15
"""Decimals beyond which a break is the value itself."""
_DISTINCT: Final = 2000
"""Different values among which natural breaks are exact; beyond, they are first put together."""
_MOVED: Final = 40
"""One value in so many may change its class for a rounder break."""

Cost = Callable[[int, int], float]
"""The squares within a class that begins and ends at these places."""


@dataclass(frozen=True)
class Classes:
    """At most five classes, from least to greatest."""

    low: float
    breaks: tuple[float, ...]
    """Between the classes, increasing; each is where the upper class begins."""
    high: float
    counts: tuple[int, ...]
    """Values in each class; with equal intervals some may be 0."""
    only: tuple[float | None, ...]
    """The value of a class of many equal values; of every class, when each has but one."""

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(self.counts)

    def of(self, value: float) -> int:
        """The class of a value, from 0."""
        return bisect_right(self.breaks, value)

    def labels(self, country: str = "gt", written: int = _FINEST) -> tuple[str, ...]:
        """How a legend calls each class: «12–27», «27–35»; «0» when it holds one value alone.

        All have as many decimals as it takes to tell the breaks apart. ``written`` are the decimals
        that values have where they are written: the least and the greatest begin and end a label
        as they read there.
        """
        if all(one is not None for one in self.only):
            decimals = max(decimals_of(one) for one in self.only if one is not None)
            return tuple(number_es(one, decimals, country) for one in self.only)
        lows = [self.low, *self.breaks]
        for place, only in enumerate(self.only[:-1], start=1):
            if only is not None:  # «0», «0–9»: what begins after the noughts
                lows[place] = only
        decimals = max(map(decimals_of, lows[1:]), default=0)
        lows[0] = _outwards(round(self.low, written), decimals, math.floor)
        high = _outwards(round(self.high, written), decimals, math.ceil)
        if len(lows) > 1 and not lows[0] < lows[1]:
            lows[0] = _outwards(self.low, decimals, math.floor)
        if not high > lows[-1]:
            high = _outwards(self.high, decimals, math.ceil)
        highs = [*lows[1:], high]
        said = [
            (number_es(low, decimals, country), number_es(high, decimals, country))
            for low, high in zip(lows, highs, strict=True)
        ]
        form = "de {} a {}" if lows[0] < 0 else "{}–{}"
        return tuple(
            form.format(*ends) if only is None else number_es(only, decimals, country)
            for ends, only in zip(said, self.only, strict=True)
        )


def classes(values: Sequence[float], method: Classing = "quantiles", most: int = MOST) -> Classes:
    """The classes of these values; fewer than ``most`` when they have fewer different values.

    ``quantiles``: about as many values in each. ``equal``: intervals of one width. ``natural``:
    the least sum of squares within classes (Fisher 1958, Jenks), exact up to 2,000 values.

    Raises:
        ValueError: without values, or for one that is not finite.
    """
    if not values or not all(map(math.isfinite, values)):
        raise ValueError("Classes need at least one value, and all of them finite.")
    tally = sorted(Counter(float(value) + 0.0 for value in values).items())
    distinct = [value for value, _count in tally]
    wanted = min(most, len(distinct))
    if method == "equal" and len(distinct) > most:
        breaks = _equal(distinct[0], distinct[-1], wanted)
    else:
        sizes = [count for _value, count in tally]
        cuts = (
            _natural(distinct, sizes, wanted) if method == "natural" else _balanced(sizes, wanted)
        )
        breaks = tuple(_rounded(distinct, sizes, cuts))
    return _counted(tally, breaks)


def around_zero(
    values: Sequence[float], method: Classing = "quantiles", most: int = MOST
) -> Classes:
    """The classes of changes: where some are below zero and some are not, zero parts them.

    Raises:
        ValueError: as `classes`.
    """
    below = [value for value in values if value < 0]
    others = [value for value in values if not value < 0]
    if not below or not others:
        return classes(values, method, most)
    first = min(most - 1, max(1, round(most * len(below) / len(values))))
    breaks = (
        *classes(below, method, first).breaks,
        0.0,
        *classes(others, method, most - first).breaks,
    )
    return _counted(sorted(Counter(float(value) + 0.0 for value in values).items()), breaks)


def _counted(tally: Sequence[tuple[float, int]], breaks: tuple[float, ...]) -> Classes:
    held: list[list[tuple[float, int]]] = [[] for _class in range(len(breaks) + 1)]
    for value, count in tally:
        held[bisect_right(breaks, value)].append((value, count))
    alone = all(len(each) == 1 for each in held)
    return Classes(
        low=tally[0][0],
        breaks=breaks,
        high=tally[-1][0],
        counts=tuple(sum(count for _value, count in each) for each in held),
        only=tuple(
            each[0][0] if len(each) == 1 and (each[0][1] > 1 or alone) else None for each in held
        ),
    )


def _balanced(sizes: Sequence[int], wanted: int) -> list[int]:
    """Where to cut so that classes are as equal as ties let them: each its share of the rest."""
    cuts: list[int] = []
    at, rest = 0, sum(sizes)
    for left in range(wanted, 1, -1):
        share, held = rest / left, 0
        last = len(sizes) - (left - 1)
        while at < last and (held == 0 or held + sizes[at] - share <= share - held):
            held += sizes[at]
            at += 1
        rest -= held
        cuts.append(at)
    return cuts


def _equal(low: float, high: float, wanted: int) -> tuple[float, ...]:
    """Breaks that part the span into equal intervals, as round as they can be and still differ."""
    exact = [low + (high - low) * place / wanted for place in range(1, wanted)]
    width = (high - low) / wanted
    for decimals in range(-math.floor(math.log10(width)) + 1, 18):
        found = tuple(round(edge, decimals) + 0.0 for edge in exact)
        if all(one < other for one, other in zip((low, *found), (*found, high), strict=True)):
            return found
    return tuple(dict.fromkeys(exact))


def _natural(values: Sequence[float], sizes: Sequence[int], wanted: int) -> list[int]:
    """Where to cut so that the squares within classes are least."""
    step = math.ceil(len(values) / _DISTINCT)
    firsts = range(0, len(values), step)
    middle = math.fsum(v * n for v, n in zip(values, sizes, strict=True)) / sum(sizes)
    spread = max(values[-1] - middle, middle - values[0]) or 1.0
    weight, first, second = [0.0], [0.0], [0.0]
    for start in firsts:
        part = [
            ((value - middle) / spread, size)
            for value, size in zip(
                values[start : start + step], sizes[start : start + step], strict=True
            )
        ]
        weight.append(weight[-1] + sum(size for _value, size in part))
        first.append(first[-1] + sum(value * size for value, size in part))
        second.append(second[-1] + sum(value * value * size for value, size in part))

    def cost(begin: int, end: int) -> float:
        held = weight[end] - weight[begin]
        return second[end] - second[begin] - (first[end] - first[begin]) ** 2 / held

    count = len(weight) - 1
    least = [0.0] + [cost(0, end) for end in range(1, count + 1)]
    chosen: list[list[int]] = []
    for classes_made in range(2, wanted + 1):
        least, cuts = _one_more(least, classes_made, count, cost)
        chosen.append(cuts)
    ends, end = [], count
    for cuts in reversed(chosen):
        end = cuts[end]
        ends.append(end * step)
    return ends[::-1]


def _one_more(
    least: Sequence[float], made: int, count: int, cost: Cost
) -> tuple[list[float], list[int]]:
    """The least cost of the first values in one class more, and where its last class begins.

    The best beginning never moves back as values are added, so halves are searched apart.
    """
    better = [math.inf] * (count + 1)
    cuts = [0] * (count + 1)
    spans = [(made, count, made - 1, count - 1)]
    while spans:
        low, high, earliest, latest = spans.pop()
        if low > high:
            continue
        end = (low + high) // 2
        best = min(
            range(earliest, min(latest, end - 1) + 1),
            key=lambda begin: least[begin] + cost(begin, end),
        )
        better[end], cuts[end] = least[best] + cost(best, end), best
        spans += [(low, end - 1, earliest, best), (end + 1, high, best, latest)]
    return better, cuts


def _rounded(values: Sequence[float], sizes: Sequence[int], cuts: Sequence[int]) -> Iterator[float]:
    """A round break for each cut, moving few values and leaving some in every class.

    What stands alone in its class, as many noughts do, stays alone.
    """
    before = [0, *accumulate(sizes)]
    spared = before[-1] // _MOVED
    least = 0
    ends = (0, *cuts, len(values))
    for previous, cut, following in zip(ends, cuts, ends[2:], strict=False):
        below, above = values[cut - 1], values[cut]
        stays = 1 in (cut - previous, following - cut)

        def may_be(
            edge: float,
            cut: int = cut,
            least: int = least,
            most: int = following,
            stays: bool = stays,
        ) -> bool:
            at = bisect_left(values, edge)
            moved = abs(before[at] - before[cut])
            return least < at < most and moved <= (0 if stays else spared)

        edge = _roundest(below + (above - below) / 2, values[-1] - values[0], may_be) or above
        least = bisect_left(values, edge)
        yield edge


def _roundest(middle: float, span: float, may_be: Callable[[float], bool]) -> float | None:
    """The number with fewest decimals, and nearest to the middle, that may be a break."""
    for decimals in range(-math.floor(math.log10(span / 20)), _FINEST + 1):
        step = 10.0**-decimals
        near = round(middle, decimals)
        for edge in (near, round(near + step, decimals), round(near - step, decimals)):
            if may_be(edge):
                return edge + 0.0
    return None


def decimals_of(value: float) -> int:
    """The decimals it takes to write a value, at most fifteen."""
    return next((n for n in range(_FINEST) if round(value, n) == value), _FINEST)


def _outwards(value: float, decimals: int, towards: Callable[[float], int]) -> float:
    """A value rounded away from the others to so many decimals."""
    if round(value, decimals) == value:
        return value
    return towards(value * 10.0**decimals) / 10.0**decimals
