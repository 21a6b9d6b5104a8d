"""How deep each row of a body stands: by indentation, by bold rows that head plain ones, or
under group rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal

from cauce.base.fold import fold
from cauce.engine.reading.area import Area
from cauce.engine.reading.stub import Stub

_MOST_LEVELS: Final = 6
How = Literal["indentation", "group_rows"]


class Depths:
    """The depth of each row, outermost 0, from one of three signs of the labels."""

    def __init__(self, area: Area, stub: Stub, totals: frozenset[int]) -> None:
        self.area = area
        self.stub = stub
        self.totals = totals

    def find(
        self, members: Sequence[int], groups: set[int]
    ) -> tuple[dict[int, int], How, str] | None:
        """(depth of each row, which sign, a Spanish reason); ``None`` when the rows show no
        levels."""
        indented = self._by_indentation(members)
        bold = None if groups else self._by_bold(members)
        if bold is not None and (
            indented is None or self._support(members, bold) > self._support(members, indented)
        ):
            return bold, "indentation", "Las filas en negrita encabezan las que siguen"
        if indented is not None:
            return indented, "indentation", "La sangría de los rótulos muestra niveles"
        if groups:
            why = "Filas con rótulo y sin valores encabezan grupos"
            return self._by_groups(members, groups), "group_rows", why
        return None

    def _support(self, members: Sequence[int], depth: Mapping[int, int]) -> float:
        """Share of parents whose number is the sum of their children, or whose children are
        those of most parents."""
        children: dict[int, list[int]] = {}
        path: dict[int, int] = {}
        for row in members:
            if row in self.totals:
                path.clear()
                continue
            if (parent := path.get(depth[row] - 1)) is not None:
                children.setdefault(parent, []).append(row)
            path = {level: other for level, other in path.items() if level < depth[row]}
            path[depth[row]] = row
        said = Counter(self._said(rows) for rows in children.values())
        usual, times = said.most_common(1)[0] if said else ((), 0)
        held = sum(
            1
            for parent, rows in children.items()
            if len(rows) > 1
            and (self._sums(parent, rows) or (times > 1 and self._said(rows) == usual))
        )
        return held / len(children) if children else 0.0

    def _said(self, rows: Sequence[int]) -> tuple[str, ...]:
        return tuple(fold(self.stub.label(row)) for row in rows)

    def _sums(self, parent: int, rows: Sequence[int]) -> bool:
        """The parent's first number is the sum of the rows' numbers in the same column."""
        for column in self.stub.rest:
            offset = column - self.area.left
            whole = self.area.number(parent, offset)
            if whole is not None:
                parts = sum(self.area.number(row, offset) or 0.0 for row in rows)
                return abs(whole - parts) <= max(1.0, 1e-3 * abs(whole))
        return False

    def _by_indentation(self, members: Sequence[int]) -> dict[int, int] | None:
        inner = [row for row in members if row not in self.totals]
        raw = {row: self.stub.indent(row) for row in inner}
        common = Counter(raw.values())
        if len(common) < 2:
            return None
        enough = max(2, 0.02 * len(inner)) if len(inner) > 6 else 1
        levels = sorted(level for level, count in common.items() if count >= enough)
        rooted = raw[inner[0]] == levels[0] or members[0] in self.totals
        if not 2 <= len(levels) <= _MOST_LEVELS or not rooted:
            return None
        depth = {row: _nearest(levels, raw[row]) for row in inner}
        descents = [place for place, (a, b) in enumerate(pairwise(inner)) if depth[b] > depth[a]]
        only = sum(1 for k in descents if _only_child(inner, depth, k))
        if not descents or 2 * only > len(descents) or 2 * len(descents) > len(inner):
            return None
        return {**depth, **dict.fromkeys(set(members) & self.totals, 0)}

    def _by_groups(self, members: Sequence[int], groups: set[int]) -> dict[int, int]:
        """Depth of group rows by their signs where two kinds stand one under the other; rows
        with values are deepest."""
        signs = {
            row: (self.stub.indent(row), not self.stub.bold(row), not self.stub.merged(row))
            for row in groups
        }
        runs = [(a, b) for a, b in pairwise(members) if a in groups and b in groups]
        depth: dict[int, int] = {}
        two = bool(runs)
        different = two and all(signs[a] != signs[b] for a, b in runs)
        outer = {signs[a] for a, _ in runs}
        previous: int | None = None
        for place, row in enumerate(members):
            if row not in groups:
                depth[row] = 2 if two else 1
                previous = None
                continue
            if not two:
                depth[row] = 0
            elif different:
                depth[row] = 0 if signs[row] in outer else 1
            else:
                heads_a_group = place + 1 < len(members) and members[place + 1] in groups
                depth[row] = 0 if previous is None and heads_a_group else 1
            previous = row
        for row in self.totals & set(members):
            if row in depth and row not in groups:
                depth[row] = 0 if row == members[-1] or row == members[0] else depth[row]
        return depth

    def _by_bold(self, members: Sequence[int]) -> dict[int, int] | None:
        """Bold labels whose numbers are the sum of the plain rows that follow, in most cases."""
        inner = [row for row in members if row not in self.totals]
        heads = [row for row in inner if self.stub.bold(row)]
        rooted = bool(inner) and (self.stub.bold(inner[0]) or members[0] in self.totals)
        if len(heads) < 2 or 2 * len(heads) > len(inner) or not rooted:
            return None
        bold = set(heads)
        depth = {row: 0 if row in bold else 1 for row in inner}
        if self._support(inner, depth) < 0.6:
            return None
        return {**depth, **dict.fromkeys(set(members) & self.totals, 0)}


def _only_child(inner: Sequence[int], depth: Mapping[int, int], place: int) -> bool:
    """The row at ``place`` has exactly one row below it that is deeper."""
    beyond = place + 2
    return beyond >= len(inner) or depth[inner[beyond]] <= depth[inner[place]]


def _nearest(levels: Sequence[tuple[int, int]], level: tuple[int, int]) -> int:
    below = [k for k, known in enumerate(levels) if known <= level]
    return below[-1] if below else 0
