"""The type of a column: the first that nearly all its cells fit, or the one that is asked for."""

from dataclasses import replace
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.reading import native
from cauce.engine.reading.booleans import find_words
from cauce.engine.reading.choice import ASKED, MANY, Choice, Clues, Tally, cells_of
from cauce.engine.reading.datechoice import choose_date, date_shapes
from cauce.engine.reading.dates import DateStyle
from cauce.engine.reading.decision import Note
from cauce.engine.reading.numberchoice import choose_number, number_shapes
from cauce.engine.reading.numbers import NumberStyle
from cauce.engine.reading.shapes import Shapes

ALMOST: Final = 0.80
"""From this share on a person is told what kept the column from being numbers or dates."""


def choose(shapes: Shapes, clues: Clues) -> Choice:
    """The type of a column, with everything needed to cast to it and to say why."""
    wanted = clues.wanted
    tally = Tally(shapes, wanted.missing_marks if wanted else None)
    asked = wanted.type if wanted else None
    choice = _best(tally, clues) if asked is None else _asked(asked, tally, clues)
    return replace(choice, complete=shapes.complete)


def _best(tally: Tally, clues: Clues) -> Choice:
    if not tally.cells:
        return Choice("text", "No tiene ningún valor.")
    return (
        _choose_boolean(tally)
        or choose_date(tally, clues)
        or choose_number(tally, clues)
        or _text(tally, clues)
    )


def _choose_boolean(tally: Tally) -> Choice | None:
    words = find_words(tally.values)
    count = sum(shape.count for shape in tally.values if shape.text in words)
    if not tally.fits(count):
        return None
    said = " y ".join(f"«{native.as_written(text)}»" for text in sorted(words)[:2])
    stored = all(text[:1] == native.TRUTH for text in words)
    how = "el archivo los guarda así" if stored else f"valores: {said}"
    return Choice(
        "boolean",
        f"{tally.read_as(count, 'boolean')}; {how}.",
        ("text",),
        words=words,
        cells=tally.cells,
    )


def _text(tally: Tally, clues: Clues) -> Choice:
    """Text, and what kept it from being something else when it almost was."""
    numbers = [shape for shape, _ in number_shapes(tally)]
    dates = [shape for shape, _ in date_shapes(tally)]
    numeric = sum(s.count for s in numbers) >= sum(s.count for s in dates)
    word, fitting = (MANY["number"], numbers) if numeric else (MANY["date"], dates)
    count = cells_of([(shape, None) for shape in fitting])
    known = {shape.text for shape in fitting}
    other = next((shape for shape in tally.values if shape.text not in known), None)
    plain = Choice("text", f"{tally.read_as(tally.cells, 'text')}.", cells=tally.cells)
    if not count or other is None or count < ALMOST * tally.cells or tally.cells < 3:
        return plain
    example = native.as_written(other.least)[:60]
    missing, cells = number_es(tally.cells - count), number_es(tally.cells)
    reason = f"{missing} de {cells} celdas no son {word}; ejemplo: «{example}»."
    note = Note(
        "question",
        "column.almost",
        f"«{clues.header.label}» quedó como texto: {reason[0].lower()}{reason[1:]} Corrija esas "
        "celdas o indique qué textos significan que falta el dato.",
    )
    alternative = "number" if numeric else "date"
    return replace(plain, reason=reason, alternatives=(alternative,), notes=(note,))


# ------------------------------------------------------------------ as asked


def _asked(asked: str, tally: Tally, clues: Clues) -> Choice:
    """The type that a recipe or a person asks for, cast as well as the cells allow."""
    if asked == "text":
        choice = Choice("text", ASKED)
    elif asked == "boolean":
        choice = Choice("boolean", ASKED, ("text",))
    elif asked in ("integer", "number"):
        choice = _asked_number(asked, tally, clues)
    else:
        choice = _asked_date(asked, tally, clues)
    return replace(choice, type=asked, reason=ASKED, cells=tally.cells)


def _asked_number(asked: str, tally: Tally, clues: Clues) -> Choice:
    base = choose_number(tally, clues, sure=True) or Choice(asked, ASKED)
    style = base.number or NumberStyle(False, ".", native=clues.native)
    if asked == "integer":
        style = replace(style, whole_points=True, leading_zeros=True)
    return replace(base, number=replace(style, integer=asked == "integer"), alternatives=("text",))


def _asked_date(asked: str, tally: Tally, clues: Clues) -> Choice:
    base = choose_date(tally, clues, sure=True, asked=asked) or Choice(asked, ASKED)
    usual = DateStyle(asked, frozenset({"ymd", "numeric"}), native=clues.native)
    return replace(base, date=replace(base.date or usual, type=asked), alternatives=("text",))
