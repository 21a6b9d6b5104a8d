"""The body of a table: where it ends, and which of its rows are not rows of the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from cauce.base.fold import fold
from cauce.engine.reading.area import Area, same_labels
from cauce.engine.reading.cells import tidy
from cauce.engine.reading.decision import Note
from cauce.engine.reading.footnotes import Ending, find_ending, is_comment

MOST_ROWS_IN_A_NOTE = 100


@dataclass(frozen=True)
class Body:
    """First and last row of the body, its rows with anything in them, and those that are not
    written."""

    first: int
    last: int
    rows: tuple[int, ...]
    """Rows to be written or to head groups: without blank rows, repeated headers and repeated
    titles."""
    skipped: frozenset[int]
    ending: Ending
    repeated: tuple[int, ...]
    comments: tuple[int, ...] = ()


def find_body(
    area: Area,
    start: int,
    header: Sequence[int],
    titles: Sequence[int],
    fixed: tuple[int, int] | None = None,
    unwritten: frozenset[int] | None = None,
) -> Body | None:
    """The body from ``start`` down; ``None`` when nothing but notes follows.

    ``fixed`` are its first and last row when a person said them, ``unwritten`` exactly the rows
    with something in them that are none of the table's.
    """
    if fixed is not None:
        first, last = fixed
        ending = Ending(last, ())
        inside = [row for row in area.rows if first <= row <= last]
    else:
        ending = find_ending(area, start)
        inside = [row for row in area.rows if start <= row <= ending.last]
        if not inside:
            return None
        first, last = inside[0], inside[-1]
    repeated = _repeated(area, inside, header, titles)
    comments = [row for row in inside if is_comment(area, row, area.usual)]
    left_out = {*repeated, *comments}
    if unwritten is not None:
        left_out = set(unwritten)
        repeated = [row for row in repeated if row in unwritten]
        comments = [row for row in comments if row in unwritten]
    rows = [row for row in inside if row not in left_out]
    if fixed is None and rows:
        first, last = rows[0], rows[-1]
        repeated = [row for row in repeated if first < row < last]
    skipped = frozenset(range(first, last + 1)) - frozenset(rows)
    if not rows:
        return None
    inner = tuple(row for row in comments if first < row < last)
    return Body(first, last, tuple(rows), skipped, ending, tuple(repeated), inner)


def _repeated(
    area: Area, rows: Sequence[int], header: Sequence[int], titles: Sequence[int]
) -> list[int]:
    """Rows that say a header again, as printed tables do on each page, and the titles repeated
    with them."""
    again: list[int] = []
    for level in header:
        texts = area.texts(level)
        if sum(1 for text in texts if text) < min(2, area.width):
            continue
        column = next(j for j, text in enumerate(texts) if text)
        for row in rows:
            value = area.cells.value(row, area.left + column)
            if tidy(value) == texts[column] and same_labels(area.texts(row), texts):
                again.append(row)
    if again and titles:
        said = {fold(" ".join(text for text in area.texts(row) if text)) for row in titles}
        single = [row for row in rows if area.filled(row) == 1]
        again += [row for row in single if fold(" ".join(area.texts(row))) in said]
    return sorted(set(again))


def notes_on(body: Body, area: Area) -> list[Note]:
    """What a person should know of the rows that are not written."""
    notes: list[Note] = []
    number = area.cells.number
    if body.repeated:
        rows = tuple(number(row) for row in body.repeated)
        notes.append(
            Note(
                "info",
                "header.repeated",
                f"El encabezado se repite dentro del cuerpo en {_rows(rows)}; no se escribe.",
                rows[:MOST_ROWS_IN_A_NOTE],
            )
        )
    if body.comments:
        rows = tuple(number(row) for row in body.comments)
        notes.append(
            Note(
                "info",
                "rows.comment",
                f"Hay comentarios dentro del cuerpo en {_rows(rows)}; no se escriben.",
                rows[:MOST_ROWS_IN_A_NOTE],
            )
        )
    if body.ending.ghosts:
        rows = tuple(number(row) for row in body.ending.ghosts)
        notes.append(
            Note(
                "info",
                "rows.ghost",
                f"Después de los datos quedan restos sin rótulo en {_rows(rows)}; no se escriben.",
                rows[:MOST_ROWS_IN_A_NOTE],
            )
        )
    return notes


def hidden_rows(area: Area, body: Body) -> tuple[int, ...]:
    """Rows of the body that the sheet hides: they are kept."""
    hidden = area.cells.grid.hidden_rows
    return tuple(row for row in body.rows if row in hidden) if hidden else ()


def hidden_notes(area: Area, rows: Sequence[int], columns: Sequence[str]) -> list[Note]:
    """Questions about hidden rows and columns: whoever publishes should know that they are read."""
    notes: list[Note] = []
    if rows:
        numbers = tuple(area.cells.number(row) for row in rows)
        notes.append(
            Note(
                "question",
                "rows.hidden",
                f"La hoja oculta {len(rows)} {'fila' if len(rows) == 1 else 'filas'} de la tabla; "
                "se leen igual. Revise si deben publicarse.",
                numbers[:MOST_ROWS_IN_A_NOTE],
            )
        )
    if columns:
        names = ", ".join(f"«{name}»" for name in columns[:10])
        count = "una columna" if len(columns) == 1 else f"{len(columns)} columnas"
        notes.append(
            Note(
                "question",
                "columns.hidden",
                f"La hoja oculta {count} de la tabla: {names}. Se leen igual. Revise si deben "
                "publicarse.",
            )
        )
    return notes


def _rows(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return f"la fila {rows[0]}"
    listed = ", ".join(map(str, rows[:5]))
    return f"las filas {listed}" + (f" y {len(rows) - 5} más" if len(rows) > 5 else "")
