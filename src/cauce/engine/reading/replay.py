"""Replay: what a recipe asks of the file at hand.

On the file it was made for, rows and columns are followed to the number. On another file the
header is looked for by its labels and columns are matched by theirs; what differs is told by
:mod:`cauce.engine.reading.drift`.
"""

from collections.abc import Sequence
from pathlib import Path

from cauce.base.fold import fold
from cauce.engine.reading.block import Block, Wanted
from cauce.engine.reading.drift import Pairing, column_labels, pair_columns
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.recipe import ColumnRecipe, Recipe, TableRecipe
from cauce.engine.reading.source import WantedSource
from cauce.engine.reading.typed import WantedColumn

SINGLE_BYTE = {"cp1252", "mac-roman", "cp850", "cp1251", "latin-1"}


def wanted_source(recipe: Recipe, path: Path, *, same_file: bool) -> WantedSource:
    """How to cut the file into cells: as the recipe says, unless this file's own bytes forbid it.

    A file that is now UTF-8 is not read as the cp1252 of last year; a delimiter that no longer
    occurs is looked for anew.
    """
    said = {key: decision.value for key, decision in recipe.source.items()}
    encoding, delimiter = said.get("encoding"), said.get("delimiter")
    if not same_file:
        with path.open("rb") as file:
            start = file.read(1 << 20)
        if encoding in SINGLE_BYTE and _speaks_unicode(start):
            encoding = None
        if delimiter and delimiter.encode() not in start:
            delimiter = None
    if delimiter is None:
        return WantedSource(encoding=encoding, member=said.get("member"))
    none = "" if same_file else None  # the next file may quote its cells
    return WantedSource(
        encoding=encoding,
        delimiter=delimiter,
        quote=said.get("quote", none) or none,
        escape=said.get("escape", none) or none,
        member=said.get("member"),
    )


def _speaks_unicode(start: bytes) -> bool:
    """Whether these bytes are a byte order mark or UTF-8 (a cut last character is forgiven)."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or start[:3] == b"\xef\xbb\xbf":
        return True
    if start.isascii():
        return False
    for cut in range(4):
        try:
            start[: len(start) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    return False


def pair_grids(recipe: Recipe, grids: Sequence[Grid], *, same_file: bool) -> dict[int, int]:
    """Index of the grid for each table of the recipe: in the same file the one it was read from,
    else by sheet name, else the only sheet left, else the most alike."""
    from rapidfuzz import fuzz  # only replays need it, and it loads slowly

    pairs: dict[int, int] = {}
    by_name = {fold(grid.sheet or ""): index for index, grid in reversed(list(enumerate(grids)))}
    for index, table in enumerate(recipe.tables):
        if same_file and table.grid is not None and table.grid < len(grids):
            pairs[index] = table.grid
        elif fold(table.sheet or "") in by_name:
            pairs[index] = by_name[fold(table.sheet or "")]
    for index, table in enumerate(recipe.tables):
        free = [number for number in range(len(grids)) if number not in pairs.values()]
        if index in pairs or not free:
            continue
        best = max(
            free, key=lambda n: fuzz.ratio(fold(grids[n].sheet or ""), fold(table.sheet or ""))
        )
        alike = fuzz.ratio(fold(grids[best].sheet or ""), fold(table.sheet or ""))
        if len(free) == 1 or alike >= 60:
            pairs[index] = best
    return pairs


def wanted_block(table: TableRecipe, *, same_file: bool) -> Wanted:
    """Where the table is: at its row numbers in the same file, by its labels in another."""
    hierarchy = None if table.hierarchy.value else False
    if same_file:
        return Wanted(
            header_rows=table.header_rows.value,
            first_row=table.body.value[0],
            last_row=table.body.value[1],
            totals=table.totals,
            subtotals=table.subtotals,
            hierarchy=hierarchy,
            groups=table.groups,
            left_out=table.left_out,
            left=table.left,
        )
    return Wanted(
        header_rows=None if table.header_rows.value else (),
        labels=column_labels(table.columns),
        hierarchy=hierarchy,
    )


def pair_with_block(table: TableRecipe, block: Block, *, same_file: bool) -> Pairing:
    """The recipe's columns matched with the block's."""
    if same_file:
        places = {column.position: index for index, column in enumerate(table.columns)}
        same = {places[j]: j for j in range(len(block.columns)) if j in places}
        return Pairing(
            same,
            {},
            tuple(i for i in range(len(table.columns)) if i not in same),
            tuple(j for j in range(len(block.columns)) if j not in places),
        )
    return pair_columns(column_labels(table.columns), [column.label for column in block.columns])


def wanted_columns(table: TableRecipe, block: Block, pairing: Pairing) -> tuple[WantedColumn, ...]:
    """What the recipe asks of each of the block's columns that it knows."""
    wanted = []
    for old, column in enumerate(table.columns):
        new = pairing.of(old)
        if new is not None:
            wanted.append(_asked(column, new, block.columns[new].label))
    return tuple(sorted(wanted, key=lambda column: column.position))


def _asked(column: ColumnRecipe, position: int, label: str | None) -> WantedColumn:
    return WantedColumn(
        position=position,
        label=label,
        include=column.include,
        name=column.name,
        type=column.type.value,
        role=column.role.value or "none",
        unit=column.unit.value or "none",
        decimal=column.decimal.value if column.decimal else None,
        date_order=column.date_order.value if column.date_order else None,
        missing_marks=column.missing_marks.value,
        width=column.width.value if column.width else None,
        title=column.title,
        protect=column.protect.value if column.protect else None,
    )
