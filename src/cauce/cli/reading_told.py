"""A reading told in a few Spanish lines, for a person at a terminal."""

from collections.abc import Iterator, Sequence

from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.export.meta import ROLE_WORDS
from cauce.engine.reading.decision import Note
from cauce.engine.reading.drift import TYPE_NAMES
from cauce.engine.reading.report import FileReport, TableReport

COLUMNS_SHOWN = 40
NOTES_SHOWN = 12
MARKS = {"info": "·", "question": "?", "warning": "!", "error": "✗"}


def tell(report: FileReport) -> str:
    """What was understood, the gravest notes first, and what drifted from the recipe."""
    return "\n".join(_lines(report))


def _lines(report: FileReport) -> Iterator[str]:
    count = len(report.tables)
    yield f"{report.file}: {count} {'tabla' if count == 1 else 'tablas'}."
    for table in report.tables:
        yield ""
        yield from _table(table)
    if report.notes:
        yield ""
        yield "Sobre el archivo:"
        yield from _notes(report.notes)
    if report.drift:
        yield ""
        yield "Cambios frente a la receta:"
        for item in report.drift:
            yield f"  {MARKS[item.severity]} {item.message}"


def _table(table: TableReport) -> Iterator[str]:
    place = f", hoja «{table.sheet}»" if table.sheet else ""
    hidden = " (oculta)" if table.hidden else ""
    yield f"{table.name}{place}{hidden}"
    if table.title:
        yield f"  Título: {' / '.join(table.title)}"
    yield f"  {_place(table)}"
    if table.encoding:
        delimiter = {"\t": "tabulador", None: "ninguno", " ": "espacio"}.get(
            table.delimiter, f"«{table.delimiter}»"
        )
        yield f"  Codificación {table.encoding}, separador {delimiter}."
    yield f"  {_counts(table)}"
    width = max((len(_label(column)) for column in table.columns[:COLUMNS_SHOWN]), default=0)
    for column in table.columns[:COLUMNS_SHOWN]:
        yield f"    {_label(column):<{min(width, 48)}}  {_said(column)}"
    if len(table.columns) > COLUMNS_SHOWN:
        yield f"    … y {len(table.columns) - COLUMNS_SHOWN} columnas más"
    if table.misfit_count:
        yield f"  {_misfits(table)}"
    yield from _notes(table.notes)


def _place(table: TableReport) -> str:
    header = table.header_rows
    if not header:
        told = "Sin encabezados"
    elif len(header) == 1:
        told = f"Encabezados en la fila {header[0]}"
    else:
        told = f"Encabezados en las filas {', '.join(str(row) for row in header)}"
    return f"{told}; cuerpo de la fila {table.first_row} a la {table.last_row}."


def _counts(table: TableReport) -> str:
    kinds = table.kinds
    parts = [f"{number_es(kinds.get('data', 0))} filas de datos"]
    if kinds.get("subtotal"):
        parts.append(f"{number_es(kinds['subtotal'])} de subtotales")
    if kinds.get("total"):
        parts.append(f"{number_es(kinds['total'])} de totales")
    return f"{', '.join(parts)}; {len(table.columns)} columnas:"


def _label(column: Column) -> str:
    return (column.label or column.name)[:48]


def _said(column: Column) -> str:
    parts = [TYPE_NAMES[column.type]]
    if column.role:
        parts.append(ROLE_WORDS.get(column.role, column.role))
    if column.unit:
        parts.append(column.unit)
    if column.nulls:
        parts.append(f"{number_es(column.nulls)} sin dato")
    return ", ".join(parts)


def _misfits(table: TableReport) -> str:
    first = table.misfits[0]
    more = (
        "una celda no encaja en su columna y queda sin dato"
        if table.misfit_count == 1
        else (f"{number_es(table.misfit_count)} celdas no encajan en su columna y quedan sin dato")
    )
    return (
        f"! {more}; la primera, fila {first.row}, «{first.column}»: «{first.text}» ({first.why})."
    )


def _notes(notes: Sequence[Note]) -> Iterator[str]:
    grave = {"error": 0, "warning": 1, "question": 2, "info": 3}
    ordered = sorted(notes, key=lambda note: grave[note.severity])
    for note in ordered[:NOTES_SHOWN]:
        yield f"  {MARKS[note.severity]} {note.message}"
    if len(ordered) > NOTES_SHOWN:
        yield f"  … y {len(ordered) - NOTES_SHOWN} avisos más; vea --json."
