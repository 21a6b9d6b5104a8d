"""Which rows sum others: by their word (Total, Suma, Nacional) and by arithmetic."""

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cauce.base.fold import fold
from cauce.base.numerals import number_es
from cauce.engine.reading.area import Area
from cauce.engine.reading.block import BlockColumn, Kind
from cauce.engine.reading.cells import BLANK, NUMBER, TEXT
from cauce.engine.reading.decision import Note
from cauce.engine.reading.dotted import summing_codes
from cauce.engine.reading.runs import summing_rows
from cauce.engine.reading.totalwords import (
    COUNTRIES,
    is_sure,
    is_total_label,
    may_be_total,
    names_a_sum,
    says_nothing,
)

__all__ = ["Sums", "find_totals", "is_total_label"]


@dataclass(frozen=True)
class Sums:
    """What was found: kinds, why each is so, and what a person should look at."""

    kinds: Mapping[int, Kind]
    notes: tuple[Note, ...]


def find_totals(
    area: Area,
    columns: Sequence[BlockColumn],
    rows: Sequence[int],
    group_rows: Sequence[int] = (),
    depths: Mapping[int, int] | None = None,
    known: Collection[int] = (),
) -> Sums:
    """Totals and subtotals among the written rows of a body.

    Words come first; a row named as a total whose numbers do not add up (means, rates) stays
    one. Where words are silent, the first or last row is a total when it equals the sum of all
    others in every numeric column.
    """
    return _Finder(area, columns, rows, group_rows, depths, known).find()


class _Finder:
    def __init__(
        self,
        area: Area,
        columns: Sequence[BlockColumn],
        rows: Sequence[int],
        group_rows: Sequence[int],
        depths: Mapping[int, int] | None,
        known: Collection[int],
    ) -> None:
        self.area = area
        self.rows = rows
        self.group_rows = set(group_rows)
        self.depths = depths
        self.known = known
        sample = rows if len(rows) <= 200 else rows[:: len(rows) // 200]
        letters = area.holding(sample).letters
        named = [(column.position, letters[column.position - area.left]) for column in columns]
        measures = [k for k, (_, letter) in enumerate(named) if letter == NUMBER]
        texts = [k for k, (_, letter) in enumerate(named) if letter == TEXT]
        edge = _edge(measures, texts)
        self.stub = [position for k, (position, _) in enumerate(named) if k < max(edge, 1)]
        self.measures = [
            position for k, (position, letter) in enumerate(named) if k >= edge and letter == NUMBER
        ]
        self.early = [
            position
            for k, (position, letter) in enumerate(named)
            if 0 < k < edge and letter == NUMBER
        ]
        """Numbers that stand before the last text: codes, or counts with remarks after them."""
        self.kinds: dict[int, Kind] = {}
        self.notes: list[Note] = []

    def find(self) -> Sums:
        if not self.rows or not self.measures:
            return Sums({}, ())
        bare: list[int] = []
        named: list[int] = []
        for row in self.rows:
            said = self._said(row)
            if said == "total" or self._totals_early(row):
                bare.append(row)
            elif said == "subtotal":
                self.kinds[row] = "subtotal"
            elif said == "named":
                named.append(row)
        self._settle(bare)
        for row in named:
            self._settle_named(row)
        if "total" not in self.kinds.values():
            self._by_arithmetic()
        self._by_codes()
        self._by_runs()
        if not self.depths and set(self.kinds.values()) <= {"total"}:
            self._say_what_does_not_add_up()
        return Sums(self.kinds, tuple(self.notes))

    def _said(self, row: int) -> str | None:
        """``total``, ``subtotal``, ``named`` ("Total de ingresos") or nothing, from the cells of
        the stub."""
        values = [self.area.cells.value(row, column) for column in self.stub]
        if not any(isinstance(value, str) and may_be_total(value) for value in values):
            return None
        kind: str | None = None
        sure = True
        others = 0
        for value in values:
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            word = is_total_label(value) if isinstance(value, str) else None
            if word is not None:
                kind = kind or word
                sure = sure and is_sure(str(value))
            elif isinstance(value, str) and names_a_sum(value):
                kind = kind or "named"
            elif not says_nothing(value):
                others += 1
        if kind is None or not self._has_numbers(row) or (others and (kind == "named" or not sure)):
            return None
        return "subtotal" if kind == "total" and others else kind

    def _totals_early(self, row: int) -> bool:
        """It says "total" and nothing else but numbers before the last text, which add up."""
        numbers = [
            (offset, number)
            for column in self.early
            if (number := self.area.number(row, offset := column - self.area.left)) is not None
        ]
        said = [self.area.cells.text(row, column) for column in self.stub]
        words = [
            text
            for text, column in zip(said, self.stub, strict=True)
            if text and column not in self.early
        ]
        return (
            bool(numbers)
            and len(self.rows) > 3
            and len(words) == 1
            and may_be_total(words[0])
            and is_total_label(words[0]) == "total"
            and is_sure(words[0])
            and not self._has_numbers(row)
            and all(
                _close(
                    sum(self.area.number(i, offset) or 0.0 for i in self.rows if i != row),
                    number,
                    len(self.rows),
                )
                for offset, number in numbers
            )
        )

    def _has_numbers(self, row: int) -> bool:
        return any(
            self.area.cells.look(row, column) not in (BLANK, TEXT) for column in self.measures
        )

    def _settle(self, bare: list[int]) -> None:
        """One row that says "total" is the total; of several, the one outside all groups or the
        largest at an end."""
        if not bare:
            return
        if len(bare) == 1:
            self.kinds[bare[0]] = "total"
            return
        first = min(self.group_rows, default=self.rows[-1] + 1)
        whole = [row for row in bare if row in (self.rows[0], self.rows[-1])] or bare[-1:]
        if not self._same_numbers(whole[0], whole[-1]):
            whole = [max(whole, key=self._size)]
        rest = sum(self._size(row) for row in bare if row not in whole)
        size = self._size(whole[0])
        among_groups = whole[0] > first and not (
            _close(rest, size, len(bare)) or self._adds_up(whole[0], bare)
        )
        if among_groups or size < max(map(self._size, bare)):
            whole = []
        for row in bare:
            self.kinds[row] = "total" if row in whole else "subtotal"

    def _size(self, row: int) -> float:
        return abs(self._numbers(row)[0] or 0.0)

    def _numbers(self, row: int) -> list[float | None]:
        return [self.area.number(row, column - self.area.left) for column in self.measures]

    def _same_numbers(self, row: int, other: int) -> bool:
        return self._numbers(row) == self._numbers(other)

    def _settle_named(self, row: int) -> None:
        """ "Total de ingresos": a total at an end, a subtotal where a group bears its name or the
        rows beside it add up."""
        name = re.sub(
            r"^total(?:es)? (?:del? |de la |de los |de las )?| total$", "", self._label(row)
        )
        at_end = row in (self.rows[0], self.rows[-1])
        number = self.area.cells.number(row)
        if at_end and (self._adds_up(row) or row == self.rows[-1]):
            whole = self._adds_up(row) or "total" not in self.kinds.values()
            self.kinds[row] = "total" if whole else "subtotal"
        elif self._names_a_group(row, name) or self._sums_a_run(row):
            self.kinds[row] = "subtotal"
        else:
            self.notes.append(
                Note(
                    "question",
                    "rows.maybe_total",
                    f"La fila {number} dice «{self._label_as_written(row)}» y se dejó como dato: "
                    "sus números no suman las filas vecinas. Revise si es un subtotal.",
                    (number,),
                )
            )

    def _label(self, row: int) -> str:
        return fold(self._label_as_written(row))

    def _label_as_written(self, row: int) -> str:
        texts = (self.area.cells.text(row, column) for column in self.stub)
        said = [text for text in texts if text]
        return next((text for text in said if not says_nothing(text)), said[0] if said else "")

    def _names_a_group(self, row: int, name: str) -> bool:
        place = bisect_left(self.rows, row)
        near = [*self.rows[max(0, place - 60) : place], *sorted(self.group_rows)]
        return bool(name) and any(
            fold(self.area.cells.text(i, column)) == name for i in near for column in self.stub
        )

    def _sums_a_run(self, row: int) -> bool:
        """The row equals the sum of the rows just above or just below it, at least two of them."""
        place = bisect_left(self.rows, row)
        above = self.rows[max(0, place - 200) : place][::-1]
        below = self.rows[place + 1 : place + 200]
        return any(self._run_reaches(row, run) for run in (above, below))

    def _run_reaches(self, row: int, run: Sequence[int]) -> bool:
        wanted = [
            (column, number)
            for column, number in zip(self.measures, self._numbers(row), strict=True)
            if number
        ][:4]
        if not wanted:
            return False
        sums = [0.0] * len(wanted)
        for count, other in enumerate(run, start=1):
            if other in self.kinds:
                return False
            for k, (column, _) in enumerate(wanted):
                sums[k] += self.area.number(other, column - self.area.left) or 0.0
            if count > 1 and all(
                _close(total, number, count)
                for total, (_, number) in zip(sums, wanted, strict=True)
            ):
                return True
        return False

    def _adds_up(self, row: int, besides: Sequence[int] = ()) -> bool:
        """The row equals the sum of all data rows in most numeric columns where it has a number."""
        others = [i for i in self.rows if i != row and i not in self.kinds and i not in besides]
        return self._equals_sum(row, others, all_columns=False)

    def _equals_sum(self, row: int, others: Sequence[int], all_columns: bool) -> bool:
        wanted = [
            (column, number)
            for column, number in zip(self.measures, self._numbers(row), strict=True)
            if number
        ]
        if not wanted or len(others) < 2 or self._too_small(*wanted[0], others):
            return False
        equal = 0
        for column, number in wanted:
            offset = column - self.area.left
            total = sum(self.area.number(i, offset) or 0.0 for i in others)
            if _close(total, number, len(others)):
                equal += 1
            elif all_columns:
                return False
        return equal == len(wanted) if all_columns else 2 * equal >= len(wanted)

    def _too_small(self, column: int, number: float, others: Sequence[int]) -> bool:
        """A hundred of the others, none of them negative, already come to more: no need to add
        them all."""
        if len(others) <= 400:
            return False
        some = [self.area.number(i, column - self.area.left) or 0.0 for i in others[::100][:100]]
        return min(some) >= 0 and sum(some) > number + 1

    def _by_arithmetic(self) -> None:
        """The first or last row without the word that equals the sum of all the others."""
        data = [row for row in self.rows if row not in self.kinds]
        if len(data) < 4:
            return
        for row in (data[0], data[-1]):
            others = [i for i in data if i != row]
            label = self._label(row)
            country = label in COUNTRIES or label.startswith("republica")
            columns = sum(1 for number in self._numbers(row) if number)
            sure = columns >= 2 or not label or country
            again = country and self._is_country_beside_a_namesake(row, label, others)
            if again or (sure and self._equals_sum(row, others, all_columns=True)):
                self.kinds[row] = "total"
                said = self._label_as_written(row) or "(sin rótulo)"
                number = self.area.cells.number(row)
                self.notes.append(
                    Note(
                        "question",
                        "rows.total_by_sum",
                        f"La fila {number}, «{said}», se marcó como total: "
                        + (
                            "nombra al país y otra fila lleva el mismo nombre."
                            if again
                            else f"cada número es la suma de las otras {len(others)} filas."
                        ),
                        (number,),
                    )
                )
                return

    def _by_codes(self) -> None:
        """Rows whose dotted code (1, 1.1, 1.1.2) has rows below it that add up to them:
        subtotals."""
        if not self.stub or self.depths:
            return
        plain = [row for row in self.rows if row not in self.kinds]
        found = summing_codes(self.area, plain, self.stub[0], self.measures)
        if found:
            self._mark(found, "por su código y por su suma encabezan las que siguen")

    def _by_runs(self) -> None:
        """Rows without a word that are the sum of the rows right below: subtotals."""
        plain = [row for row in self.rows if row not in self.kinds]
        found = summing_rows(self.area, plain, self.measures, self.depths) - set(self.known)
        if found:
            self._mark(found, "son la suma de las que siguen a cada una")

    def _mark(self, found: Collection[int], why: str) -> None:
        self.kinds.update(dict.fromkeys(sorted(found), "subtotal"))
        numbers = tuple(self.area.cells.number(row) for row in sorted(found))
        self.notes.append(
            Note(
                "question",
                "rows.subtotal_by_sum",
                f"{number_es(len(found))} filas {why} y se marcaron como subtotales. Revise si es "
                "así: las descargas no llevan esas filas, y si además nombran el grupo de las que "
                "siguen, el grupo no se sabría.",
                numbers[:100],
            )
        )

    def _is_country_beside_a_namesake(self, row: int, label: str, others: Sequence[int]) -> bool:
        """Exactly one other row bears the country's name (its department) and no row has a
        larger number."""
        texts = [column for column in self.stub if self.area.cells.look(row, column) == TEXT]
        namesakes = sum(1 for i in others if self._label(i) == label)
        return (
            len(texts) == 1 and namesakes == 1 and self._size(row) >= max(map(self._size, others))
        )

    def _say_what_does_not_add_up(self) -> None:
        totals = [row for row, kind in self.kinds.items() if kind == "total"]
        data = [row for row in self.rows if row not in self.kinds]
        for row in totals[:3]:
            if len(data) > 1 and not self._equals_sum(row, data, all_columns=False):
                number = self.area.cells.number(row)
                self.notes.append(
                    Note(
                        "info",
                        "rows.total_without_sum",
                        f"La fila {number}, «{self._label_as_written(row)}», es un total por su "
                        "palabra; sus números no son la suma de las filas de datos.",
                        (number,),
                    )
                )


def _edge(measures: Sequence[int], texts: Sequence[int]) -> int:
    """Where the columns that name rows end: a text column belongs to them with at most three
    columns of numbers (codes) before it and no fewer after it."""
    naming = [
        k
        for k in texts
        if (before := sum(1 for m in measures if m < k)) <= 3
        and len(measures) - before >= max(1, before)
    ]
    if naming:
        return naming[-1] + 1
    return measures[0] if measures else 0


def _close(total: float, number: float, terms: int) -> bool:
    """Equal within the rounding of the terms: half a unit each of the last place, or one in ten
    thousand."""
    slack = max(
        0.5 * min(terms, 4) if number.is_integer() else 0.06 * min(terms, 10), abs(number) * 1e-4
    )
    return abs(total - number) <= slack
