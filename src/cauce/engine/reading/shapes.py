"""Shapes: what the cells of a column look like with every digit as 9, and how many cells look so.

A million amounts have a few dozen shapes (``9.999,99``), so types are decided on shapes and not on
cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cauce.engine.reading.staging import Staged

LONG: Final = 60
"""Texts longer than this are no number, date or mark: they share one shape."""
PROSE: Final = "~"
"""The shape of long texts."""
PROBE: Final = 400
"""Rows that tell texts from the rest."""
SAMPLE: Final = 4000
"""Rows whose shapes are the evidence, when there are more."""
MOST_SHAPES: Final = 4000


@dataclass(frozen=True)
class Shape:
    """One shape of a column: how many cells have it, and the least and greatest of them as text."""

    text: str
    count: int
    least: str
    most: str


@dataclass(frozen=True)
class Shapes:
    """The shapes of a column, the commonest first."""

    all: tuple[Shape, ...]
    complete: bool
    """Whether every cell of the column was looked at."""

    @property
    def filled(self) -> int:
        """Cells that are not empty."""
        return sum(shape.count for shape in self.all)


def shapes_of(staged: Staged, names: Sequence[str], rows: int | None = None) -> dict[str, Shapes]:
    """The shapes of some columns in about so many rows, or in all."""
    source = staged.table if rows is None else staged.sample(rows)
    if staged.held is not None:
        return {name: _shapes_held(staged.held.counts(name)) for name in names}
    found: dict[str, list[Shape]] = {name: [] for name in names}
    for start in range(0, len(names), 200):
        _collect(staged, names[start : start + 200], source, found)
    complete = source == staged.table
    return {
        name: Shapes(tuple(sorted(shapes, key=lambda shape: (-shape.count, shape.text))), complete)
        for name, shapes in found.items()
    }


_DIGITS: Final = str.maketrans("0123456789", "9999999999")


def _shapes_held(counts: Mapping[str, int]) -> Shapes:
    found: dict[str, list[str]] = {}
    cells: dict[str, int] = {}
    for text, count in counts.items():
        shape = PROSE if len(text) > LONG else text.translate(_DIGITS)
        found.setdefault(shape, []).append(text)
        cells[shape] = cells.get(shape, 0) + count
    shapes = [Shape(text, cells[text], min(all_), max(all_)) for text, all_ in found.items()]
    return Shapes(tuple(sorted(shapes, key=lambda shape: (-shape.count, shape.text))), True)


def _collect(
    staged: Staged, names: Sequence[str], source: str, found: dict[str, list[Shape]]
) -> None:
    cells = " UNION ALL ".join(
        f"SELECT {place} AS i, {name} AS v, count(*) AS n FROM kept "
        f"WHERE {name} IS NOT NULL GROUP BY v"
        for place, name in enumerate(names)
    )
    rows = staged.ask(
        f"WITH kept AS (SELECT {', '.join(names)} FROM {source}), "
        f"cells AS ({cells}), shaped AS ("
        f"SELECT i, v, n, CASE WHEN length(v) > {LONG} THEN '{PROSE}' "
        "ELSE translate(v, '0123456789', '9999999999') END AS s FROM cells) "
        "SELECT i, s, sum(n), min(v), max(v) FROM shaped GROUP BY i, s "
        f"QUALIFY row_number() OVER (PARTITION BY i ORDER BY sum(n) DESC, s) <= {MOST_SHAPES} "
        "UNION ALL SELECT i, NULL, sum(n), '', '' FROM shaped GROUP BY i"
    )
    totals: dict[int, int] = {}
    for place, text, count, least, most in rows:
        if text is None:
            totals[place] = int(count)
        else:
            found[names[place]].append(Shape(text, int(count), least, most))
    for place, total in totals.items():
        shapes = found[names[place]]
        left = total - sum(shape.count for shape in shapes)
        if left:  # Too many shapes to list: the rest is as good as text.
            shapes.append(Shape(PROSE, left, "", ""))
