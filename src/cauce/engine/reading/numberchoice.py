"""Whether a column holds numbers, whole or not, and how they are written; codes that only look so
stay text."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.reading import native
from cauce.engine.reading.choice import Choice, Clues, Tally, cells_of
from cauce.engine.reading.decimalmark import decimal_mark
from cauce.engine.reading.decision import Note
from cauce.engine.reading.numbers import (
    NumberStyle,
    Written,
    interpretations,
    marks_evidence,
    read_number,
    thousands_used,
)
from cauce.engine.reading.shapes import Shape

DIGITS: Final = 15
"""Whole numbers with more digits are names of things: a DOUBLE could not even hold them."""

Found = Sequence[tuple[Shape, Written]]


def number_shapes(tally: Tally, *, sure: bool = False) -> list[tuple[Shape, Written]]:
    """The shapes that are numbers: with the unit most of them have, or none; with an exponent only
    where it is no code.

    Args:
        sure: a person says that they are numbers, so every shape that may be one counts.
    """
    found = [
        (shape, written)
        for shape in tally.values
        if (written := read_number(shape.text)) is not None
    ]
    if sure:
        return found
    units = Counter[str]()
    scientific = 0
    for shape, written in found:
        if written.unit:
            units[written.unit.casefold()] += shape.count
        if written.exponent and not written.native:
            scientific += shape.count
    total = cells_of(found)
    common = {unit for unit, count in units.items() if 2 * count > total}
    whole = scientific * 100 >= total * 99
    return [
        (shape, written)
        for shape, written in found
        if (not written.unit or written.unit.casefold() in common)
        and (not written.exponent or written.native or whole or _has_signed_exponent(shape.text))
    ]


def _has_signed_exponent(shape: str) -> bool:
    return shape.rstrip("9")[-1:] in ("-", "+")


def choose_number(tally: Tally, clues: Clues, *, sure: bool = False) -> Choice | None:
    """The choice of integer or number, of text for codes, or ``None`` when the column is
    neither."""
    usable = number_shapes(tally, sure=sure)
    evidence = marks_evidence(usable)
    decimal = decimal_mark(evidence, clues, usable)
    mark = decimal.decision.value
    good = [(s, w) for s, w in usable if w.native or _reads_with(w.core, mark)]
    count = cells_of(good)
    if not good or (not sure and not tally.fits(count)):
        return None
    if not sure and (text := _no_quantity(good, tally, clues)):
        return text
    style = _style(good, mark, clues)
    type_ = "integer" if style.integer else "number"
    marked = evidence.with_marks > 0
    return Choice(
        type_,
        f"{tally.read_as(count, type_)}; ejemplo: {native.as_written(good[0][0].most)}.",
        ("number", "text") if type_ == "integer" else ("text",),
        number=style,
        decimal=decimal.decision if marked else None,
        signs=_signs(good),
        cells=tally.cells,
        notes=(*decimal.notes, *_percents(good, clues)),
        doubtful=decimal.guessed and marked,
    )


def readable_numbers(tally: Tally, clues: Clues) -> tuple[list[Shape], list[Shape], str]:
    """The shapes that may be numbers, those that read with the decimal mark of most, and it."""
    usable = number_shapes(tally)
    mark = decimal_mark(marks_evidence(usable), clues, usable).decision.value
    good = [shape for shape, w in usable if w.native or _reads_with(w.core, mark)]
    return [shape for shape, _ in usable], good, mark


def _reads_with(core: str, decimal: str) -> bool:
    return any(
        way.decimal in (None, decimal) and way.thousands != decimal for way in interpretations(core)
    )


# ------------------------------------------------------------------ what only looks like a number


def _no_quantity(good: Found, tally: Tally, clues: Clues) -> Choice | None:
    """Identity numbers, lists and codes with zeros in front."""
    whole = [(s, w) for s, w in good if w.core.isdigit() and not w.adorned]
    long = [(s, w) for s, w in whole if len(w.core) > DIGITS]
    if long and cells_of(whole) == cells_of(good):
        reason = (
            f"{_long_said(cells_of(long))} más de {DIGITS} cifras: nombran algo, no lo cuentan; "
            f"ejemplo: {native.as_written(long[0][0].most)}."
        )
    elif all(w.parentheses and w.core.isdigit() for _, w in good):
        reason = "Todas las celdas son números entre paréntesis, como los de una lista."
    elif (padded := _padded(good)) and _keeps_zeros(whole, padded, clues):
        example = padded[0].least
        reason = f"Hay números que empiezan con cero, como {example}: es un código y los conserva."
    else:
        return None
    return Choice("text", reason, ("integer",), cells=tally.cells)


def _long_said(count: int) -> str:
    return "Una celda tiene" if count == 1 else f"{number_es(count)} celdas tienen"


def _padded(good: Found) -> list[Shape]:
    """Shapes of whole numbers of two digits or more of which some begin with a zero."""
    return [
        s
        for s, w in good
        if not w.native and w.core.isdigit() and len(w.core) > 1 and _digits(s.least)[:1] == "0"
    ]


def _keeps_zeros(whole: Found, padded: Sequence[Shape], clues: Clues) -> bool:
    """Whether zeros in front mean something: one width, a header that says code, or many of
    them."""
    widths = Counter[int]()
    for shape, written in whole:
        if not written.native:
            widths[len(written.core)] += shape.count
    total = sum(widths.values())
    if (
        clues.header.identifying
        or clues.header.recording
        or max(widths.values(), default=0) == total
    ):
        return True
    shortest = min(len(_digits(shape.text)) for shape in padded)
    shorter = sum(count for width, count in widths.items() if width < shortest)
    return clues.zero_led() * (5 if shorter else 20) >= total


# ------------------------------------------------------------------ how they are written


def _style(good: Found, decimal: str, clues: Clues) -> NumberStyle:
    written = [w for _, w in good]
    fractions = [(s, w) for s, w in good if _has_decimals(w, decimal)]
    only_zero = _may_end_in_zero(fractions) and clues.only_zero_fractions()
    exponent = any(w.exponent for w in written)
    return NumberStyle(
        integer=not exponent and (not fractions or only_zero),
        decimal=decimal,
        thousands=thousands_used(written, decimal),
        signs=any(w.currency for w in written),
        percent=any(w.percent for w in written if not w.native),
        units=tuple(sorted({w.unit for w in written if w.unit})),
        notes=any(w.note for w in written),
        parentheses=any(w.parentheses for w in written),
        trailing_minus=any(w.trailing_minus for w in written),
        odd_minus=any(w.odd_minus for w in written),
        exponent=exponent,
        leading_zeros=bool(_padded(good)) or any(_zero_before_digits(s, w) for s, w in good),
        whole_points=only_zero,
        native=clues.native,
        written=any(not w.native for w in written) or not clues.native,
    )


def _has_decimals(written: Written, decimal: str) -> bool:
    if written.native:
        return "." in written.core or written.exponent
    return any(way.decimal == decimal for way in interpretations(written.core))


def _may_end_in_zero(fractions: Found) -> bool:
    """Whether all decimals may be a single zero, as programs write whole numbers."""
    return bool(fractions) and all(
        not w.native
        and w.core.endswith((".9", ",9"))
        and s.least[-1:] == "0"
        and s.most[-1:] == "0"
        for s, w in fractions
    )


def _zero_before_digits(shape: Shape, written: Written) -> bool:
    """``012,5``: a zero in front of more figures before the mark."""
    return (
        not written.native
        and len(written.core) > 1
        and written.core[0].isdigit()
        and written.core[1].isdigit()
        and _digits(shape.least)[:1] == "0"
    )


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _signs(good: Found) -> dict[str, int]:
    signs = Counter[str]()
    for shape, written in good:
        for sign in (written.currency, written.percent, written.unit):
            if sign:
                signs[sign] += shape.count
    return dict(signs)


def _percents(good: Found, clues: Clues) -> list[Note]:
    with_sign = sum(s.count for s, w in good if w.percent)
    count = cells_of(good)
    if not with_sign or with_sign * 10 >= count * 9:
        return []
    return [
        Note(
            "question",
            "column.percent_mixed",
            f"En «{clues.header.label}» {number_es(with_sign)} de {number_es(count)} celdas "
            "llevan % y las demás no. Revise si todas están en la misma escala.",
        )
    ]
