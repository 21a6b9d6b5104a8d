"""Tables of counts with groups, totals and sum columns, and what a reader can work out of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from cauce.engine.protecting.counts import Counts
from cauce.engine.protecting.suppression import Hidden, suppress

Cell = tuple[int, int]
"""Row and column."""
Equation = dict[Cell, int]
"""The coefficient of each cell in a sum that is zero."""


@dataclass(frozen=True)
class Built:
    """A table and every sum it was built with."""

    counts: Counts
    sums: tuple[Equation, ...]

    def hidden(self, thresholds: Mapping[str, int]) -> set[Cell]:
        """The cells that suppression hides."""
        return cells_of(self.counts, suppress(self.counts, thresholds))


def cells_of(counts: Counts, hidden: Hidden) -> set[Cell]:
    """Hidden cells by row and column."""
    return {
        (row, counts.names.index(name))
        for rows in (hidden.small, hidden.second)
        for name, listed in rows.items()
        for row in listed
    }


def worked_out(sums: tuple[Equation, ...], hidden: set[Cell]) -> set[Cell]:
    """The hidden cells that the sums determine, by Gauss and Jordan with exact fractions."""
    unknowns = sorted(hidden)
    matrix = [[Fraction(one.get(cell, 0)) for cell in unknowns] for one in sums]
    matrix = [row for row in matrix if any(row)]
    done = 0
    for place in range(len(unknowns)):
        pivot = next((i for i in range(done, len(matrix)) if matrix[i][place]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        head = matrix[done][place]
        matrix[done] = [value / head for value in matrix[done]]
        for i, row in enumerate(matrix):
            if i != done and row[place]:
                factor = row[place]
                matrix[i] = [a - factor * b for a, b in zip(row, matrix[done], strict=True)]
        done += 1
    return {
        unknowns[next(place for place, value in enumerate(row) if value)]
        for row in matrix[:done]
        if sum(value != 0 for value in row) == 1
    }


@st.composite
def tables(draw: st.DrawFn) -> Built:
    """Groups of rows with a subtotal each, before or after them, a grand total, and columns that
    are sums of others."""
    parts = draw(st.integers(1, 4))
    number = st.one_of(st.integers(0, 6), st.integers(0, 60))
    groups = draw(
        st.lists(
            st.lists(st.lists(number, min_size=parts, max_size=parts), min_size=1, max_size=5),
            min_size=1,
            max_size=4,
        )
    )
    first = draw(st.booleans())
    subtotals = draw(st.booleans())
    grand = draw(st.booleans())
    rows: list[list[int]] = []
    kinds: list[str] = []
    sums: list[tuple[int, list[int]]] = []
    data: list[int] = []
    heads: list[int] = []
    for group in groups:
        added = [sum(column) for column in zip(*group, strict=True)]
        if subtotals and first:
            heads.append(len(rows))
            rows.append(added)
            kinds.append("subtotal")
        members = list(range(len(rows), len(rows) + len(group)))
        rows += group
        kinds += ["data"] * len(group)
        data += members
        if subtotals and not first:
            heads.append(len(rows))
            rows.append(added)
            kinds.append("subtotal")
        if subtotals:
            sums.append((heads[-1], members))
    if grand:
        sums.append((len(rows), data))
        if subtotals:
            sums.append((len(rows), heads))
        rows.append([sum(rows[row][place] for row in data) for place in range(parts)])
        kinds.append("total")
    across = draw(_across(parts))
    for total, terms in across:
        for row in rows:
            row.insert(total, sum(row[term] for term in terms))
    width = len(rows[0])
    equations = [
        {**dict.fromkeys(((row, place) for row in members), 1), (total, place): -1}
        for total, members in sums
        for place in range(width)
    ]
    for row in range(len(rows)):
        for total, terms in across:
            equations.append(
                {**dict.fromkeys(((row, term) for term in terms), 1), (row, total): -1}
            )
    counts = Counts(
        tuple(f"c{place}" for place in range(width)),
        tuple(list(column) for column in zip(*rows, strict=True)),
        kinds,
    )
    return Built(counts, tuple(equations))


def _across(parts: int) -> st.SearchStrategy[list[tuple[int, list[int]]]]:
    """Sum columns behind the parts: of all, or of the first and of the last, and of both sums."""
    choices: list[list[tuple[int, list[int]]]] = [[]]
    if parts > 1:
        choices.append([(parts, list(range(parts)))])
    if parts == 4:
        choices.append([(4, [0, 1]), (5, [2, 3]), (6, [4, 5])])
        choices.append([(4, [0, 2]), (5, [1, 3]), (6, [0, 1, 2, 3])])
    return st.sampled_from(choices)


def shown_sums(built: Built, hidden: set[Cell]) -> Iterator[tuple[int, int]]:
    """For each sum, how many of its cells are hidden and how many it has."""
    for one in built.sums:
        yield sum(cell in hidden for cell in one), len(one)
