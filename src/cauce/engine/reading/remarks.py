"""What a person should know of a written column: cells that did not fit, errors, calls to
footnotes, odd values."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.columns import IDENTIFIER, KIND, ROW
from cauce.engine.reading.casting import Cast
from cauce.engine.reading.decision import Note
from cauce.engine.reading.facts import Facts
from cauce.engine.reading.headings import read_header
from cauce.engine.reading.marks import is_error
from cauce.engine.reading.misfits import LeftOut
from cauce.engine.reading.native import as_written
from cauce.engine.reading.roles import Meaning
from cauce.engine.reading.staging import Staged
from cauce.engine.reading.workbench import texts

SENTINELS: Final = (9, 99, 999, 9999, 99999, 999999, 88, 888, 8888)
SEVERAL: Final = 3
"""Notes of one kind that are told each by itself."""
FAR: Final = 5
"""A sentinel is at least this many times the greatest other value."""
SERIALS: Final = (20_000, 60_000)
"""Serial numbers of dates from 1954 to 2064."""


def remarks_on(
    staged: Staged, cast: Cast, meaning: Meaning, facts: Facts, out: LeftOut
) -> Iterator[Note]:
    """The notes on one column."""
    if meaning.role.value != IDENTIFIER:
        yield from _of_choice(staged, cast)
    yield from _misfits(staged, cast, out)
    yield from _errors(staged, cast, out)
    yield from _footnotes(staged, cast)
    if cast.choice.type in ("integer", "number"):
        yield from _sentinels(staged, cast, facts, meaning)
        yield from _serials(cast, facts)
        yield from _fractions(cast, facts, meaning)


def _of_choice(staged: Staged, cast: Cast) -> Iterator[Note]:
    """The notes of the choice; what kept a column from another type must stand in rows of data."""
    against = cast.choice.against
    if not against:
        yield from cast.choice.notes
        return
    rows = _rows(staged, f"{cast.staged.name} IN ({texts(against)}) AND {KIND} = 'data'")
    if rows:
        where = f" (fila {number_es(rows[0])})"
        for note in cast.choice.notes:
            said = note.message.replace("». ", f"»{where}. ", 1)
            yield replace(note, message=said, rows=rows)


def together(notes: Iterable[Note]) -> Iterator[Note]:
    """The notes, of each kind the first few and then one that says in how many columns it is so."""
    rest: dict[str, list[Note]] = {}
    seen = Counter[str]()
    for note in notes:
        seen[note.code] += 1
        if seen[note.code] <= SEVERAL:
            yield note
        else:
            rest.setdefault(note.code, []).append(note)
    for code, more in rest.items():
        one = len(more) == 1
        where = "otra columna" if one else f"otras {number_es(len(more))} columnas"
        yield Note(more[0].severity, code, f"Lo mismo en {where}. La primera: {more[0].message}")


def _label(cast: Cast) -> str:
    return cast.staged.label or cast.name


def _rows(staged: Staged, where: str) -> tuple[int, ...]:
    found = staged.ask(f"SELECT {ROW} FROM {staged.table} WHERE {where} ORDER BY {ROW} LIMIT 100")
    return tuple(row for (row,) in found)


def _cells(count: int, one: str, many: str) -> str:
    return f"una celda {one}" if count == 1 else f"{number_es(count)} celdas {many}"


def _misfits(staged: Staged, cast: Cast, out: LeftOut) -> Iterator[Note]:
    if not out.misfits:
        return
    shown = ", ".join(f"«{as_written(text)[:40]}»" for text in list(out.misfits)[:3])
    rows = _rows(staged, f"{cast.staged.name} IN ({texts(list(out.misfits)[:500])})")
    yield Note(
        "warning",
        "column.exceptions",
        f"En «{_label(cast)}» {_cells(out.count, 'no encaja y queda', 'no encajan y quedan')} "
        f"sin dato: {shown}. Corrija esas celdas en el archivo o cambie el tipo de la columna.",
        rows,
    )


def _errors(staged: Staged, cast: Cast, out: LeftOut) -> Iterator[Note]:
    errors = [text for text in out.marks if is_error(text)]
    if not errors:
        return
    count = sum(out.marks[text] for text in errors)
    yield Note(
        "warning",
        "column.errors",
        f"En «{_label(cast)}» {_cells(count, 'queda', 'quedan')} sin dato por un error de la hoja "
        f"de cálculo ({', '.join(errors[:3])}). Corrija las fórmulas.",
        _rows(staged, f"{cast.staged.name} IN ({texts(errors)})"),
    )


def _footnotes(staged: Staged, cast: Cast) -> Iterator[Note]:
    style = cast.choice.number
    test = style.footnoted(cast.staged.name) if style is not None else None
    if test is None:
        return
    where = f"{test} AND ({cast.value}) IS NOT NULL"
    ((count,),) = staged.ask(f"SELECT count(*) FROM {staged.table} WHERE {where}")
    if count:
        yield Note(
            "info",
            "column.footnotes",
            f"En «{_label(cast)}» {_cells(count, 'lleva', 'llevan')} una llamada a nota junto al "
            "número; se escribió el número sin ella.",
            _rows(staged, where),
        )


def _sentinels(staged: Staged, cast: Cast, facts: Facts, meaning: Meaning) -> Iterator[Note]:
    if meaning.role.value in ("year", IDENTIFIER) or cast.choice.number is None:
        return
    for extreme, sign in ((facts.most, 1), (facts.least, -1)):
        if not isinstance(extreme, int | float) or sign * extreme not in SENTINELS:
            continue
        value = cast.value
        order = "max" if sign > 0 else "min"
        ((other, count),) = staged.ask(
            f"SELECT {order}(v) FILTER (WHERE v <> {extreme}), "
            f"count(*) FILTER (WHERE v = {extreme}) "
            f"FROM (SELECT {value} AS v FROM {staged.table} WHERE _kind = 'data')"
        )
        lone = other is not None and (abs(extreme) >= FAR * abs(other) if sign > 0 else other >= 0)
        if lone and abs(extreme) > 9 and count > 1:
            yield Note(
                "question",
                "column.sentinel",
                f"En «{_label(cast)}» el valor {extreme:g} se repite {number_es(count)} veces y "
                "está lejos de los demás. Si significa que falta el dato, indíquelo como marca.",
            )


def _serials(cast: Cast, facts: Facts) -> Iterator[Note]:
    low, high = facts.least, facts.most
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return
    dated = read_header(cast.staged.label).dated
    if dated and SERIALS[0] <= low and high <= SERIALS[1]:
        yield Note(
            "question",
            "column.serial_dates",
            f"«{_label(cast)}» habla de fechas y tiene números como {low:g}, que una hoja de "
            "cálculo muestra como fechas. Dé formato de fecha a la columna en el archivo.",
        )


def _fractions(cast: Cast, facts: Facts, meaning: Meaning) -> Iterator[Note]:
    low, high = facts.least, facts.most
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return
    said = meaning.role.value == "percent" and not cast.choice.signs.get("%")
    if said and cast.choice.type == "number" and low >= 0 and high <= 1 and facts.distinct > 2:
        yield Note(
            "question",
            "column.percent_scale",
            f"«{_label(cast)}» habla de porcentaje y sus valores van de {low:g} a {high:g}. "
            "Revise si son partes de uno: 0.5 sería 50 %.",
        )
