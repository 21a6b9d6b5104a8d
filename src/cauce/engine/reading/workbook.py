"""Workbooks read by calamine, with what it leaves out taken from the XML of their sheets."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.reading.archive import UNREADABLE
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.delimited import uncollected
from cauce.engine.reading.ghosts import Trimmed, trim
from cauce.engine.reading.grid import Cell, Grid, Span
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.numformat import as_datetime, duration_text
from cauce.engine.reading.opened import Opened, Place, WantedSource
from cauce.engine.reading.package import Package, damaged
from cauce.engine.reading.sheetxml import CellTable, SheetFacts, scan_sheet

_BOLD_CELLS: Final = 100_000
"""A sheet with more bold cells than this is bold throughout, which says nothing."""
_LISTED: Final = 100

SheetPair = tuple[Grid | None, list[Note]]


def open_xlsx(place: Place, wanted: WantedSource, budget: Budget) -> Opened:
    """Read an XLSX, XLSM or XLSB workbook: one grid a sheet that holds anything.

    Raises:
        Refusal: when it is damaged or protected, exceeds a limit, or all its sheets are empty.
    """
    with Package(place, budget) as package:
        facts = _scan_all(package, budget)
        notes = list(package.notes())
    return open_calamine(place, budget, "xlsx", facts, notes)


def _scan_all(package: Package, budget: Budget) -> dict[str, SheetFacts]:
    styles = package.styles()
    facts = {}
    for name, part in package.sheet_parts().items():
        if "/worksheets/" in f"/{part.lower()}" or part.lower().startswith("xl/sheet"):
            try:
                with package.open(part) as stream, uncollected():
                    facts[name] = scan_sheet(stream, styles, budget.check_time, name)
            except UNREADABLE as error:
                raise damaged(name) from error
            budget.spend_cells(*facts[name].area, name)
    return facts


def open_calamine(
    place: Place,
    budget: Budget,
    kind: str,
    facts: Mapping[str, SheetFacts],
    notes: list[Note],
) -> Opened:
    """The sheets of a workbook that calamine can read, with ``facts`` by sheet name where they
    are known.
    """
    grids: list[Grid] = []
    with _load(place) as workbook:
        for number, sheet_facts in enumerate(workbook.sheets_metadata):
            budget.check_time()
            if sheet_facts.typ != SheetTypeEnum.WorkSheet:
                notes.append(
                    Note(
                        "info",
                        "sheet.not_table",
                        f"La hoja «{sheet_facts.name}» es un gráfico o una macro, no una tabla.",
                    )
                )
                continue
            sheet = _sheet(workbook, number, place)
            known = facts.get(sheet_facts.name)
            if known is None:
                budget.spend_cells(sheet.height, sheet.width, sheet_facts.name)
            hidden = sheet_facts.visible != SheetVisibleEnum.Visible
            grid, found = _grid(sheet, known or SheetFacts(), hidden)
            notes += found
            if grid is not None:
                grids.append(grid)
    return finish(place, kind, grids, notes)


def finish(place: Place, kind: str, grids: Sequence[Grid], notes: Sequence[Note]) -> Opened:
    """What a workbook gives once its sheets are read.

    Raises:
        Refusal: when no sheet holds anything.
    """
    if not grids:
        raise Refusal(
            f"Ninguna hoja de «{place.name}» tiene datos. Compruebe que guardó el libro correcto.",
            code="file.empty",
        )
    decision: Decision[Any] = Decision(kind, "Se reconoció por el contenido del archivo.")
    return Opened(kind, tuple(grids), {"format": decision}, tuple(notes))


def _load(place: Place) -> CalamineWorkbook:
    try:
        # By content: calamine goes by the extension of a path.
        with place.path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)
    except PasswordError as error:
        raise encrypted(place) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(place.name) from error
    except BaseException as error:
        raise _panic(error, place) from error


def encrypted(place: Place) -> Refusal:
    """The refusal of a workbook that opens with a password only."""
    return Refusal(
        f"«{place.name}» está protegido con contraseña. Ábralo, quite la contraseña y guárdelo de "
        "nuevo.",
        code="file.encrypted",
    )


def _panic(error: BaseException, place: Place) -> BaseException:
    """A panic of the Rust library is a damaged file; anything else goes on as it is."""
    return damaged(place.name) if type(error).__name__ == "PanicException" else error


def _sheet(workbook: CalamineWorkbook, number: int, place: Place) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_index(number)
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(place.name) from error
    except BaseException as error:
        raise _panic(error, place) from error


def _grid(sheet: CalamineSheet, facts: SheetFacts, hidden: bool) -> SheetPair:
    start = sheet.start
    if start is None:
        return None, [empty_sheet(sheet.name)]
    top, left = start
    with uncollected():
        rows = _rows(sheet, left)
    _stamp(rows, facts, top)
    found = trim(rows, top)
    if not found.rows:
        return None, [empty_sheet(sheet.name)]
    top = found.top
    beyond = max(facts.last_styled - (top + len(found.rows) - 1), 0)
    grid = Grid(
        name=sheet.name,
        rows=found.rows,
        numbers=range(top + 1, top + 1 + len(found.rows)),
        sheet=sheet.name,
        hidden=hidden,
        merged=shift_spans(facts.merged or _spans(sheet), top, len(found.rows)),
        hidden_rows=shift_rows(facts.hidden_rows, top, len(found.rows)),
        hidden_columns=frozenset(facts.hidden_columns),
        indents=CellTable(facts, top, [pattern.indents for pattern in facts.patterns]),
        formats=CellTable(facts, top, [pattern.formats for pattern in facts.patterns]),
        bold=_bold(facts, top),
        errors={(row - top, column): text for (row, column), text in facts.errors.items()},
    )
    return grid, [*sheet_notes(grid, found, beyond), *_formula_notes(sheet.name, facts)]


def _rows(sheet: CalamineSheet, left: int) -> list[list[Cell]]:
    """The sheet's rows from its first with content, padded on the left to column A."""
    pad: list[Cell] = [None] * left
    raw = cast("list[list[Any]]", sheet.to_python(skip_empty_area=True))
    for place, row in enumerate(raw):
        cells: list[Cell] = [
            (whole if -1e18 < cell < 1e18 and (whole := int(cell)) == cell else cell)
            if type(cell) is float
            else (cell or None)
            if type(cell) is str
            else duration_text(cell)
            if isinstance(cell, timedelta)
            else cell
            for cell in row
        ]
        raw[place] = pad + cells if left else cells
    return raw


def _stamp(rows: list[list[Cell]], facts: SheetFacts, top: int) -> None:
    """Dates under a format that shows hours are moments, at midnight too."""
    for row, column in facts.cells(lambda pattern: pattern.stamped):
        if 0 <= row - top < len(rows) and column < len(rows[row - top]):
            cells = rows[row - top]
            cells[column] = as_datetime(cells[column])


def _spans(sheet: CalamineSheet) -> list[Span]:
    ranges = sheet.merged_cell_ranges or []
    return [Span(first[0], first[1], last[0], last[1]) for first, last in ranges]


def shift_spans(spans: Sequence[Span], top: int, count: int) -> tuple[Span, ...]:
    """Merged ranges of the sheet as ranges of a grid that begins at sheet row ``top``."""
    shifted = (
        Span(max(span.top - top, 0), span.left, min(span.bottom - top, count - 1), span.right)
        for span in spans
        if span.bottom >= top and 0 <= span.top < top + count and 0 <= span.left <= span.right
    )
    return tuple(sorted(shifted, key=lambda span: (span.top, span.left)))


def shift_rows(rows: set[int], top: int, count: int) -> frozenset[int]:
    """Row positions of the sheet as positions of a grid of ``count`` rows that begins at sheet
    row ``top``.
    """
    return frozenset(row - top for row in rows if top <= row < top + count)


def _bold(facts: SheetFacts, top: int) -> frozenset[tuple[int, int]]:
    cells: set[tuple[int, int]] = set()
    for row, column in facts.cells(lambda pattern: pattern.bold):
        if row >= top:
            cells.add((row - top, column))
        if len(cells) > _BOLD_CELLS:
            return frozenset()
    return frozenset(cells)


def empty_sheet(name: str) -> Note:
    """The note of a sheet without content."""
    return Note("info", "sheet.empty", f"La hoja «{name}» está vacía.")


def _blanks(rows: int, columns: int) -> str:
    """«659 filas y 1 columna»; what is none is left out."""
    said = []
    if rows:
        said.append("1 fila" if rows == 1 else f"{number_es(rows)} filas")
    if columns:
        said.append("1 columna" if columns == 1 else f"{number_es(columns)} columnas")
    return " y ".join(said)


def sheet_notes(grid: Grid, trimmed: Trimmed, beyond: int = 0) -> Iterator[Note]:
    """What a person should know of one sheet; ``beyond`` counts styled blank rows under the
    data.
    """
    name = grid.sheet
    if grid.hidden:
        yield Note("info", "sheet.hidden", f"La hoja «{name}» está oculta en el libro.")
    ghosts = max(trimmed.rows_cut, beyond)
    if ghosts > 50 or trimmed.columns_cut > 50:
        yield Note(
            "info",
            "sheet.ghosts",
            f"La hoja «{name}» llega mucho más allá de sus datos: quedó fuera lo vacío "
            f"({_blanks(ghosts, trimmed.columns_cut)}).",
        )
    if grid.errors:
        rows = sorted({grid.numbers[row] for row, _ in grid.errors if 0 <= row < len(grid.rows)})
        yield Note(
            "warning",
            "cells.errors",
            f"La hoja «{name}» tiene {len(grid.errors)} celdas con un error como "
            f"{next(iter(grid.errors.values()))}; quedan sin valor.",
            tuple(rows[:_LISTED]),
        )


def _formula_notes(name: str, facts: SheetFacts) -> Iterator[Note]:
    if facts.uncached:
        yield Note(
            "warning",
            "cells.uncalculated",
            f"La hoja «{name}» tiene fórmulas en {len(facts.uncached)} filas que nunca se "
            "calcularon y no tienen "
            "valor. Ábrala con una hoja de cálculo y guárdela de nuevo.",
            tuple(row + 1 for row in facts.uncached[:_LISTED]),
        )
    if facts.formulas >= 3 and facts.zeros == facts.formulas:
        yield Note(
            "question",
            "cells.all_zero",
            f"Las {facts.formulas} fórmulas de la hoja «{name}» valen 0: puede que nunca se "
            "calcularan. Ábrala con "
            "una hoja de cálculo, guárdela y vuelva a subirla.",
        )
