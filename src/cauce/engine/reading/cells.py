"""What the cells of a grid look like, before their types are decided: one letter a cell, worked
out on demand."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from cauce.engine.reading.grid import Cell, Grid, Span

BLANK: Final = " "
TEXT: Final = "t"
NUMBER: Final = "n"
DATE: Final = "d"
TRUTH: Final = "b"
MISSING: Final = "-"
"""A mark that says "no value": ``-``, ``..``, ``s.d.``, ``n/d``."""

_MONTH = (
    r"(?:ene|feb|mar|abr|may|jun|jul|ago|sep|set|oct|nov|dic|jan|apr|aug|dec)[a-záéíóú]{0,7}\.?"
)
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].{0,24})?|\d{4}[-/]\d{2}"
    r"|\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]\.? ?m\.?)?"
    rf"|\d{{1,2}}[- /]{_MONTH}(?:[- /.]\d{{2,4}})?|{_MONTH}[- /.]\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}, \d{{4}}.{{0,10}}|\d{{1,2}} de {_MONTH}(?: del? \d{{4}})?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\(?\s*[-+−]?\s*(?:US\$|U\$S|S/\.?|Q\.?|\$|€|£|B/\.?)?\s*[-+−]?\s*"
    r"(?:\d[\d.,' \u00a0\u202f]*|[.,]\d+)(?:[eE][-+]?\d+)?\s*[%‰]?\s*\)?\*{0,3}"
)
_MISSING_MARKS: Final = frozenset(
    {
        "-", "--", "---", "–", "—", ".", "..", "...", "…", "n/d", "nd", "n.d.", "n.d",
        "s/d", "s.d.", "s.d", "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nulo",
        "sin dato", "sin datos", "sin valor", "sin información", "sin informacion",
        "no disponible", "no aplica", "dato no disponible", "missing",
    }
)  # fmt: skip
_TRUTHS: Final = frozenset({"true", "false", "verdadero", "falso"})
_SPACE = re.compile(r"\s+")
_LEADERS = re.compile(r"[\s.…·_]*(?:\.{3,}|…|·{3,}|_{3,})[\s.…·_]*$")


def tidy(value: Cell) -> str:
    """The cell as a label reads: trimmed, white space as one blank, ``2013.0`` as ``2013``;
    blank gives ``""``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _SPACE.sub(" ", value).strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def without_leaders(text: str) -> str:
    """The text without the dots that lead the eye to the figures ("Hombres ......")."""
    return _LEADERS.sub("", text)


@lru_cache(maxsize=1 << 16)
def look_of_text(text: str) -> str:
    """The letter of a text cell."""
    bare = text.strip()
    if not bare:
        return BLANK
    if len(bare) > 40:
        return TEXT
    folded = bare.casefold()
    if folded in _MISSING_MARKS or (len(bare) > 1 and not bare.strip("*")):
        return MISSING
    if folded in _TRUTHS:
        return TRUTH
    if bare[-1].isdigit() or bare[0].isdigit() or bare[-1] in "%)*.mM":
        if _DATE.fullmatch(bare):
            return DATE
        if _NUMBER.fullmatch(without_leaders(bare)):
            return NUMBER
    return TEXT


def look_of(value: Cell) -> str:
    """The letter of a cell: blank, text, number, date (or time), truth or missing mark."""
    if value is None:
        return BLANK
    if isinstance(value, str):
        return look_of_text(value)
    if isinstance(value, bool):
        return TRUTH
    return NUMBER if isinstance(value, int | float) else DATE


_DOT_GROUPS: Final = re.compile(r"[-+]?\d{1,3}(?:\.\d{3}){2,}|[-+]?[\d.]*\d,\d{1,2}")
_DOT_DECIMALS: Final = re.compile(r"[-+]?[\d,]*\d\.(?:\d{1,2}|\d{4,})|[-+]?\d{4,}\.\d+")
_ONE_GROUP: Final = re.compile(r"[-+]?\d{1,3}\.\d{3}")


def groups_by_dot(grid: Grid, sample: int = 400) -> bool:
    """Whether the grid's text writes thousands with a point: ``1.234.567``, ``12,5`` and no
    ``12.5``.

    Where nothing decides, a semicolon between cells speaks for it: the comma is then the decimal
    mark.
    """
    if grid.dialect is None:
        return False
    step = max(1, len(grid.rows) // sample)
    texts = [cell.strip() for row in grid.rows[::step] for cell in row if isinstance(cell, str)]
    for_groups = sum(1 for text in texts if _DOT_GROUPS.fullmatch(text))
    against = sum(1 for text in texts if _DOT_DECIMALS.fullmatch(text))
    if for_groups or against:
        return for_groups > against
    return grid.dialect.delimiter == ";"


def number_of(value: Cell, *, dot_groups: bool = False) -> float | None:
    """The number in the cell, for weighing evidence; ``1.234,5`` and ``1,234.5`` both read, else
    ``None``. ``dot_groups`` reads ``1.234`` as a thousand and more."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str) or look_of_text(value) != NUMBER:
        return None
    digits = re.sub(r"[^\d.,eE+-]", "", value.replace("−", "-")).strip(".,")
    if "," in digits and "." in digits:
        thousands = "," if digits.rfind(".") > digits.rfind(",") else "."
        digits = digits.replace(thousands, "")
    elif digits.count(",") > 1 or re.fullmatch(r"[-+]?\d{1,3},\d{3}", digits):
        digits = digits.replace(",", "")
    elif digits.count(".") > 1 or (dot_groups and _ONE_GROUP.fullmatch(digits)):
        digits = digits.replace(".", "")
    try:
        number = float(digits.replace(",", "."))
    except ValueError:
        return None
    return -abs(number) if value.lstrip().startswith("(") else number


class Cells:
    """A grid's cells as letters and texts. Rows and columns are the grid's, from 0; ragged rows
    are padded."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.height = len(grid.rows)
        self.width = grid.width
        self.counts: list[int] = []
        """Filled cells of each row."""
        self.firsts: list[int] = []
        """The first filled column of each row; the width when the row is blank."""
        for row in grid.rows:
            filled = [
                j
                for j, value in enumerate(row)
                if value is not None and (type(value) is not str or value.strip())
            ]
            self.counts.append(len(filled))
            self.firsts.append(filled[0] if filled else self.width)
        self._looks: dict[int, str] = {}
        self._spans: dict[tuple[int, int], Span] | None = None
        self._dot_groups: bool | None = None

    def number_in(self, row: int, column: int) -> float | None:
        """The number in a cell, as this grid writes numbers; ``None`` when it holds none."""
        if self._dot_groups is None:
            self._dot_groups = groups_by_dot(self.grid)
        return number_of(self.value(row, column), dot_groups=self._dot_groups)

    def value(self, row: int, column: int) -> Cell:
        """The raw cell; ``None`` beyond the end of a ragged row."""
        cells = self.grid.rows[row]
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """The cell as a label reads; ``""`` when blank."""
        return tidy(self.value(row, column))

    def look(self, row: int, column: int) -> str:
        """The letter of one cell."""
        return look_of(self.value(row, column))

    def looks(self, row: int) -> str:
        """One letter a column."""
        known = self._looks.get(row)
        if known is None:
            letters = "".join([look_of(value) for value in self.grid.rows[row]])
            known = self._looks[row] = letters.ljust(self.width)
        return known

    def texts(self, row: int, left: int, right: int) -> list[str]:
        """The labels of columns ``left`` to ``right - 1`` of a row."""
        return [self.text(row, column) for column in range(left, right)]

    def filled(self, row: int, left: int, right: int) -> int:
        """Filled cells of a row between two columns."""
        if left == 0 and right >= self.width:
            return self.counts[row]
        if not self.counts[row]:
            return 0
        return right - left - self.looks(row).count(BLANK, left, right)

    def span(self, row: int, column: int) -> Span | None:
        """The merged range that covers a cell."""
        if self._spans is None:
            self._spans = {
                (i, j): span
                for span in self.grid.merged
                for i in range(span.top, min(span.bottom, self.height - 1) + 1)
                for j in range(span.left, min(span.right, self.width - 1) + 1)
            }
        return self._spans.get((row, column))

    def number(self, row: int) -> int:
        """The number a person sees beside the row."""
        return self.grid.numbers[row]

    def column_blank(self, column: int) -> bool:
        """True when no row has anything in the column."""
        return not any(
            column < len(row)
            and (value := row[column]) is not None
            and (type(value) is not str or value.strip())
            for row in self.grid.rows
        )

    def rows_between(self, top: int, bottom: int) -> Iterator[int]:
        """The rows with anything in them from ``top`` to ``bottom``, both included."""
        return (row for row in range(top, bottom + 1) if self.counts[row])
