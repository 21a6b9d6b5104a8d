"""Records to rows: nested objects become columns "a.b", lists stay JSON text."""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from cauce.base.numerals import number_es
from cauce.engine.reading.decision import Note
from cauce.engine.reading.grid import Cell
from cauce.engine.reading.limits import Budget


class Flattener:
    """Turns values of JSON and Parquet into cells and counts what had to be changed."""

    def __init__(self, repair: bool = False) -> None:
        """``repair``: strings may hold halves of surrogate pairs, which no file can keep."""
        self._repair = repair
        self._infinite = 0
        self._halves = 0

    def cell(self, value: Any) -> Cell:
        """One value as a cell; lists and objects as JSON text."""
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, str):
            return self._text(value) if self._repair else value
        if isinstance(value, float):
            if math.isfinite(value):
                return value
            self._infinite += 1
            return None
        if isinstance(value, date | datetime | time):
            return value
        if isinstance(value, Decimal):
            return _number(value)
        if isinstance(value, bytes):
            return value.decode("utf-8", "backslashreplace")
        return self._text(json.dumps(value, ensure_ascii=False, default=str))

    def _text(self, text: str) -> str:
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            self._halves += 1
            return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text

    def line(self, values: Any) -> list[Cell]:
        """A list of values as a row."""
        return [self.cell(value) for value in values]

    def record(self, record: Mapping[str, Any], into: dict[str, Cell], prefix: str = "") -> None:
        """Write the record's values ``into`` a flat mapping."""
        for key, value in record.items():
            name = f"{prefix}{self._text(key) if self._repair else key}"
            if isinstance(value, dict) and value:
                self.record(value, into, f"{name}.")
            else:
                into[name] = None if value == {} else self.cell(value)

    def notes(self) -> tuple[Note, ...]:
        """What a person should know of the changes."""
        notes = []
        if self._infinite:
            notes.append(
                Note(
                    "warning",
                    "records.not_finite",
                    "Un valor no es un número finito (NaN o infinito) y quedó vacío."
                    if self._infinite == 1
                    else f"{number_es(self._infinite)} valores no son números finitos (NaN o "
                    "infinito) y quedaron vacíos.",
                )
            )
        if self._halves:
            notes.append(
                Note(
                    "question",
                    "encoding.lost_letters",
                    f"{self._halves} textos tienen caracteres a medias, que se muestran como "
                    "«\ufffd». "
                    "Vuelva a exportar el archivo desde su origen.",
                )
            )
        return tuple(notes)


def _number(value: Decimal) -> int | float | None:
    if not value.is_finite():
        return None
    return (
        int(value) if value == value.to_integral_value() and abs(value) < 10**18 else float(value)
    )


def rows_of(
    records: Iterable[Mapping[str, Any]], flattener: Flattener, budget: Budget, where: str
) -> tuple[tuple[str, ...], list[list[Cell]]]:
    """Labels in the order they first appear, and one row a record with a cell for each of them."""
    labels: dict[str, int] = {}
    rows: list[list[Cell]] = []
    for count, record in enumerate(records):
        flat: dict[str, Cell] = {}
        flattener.record(record, flat)
        for name in flat:
            if name not in labels:
                labels[name] = len(labels)
        rows.append([flat.get(name) for name in labels])
        if count % 1000 == 0:
            budget.check_time()
            budget.spend_cells(min(count, 1000), len(labels), where)
    width = len(labels)
    for row in rows:
        row.extend([None] * (width - len(row)))
    budget.spend_cells(len(rows) % 1000, width, where)
    return tuple(labels), rows
