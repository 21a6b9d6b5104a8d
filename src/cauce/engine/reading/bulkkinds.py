"""Totals, blank rows and repeated headers among the rows of a large text file that the grid does
not show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from cauce.base.fold import fold
from cauce.engine.columns import ROW
from cauce.engine.reading.block import Block
from cauce.engine.reading.cells import NUMBER, look_of_text
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.staging import StagedColumn
from cauce.engine.reading.totals import is_total_label
from cauce.engine.reading.workbench import literal, texts

PLAIN: Final = "'data'"
"""The SQL of the kind when every row is of data."""
MOST_LABELS: Final = 2000
CATEGORY: Final = 0.02
"""A label in more than this share of the rows is a category ("Nacional"), not the mark of a
total."""


@dataclass(frozen=True)
class MiddleKinds:
    """Rows that are not written, and the SQL expression of each row's kind."""

    skipped: frozenset[int]
    sql: str


def middle_kinds(
    cursor: duckdb.DuckDBPyConnection,
    relation: str,
    grid: Grid,
    block: Block,
    columns: Sequence[StagedColumn],
) -> MiddleKinds:
    """What each row is: as the block says where the grid shows it, by its words elsewhere."""
    shown = {
        grid.numbers[index]: index for index in range(block.body.value[0], block.body.value[1] + 1)
    }
    kinds: dict[str, list[int]] = {"total": [], "subtotal": []}
    for number, index in shown.items():
        if (kind := block.kinds.get(index, "data")) != "data":
            kinds[kind].append(number)
    skipped = {number for number, index in shown.items() if index in block.skipped}
    skipped |= _repeated_headers(cursor, relation, columns) - shown.keys()
    for number, said in _totals(cursor, relation, grid, block, columns):
        if number not in shown:
            kinds[said].append(number)
    cases = "".join(
        f" WHEN {ROW} IN ({', '.join(map(str, sorted(rows)))}) THEN {literal(kind)}"
        for kind, rows in kinds.items()
        if rows
    )
    return MiddleKinds(frozenset(skipped), f"CASE{cases} ELSE 'data' END" if cases else PLAIN)


def _repeated_headers(
    cursor: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[StagedColumn]
) -> set[int]:
    """Rows in which the first cell, another and every filled one repeat their column's label."""
    labelled = [(c.name, c.label) for c in columns if c.place is not None and c.label]
    if len(labelled) < 2:
        return set()
    (name, label), *rest = labelled
    others = [f"({other} IS NULL OR {other} = {literal(said)})" for other, said in rest]
    another = " OR ".join(f"{other} = {literal(said)}" for other, said in rest)
    found = cursor.execute(
        f"SELECT {ROW} FROM (SELECT * FROM {relation} WHERE {name} = {literal(label)}) "
        f"WHERE {' AND '.join(others)} AND ({another})"
    ).fetchall()
    return {row for (row,) in found}


def _totals(
    cursor: duckdb.DuckDBPyConnection,
    relation: str,
    grid: Grid,
    block: Block,
    columns: Sequence[StagedColumn],
) -> list[tuple[int, str]]:
    stub = _stub(grid, block, columns)
    if stub is None:
        return []
    ((rows,),) = cursor.execute(f"SELECT count(*) FROM {relation}").fetchall()
    found = cursor.execute(
        f"SELECT {stub}, count(*) FROM {relation} WHERE length({stub}) <= 80 AND "
        f"regexp_matches(lower({stub}), 'tot|sum|tod[ao]|naci|pa[ií]s|rep[uú]b|promedio|media') "
        f"GROUP BY 1 LIMIT {MOST_LABELS}"
    ).fetchall()
    said = {
        text: kind
        for text, count in found
        if count <= CATEGORY * rows and (kind := is_total_label(text)) is not None
    }
    if not said:
        return []
    marked = cursor.execute(
        f"SELECT {ROW}, {stub} FROM {relation} WHERE {stub} IN ({texts(list(said))})"
    ).fetchall()
    return [(row, said[text]) for row, text in marked]


def _stub(grid: Grid, block: Block, columns: Sequence[StagedColumn]) -> str | None:
    """The first column, when it holds texts and others hold numbers: labels of rows stand there."""
    first = block.body.value[0]
    sample = [grid.rows[index] for index in range(first, min(first + 200, len(grid.rows)))]
    for column in columns:
        if column.place is None:
            continue
        cells = [row[column.place] for row in sample if column.place < len(row)]
        written = [cell for cell in cells if isinstance(cell, str) and fold(cell)]
        numbers = sum(look_of_text(cell) == NUMBER for cell in written)
        return column.name if written and 2 * numbers < len(written) else None
    return None
