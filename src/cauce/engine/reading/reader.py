"""Read any file: bytes → grids → blocks → typed tables, and the recipe that tells how.

This runs in the calling process; for files from outside use :mod:`cauce.engine.reading.child`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from cauce.base.errors import Refusal
from cauce.base.fold import identifier
from cauce.base.ids import sha256_of
from cauce.engine.reading.block import Block
from cauce.engine.reading.blocks import find_block, find_blocks
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.drift import Drift, Pairing, compare_table, protection_lost
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.limits import Limits, too_many_columns
from cauce.engine.reading.ragged import CODE as RAGGED
from cauce.engine.reading.ragged import ragged_note
from cauce.engine.reading.recipe import ColumnRecipe, Recipe, TableRecipe
from cauce.engine.reading.replay import (
    pair_grids,
    pair_with_block,
    wanted_block,
    wanted_columns,
    wanted_source,
)
from cauce.engine.reading.source import Opened, open_source
from cauce.engine.reading.typed import TypedColumn, TypedTable, WantedColumn
from cauce.engine.reading.typing import type_block

T = TypeVar("T")

HIDDEN: Final = "columns.hidden"
"""The note that says hidden columns are read like the others."""


@dataclass(frozen=True)
class ReadTable:
    """One table of the file, with all that is known about it."""

    name: str
    grid: Grid
    block: Block
    typed: TypedTable
    include: bool
    notes: tuple[Note, ...]
    encoding: str | None = None
    """How the letters of a text file are written; ``None`` for workbooks and Parquet."""
    left_out: tuple[WantedColumn, ...] = ()
    """Columns that are not in the table; the recipe keeps them, so that they can come back."""

    def number(self, index: int) -> int:
        """The row number a person sees for a grid index."""
        return self.grid.numbers[index]


@dataclass(frozen=True)
class Reading:
    """What a file holds: its tables, what a person should know, the recipe, and what drifted from
    an earlier one."""

    path: Path
    sha256: str
    format: str
    tables: tuple[ReadTable, ...]
    notes: tuple[Note, ...]
    recipe: Recipe
    drift: tuple[Drift, ...]


def read(
    path: Path,
    *,
    workdir: Path,
    recipe: Recipe | None = None,
    limits: Limits,
    hidden_columns: bool = True,
) -> Reading:
    """Read ``path`` and write one Parquet file a table into ``workdir``.

    Args:
        recipe: decisions to follow; what they do not settle is found.
        hidden_columns: false leaves out the columns that the workbook hides, unless a recipe says
            otherwise: who publishes does not see them, and they may be of persons.

    Raises:
    Refusal: when the file holds no table, is no table file, or exceeds a limit; a Spanish sentence
    says which.
    """
    sha256 = sha256_of(path)
    same_file = recipe is not None and recipe.sha256 == sha256
    wanted = wanted_source(recipe, path, same_file=same_file) if recipe else None
    opened = open_source(path, wanted=wanted, limits=limits, workdir=workdir)
    if recipe is None:
        found = list(_find(opened, hidden_columns=hidden_columns))
        tables = _type(found, workdir, limits)
        drift: tuple[Drift, ...] = ()
    else:
        tables, drift = _replay(recipe, opened, workdir, limits, same_file=same_file)
    notes = _about_the_file(opened) + _sheets_without_table(opened, tables)
    if not tables:
        raise _nothing_found(path, notes)
    tables = tuple(replace(table, encoding=_encoding(opened, table.grid)) for table in tables)
    return Reading(
        path=path,
        sha256=sha256,
        format=opened.format,
        tables=tables,
        notes=notes,
        recipe=_recipe(path, sha256, opened, tables),
        drift=drift,
    )


# ------------------------------------------------------------------ without a recipe


@dataclass(frozen=True)
class _Found:
    """A block to be typed, with what a recipe asks of it."""

    name: str
    grid: Grid
    block: Block
    include: bool
    notes: tuple[Note, ...] = ()
    wanted: tuple[WantedColumn, ...] = ()


def _find(opened: Opened, *, hidden_columns: bool) -> Iterator[_Found]:
    names: set[str] = set()
    for grid in opened.grids:
        blocks, notes = find_blocks(grid)
        for number, block in enumerate(blocks):
            name = _table_name(grid, number, names)
            left_out = () if hidden_columns else _hidden(block)
            told = (*(notes if number == 0 else ()), *map(_left_out, left_out))
            yield _Found(name, grid, block, not grid.hidden, told, left_out)


def _hidden(block: Block) -> tuple[WantedColumn, ...]:
    return tuple(
        WantedColumn(place, column.label, include=False)
        for place, column in enumerate(block.columns)
        if column.hidden
    )


def _left_out(column: WantedColumn) -> Note:
    name = f"«{column.label}»" if column.label else f"número {column.position + 1}"
    return Note(
        "warning",
        "columns.left_out",
        f"La columna {name} está oculta en el original y queda fuera. Inclúyala solo si debe "
        "publicarse.",
    )


def _table_name(grid: Grid, number: int, taken: set[str]) -> str:
    base = identifier(grid.name)
    name = base if number == 0 else f"{base}_{number + 1}"
    count = number + 1
    while name in taken:
        count += 1
        name = f"{base}_{count}"
    taken.add(name)
    return name


def _type(found: Sequence[_Found], workdir: Path, limits: Limits) -> tuple[ReadTable, ...]:
    tables = []
    for number, one in enumerate(found):
        if len(one.block.columns) > limits.table_columns:
            wide = one.grid.sheet or one.grid.name
            raise too_many_columns(wide, len(one.block.columns), limits.table_columns)
        typed = type_block(
            one.grid,
            one.block,
            wanted=one.wanted,
            out=workdir / f"table-{number}.parquet",
            workdir=workdir,
            limits=limits,
        )
        ragged = ragged_note(one.grid, one.block)
        left_out = tuple(column for column in one.wanted if not column.include)
        of_block = (note for note in one.block.notes if not (left_out and note.code == HIDDEN))
        notes = (*one.notes, *of_block, *((ragged,) if ragged else ()), *typed.notes)
        tables.append(
            ReadTable(one.name, one.grid, one.block, typed, one.include, notes, left_out=left_out)
        )
    return tuple(tables)


# ------------------------------------------------------------------ with a recipe


def _replay(
    recipe: Recipe, opened: Opened, workdir: Path, limits: Limits, *, same_file: bool
) -> tuple[tuple[ReadTable, ...], tuple[Drift, ...]]:
    grids = opened.grids
    grid_of = pair_grids(recipe, grids, same_file=same_file)
    drift = list(_source_drift(recipe, opened)) if not same_file else []
    found: list[tuple[_Found, TableRecipe, Pairing]] = []
    for index, table in enumerate(recipe.tables):
        grid = grids[grid_of[index]] if index in grid_of else None
        block = find_block(grid, wanted_block(table, same_file=same_file)) if grid else None
        if grid is None or block is None:
            drift += _table_gone(table)
            continue
        pairing = pair_with_block(table, block, same_file=same_file)
        if not same_file and table.columns and not (pairing.same or pairing.renamed):
            drift += _table_gone(table)
            continue
        if not same_file and grid.sheet and table.sheet and grid.sheet != table.sheet:
            drift.append(_sheet_renamed(table, grid))
        wanted = wanted_columns(table, block, pairing)
        found.append((_Found(table.name, grid, block, table.include, (), wanted), table, pairing))
    known = [one for one, _, _ in found]
    fresh = list(_new_tables(opened, known)) if not same_file else []
    drift += [_table_new(one) for one in fresh]
    tables = _type([*known, *fresh], workdir, limits)
    if not same_file:
        for (one, table, pairing), read_table in zip(found, tables, strict=False):
            labels = [column.label for column in one.block.columns]
            drift += compare_table(table, read_table.typed, labels, pairing)
    drift.sort(key=lambda item: ("error", "warning", "info").index(item.severity))
    return tables, tuple(drift)


def _new_tables(opened: Opened, known: Sequence[_Found]) -> Iterator[_Found]:
    """Tables the recipe did not know; they are read, and left out until a person wants them."""
    names = {one.name for one in known}
    for grid in opened.grids:
        taken = [one.block for one in known if one.grid is grid]
        blocks, notes = find_blocks(grid)
        for number, block in enumerate(blocks):
            if not any(_overlap(block, other) for other in taken):
                yield _Found(_table_name(grid, number, names), grid, block, False, notes)


def _overlap(a: Block, b: Block) -> bool:
    rows = a.body.value[0] <= b.body.value[1] and b.body.value[0] <= a.body.value[1]
    columns = {column.position for column in a.columns} & {column.position for column in b.columns}
    return rows and bool(columns)


def _source_drift(recipe: Recipe, opened: Opened) -> Iterator[Drift]:
    said = {"encoding": "La codificación", "delimiter": "El separador", "format": "El formato"}
    now = {**opened.decisions, "format": Decision(opened.format, "")}
    for key, words in said.items():
        before = recipe.source.get(key)
        if before is None or key not in now or before.value == now[key].value:
            continue
        yield Drift(
            "source.changed",
            "info",
            f"{words} cambió: antes «{before.value}», ahora «{now[key].value}».",
        )


def _table_gone(table: TableRecipe) -> Iterator[Drift]:
    place = f" de la hoja «{table.sheet}»" if table.sheet else ""
    message = f"Ya no se encuentra la tabla «{table.name}»{place}."
    if table.include:
        yield from protection_lost(table, range(len(table.columns)))
    yield Drift("table.gone", "warning", message, table.name)


def _sheet_renamed(table: TableRecipe, grid: Grid) -> Drift:
    message = f"La hoja «{table.sheet}» se llama ahora «{grid.sheet}»."
    return Drift("table.renamed", "info", message, table.name)


def _table_new(found: _Found) -> Drift:
    place = f" en la hoja «{found.grid.sheet}»" if found.grid.sheet else ""
    message = (
        f"Hay una tabla nueva{place}: «{found.name}». Queda fuera hasta que alguien la incluya."
    )
    return Drift("table.new", "info", message, found.name)


# ------------------------------------------------------------------ what is told


def _encoding(opened: Opened, grid: Grid) -> str | None:
    if grid.dialect:
        return grid.dialect.encoding
    decided = opened.decisions.get("encoding")
    return str(decided.value) if decided else None


def _about_the_file(opened: Opened) -> tuple[Note, ...]:
    """The source's notes, without the ragged rows: each table tells its own."""
    return tuple(note for note in opened.notes if note.code != RAGGED)


def _sheets_without_table(opened: Opened, tables: Sequence[ReadTable]) -> tuple[Note, ...]:
    with_table = {id(table.grid) for table in tables}
    notes: list[Note] = []
    for grid in opened.grids:
        if id(grid) in with_table or not grid.rows:
            continue
        notes += find_blocks(grid)[1]
        name = f"La hoja «{grid.sheet}»" if grid.sheet else "El archivo"
        notes.append(
            Note("info", "sheet.no_table", f"{name} no tiene una tabla: no se publica nada de ahí.")
        )
    return tuple(notes)


def _nothing_found(path: Path, notes: Sequence[Note]) -> Refusal:
    because = " ".join(note.message for note in notes if note.severity in ("error", "warning"))
    return Refusal(
        f"No se encontró ninguna tabla con filas en «{path.name}». {because}".rstrip()
        + " Revise que el archivo tenga encabezados y al menos una fila de datos debajo.",
        code="file.no_table",
    )


def _recipe(path: Path, sha256: str, opened: Opened, tables: Sequence[ReadTable]) -> Recipe:
    source: Mapping[str, Decision[Any]] = {
        "format": Decision(opened.format, "Se reconoció por el contenido del archivo."),
        **{key: value for key, value in opened.decisions.items() if key != "format"},
    }
    return Recipe(
        path.name, sha256, source, tuple(_table_recipe(table, opened.grids) for table in tables)
    )


def _table_recipe(table: ReadTable, grids: Sequence[Grid]) -> TableRecipe:
    block, typed = table.block, table.typed

    def rows(decision: Decision[tuple[int, ...]]) -> Decision[tuple[int, ...]]:
        return replace(
            decision,
            value=tuple(table.number(index) for index in decision.value),
            alternatives=tuple(
                tuple(table.number(index) for index in other) for other in decision.alternatives
            ),
        )

    body = rows(block.body)  # type: ignore[arg-type]
    kinds = {kind: _rows_of(table, kind) for kind in ("total", "subtotal")}
    hierarchy = block.hierarchy
    return TableRecipe(
        name=table.name,
        sheet=table.grid.sheet,
        include=table.include,
        header_rows=rows(block.header),
        body=Decision((body.value[0], body.value[-1]), body.reason, ()),
        totals=kinds["total"],
        subtotals=kinds["subtotal"],
        hierarchy=Decision(
            hierarchy is not None,
            _hierarchy_reason(hierarchy.how if hierarchy else None),
            (hierarchy is None,),
        ),
        columns=_columns(table),
        rows=typed.kinds.get("data", 0),
        sums={
            column.column.name: column.column.sum
            for column in typed.columns
            if column.column.sum is not None
        },
        groups=tuple(table.number(index) for index in block.group_rows),
        left_out=tuple(table.number(index) for index in block.left_out),
        grid=next((place for place, grid in enumerate(grids) if grid is table.grid), None),
        left=block.columns[0].position if block.columns else None,
    )


def _hierarchy_reason(how: str | None) -> str:
    if how == "indentation":
        return "La sangría de la primera columna muestra niveles."
    if how == "group_rows":
        return "Hay filas que solo nombran el grupo de las que siguen."
    return "Las filas no muestran niveles."


def _rows_of(table: ReadTable, kind: str) -> tuple[int, ...]:
    return tuple(
        table.number(index) for index, said in sorted(table.block.kinds.items()) if said == kind
    )


def _columns(table: ReadTable) -> tuple[ColumnRecipe, ...]:
    """The columns of the file in its order, those left out among them."""
    read = [_column_recipe(column) for column in table.typed.columns if column.position is not None]
    names = [column.name for column in read]
    for wanted in table.left_out:
        name = wanted.name or identifier(wanted.label or f"columna_{wanted.position + 1}")
        while name in names:
            name += "_2"
        names.append(name)
        read.append(_left_out_recipe(wanted, name))
    return tuple(sorted(read, key=lambda column: column.position))


def _left_out_recipe(wanted: WantedColumn, name: str) -> ColumnRecipe:
    def kept(value: T) -> Decision[T]:
        return Decision(value, "La columna queda fuera.")

    return ColumnRecipe(
        position=wanted.position,
        label=wanted.label,
        name=name,
        include=False,
        type=kept(wanted.type or "text"),
        role=kept(None if wanted.role == "none" else wanted.role),
        unit=kept(None if wanted.unit == "none" else wanted.unit),
        missing_marks=kept(wanted.missing_marks or ()),
        title=wanted.title,
        protect=kept(wanted.protect) if wanted.protect else None,
    )


def _column_recipe(column: TypedColumn) -> ColumnRecipe:
    assert column.position is not None
    return ColumnRecipe(
        position=column.position,
        label=column.column.label or None,
        name=column.column.name,
        include=True,
        type=column.type,
        role=column.role,
        unit=column.unit,
        missing_marks=column.missing,
        decimal=column.decimal,
        date_order=column.date_order,
        width=column.width,
        title=column.title,
        protect=column.protect,
    )
