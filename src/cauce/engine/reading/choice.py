"""A choice of type, the clues it is made on, and the cells it speaks of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.reading.booleans import boolean_sql, wanted_boolean_sql
from cauce.engine.reading.dates import DateStyle
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.headings import Header
from cauce.engine.reading.marks import is_error, is_missing_among_numbers
from cauce.engine.reading.numbers import NumberStyle
from cauce.engine.reading.shapes import Shape, Shapes
from cauce.engine.reading.typed import WantedColumn

ASKED: Final = "Lo decidió una persona o la receta."
MANY: Final = {
    "text": "texto",
    "integer": "números enteros",
    "number": "números",
    "boolean": "sí o no",
    "date": "fechas",
    "time": "horas",
    "datetime": "fechas con hora",
}
ONE: Final = MANY | {
    "integer": "número entero",
    "number": "número",
    "date": "fecha",
    "time": "hora",
    "datetime": "fecha con hora",
}


@dataclass(frozen=True)
class Choice:
    """A type with everything needed to cast to it and to say why."""

    type: str
    reason: str
    alternatives: tuple[str, ...] = ()
    number: NumberStyle | None = None
    date: DateStyle | None = None
    words: dict[str, bool] | None = None
    decimal: Decision[str] | None = None
    order: Decision[str] | None = None
    signs: dict[str, int] = field(default_factory=dict)
    """How many cells carry each currency, ``%`` or unit."""
    cells: int = 0
    """Cells with a value, among those looked at."""
    notes: tuple[Note, ...] = ()
    against: tuple[str, ...] = ()
    """Staged texts that kept the column from another type."""
    doubtful: bool = False
    """The decimal mark was not evident."""
    complete: bool = True
    """Decided on every cell, not on a sample."""

    def sql(self, cell: str) -> str | None:
        """The guarded cast of a cell; ``None`` for text."""
        if self.number is not None:
            return self.number.sql(cell)
        if self.date is not None:
            return self.date.sql(cell)
        if self.type == "boolean":
            words = self.words
            asked = wanted_boolean_sql(cell)
            if words is None:
                return asked
            known = boolean_sql(words, cell)
            return f"coalesce({known}, {asked})" if self.reason == ASKED else known
        return None


@dataclass(frozen=True)
class Clues:
    """What is known of a column beside its shapes."""

    header: Header
    native: bool
    wanted: WantedColumn | None = None
    table_decimal: str | None = None
    """The decimal mark of other columns of the table, or the one its delimiter suggests."""
    table_reason: str = ""
    day_order: Callable[[], tuple[int, int, int]] = lambda: (0, 0, 0)
    """Cells whose first part passes 12, whose second does, and all that are dates by numbers."""
    zones: Callable[[], dict[str, int]] = dict
    zero_led: Callable[[], int] = lambda: 0
    """Whole numbers of two digits or more that begin with a zero."""
    only_zero_fractions: Callable[[], bool] = lambda: False
    """Whether every decimal part is a single zero (``12.0``)."""


class Tally:
    """The shapes of a column: those that are values, and those that say that there is none."""

    def __init__(self, shapes: Shapes, wanted_marks: Sequence[str] | None) -> None:
        self.values: list[Shape] = []
        self.complete = shapes.complete
        for shape in shapes.all:
            if wanted_marks is None:
                mark = is_missing_among_numbers(shape.text) or is_error(shape.least)
            else:  # A mark with digits, such as 9999, has the shape of the values.
                mark = shape.text in wanted_marks and "9" not in shape.text
            if not mark:
                self.values.append(shape)
        self.cells = sum(shape.count for shape in self.values)

    def fits(self, count: int) -> bool:
        """Whether so many fitting cells make a type: 99 of each 100, and all of fewer than a
        hundred."""
        return self.cells > 0 and self.cells - count <= self.cells // 100

    def read_as(self, count: int, type_: str) -> str:
        """«312 de 314 celdas con valor se leen como números»."""
        if self.cells == 1:
            return f"La única celda con valor se lee como {ONE[type_]}"
        if count == self.cells:
            return f"Las {number_es(count)} celdas con valor se leen como {MANY[type_]}"
        cells = number_es(self.cells)
        return f"{number_es(count)} de {cells} celdas con valor se leen como {MANY[type_]}"


def cells_of(found: Sequence[tuple[Shape, object]]) -> int:
    """How many cells these shapes have."""
    return sum(shape.count for shape, _ in found)
