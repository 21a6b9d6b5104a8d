"""The last step: every column cast and written to Parquet, in the order of the source."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from cauce.engine.columns import KIND, ROW
from cauce.engine.reading import native
from cauce.engine.reading.choice import Choice
from cauce.engine.reading.held import WIDE
from cauce.engine.reading.staging import Staged, StagedColumn
from cauce.engine.reading.workbench import literal, quoted, texts

PARQUET: Final = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION v2"
"""The encodings of version 2 make smaller files at level 1 than those of version 1 at level 3, and
cost a sixth less to write."""

SQL_TYPES: Final = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "time": "TIME",
    "datetime": "TIMESTAMP",
}


@dataclass(frozen=True)
class Cast:
    """How one staged column is written."""

    staged: StagedColumn
    name: str
    choice: Choice
    marks: tuple[str, ...] = ()
    """Staged texts that are missing although they could be read as values."""
    width: int | None = None
    """Zeros are put before whole numbers with fewer digits."""

    @property
    def value(self) -> str:
        """The SQL expression of what is written."""
        cell = self.staged.name
        expression = self.choice.sql(cell)
        if expression is None:
            expression = self._text(cell)
        if self.marks:
            expression = (
                f"CASE WHEN {cell} IN ({texts(self.marks)}) THEN NULL ELSE {expression} END"
            )
        return expression

    @property
    def written(self) -> str:
        """The same, of the type of the column."""
        return f"CAST({self.value} AS {SQL_TYPES[self.choice.type]})"

    def _text(self, cell: str) -> str:
        text = cell
        if self.staged.native:
            text = f"regexp_replace({cell}, '^[{native.MARKS}]', '')"
        if self.width is None:
            return text
        short = rf"\d{{1,{max(self.width - 1, 1)}}}(?:[.,]0+)?"
        bare = f"regexp_extract({text}, '^\\d+')"
        return (
            f"CASE WHEN regexp_full_match({text}, {literal(short)}) "
            f"THEN lpad({bare}, {self.width}, '0') "
            f"ELSE regexp_replace({text}, '^(\\d+)[.,]0+$', '\\1') END"
        )


def write_parquet(staged: Staged, casts: Sequence[Cast], out: Path) -> None:
    """Write ``_row``, ``_kind`` and the columns to ``out`` (zstd), rows as the source has them."""
    columns = [f"{cast.written} AS {quoted(cast.name)}" for cast in casts]
    if staged.held is not None and len(columns) > WIDE:
        _write_wide(staged, columns, out)
        return
    select = f"SELECT {', '.join((ROW, KIND, *columns))} FROM {staged.table}"
    staged.cursor.execute(f"COPY ({select}) TO {literal(str(out))} ({PARQUET})")


def _write_wide(staged: Staged, columns: Sequence[str], out: Path) -> None:
    """The same by stripes of columns, put together here: DuckDB's time for one statement grows
    with the square of its columns."""
    import pyarrow.parquet as pq  # few tables are so wide, and importing it costs all the others

    whole = _stripe(staged, (ROW, KIND))
    for start in range(0, len(columns), WIDE):
        stripe = _stripe(staged, columns[start : start + WIDE])
        for field, values in zip(stripe.schema, stripe.columns, strict=True):
            whole = whole.append_column(field, values)
    pq.write_table(whole, out, compression="zstd", compression_level=1, version="2.6")


def _stripe(staged: Staged, columns: Sequence[str]) -> pa.Table:
    asked = f"SELECT {', '.join(columns)} FROM {staged.table} ORDER BY rowid"
    return staged.cursor.sql(asked).to_arrow_table()
