"""The type of a column: the first that nearly all its cells fit, or the one that is asked for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.reading import native
from cauce.engine.reading.booleans import find_words
from cauce.engine.reading.choice import ASKED, MANY, Choice, Clues, Tally
from cauce.engine.reading.datechoice import choose_date, likely_dates
from cauce.engine.reading.dates import DateStyle
from cauce.engine.reading.decimalmark import SIGN
from cauce.engine.reading.decision import Note
from cauce.engine.reading.numberchoice import choose_number, readable_numbers
from cauce.engine.reading.numbers import NumberStyle
from cauce.engine.reading.shapes import Shapes

HALF: Final = 0.5
"""From this share on a person is told what kept the column from being numbers or dates."""
CORRECT: Final = "Corrija esas celdas o indique qué textos significan que falta el dato."
CORRECT_DATES: Final = (
    "Escriba todas las fechas en el mismo orden y corrija las que no existen, o deje el texto."
)
UNIFY: Final = "Escriba todas las celdas con el mismo signo decimal o deje el texto."


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
    """Text, and what kept it from being something else when half of it was."""
    plain = Choice("text", f"{tally.read_as(tally.cells, 'text')}.", cells=tally.cells)
    dates = [shape for shape, _ in likely_dates(tally, clues)]
    found, numbers, mark = readable_numbers(tally, clues)
    numeric = sum(s.count for s in found) >= sum(s.count for s in dates)
    likely, fitting = (found, numbers) if numeric else (dates, dates)
    cells = sum(shape.count for shape in likely)
    known = {shape.text for shape in fitting}
    other = next((s for s in (*likely, *tally.values) if s.text not in known), None)
    mixed = len(fitting) < len(likely)
    enough = tally.cells >= (2 if mixed else 3)
    if not cells or other is None or cells < HALF * tally.cells or not enough:
        return plain
    count = sum(shape.count for shape in fitting)
    example = native.as_written(other.least)
    kind = MANY["number" if numeric else "date"] + (f" con {SIGN[mark]} decimal" if mixed else "")
    reason = against(count, tally.cells, kind, example, sample=not tally.complete)
    note = almost(clues.header.label, reason, UNIFY if mixed else CORRECT)
    alternative = "number" if numeric else "date"
    return replace(
        plain,
        reason=reason,
        alternatives=(alternative,),
        notes=(note,),
        against=(other.least,),
    )


def give_up(choice: Choice, misfits: Mapping[str, int], label: str) -> Choice:
    """Text instead of a type that too many cells do not fit, with a question.

    Args:
        misfits: the staged texts that do not fit, with their counts.
    """
    texts = tuple(misfits)
    fitting = max(choice.cells - sum(misfits.values()), 0)
    reason = against(fitting, choice.cells, MANY[choice.type], native.as_written(texts[0]))
    dated = choice.date is not None
    note = almost(label, reason, CORRECT_DATES if dated else CORRECT)
    return Choice(
        "text", reason, (choice.type,), cells=choice.cells, notes=(note,), against=texts[:100]
    )


def against(count: int, cells: int, kind: str, example: str, *, sample: bool = False) -> str:
    """«2 de 3 celdas se leen como números y una no; ejemplo: «doce».»"""
    left = cells - count
    fit = "se lee" if count == 1 else "se leen"
    rest = "una" if left == 1 else number_es(left)
    seen = " de una muestra" if sample else ""
    return (
        f"{number_es(count)} de {number_es(cells)} celdas{seen} {fit} como {kind} y {rest} no; "
        f"ejemplo: «{example[:60]}»."
    )


def almost(label: str, reason: str, remedy: str) -> Note:
    """The question ``column.almost``."""
    return Note("question", "column.almost", f"«{label}» quedó como texto: {reason} {remedy}")


# ------------------------------------------------------------------ as asked


def _asked(asked: str, tally: Tally, clues: Clues) -> Choice:
    """The type that a recipe or a person asks for, cast as well as the cells allow."""
    if asked == "text":
        choice = Choice("text", ASKED)
    elif asked == "boolean":
        choice = Choice("boolean", ASKED, ("text",), words=find_words(tally.values) or None)
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
