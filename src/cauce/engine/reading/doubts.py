"""What a person should know of the way a table was found, and of what is no table."""

from collections.abc import Sequence

from cauce.base.numerals import number_es
from cauce.engine.reading.area import Area
from cauce.engine.reading.body import Body
from cauce.engine.reading.decision import Note
from cauce.engine.reading.footnotes import is_note
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.header import Heading
from cauce.engine.reading.hierarchy import Parentage


def doubts_of(
    area: Area, heading: Heading, above: Sequence[int], parentage: Parentage
) -> list[Note]:
    """Notes on guesses, on rows left out around the header and on what the hierarchy did."""
    notes: list[Note] = []
    number = area.cells.number
    if heading.doubtful:
        notes.append(
            Note(
                "question",
                "header.guess",
                f"{heading.reason} Revise si de verdad es el encabezado.",
                tuple(number(row) for row in heading.rows),
            )
        )
    if not heading.rows:
        notes.append(Note("question", "header.none", heading.reason))
    if heading.numbering:
        rows = tuple(number(row) for row in heading.numbering)
        notes.append(
            Note(
                "info",
                "header.numbering",
                f"La fila {rows[0]} solo numera las columnas; no se escribe.",
                rows,
            )
        )
    strange = [row for row in above if any(look in "ndb" for look in area.looks(row))]
    wide = [row for row in strange if area.filled(row) > 1]
    if wide:
        rows = tuple(number(row) for row in wide)
        notes.append(
            Note(
                "info",
                "rows.above_header",
                "Hay valores por encima del encabezado que no forman parte de la tabla.",
                rows[:100],
            )
        )
    if parentage.wrapped:
        rows = tuple(number(row) for row in parentage.wrapped)
        notes.append(
            Note(
                "info",
                "rows.wrapped",
                "Un rótulo está partido en varias filas; se unió con la fila que tiene los valores."
                if len(rows) == 1
                else f"{number_es(len(rows))} rótulos están partidos en varias filas; se unieron "
                "con la fila que tiene los valores.",
                rows[:100],
            )
        )
    if parentage.reason:
        notes.append(Note("info", "rows.hierarchy", parentage.reason))
    return notes


def without_rows_note(area: Area, heading: Heading) -> Note:
    """The note ``table.no_rows`` of a header with nothing below, or that the area is prose."""
    number = area.cells.number
    rows = tuple(number(row) for row in heading.rows or area.rows[:100])
    if heading.rows:
        return Note(
            "error",
            "table.no_rows",
            f"La fila {rows[-1]} nombra columnas, pero debajo no hay ninguna fila de datos. "
            "Suba un archivo con datos.",
            rows,
        )
    return prose_note(area)


def prose_note(area: Area) -> Note:
    """The note ``table.prose``: the rows are text."""
    first, last = area.cells.number(area.rows[0]), area.cells.number(area.rows[-1])
    return Note(
        "info",
        "table.prose",
        f"Las filas {first} a {last} son texto, no una tabla; no se leen.",
        (first,),
    )


def only_comments(area: Area) -> bool:
    """Every row of a text file's area begins with ``#`` or ``//``."""
    if area.cells.grid.dialect is None or area.filled(area.rows[0]) > 2:
        return False
    return all(
        next(text for text in area.texts(row) if text).startswith(("#", "//")) for row in area.rows
    )


def is_prose(area: Area, body: Body) -> bool:
    """One column of long texts, or a single cell."""
    if any(area.filled(row) > 1 for row in area.rows):
        return False
    texts = [next(text for text in area.texts(row) if text) for row in body.rows[:200]]
    if any(look in "ndb" for row in body.rows[:200] for look in area.looks(row)):
        return False
    long = sum(1 for text in texts if len(text) > 60 or is_note(text))
    return len(area.rows) == 1 or (len(area.rows) < 200 and 2 * long > len(texts))


def empty_note(grid: Grid) -> Note:
    """The note ``table.empty``."""
    where = f"La hoja «{grid.sheet}»" if grid.sheet else "El archivo"
    return Note("info", "table.empty", f"{where} no tiene datos.")
