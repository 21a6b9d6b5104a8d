"""Cells that the cast leaves out: each is a missing mark or a misfit, none is forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cauce.engine.columns import KIND, ROW
from cauce.engine.reading.casting import Cast
from cauce.engine.reading.decision import Misfit
from cauce.engine.reading.marks import is_missing_among_numbers
from cauce.engine.reading.native import as_written
from cauce.engine.reading.staging import TALLIED, Staged
from cauce.engine.reading.workbench import literal, quoted, texts

LISTED: Final = 1000
MOST_TEXTS: Final = 20_000

WHY: Final = {
    "integer": "no es un número entero",
    "number": "no es un número",
    "boolean": "no dice sí ni no",
    "date": "no es una fecha que exista",
    "time": "no es una hora",
    "datetime": "no es una fecha con hora que exista",
}


@dataclass(frozen=True)
class LeftOut:
    """What a column's cast left out: staged texts that are missing marks, and the others, with
    their counts."""

    marks: dict[str, int]
    misfits: dict[str, int]

    @property
    def count(self) -> int:
        """Cells that do not fit."""
        return sum(self.misfits.values())


def left_out(
    staged: Staged, cast: Cast, wanted_marks: Sequence[str] | None, parquet: Path
) -> LeftOut:
    """The texts of one column that its cast gives no value for.

    Args:
        wanted_marks: exactly these texts are missing; when ``None`` the usual marks are.
        parquet: the table as this cast has written it.
    """
    cell = cast.staged.name
    tally = staged.tally(cell)
    cells = "count(*)" if tally is None else "sum(cells)"
    nothing = f"({cast.value}) IS NULL"
    if tally is None and staged.rows >= TALLIED:  # casting again costs more than looking it up
        written = f"read_parquet({literal(str(parquet))})"
        nothing = f"{ROW} IN (SELECT {ROW} FROM {written} WHERE {quoted(cast.name)} IS NULL)"
    found = staged.ask(
        f"SELECT {cell}, CAST({cells} AS BIGINT) FROM {tally or staged.table} "
        f"WHERE {cell} IS NOT NULL AND {nothing} "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_TEXTS}"
    )
    marks: dict[str, int] = {}
    misfits: dict[str, int] = {}
    for text, count in found:
        written = as_written(text)
        if text in cast.marks:
            missing = True
        elif wanted_marks is not None:
            missing = written in wanted_marks
        else:
            missing = cast.choice.type != "text" and is_missing_among_numbers(written)
        (marks if missing else misfits)[text] = count
    return LeftOut(marks, misfits)


def data_counts(staged: Staged, column: str, found: Sequence[str]) -> dict[str, int]:
    """How often each staged text stands in rows of data."""
    if not found:
        return {}
    if staged.held is not None:
        counts = staged.held.data_counts(column)
        return {as_written(text): counts[text] for text in found if counts[text]}
    wanted = f"{column} IN ({texts(list(found))})"
    tally = staged.tally(column)
    if tally is not None:
        counted = f"SELECT {column}, of_data FROM {tally} WHERE of_data > 0 AND {wanted}"
    else:
        counted = (
            f"SELECT {column}, count(*) FROM {staged.table} "
            f"WHERE {KIND} = 'data' AND {wanted} GROUP BY 1"
        )
    rows = staged.ask(counted)
    return {as_written(text): count for text, count in rows}


def list_misfits(staged: Staged, cast: Cast, out: LeftOut) -> list[Misfit]:
    """The first misfits of a column, in the order of the source."""
    if not out.misfits:
        return []
    cell = cast.staged.name
    marked = f" AND {cell} NOT IN ({texts(list(out.marks))})" if out.marks else ""
    rows = staged.ask(
        f"SELECT {ROW}, {cell} FROM {staged.table} "
        f"WHERE {cell} IS NOT NULL AND ({cast.value}) IS NULL{marked} ORDER BY {ROW} LIMIT {LISTED}"
    )
    why = WHY[cast.choice.type]
    return [Misfit(row, cast.name, as_written(text), why) for row, text in rows]
