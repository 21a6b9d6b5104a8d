"""Parents of rows: shown by indentation, by labels that step over columns, by bold rows, or by
group rows."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cauce.base.fold import fold
from cauce.engine.reading.area import Area
from cauce.engine.reading.block import BlockColumn, Hierarchy
from cauce.engine.reading.cells import BLANK
from cauce.engine.reading.depths import Depths, How
from cauce.engine.reading.stub import Stub, goes_on


@dataclass(frozen=True)
class Parentage:
    """The hierarchy, if any, and what it makes of rows."""

    hierarchy: Hierarchy | None = None
    group_rows: tuple[int, ...] = ()
    """Rows without values that head others: not written."""
    wrapped: tuple[int, ...] = ()
    """First lines of labels that go on in the row below: not written."""
    summing: frozenset[int] = frozenset()
    """Rows with values above deeper rows: subtotals."""
    reason: str = ""
    depths: Mapping[int, int] | None = None
    """How deep each row stands, outermost 0."""
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Labels put together from several rows, by (row, column)."""


def find_parents(
    area: Area,
    columns: Sequence[BlockColumn],
    rows: Sequence[int],
    totals: frozenset[int],
    groups: frozenset[int] | None = None,
) -> Parentage:
    """Read the hierarchy that the first columns of a table show.

    ``rows`` are the rows of the body with anything in them, without repeated headers; ``totals``
    those whose word says that they sum everything. Deeper by indentation (of the cell's format
    or by two spaces or more), by standing one label column further right, or by not being bold
    under bold rows that add up: then rows with deeper ones below are parents. Rows with a label
    and nothing else are group rows, unless ``groups`` says which are.
    """
    stub = Stub(area, columns, rows)
    return _Tree(area, columns, rows, stub, totals, groups).read() if stub.columns else Parentage()


class _Tree:
    def __init__(
        self,
        area: Area,
        columns: Sequence[BlockColumn],
        rows: Sequence[int],
        stub: Stub,
        totals: frozenset[int],
        asked: frozenset[int] | None,
    ) -> None:
        self.asked = asked
        self.area = area
        self.columns = columns
        self.rows = rows
        self.stub = stub
        self.totals = totals
        self.bare = [row for row in rows if stub.is_bare(row)]

    def read(self) -> Parentage:
        wrapped, texts = self._wrapped_labels()
        wrapped -= self.asked or frozenset()
        bare = [row for row in self.bare if row not in wrapped]
        bare_set = set(bare)
        written = [row for row in self.rows if row not in wrapped and row not in bare_set]
        groups = self._group_rows(bare, written)
        if self.asked is not None:
            groups = set(self.asked) & set(self.rows)
        members = [row for row in self.rows if row not in wrapped]
        found = Depths(self.area, self.stub, self.totals).find(members, groups)
        if found is None:
            return Parentage(None, (), tuple(sorted(wrapped)), frozenset(), texts=texts)
        depths, how, why = found
        return self._parentage(members, groups, depths, how, why, wrapped, texts)

    def _wrapped_labels(self) -> tuple[set[int], dict[tuple[int, int], str]]:
        """Labels that go on in the next row, told by its small first letter."""
        wrapped: set[int] = set()
        texts: dict[tuple[int, int], str] = {}
        bare = set(self.bare)
        if not bare or not self._others_are_full([row for row in self.rows if row not in bare]):
            return wrapped, texts
        pending: list[int] = []
        for row in self.rows:
            label = self.stub.label(row)
            continued = bool(pending) and row == pending[-1] + 1 and goes_on(label)
            if pending and not continued:
                pending = []
            if continued and row not in bare:
                wrapped.update(pending)
                place = self.stub.place(row)
                texts[row, place] = " ".join([*map(self.stub.label, pending), label])
                self.stub.first_lines[row] = pending[0]
                pending = []
            elif row in bare and (pending or not goes_on(label)):
                pending.append(row)
            else:
                pending = []
        return wrapped, texts

    def _group_rows(self, bare: Sequence[int], written: Sequence[int]) -> set[int]:
        """Bare labels that head the rows below; a lone one amid the data without any sign of its
        own is a row without values."""
        if not bare or not written:
            return set()
        if not self._others_are_full(written) and not all(self._signed(row) for row in bare):
            return set()
        heads = {row for row in bare if row < written[-1]}
        signed = {row for row in heads if self._signed(row)}
        if len(heads) == 1 and not signed and next(iter(heads)) > written[0]:
            return set()
        return heads if len(heads) <= len(written) or signed == heads else set()

    def _signed(self, row: int) -> bool:
        """Bold, merged or less indented than what follows."""
        place = bisect_left(self.rows, row)
        following = self.rows[place + 1] if place + 1 < len(self.rows) else None
        if following is None:
            return False
        return (
            (self.stub.bold(row) and not self.stub.bold(following))
            or self.stub.merged(row)
            or self.stub.indent(row) < self.stub.indent(following)
        )

    def _others_are_full(self, written: Sequence[int]) -> bool:
        """Rows with values have one in nearly every measured column, so that a row without any
        is no row of data."""
        holding = self.area.holding(written[:200])
        typed = [c for c in self.stub.rest if (c - self.area.left) in holding.typed]
        if not typed:
            return False
        sample = written[:200]
        filled = sum(1 for row in sample for c in typed if self.area.cells.look(row, c) != BLANK)
        return filled >= 0.8 * len(sample) * len(typed)

    def _parentage(
        self,
        members: Sequence[int],
        groups: set[int],
        depths: Mapping[int, int],
        how: How,
        why: str,
        wrapped: set[int],
        texts: Mapping[tuple[int, int], str],
    ) -> Parentage:
        levels = max(depths.values())
        parents: dict[int, tuple[str | None, ...]] = {}
        summing: set[int] = set()
        path: list[str | None] = [None] * levels
        for place, row in enumerate(members):
            depth = depths[row]
            if row not in groups:
                parents[row] = (*path[:depth], *[None] * (levels - depth))
            label = texts.get((row, self.stub.place(row)), self.stub.label(row))
            total = row in self.totals
            if depth < levels:
                path[depth:] = [None if total else label, *[None] * (levels - depth - 1)]
            if row not in groups and not total and self._heads(members, depths, place):
                summing.add(row)
        named = self._level_names(levels)
        hierarchy = Hierarchy(how, named, parents, self.stub.columns[0])
        first = self.area.cells.number(members[0])
        reason = f"{why}: {levels + 1} niveles desde la fila {first}."
        return Parentage(
            hierarchy,
            tuple(sorted(groups)),
            tuple(sorted(wrapped)),
            frozenset(summing),
            reason,
            depths,
            texts,
        )

    def _heads(self, members: Sequence[int], depths: Mapping[int, int], place: int) -> bool:
        """Two rows or more stand one step deeper below this one; a single one only when it says
        the same number."""
        depth = depths[members[place]]
        below: list[int] = []
        for k in range(place + 1, len(members)):
            if depths[members[k]] <= depth:
                break
            below.append(members[k])
        step = min((depths[row] for row in below), default=0)
        children = [row for row in below if depths[row] == step]
        if len(children) != 1:
            return len(children) > 1
        column = next(iter(self.stub.rest), 0) - self.area.left
        own = self.area.number(members[place], column)
        return bool(own) and own == self.area.number(children[0], column)

    def _level_names(self, levels: int) -> tuple[str, ...]:
        """Names for the derived columns: the parts of a header such as "Provincia, distrito y
        sexo", else "Nivel 1" …"""
        first = next(c for c in self.columns if c.position == self.stub.columns[0])
        parts = _parts(first.label or "")
        if len(parts) == levels + 1 and levels <= 2:
            return tuple(parts[:levels])
        base = "Grupo" if levels == 1 else "Nivel"
        taken = {fold(column.label or "") for column in self.columns}
        names = [base if levels == 1 else f"{base} {k}" for k in range(1, levels + 1)]
        return tuple(name if fold(name) not in taken else f"{name} superior" for name in names)


def _parts(label: str) -> list[str]:
    pieces = [piece.strip() for piece in label.replace(" y ", ", ").replace(" e ", ", ").split(",")]
    return [piece[:1].upper() + piece[1:] for piece in pieces if piece]
