"""The stub of a table: the first columns, which name its rows, and how each label stands in
them."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from cauce.engine.reading.area import Area
from cauce.engine.reading.block import BlockColumn
from cauce.engine.reading.cells import BLANK, TEXT, without_leaders

_STEP: Final = 2
"""Leading spaces that make a step; one alone is a slip."""
_MOST_CODES: Final = 2


class Stub:
    """The label columns of a table; ``columns`` is empty when the table has none.

    Several columns only where each row fills one of them: labels that step to the right. Columns
    of codes may stand before; a heading row may have its label there.
    """

    def __init__(self, area: Area, columns: Sequence[BlockColumn], rows: Sequence[int]) -> None:
        self.area = area
        sample = rows if len(rows) <= 400 else rows[:: len(rows) // 400]
        letters = area.holding(sample).letters
        positions = [column.position for column in columns]
        kinds = [letters[position - area.left] for position in positions]
        first = next((k for k, kind in enumerate(kinds) if kind == TEXT), len(kinds))
        if first > _MOST_CODES:
            first = len(kinds)
        self.before = tuple(positions[:first]) if first < len(kinds) else ()
        self.columns = self._labels(columns[first:], kinds[first:], sample)
        self.rest = tuple(p for p in positions if p not in self.columns and p not in self.before)
        if not self.rest:
            self.columns = ()
        self.first_lines: dict[int, int] = {}
        """For a row whose label began in rows above: the row of its first line."""

    def _labels(
        self, columns: Sequence[BlockColumn], kinds: Sequence[str], sample: Sequence[int]
    ) -> tuple[int, ...]:
        leading: list[int] = []
        for column, kind in zip(columns, kinds, strict=True):
            same = bool(leading) and column.label == columns[0].label
            if kind != TEXT and not (kind == BLANK and same):
                break
            leading.append(column.position)
        while leading and kinds[len(leading) - 1] == BLANK:
            leading.pop()
        return tuple(leading if self._step_right(leading, sample) else leading[:1])

    def _step_right(self, leading: Sequence[int], sample: Sequence[int]) -> bool:
        """Each row fills one of the columns, and the last of them is filled somewhere."""
        if len(leading) < 2 or self.before:
            return False
        filled: Counter[int] = Counter()
        double = 0
        for row in sample:
            here = [c for c in leading if self.area.cells.look(row, c) != BLANK]
            double += len(here) > 1
            filled.update(here)
        return double <= 0.02 * len(sample) and filled[leading[-1]] > 0 and len(filled) > 1

    def is_bare(self, row: int) -> bool:
        """A label and nothing in any other column."""
        own = len(self.columns) + len(self.before)
        if self.area.cells.counts[row] > own and self.area.filled(row) > own:
            return False
        looks = self.area.cells.looks(row)
        return any(looks[c] == TEXT for c in (*self.before, *self.columns)) and all(
            looks[c] == BLANK for c in self.rest
        )

    def place(self, row: int) -> int:
        """The column where the row's label stands."""
        look = self.area.cells.look
        if len(self.columns) == 1 and look(row, self.columns[0]) != BLANK:
            return self.columns[0]
        places = (*self.columns, *self.before)
        return next((c for c in places if look(row, c) == TEXT), self.columns[0])

    def label(self, row: int) -> str:
        """The row's label, without leader dots."""
        return without_leaders(self.area.cells.text(row, self.place(row)))

    def indent(self, row: int) -> tuple[int, int]:
        """How deep the label stands: (column of the stub, indentation of its format or leading
        spaces)."""
        row = self.first_lines.get(row, row)
        column = self.place(row)
        value = self.area.cells.value(row, column)
        spaces = len(value) - len(value.lstrip()) if isinstance(value, str) else 0
        steps = self.area.cells.grid.indents.get((row, column), 0)
        step = self.columns.index(column) if column in self.columns else 0
        return step, 2 * steps + (spaces if spaces >= _STEP else 0)

    def bold(self, row: int) -> bool:
        """The label is bold, or the first two values are."""
        bold = self.area.cells.grid.bold
        if not bold:
            return False
        values = [c for c in self.rest if self.area.cells.look(row, c) not in (BLANK, TEXT)][:2]
        return (row, self.place(row)) in bold or (
            bool(values) and all((row, column) in bold for column in values)
        )

    def merged(self, row: int) -> bool:
        """The label's cell is merged with cells to its right."""
        span = self.area.cells.span(row, self.place(row))
        return span is not None and span.right > span.left


def goes_on(label: str) -> bool:
    """Whether a label goes on from the line above: it begins with a small letter or within
    brackets."""
    return (
        bool(label)
        and label[0].islower()
        and not label.lower().startswith(("de los que", "del cual"))
    )
