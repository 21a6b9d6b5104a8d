"""Find the rows that name the columns of a table, or say that there are none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from cauce.base.fold import fold
from cauce.base.numerals import number_es
from cauce.engine.reading.area import Area, Holding, is_year, rising, same_labels
from cauce.engine.reading.cells import BLANK, DATE, MISSING, NUMBER, TEXT
from cauce.engine.reading.footnotes import is_comment
from cauce.engine.reading.levels import levels_above
from cauce.engine.reading.likeness import is_form, is_name, speaks_like_names

RowKind = Literal["header", "data", "open"]

_LOOKED_AT: Final = 80
"""Rows with anything in them among which the header is looked for."""
_BRACKETED = re.compile(r"\(?\s*(\d{1,3}|[A-Za-z])\s*\)?")
_ASIDE = re.compile(r"\(.*\)|[%‰$€£#°]|Q\.?|S/\.?|US\$")


@dataclass(frozen=True)
class Heading:
    """The header rows of an area (none when it has none) and where its body may begin."""

    rows: tuple[int, ...]
    start: int
    """The first row after the header, its units and its row of column numbers; may be blank."""
    numbering: tuple[int, ...]
    """Rows that only number the columns: neither header nor body."""
    reason: str
    alternatives: tuple[tuple[int, ...], ...] = ()
    doubtful: bool = False
    """True when the file gave no evidence and the usual was chosen."""


def find_heading(area: Area) -> Heading:
    """The header of the one table of an area.

    Looked for from the top: a row of texts (or years) over columns of numbers, dates or truths
    names them; the levels above it and the units below it belong to it. Where no column holds
    anything but text, the first wide row is compared with those below it.
    """
    rows = area.rows[:_LOOKED_AT]
    if not rows:
        return Heading((), area.top, (), "El área está vacía.")
    if len(area.rows) == 1:
        return _only_row(area, rows[0])
    if is_form(area):
        return _form(area)
    bottom, first_data, numbering = _Search(area, rows).run()
    if bottom is not None:
        return _heading_at(area, bottom, first_data, numbering)
    if first_data is not None:
        return _heading_without_clash(area, first_data)
    return _heading_of_texts(area, rows)


def _form(area: Area) -> Heading:
    first = next(row for row in area.rows if area.filled(row) == 2)
    reason = (
        f"Desde la fila {area.cells.number(first)} hay nombres a la izquierda y sus valores a la "
        "derecha, como en una ficha: ninguna fila nombra las columnas."
    )
    return Heading((), first, (), reason, ((first,),))


def kind_of_row(area: Area, row: int, holding: Holding, first: bool = False) -> RowKind:
    """Whether a row names columns, is data, or says nothing of it (no cell where columns hold
    numbers or dates).

    A date over numbers, or a number over dates, names as a text does. Years over columns that do
    not hold years, and rising numbers beside a text over a numeric column, are labels. ``first``
    tells that it is the first wide row: a single year is then a label too.
    """
    looks = area.looks(row)
    typed = [j for j in holding.typed if looks[j] != BLANK]
    if not typed:
        return "open"
    clash = sum(1 for j in typed if looks[j] == TEXT)
    other = sum(1 for j in typed if {looks[j], holding.letters[j]} == {NUMBER, DATE})
    clash += other if first or other > 1 else 0
    match = [j for j in typed if looks[j] == holding.letters[j]]
    labels = _number_labels(area, row, looks, holding, clash, first)
    match = [j for j in match if j not in labels]
    if clash and not match:
        return "header"
    if match or any(looks[j] == MISSING for j in typed):
        return "header" if clash >= 3 * max(1, len(match)) and clash > 2 else "data"
    if labels:
        return "header"
    return "data"


def _number_labels(
    area: Area, row: int, looks: str, holding: Holding, clash: int, first: bool
) -> frozenset[int]:
    """Columns whose number in this row is a label: years, or a rising row of numbers."""
    numeric = [j for j, look in enumerate(looks) if look == NUMBER]
    numbers = [area.number(row, j) or 0.0 for j in numeric]
    foreign = [j for j in numeric if j not in holding.years]
    if foreign and all(map(is_year, numbers)) and len(foreign) == len(numeric):
        if len(numeric) >= 2 or first:
            return frozenset(numeric)
        return frozenset()
    stub = next((j for j, look in enumerate(looks) if look != BLANK), 0)
    if clash and len(numbers) >= 3 and rising(numbers) and looks[stub] == TEXT:
        return frozenset(numeric)
    return frozenset()


class _Search:
    """Going down from the top until the body is plain to see."""

    def __init__(self, area: Area, rows: Sequence[int]) -> None:
        self.area = area
        long = len(area.rows) > 2 * _LOOKED_AT
        self.fixed = area.holding(area.sample_below(rows[-1])) if long else None
        self.rows = rows if long else rows[: max(4, (3 * len(rows)) // 5)]
        self.last = rows[-1]
        self.bottom: int | None = None
        """The lowest header row so far."""
        self.first_data: int | None = None
        self.data_seen = 0
        self.strength = 0
        self.numbering: list[int] = []

    def run(self) -> tuple[int | None, int | None, tuple[int, ...]]:
        """(bottom header row, first data row, numbering rows) by what the columns hold."""
        wide_seen = False
        for row in self.rows:
            if not self.fixed and row == self.last:
                break
            holding = self.fixed or self.area.holding(self.area.sample_below(row))
            if self._passes_by(row, holding):
                continue
            filled = self.area.filled(row)
            kind = kind_of_row(self.area, row, holding, first=not wide_seen and filled > 1)
            wide_seen = wide_seen or filled > 1
            if is_numbering(self.area, row, holding, self.bottom):
                self.numbering.append(row)
            elif kind == "data":
                self._see_data(row, filled)
            elif kind == "header":
                self._see_header(row, _clash(self.area, row, holding))
            if self.data_seen > 4:
                break
        if self.first_data is None and not self.fixed and (self.bottom or -1) < self.last:
            self.first_data = self.last if self.bottom is not None else None
        below = (n for n in self.numbering if self.bottom is None or n > self.bottom)
        return self.bottom, self.first_data, tuple(below)

    def _passes_by(self, row: int, holding: Holding) -> bool:
        """Comments and single cells say nothing about the header."""
        area = self.area
        if is_comment(area, row, area.usual):
            return True
        return area.filled(row) == 1 and area.width > 1 and not _lone_label(area, row, holding)

    def _see_data(self, row: int, filled: int) -> None:
        self.first_data = row if self.first_data is None else self.first_data
        self.data_seen += 1 if 2 * filled >= self.area.usual else 0

    def _see_header(self, row: int, clash: int) -> None:
        if self.first_data is None:
            if self.bottom is None or not _repeats_itself(self.area, row, self.bottom):
                self.bottom, self.strength = row, max(self.strength, clash)
        elif (self.bottom is None and not self.data_seen) or (
            clash >= self.strength and _overrules(self.area, row, clash, self.data_seen)
        ):
            self.bottom, self.strength = row, clash
            self.first_data, self.data_seen = None, 0


def _overrules(area: Area, row: int, clash: int, data_seen: int) -> bool:
    """A header may stand below one or two rows that look like data where a long table follows
    it."""
    return data_seen <= 2 and clash >= 2 and len(area.rows_after(row)) >= max(10, 4 * data_seen)


def _lone_label(area: Area, row: int, holding: Holding) -> bool:
    """A single cell that can be a header: over a typed column that is not the first."""
    column = next(j for j, look in enumerate(area.looks(row)) if look != BLANK)
    after = area.rows_after(row)
    return (
        column > 0
        and column in holding.typed
        and bool(after)
        and after[0] == row + 1
        and area.usual <= 2
    )


def _clash(area: Area, row: int, holding: Holding) -> int:
    looks = area.looks(row)
    return sum(1 for j in holding.typed if looks[j] == TEXT)


def _repeats_itself(area: Area, row: int, bottom: int | None) -> bool:
    """A row that says the same text twice under a complete row of distinct labels is data, not a
    header."""
    if bottom is None:
        return False
    above = [fold(text) for text in area.texts(bottom) if text]
    texts = [fold(text) for text in area.texts(row) if text]
    complete = len(above) >= len(texts) >= 0.8 * len(above) and len(set(above)) == len(above)
    return complete and len(set(texts)) < len(texts) and not _all_aside(area, row)


def _all_aside(area: Area, row: int) -> bool:
    texts = [text for text in area.texts(row) if text]
    return bool(texts) and all(_ASIDE.fullmatch(text) for text in texts)


def is_numbering(area: Area, row: int, holding: Holding, header: int | None) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3 … or (1), (2) … or A, B, C … under the
    header.

    Plain numbers count only where one stands in a column of texts, so that a first data row 1,
    2, 3 stays data.
    """
    if header is None:
        return False
    texts = [(j, text.strip("'\" ")) for j, text in enumerate(area.texts(row)) if text]
    if len(texts) < max(2, 0.6 * area.filled(header)):
        return False
    signs = []
    for _, text in texts:
        found = _BRACKETED.fullmatch(text)
        if found is None:
            return False
        signs.append(found[1])
    if all(sign.isdigit() for sign in signs):
        steady = all(int(b) == int(a) + 1 for a, b in pairwise(signs)) and int(signs[0]) <= 2
        marked = all(text.startswith("(") for _, text in texts)
        odd = any(holding.letters[j] == TEXT for j, _ in texts)
        return steady and (marked or odd)
    if not all(sign.isalpha() for sign in signs):
        return False
    letters = [sign.upper() for sign in signs]
    return all(ord(b) == ord(a) + 1 for a, b in pairwise(letters)) and letters[0] in "AB"


def _heading_at(
    area: Area, bottom: int, first_data: int | None, numbering: tuple[int, ...]
) -> Heading:
    after = area.sample_below(bottom)
    levels = levels_above(area, bottom, area.holding(after))
    start = max([bottom, *(n for n in numbering if first_data is None or n < first_data)]) + 1
    data = first_data if first_data is not None else next(iter(area.rows_after(bottom)), start)
    number = area.cells.number
    named = sum(1 for text in area.texts(bottom) if text)
    if len(levels) == 1:
        reason = (
            f"La fila {number(bottom)} nombra {_columns(named)} con textos y desde la fila "
            f"{number(data)} hay números, fechas u otros valores debajo."
        )
    else:
        listed = ", ".join(str(number(row)) for row in levels[:-1])
        reason = (
            f"Las filas {listed} y {number(bottom)} forman un encabezado de {len(levels)} niveles; "
            f"desde la fila {number(data)} hay valores."
        )
    return Heading(levels, start, numbering, reason, _others(area, levels))


def _columns(count: int) -> str:
    return "una columna" if count == 1 else f"{number_es(count)} columnas"


def _others(area: Area, levels: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    others: list[tuple[int, ...]] = []
    if len(levels) > 1:
        others.append(levels[-1:])
    above = area.rows_before(levels[0])
    if above and area.filled(above[-1]) >= 2:
        others.append((above[-1], *levels))
    return tuple(others)


def _heading_without_clash(area: Area, first_data: int) -> Heading:
    """There are typed columns but no row contradicts them: a row of texts just above, or none."""
    number = area.cells.number
    above = [
        row
        for row in area.rows_before(first_data)
        if area.filled(row) >= 2 and not is_comment(area, row, area.usual)
    ]
    if above:
        scores = {row: speaks_like_names(area, row, area.sample_below(row)) for row in above[-8:]}
        row = max(scores, key=lambda candidate: scores[candidate])
        if scores[row] > -0.12 and TEXT in area.looks(row):
            return Heading(
                levels_above(area, row, area.holding(area.sample_below(row)), sure=False),
                row + 1,
                (),
                f"La fila {number(row)} tiene textos que no se parecen a los de abajo; hay números "
                f"o fechas desde la fila {number(first_data)}.",
                ((),),
                doubtful=True,
            )
    start = above[0] if above else first_data
    return Heading(
        (),
        start,
        (),
        f"Ninguna fila nombra las columnas: desde la fila {number(start)} todas tienen el mismo "
        "tipo de valor en cada columna.",
        ((start,),),
    )


def _heading_of_texts(area: Area, rows: Sequence[int]) -> Heading:
    """No column holds numbers or dates: compare the first wide row with the rows below."""
    number = area.cells.number
    enough = max(2, (3 * area.usual + 4) // 5) if area.usual > 1 else 1
    row = next((i for i in rows if area.filled(i) >= enough), rows[0])
    score = speaks_like_names(area, row, area.sample_below(row))
    if score < -0.12:
        return Heading(
            (),
            row,
            (),
            f"Ninguna fila nombra las columnas: la fila {number(row)} se parece a las que siguen.",
            ((row,),),
        )
    holding = area.holding(area.sample_below(row))
    levels = levels_above(area, row, holding)
    start = row + 1
    following = next(iter(area.rows_after(row)), None)
    if following is not None and len(area.rows) > 2 and _continues(area, row, following):
        levels, start = (*levels, following), following + 1
    if score <= 0.12:
        return Heading(
            levels,
            start,
            (),
            f"La fila {number(row)} es la primera con {_columns(area.filled(row))}; nada en los "
            "valores de abajo lo confirma ni lo niega.",
            ((),),
            doubtful=True,
        )
    return Heading(
        levels,
        start,
        (),
        f"La fila {number(row)} nombra {_columns(area.filled(row))}: sus textos no se parecen a "
        "los valores de abajo.",
        _others(area, levels),
    )


def _continues(area: Area, row: int, following: int) -> bool:
    """The row under a header that still belongs to it: the same labels again, or units and
    asides in brackets."""
    return following == row + 1 and (
        same_labels(area.texts(row), area.texts(following)) or _all_aside(area, following)
    )


def _only_row(area: Area, row: int) -> Heading:
    looks = area.looks(row).replace(BLANK, "")
    number = area.cells.number(row)
    texts = [text for text in area.texts(row) if text]
    values = sum(1 for look in looks if look not in (TEXT, MISSING))
    alone = area.cells.grid.dialect is not None and len(area.cells.grid.rows) == 1
    # A file of text with one row of different texts is an export without rows.
    labels = alone and set(looks) == {TEXT} and len({fold(text) for text in texts}) >= 2
    named = any(is_name(text) or re.search(r"[A-Za-z]_[A-Za-z]", text) for text in texts)
    if values or not (labels or named):
        return Heading(
            (), row, (), f"El área tiene una sola fila, la {number}: es un dato.", ((row,),)
        )
    return Heading(
        (row,), row + 1, (), f"La fila {number} nombra {_columns(len(looks))} y no hay más filas."
    )
