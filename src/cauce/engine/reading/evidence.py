"""The types of all columns of a staged table, each decided on as many cells as it takes to be
sure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cauce.engine.reading.booleans import find_words
from cauce.engine.reading.choice import Choice, Clues
from cauce.engine.reading.choosing import choose
from cauce.engine.reading.dates import order_counts_sql, read_date, zone_sql
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.headings import read_header
from cauce.engine.reading.marks import is_missing_among_numbers
from cauce.engine.reading.numbers import read_number
from cauce.engine.reading.shapes import PROBE, SAMPLE, Shapes, shapes_of
from cauce.engine.reading.staging import Staged, StagedColumn
from cauce.engine.reading.typed import WantedColumn

HOPELESS: Final = 0.3
"""Share of plain texts among four hundred rows from which a column cannot be anything else."""
NEARLY: Final = 0.9
"""A column of text that nearly is of another type is looked at whole."""

Asked = Mapping[str, WantedColumn]
"""What is wanted of each staged column, by its staged name."""


@dataclass
class Evidence:
    """Shapes and choices of the columns, by their staged names."""

    staged: Staged
    columns: Sequence[StagedColumn]
    wanted: Asked
    shapes: dict[str, Shapes]
    choices: dict[str, Choice]
    table_decimal: str | None = None
    table_reason: str = ""

    def rechoose(self, name: str) -> Choice:
        """Decide one column again on all its cells."""
        self.shapes |= shapes_of(self.staged, [name])
        choice = self._choose(name, self.staged.table)
        self.choices[name] = choice
        return choice

    def _choose(self, name: str, source: str) -> Choice:
        column = next(column for column in self.columns if column.name == name)
        return choose(self.shapes[name], self._clues(column, source))

    def _clues(self, column: StagedColumn, source: str) -> Clues:
        name = column.name

        def counted(*sql: str, all_rows: bool = False) -> tuple[int, ...]:
            relation = self.staged.table if all_rows else source
            (row,) = self.staged.ask(f"SELECT {', '.join(sql)} FROM {relation}")
            return row

        def day_order() -> tuple[int, int, int]:
            first, second, cells = counted(*order_counts_sql(name))
            if not first and not second and source != self.staged.table:
                first, second, cells = counted(*order_counts_sql(name), all_rows=True)
            return first, second, cells

        def zones() -> dict[str, int]:
            rows = self.staged.ask(
                f"SELECT {zone_sql(name)}, count(*) FROM {self.staged.table} "
                f"WHERE {name} IS NOT NULL GROUP BY 1"
            )
            return dict(rows)

        def zero_led() -> int:
            return counted(f"count(*) FILTER (WHERE regexp_full_match({name}, '-?0\\d+'))")[0]

        def only_zero_fractions() -> bool:
            return not counted(
                f"count(*) FILTER (WHERE regexp_matches({name}, '\\d[.,]\\d') "
                f"AND NOT regexp_matches({name}, '\\d[.,]0(?:\\D|$)'))"
            )[0]

        return Clues(
            header=read_header(column.label),
            native=column.native,
            wanted=self.wanted.get(name),
            table_decimal=self.table_decimal,
            table_reason=self.table_reason,
            day_order=day_order,
            zones=zones,
            zero_led=zero_led,
            only_zero_fractions=only_zero_fractions,
        )

    def decide(self) -> None:
        """Shapes and a choice for every column: of four hundred rows, of four thousand, or of
        all."""
        names = [column.name for column in self.columns]
        self.staged.sample(SAMPLE)
        self._look(names, PROBE)
        if any(not self.shapes[name].complete for name in names):
            open_ = [name for name in names if not self._is_text(name)]
            self._look(open_, SAMPLE)
            self._look([name for name in open_ if self._in_doubt(name)], None)
        self._settle_decimals()

    def _look(self, names: Sequence[str], rows: int | None) -> None:
        self.shapes |= shapes_of(self.staged, names, rows)
        source = self.staged.table if rows is None else self.staged.sample(rows)
        for name in names:
            self.choices[name] = self._choose(name, source)

    def _is_text(self, name: str) -> bool:
        """Whether the rows looked at leave no hope for another type."""
        asked = self.wanted.get(name)
        if asked is not None and asked.type not in (None, "text"):
            return False
        filled = self.shapes[name].filled
        return filled >= 50 and self._plain_texts(name) >= HOPELESS * filled

    def _plain_texts(self, name: str) -> int:
        shapes = self.shapes[name].all
        words = find_words(shapes)
        return sum(
            shape.count
            for shape in shapes
            if shape.text not in words
            and not is_missing_among_numbers(shape.text)
            and read_number(shape.text) is None
            and read_date(shape.text) is None
        )

    def _in_doubt(self, name: str) -> bool:
        choice, shapes = self.choices[name], self.shapes[name]
        if shapes.complete:
            return False
        if choice.doubtful or not choice.cells:
            return True
        return choice.type == "text" and self._plain_texts(name) <= (1 - NEARLY) * shapes.filled

    def _settle_decimals(self) -> None:
        """Columns whose decimal mark is not evident follow the others of the table."""
        doubtful = [name for name, choice in self.choices.items() if choice.doubtful]
        if not doubtful:
            return
        sure = Counter(
            choice.decimal.value
            for choice in self.choices.values()
            if choice.decimal is not None and not choice.doubtful
        )
        if sure:
            mark, count = max(sure.items(), key=lambda item: item[1])
            if count * 3 >= 2 * sum(sure.values()):
                said = {",": "la coma", ".": "el punto"}[mark]
                self.table_decimal = mark
                self.table_reason = f"en otras columnas de la tabla {said} separa decimales"
        if self.table_decimal is None:
            return
        for name in doubtful:
            complete = self.shapes[name].complete
            source = self.staged.table if complete else self.staged.sample(SAMPLE)
            self.choices[name] = self._choose(name, source)


def gather(staged: Staged, columns: Sequence[StagedColumn], wanted: Asked, grid: Grid) -> Evidence:
    """Look at the columns and decide their types."""
    evidence = Evidence(staged, columns, wanted, {}, {})
    mark, reason = _suggested_decimal(grid)
    evidence.table_decimal, evidence.table_reason = mark, reason
    evidence.decide()
    return evidence


def _suggested_decimal(grid: Grid) -> tuple[str | None, str]:
    """What the way the file is written says about decimals."""
    if grid.records:
        return ".", "así escriben los números los programas"
    delimiter = grid.dialect.delimiter if grid.dialect else None
    if delimiter == ";":
        return (
            ",",
            "el archivo separa columnas con punto y coma, como se hace donde la coma es decimal",
        )
    if delimiter == ",":
        return ".", "el archivo separa columnas con coma, como se hace donde el punto es decimal"
    return None, ""
