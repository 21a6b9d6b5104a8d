"""Staging of large text files: DuckDB cuts the UTF-8 copy, and what it cut is compared with what
the grid shows.

Where the two differ in the number of lines or in any cell of the head and the tail, our own parser
cuts the file again, slower and in batches."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import duckdb
import pyarrow as pa

from cauce.engine.columns import KIND, ROW
from cauce.engine.reading.block import Block
from cauce.engine.reading.bulkkinds import PLAIN, middle_kinds
from cauce.engine.reading.cells import TEXT, look_of_text
from cauce.engine.reading.decision import Misfit, Note
from cauce.engine.reading.delimited import Cut, cut_cells
from cauce.engine.reading.grid import Bulk, Dialect, Grid
from cauce.engine.reading.native import WHITE
from cauce.engine.reading.staging import Staged, StagedColumn, cell_text, layout
from cauce.engine.reading.workbench import literal, new_name

BATCH: Final = 8 * 1024 * 1024
"""Characters that our own parser cuts at a time."""
LONGEST: Final = 64 * 1024 * 1024
"""A quoted cell that goes on for longer is a stray quote."""
MOST_BEYOND: Final = 1000


def reaches_unseen(grid: Grid, block: Block) -> bool:
    """Whether the block goes on beyond the rows of the head that the grid shows."""
    return grid.bulk is not None and block.body.value[1] >= grid.bulk.head


def stage_copy(cursor: duckdb.DuckDBPyConnection, grid: Grid, block: Block) -> Staged:
    """Stage the body of a block whose middle rows the grid does not show."""
    assert grid.bulk is not None
    assert grid.dialect is not None
    columns = layout(block)
    raw = new_name("raw")
    cut = _Cut(cursor, grid, block, grid.bulk, grid.dialect, columns, raw)
    beyond: tuple[Misfit, ...] = ()
    if not (cut.by_duckdb() and cut.agrees()):
        beyond = cut.by_ourselves()
    _trim_where_seen(cut)
    view = new_name("staged")
    written = _written(cut, columns)
    cursor.execute(f"CREATE VIEW {view} AS {written('')}")
    counts = f"SELECT {KIND}, count(*) FROM {view} GROUP BY 1"
    if cut.plain:
        counts = f"SELECT 'data', count(*) FROM {view}"
    kinds = {str(kind): int(rows) for kind, rows in cursor.execute(counts).fetchall()}
    first, last = block.body.value
    return Staged(
        cursor=cursor,
        table=view,
        columns=columns,
        rows=sum(kinds.values()),
        kinds=kinds,
        first_row=grid.numbers[first],
        last_row=grid.numbers[last],
        beyond=beyond,
        drops=(f"DROP VIEW IF EXISTS {view}", f"DROP TABLE IF EXISTS {raw}"),
        notes=cut.notes(),
        trims=lambda name: trim_cells(cursor, raw, name),
        stretch=lambda first, last: written(cut.between(first, last)),
    )


class _Cut:
    """One file being cut into the table ``raw``: ``_row`` and one text column for each of the
    block's."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        grid: Grid,
        block: Block,
        bulk: Bulk,
        dialect: Dialect,
        columns: Sequence[StagedColumn],
        raw: str,
    ) -> None:
        self.cursor = cursor
        self.grid = grid
        self.block = block
        self.bulk = bulk
        self.dialect = dialect
        self.columns = columns
        self.raw = raw
        self.first, self.last = block.body.value
        self.first_line = grid.numbers[self.first]
        self.last_line = grid.numbers[self.last]
        self.width = grid.width
        self.row = ROW
        self.long_rows: list[int] = []
        self.texts = self._text_columns()
        self.plain = True
        """Whether every row is of data."""

    def _text_columns(self) -> set[str]:
        """Columns that hold texts, as far as the grid shows."""
        shown = list(self.grid.rows[self.first : self.first + 400])
        found = set()
        for column in self.columns:
            if column.place is None:
                continue
            cells = [row[column.place] for row in shown if column.place < len(row)]
            written = [cell for cell in cells if isinstance(cell, str) and cell.strip(WHITE)]
            texts = sum(look_of_text(cell) == TEXT for cell in written)
            if 10 * texts > len(written) or not written:
                found.add(column.name)
        return found

    def by_duckdb(self) -> bool:
        """Cut the file with DuckDB's reader; ``False`` when it says that it cannot."""
        names = ", ".join(f"'g{place}': 'VARCHAR'" for place in range(self.width))
        kept = ", ".join(f"g{c.place} AS {c.name}" for c in self.columns if c.place is not None)
        quote = self.dialect.quote or ""
        escape = (self.dialect.escape or quote) if quote else ""
        options = (
            f"auto_detect = false, columns = {{{names}}}, header = false, new_line = '\\n', "
            f"delim = {literal(self.dialect.delimiter or chr(0x1F))}, quote = {literal(quote)}, "
            f"escape = {literal(escape)}, skip = {self.first_line - 1}, "
            f"strict_mode = true, max_line_size = {LONGEST}"
        )
        # Rows of one width cost least; in parallel it cannot pad rows with quoted line ends.
        for padding, parallel in (("false", "true"), ("true", "true"), ("true", "false")):
            way = f"null_padding = {padding}, parallel = {parallel}"
            try:
                self.cursor.execute(
                    f"CREATE TABLE {self.raw} AS SELECT {kept} FROM "
                    f"read_csv({literal(str(self.bulk.text))}, {options}, {way})"
                )
            except duckdb.Error:
                continue
            self.row = f"rowid + {self.first_line}"
            return True
        return False

    def agrees(self) -> bool:
        """Whether every line became a row, and the rows that the grid shows are the same cell by
        cell."""
        most = self.bulk.lines - self.first_line + 1
        fewest = self.grid.numbers[-1] - self.first_line + 1
        ((rows,),) = self.cursor.execute(f"SELECT count(*) FROM {self.raw}").fetchall()
        if not fewest <= rows <= most and not self._count_line_ends(rows, fewest, most):
            return False
        return all(self._same(index) for index in self._shown_by_chunks())

    def _count_line_ends(self, rows: int, fewest: int, most: int) -> bool:
        """Number the rows by the line where each begins, when quoted line ends explain what is
        missing."""
        if self.dialect.quote is None:
            return False
        breaks = " + ".join(
            f"coalesce(length({c.name}) - length(replace({c.name}, chr(10), '')), 0)"
            for c in self.columns
            if c.place is not None
        )
        ((inside,),) = self.cursor.execute(f"SELECT sum({breaks}) FROM {self.raw}").fetchall()
        if not inside or not fewest <= rows + inside <= most:
            return False
        numbered = new_name("numbered")
        self.cursor.execute(
            f"CREATE TABLE {numbered} AS SELECT {self.first_line} + rowid + coalesce(sum({breaks}) "
            "OVER (ORDER BY rowid ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) "
            f"AS {ROW}, * FROM {self.raw} ORDER BY rowid"
        )
        self.cursor.execute(f"DROP TABLE {self.raw}")
        self.cursor.execute(f"ALTER TABLE {numbered} RENAME TO {self.raw}")
        self.row = f"CAST({ROW} AS BIGINT)"
        return True

    def _shown_by_chunks(self) -> Iterator[Sequence[int]]:
        head = range(self.first, min(self.last + 1, self.bulk.head))
        tail = range(max(self.first, self.bulk.head), self.last + 1)
        for shown in (head, tail):
            for start in range(0, len(shown), 500):
                yield shown[start : start + 500]

    def _same(self, indexes: Sequence[int]) -> bool:
        numbers = [self.grid.numbers[index] for index in indexes]
        names = [column.name for column in self.columns if column.place is not None]
        found = {
            row[0]: row[1:]
            for row in self.cursor.execute(
                f"SELECT {self.row} AS n, {', '.join(names)} FROM {self.raw} "
                f"WHERE n BETWEEN {numbers[0]} AND {numbers[-1]}"
            ).fetchall()
        }
        places = [column.place for column in self.columns if column.place is not None]
        return all(
            [(text or "").strip(WHITE) for text in found.get(number, ())]
            == [cell_text(self.grid, index, place) or "" for place in places]
            for index, number in zip(indexes, numbers, strict=True)
        )

    def by_ourselves(self) -> tuple[Misfit, ...]:
        """Cut the file with our own parser; gives the cells of rows that are longer than the
        table."""
        self.cursor.execute(f"DROP TABLE IF EXISTS {self.raw}")
        places = [(c.name, c.place) for c in self.columns if c.place is not None]
        names = [name for name, _ in places]
        written = ", ".join(f"{name} VARCHAR" for name in names)
        self.cursor.execute(f"CREATE TABLE {self.raw} ({ROW} BIGINT, {written})")
        self.row = ROW
        beyond: list[Misfit] = []
        edge = max([*(place for _, place in places), self.width - 1]) + 1
        for rows, numbers in self._batches():
            columns = [
                [row[place] if place < len(row) else None for row in rows] for _, place in places
            ]
            self._insert(names, numbers, columns)
            for row, number in zip(rows, numbers, strict=True):
                if len(row) > edge:
                    beyond += self._beyond(row[edge:], number, edge)
        return tuple(beyond)

    def _beyond(self, cells: Sequence[object], number: int, edge: int) -> Iterator[Misfit]:
        extra = [(place, str(cell)) for place, cell in enumerate(cells, edge + 1) if cell]
        if extra:
            self.long_rows.append(number)
        for place, text in extra:
            yield Misfit(
                number, f"columna {place}", text, "sobra: la fila tiene más celdas que la tabla"
            )

    def _insert(self, names: list[str], numbers: list[int], columns: list[list[object]]) -> None:
        table = pa.table(
            [pa.array(numbers, pa.int64()), *(pa.array(texts, pa.string()) for texts in columns)],
            names=[ROW, *names],
        )
        self.cursor.register("batch_arrow", table)
        self.cursor.execute(f"INSERT INTO {self.raw} SELECT * FROM batch_arrow")
        self.cursor.unregister("batch_arrow")

    def _batches(self) -> Iterator[tuple[list[list[object]], list[int]]]:
        cut = Cut(self.dialect.delimiter, self.dialect.quote, self.dialect.escape)
        line = 1
        for text in self._pieces():
            rows, numbers = cut_cells(text, cut, line)
            line += text.count("\n")
            within = [
                place
                for place, number in enumerate(numbers)
                if self.first_line <= number <= self.last_line
            ]
            if within:
                low, high = within[0], within[-1] + 1
                kept: list[list[object]] = [list(row) for row in rows[low:high]]
                yield kept, numbers[low:high]

    def _pieces(self) -> Iterator[str]:
        """Whole records: a piece ends at a line end outside quotes."""
        quote = self.dialect.quote
        held = ""
        with self.bulk.text.open(encoding="utf-8", errors="replace", newline="\n") as file:
            while chunk := file.read(BATCH):
                chunk += file.readline()
                held += chunk
                if quote and held.count(quote) % 2 and len(held) < LONGEST:
                    continue
                yield held
                held = ""
        if held:
            yield held

    def between(self, first: int, last: int) -> str:
        """A WHERE for the rows from one number to another, which finds them without a search."""
        if self.row == ROW or self.row.startswith("CAST"):
            return f" WHERE {ROW} BETWEEN {first} AND {last}"
        return f" WHERE rowid BETWEEN {first - self.first_line} AND {last - self.first_line}"

    def notes(self) -> tuple[Note, ...]:
        """What a person should know of the cut."""
        if not self.long_rows:
            return ()
        message = (
            f"{len(self.long_rows)} filas tienen más celdas que la tabla; lo que sobra se lista "
            "entre las celdas que no encajan."
        )
        return (Note("warning", "rows.ragged", message, tuple(self.long_rows[:100])),)


def _written(cut: _Cut, columns: Sequence[StagedColumn]) -> Callable[[str], str]:
    """The rows that are written, with their kinds: a SELECT of those that a WHERE keeps."""
    said = [
        f"CAST(NULL AS VARCHAR) AS {column.name}" if column.place is None else column.name
        for column in columns
    ]
    filled = [column.name for column in columns if column.place is not None]
    inner = f"SELECT {cut.row} AS {ROW}, {', '.join(said)} FROM {cut.raw}"
    kinds = middle_kinds(cut.cursor, f"({inner})", cut.grid, cut.block, columns)
    if kinds.skipped or kinds.sql != PLAIN:
        cut.plain = False
    names = ", ".join(column.name for column in columns)
    kept = _kept(cut, inner, filled, kinds.skipped)
    return lambda where: f"SELECT {ROW}, {kinds.sql} AS {KIND}, {names} FROM ({inner}{where}){kept}"


def _kept(cut: _Cut, inner: str, filled: Sequence[str], skipped: frozenset[int]) -> str:
    """The rows to keep, as a WHERE that says nothing when all are."""
    tests = []
    first, *rest = filled
    blank = " AND ".join(f"{name} IS NULL" for name in rest) or "true"

    def any_row(where: str) -> bool:
        return bool(cut.cursor.execute(f"SELECT 1 FROM ({inner}) WHERE {where} LIMIT 1").fetchall())

    if any_row(f"{ROW} > {cut.last_line}"):
        tests.append(f"{ROW} <= {cut.last_line}")
    if any_row(f"{first} IS NULL AND {blank}"):
        tests.append(f"NOT ({first} IS NULL AND {blank})")
    if skipped:
        tests.append(f"{ROW} NOT IN ({', '.join(map(str, sorted(skipped)))})")
    return f" WHERE {' AND '.join(tests)}" if tests else ""


def _trim_where_seen(cut: _Cut) -> None:
    """Take the white space off the cells of columns of texts, and of those whose sample shows any.

    Columns that look like numbers or dates wait until a cell of theirs does not fit
    (:meth:`Staged.trim`): nearly none needs it, and looking costs.
    """
    names = [column.name for column in cut.columns if column.place is not None]
    tests = ", ".join(f"bool_or({_padded(name)})" for name in names)
    (row,) = cut.cursor.execute(
        f"SELECT {tests} FROM {cut.raw} WHERE rowid % 251 = 0 OR rowid < 2000"
    ).fetchall()
    for name, seen in zip(names, row, strict=True):
        if seen:
            trim_cells(cut.cursor, cut.raw, name)
        elif name in cut.texts:
            trim_cells(cut.cursor, cut.raw, name, f"{name} < '!' OR ends_with({name}, ' ')")


def _padded(name: str) -> str:
    """Whether a cell begins or ends with white space."""
    return f"regexp_matches({name}, {literal(f'^[{WHITE}]|[{WHITE}]$')})"


def trim_cells(
    cursor: duckdb.DuckDBPyConnection, raw: str, name: str, where: str | None = None
) -> None:
    """Take the white space off the cells of one column, in place."""
    cursor.execute(
        f"UPDATE {raw} SET {name} = nullif(trim({name}, {literal(WHITE)}), '') "
        f"WHERE {where or _padded(name)}"
    )
