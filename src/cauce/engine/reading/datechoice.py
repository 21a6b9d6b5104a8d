"""Whether a column holds dates or times, in which order, and what to ask about them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.reading import native
from cauce.engine.reading.choice import ASKED, Choice, Clues, Tally, cells_of
from cauce.engine.reading.dates import (
    DateStyle,
    WrittenDate,
    families_of,
    read_date,
    separators_of,
)
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.shapes import Shape

Found = Sequence[tuple[Shape, WrittenDate]]
MIDNIGHT: Final = native.DATETIME + "9999-99-99 99:99:99"
"""The shape of a workbook's day with its hour."""
_CENTURIES: Final = ("19", "20")


def date_shapes(tally: Tally) -> list[tuple[Shape, WrittenDate]]:
    """The shapes that may be dates or times."""
    return [
        (shape, written) for shape in tally.values if (written := read_date(shape.text)) is not None
    ]


def likely_dates(tally: Tally, clues: Clues) -> list[tuple[Shape, WrittenDate]]:
    """Those of them that are no codes which only look so."""
    return [(s, w) for s, w in date_shapes(tally) if _is_date(w, s, clues)]


def choose_date(
    tally: Tally, clues: Clues, *, sure: bool = False, asked: str | None = None
) -> Choice | None:
    """The choice of date, time or datetime; ``None`` when the column is none.

    Args:
        sure: a person says that it is, so every shape that may be a date counts.
    """
    found = date_shapes(tally) if sure else likely_dates(tally, clues)
    days = [(s, w) for s, w in found if w.family is not None]
    hours = [(s, w) for s, w in found if w.family is None]
    timely = asked == "time" or (asked is None and cells_of(hours) > cells_of(days))
    chosen = hours if timely else days
    count = cells_of(chosen)
    if not chosen or (not sure and not tally.fits(count)):
        return None
    type_ = asked or _type(chosen)
    style = DateStyle(
        type=type_,
        families=families_of(w for _, w in chosen),
        separators=separators_of(s.text for s, _ in chosen),
        half=any(w.half for _, w in chosen),
        native=clues.native,
        written=any(s.text[:1] not in native.MARKS for s, _ in chosen) or not clues.native,
    )
    order, notes = _order(style, clues)
    style = replace(style, order=order.value if order else "dmy")
    style, zone_notes = _zone(style, chosen, clues)
    example = native.as_written(chosen[0][0].most)
    return Choice(
        type_,
        f"{tally.read_as(count, type_)}; ejemplo: {example}.",
        ("text",),
        date=style,
        order=order,
        cells=tally.cells,
        notes=(*notes, *zone_notes),
    )


def _is_date(written: WrittenDate, shape: Shape, clues: Clues) -> bool:
    """Whether a shape is a date unless a person says otherwise: codes such as 01-02-03 look
    alike."""
    if written.family == "compact":
        centuries = {shape.least[:2], shape.most[:2]}
        return clues.header.dated and centuries <= set(_CENTURIES)
    if written.family == "short" and "/" not in shape.text:
        return clues.header.dated
    return True


def _type(chosen: Found) -> str:
    if chosen[0][1].family is None:
        return "time"
    timed = [shape for shape, written in chosen if written.timed]
    midnight = all(
        shape.text[:1] == native.DATETIME
        and shape.least[-8:] == shape.most[-8:] == "00:00:00"
        and len(shape.text) == len(MIDNIGHT)
        for shape in timed
    )
    if not timed or (midnight and all(s.text[:1] in native.MARKS for s, _ in chosen)):
        return "date"
    return "datetime"


# ------------------------------------------------------------------ day or month first


def _order(style: DateStyle, clues: Clues) -> tuple[Decision[str] | None, list[Note]]:
    if not style.families & {"numeric", "short"}:
        if style.families == {"ymd"}:
            return Decision("ymd", "El año va primero en todas las fechas."), []
        return None, []
    wanted = clues.wanted.date_order if clues.wanted else None
    if wanted in ("dmy", "mdy"):
        return Decision(wanted, ASKED, ("mdy",) if wanted == "dmy" else ("dmy",)), []
    first, second, cells = clues.day_order()
    if second > first and first * 100 <= cells:
        return Decision("mdy", _passes_twelve(second, cells, "segundo", "mes"), ("dmy",)), []
    if first:
        decision = Decision("dmy", _passes_twelve(first, cells, "primer", "día"), ("mdy",))
        return decision, [_two_orders(clues, first, second)] if second else []
    note = Note(
        "question",
        "column.date_order",
        f"En «{clues.header.label}» ningún día pasa de 12: se leyó día/mes, como se acostumbra. "
        "Confirme que no sea mes/día.",
    )
    reason = "Ningún día pasa de 12; se acostumbra escribir el día primero."
    return Decision("dmy", reason, ("mdy",)), [note]


def _passes_twelve(count: int, cells: int, place: str, first: str) -> str:
    return (
        f"En {number_es(count)} de {number_es(cells)} fechas el {place} número pasa de 12: "
        f"el {first} va primero."
    )


def _two_orders(clues: Clues, first: int, second: int) -> Note:
    return Note(
        "question",
        "column.date_orders",
        f"En «{clues.header.label}» {number_es(first)} fechas solo se entienden con el día primero "
        f"y {number_es(second)} con el mes primero; se leyó el día primero. "
        "Revise las que no encajan.",
    )


# ------------------------------------------------------------------ offsets from UTC


def _zone(style: DateStyle, chosen: Found, clues: Clues) -> tuple[DateStyle, list[Note]]:
    if style.type != "datetime" or not any(written.zone for _, written in chosen):
        return style, []
    zones = clues.zones()
    one = len(zones) == 1
    said = ", ".join(zone.strip() or "ninguno" for zone in sorted(zones)[:4])
    how = "se escribió la hora tal como está" if one else "se convirtieron todas a UTC"
    note = Note(
        "info",
        "column.time_zone",
        f"Las horas de «{clues.header.label}» llevan desfase horario ({said}): {how}.",
    )
    return (style if one else replace(style, zone="utc")), [note]
