"""Roles: what the values of a column are for, beside their type."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cauce.base.calendar import parse_month
from cauce.base.numerals import number_es
from cauce.engine.columns import IDENTIFIER
from cauce.engine.reading import native
from cauce.engine.reading.choice import Choice
from cauce.engine.reading.dates import read_date
from cauce.engine.reading.decision import Decision
from cauce.engine.reading.headings import Header
from cauce.engine.reading.marks import is_missing_among_numbers
from cauce.engine.reading.shapes import Shapes
from cauce.engine.reading.units import (
    ISO,
    currency_of_formats,
    money_said,
    unit_of_signs,
    unit_said,
)

NUMERIC: Final = frozenset({"integer", "number"})
YEARS: Final = ("1800", "2100")
_YEAR: Final = re.compile(rf"[{native.NUMBER}]?9999(?:[ (*].{{0,15}})?")
_CODE: Final = re.compile(
    r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9]+(?:[-_./:][A-Za-z0-9]+)*|\d+(?:[-_./]\d+)+"
)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{24,64}")
_PERIOD: Final = re.compile(
    r"(?:19|20)\d{2}\W?(?:[IVX]+|[TtQqSs]\d|\d{1,2}|(?:19|20)\d{2})|[TtQqSs]\d\W?(?:19|20)\d{2}"
)


@dataclass(frozen=True)
class Meaning:
    """A role and a unit, each with its reason; ``as_text`` when the values are codes whatever they
    look like."""

    role: Decision[str | None]
    unit: Decision[str | None]
    as_text: str | None = None
    """Why the column is written as text, when the role asks for it."""


NO_ROLE: Final = "Ni el encabezado ni los valores dicen otra cosa."
NO_UNIT: Final = "No se dice ninguna unidad."


@dataclass(frozen=True)
class Evidence:
    """What roles are decided on."""

    header: Header
    choice: Choice
    shapes: Shapes
    formats: Mapping[str, int]
    values: Mapping[str, int] | None
    """Distinct values with their counts, as a person reads them; ``None`` when there are too
    many."""
    table_unit: str | None
    """What the title says for the whole table."""
    first: bool
    """Whether it is the first column of the table."""


def find_meaning(seen: Evidence) -> Meaning:
    """The role and unit of a column that holds no places."""
    for find in (_year, _month, _percent, _money, _identifier):
        meaning = find(seen)
        if meaning is not None:
            return meaning
    return Meaning(Decision(None, NO_ROLE), _other_unit(seen))


def _said(
    role: str, reason: str, unit: Decision[str | None] | None = None, text: str | None = None
) -> Meaning:
    return Meaning(Decision(role, reason, (None,)), unit or Decision(None, NO_UNIT), text)


# ------------------------------------------------------------------ years and months


def _year(seen: Evidence) -> Meaning | None:
    if seen.choice.type not in ("integer", "text") or seen.choice.signs:
        return None
    yearly = [
        shape
        for shape in seen.shapes.all
        if _YEAR.fullmatch(shape.text)
        and YEARS[0] <= _bare(shape.least)[:4]
        and _bare(shape.most)[:4] <= YEARS[1]
    ]
    count = sum(shape.count for shape in yearly)
    cells = seen.choice.cells
    if not cells or count < (0.7 if seen.choice.type == "text" else 0.99) * cells:
        return None
    if seen.header.yearly or (seen.header.dated and seen.choice.type == "integer"):
        return _said(
            "year",
            f"El encabezado lo dice y {number_es(count)} de {number_es(cells)} valores son años.",
        )
    if (
        seen.values is None
        or seen.header.says(_COUNTS)
        or seen.header.monetary
        or seen.header.identifying
    ):
        return None
    years = sorted({int(_bare(text)[:4]) for text in seen.values if _bare(text)[:4].isdigit()})
    plausible = [year for year in years if 1900 <= year <= 2100]
    if len(plausible) >= 3 and plausible == years and years[-1] - years[0] < 2 * len(years):
        return _said("year", f"Todos los valores son años seguidos, de {years[0]} a {years[-1]}.")
    return None


_COUNTS: Final = frozenset(
    [
        "numero",
        "cantidad",
        "total",
        "monto",
        "poblacion",
        "casos",
        "valor",
        "codigo",
        "suma",
        "precio",
    ]
)


def _month(seen: Evidence) -> Meaning | None:
    header, values = seen.header, seen.values
    if not values or seen.choice.type not in ("integer", "text") or seen.choice.signs:
        return None
    filled = {text: count for text, count in values.items() if not is_missing_among_numbers(text)}
    if not filled:
        return None
    if header.monthly and all(text.isdigit() and 1 <= int(text) <= 12 for text in filled):
        return _said("month", "El encabezado lo dice y todos los valores van de 1 a 12.")
    if seen.choice.type != "text":
        return None
    named = [text for text in filled if _names_month(text)]
    if len(named) == len(filled) and (
        header.monthly or header.dated or header.yearly or len(named) >= 3
    ):
        example = named[0]
        return _said("month", f"Todos los valores son meses; ejemplo: {example}.")
    if header.monthly and named and len(named) >= len(filled) - 1:
        return _said(
            "month",
            f"El encabezado lo dice y casi todos los valores son meses; ejemplo: {named[0]}.",
        )
    return None


_ISO_MONTH: Final = re.compile(
    r"((?:19|20)\d{2})[-/]?(0[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/]((?:19|20)\d{2})"
)


def _names_month(text: str) -> bool:
    if found := _ISO_MONTH.fullmatch(text):
        return found[1] is None or len(text) > 6
    return len(text) <= 30 and not text.isdigit() and parse_month(text) is not None


# ------------------------------------------------------------------ percentages, money, units


def _percent(seen: Evidence) -> Meaning | None:
    if seen.choice.type not in NUMERIC:
        return None
    sign = unit_of_signs(seen.choice.signs, seen.choice.cells)
    if sign is not None and sign.value == "%":
        return _said("percent", "Los valores llevan el signo %.", sign)
    if sign is not None or not seen.header.percental:
        return None
    unit: Decision[str | None] = Decision("%", "El encabezado habla de porcentaje.", (None,))
    return _said("percent", "El encabezado habla de porcentaje.", unit)


def _money(seen: Evidence) -> Meaning | None:
    if seen.choice.type not in NUMERIC:
        return None
    header, cells = seen.header, seen.choice.cells
    sign = unit_of_signs(seen.choice.signs, cells) or currency_of_formats(seen.formats, cells)
    said = money_said(header.label)
    if sign is not None and sign.value in ISO:
        if said is not None and said.scale and said.currency == sign.value:
            sign = Decision(
                said.unit,
                "Los valores llevan la moneda y el encabezado dice la escala.",
                (sign.value,),
            )
        return _said("money", sign.reason, sign)
    if sign is not None:
        return None
    if said is not None and not header.says(_PEOPLE):
        return _said(
            "money",
            "El encabezado dice la moneda.",
            Decision(said.unit, "El encabezado la dice.", (None,)),
        )
    if not header.monetary:
        return None
    table = money_said(seen.table_unit) if seen.table_unit else None
    unit: Decision[str | None] = Decision(None, "Ni el encabezado ni los valores dicen la moneda.")
    if table is not None:
        unit = Decision(table.unit, f"El título dice «{seen.table_unit}».", (None,))
    return _said("money", "El encabezado habla de dinero.", unit)


_PEOPLE: Final = frozenset({"numero", "cantidad", "personas", "beneficiarios", "casos"})


def _other_unit(seen: Evidence) -> Decision[str | None]:
    if seen.choice.type not in NUMERIC:
        return Decision(None, NO_UNIT)
    sign = unit_of_signs(seen.choice.signs, seen.choice.cells)
    if sign is not None:
        return sign
    said = unit_said(seen.header.label)
    if said is not None:
        return Decision(said, "El encabezado la dice.", (None,))
    return Decision(None, NO_UNIT)


# ------------------------------------------------------------------ identifiers


def _identifier(seen: Evidence) -> Meaning | None:
    header, choice = seen.header, seen.choice
    if choice.type not in ("integer", "text") or choice.signs or not choice.cells:
        return None
    told = (header.identifying and not (header.bare_number and _repeats(seen))) or (
        header.recording and _look_like_records(seen)
    )
    if told and not _is_prose(seen) and not _is_word_list(seen):
        as_text = None
        if choice.type == "integer" and (header.coded or header.personal):
            as_text = "El encabezado dice que es un código: nombra algo y no se suma."
        return _said(IDENTIFIER, "El encabezado dice que distingue a cada cosa.", text=as_text)
    if seen.values is None:
        if choice.type == "text" and _shapes_are_codes(seen.shapes):
            return _said(IDENTIFIER, "Los valores son códigos y casi no se repiten.")
        return None
    if choice.type == "text":
        return None if header.dated else _codes(seen.values)
    return _running_number(seen)


def _repeats(seen: Evidence) -> bool:
    """Whether whole numbers stand several times or leave gaps: "N" is a count then."""
    if seen.choice.type != "integer" or seen.values is None:
        return False
    numbers = _whole(seen.values)
    span = max(numbers, default=0) - min(numbers, default=0) + 1
    return len(numbers) * 20 < 19 * seen.choice.cells or len(numbers) * 2 < span


def _look_like_records(seen: Evidence) -> bool:
    """Numbers of one width, or nearly all different; those of persons have seven digits or more."""
    if seen.choice.type == "text":
        coded = sum(
            shape.count
            for shape in seen.shapes.all
            if len(shape.text) >= 4 and any(character.isdigit() for character in shape.text)
        )
        return 2 * coded > seen.shapes.filled
    widths = Counter[int]()
    for shape in seen.shapes.all:
        widths[len(_bare(shape.text))] += shape.count
    if seen.header.personal:
        long = sum(count for width, count in widths.items() if width >= 7)
        return long * 10 >= 9 * widths.total()
    different = len(seen.values) if seen.values is not None else seen.choice.cells
    one_width = len(widths) == 1 and min(widths) > 3
    return one_width or different * 10 >= 9 * seen.choice.cells > 40


def _is_prose(seen: Evidence) -> bool:
    """Texts of several words do not tell things apart as a code does."""
    if seen.choice.type != "text":
        return False
    spaced = sum(
        shape.count
        for shape in seen.shapes.all
        if len(shape.text.split()) > 2 or len(shape.text) > 60
    )
    return spaced * 2 > seen.shapes.filled


def _is_word_list(seen: Evidence) -> bool:
    """A header such as "Registro" over a handful of plain words."""
    if seen.choice.type != "text" or seen.header.coded or seen.header.says(ONLY_ID):
        return False
    plain = sum(
        shape.count for shape in seen.shapes.all if not any(c.isdigit() for c in shape.text)
    )
    return plain * 2 > seen.shapes.filled


ONLY_ID: Final = frozenset({"id", "identifier", "identificador"})


def _codes(values: Mapping[str, int]) -> Meaning | None:
    filled = [text for text in values if not is_missing_among_numbers(text)]
    if not filled:
        return None
    if all(_UUID.fullmatch(text) for text in filled):
        return _said(IDENTIFIER, "Todos los valores son identificadores generados por un programa.")
    if _are_slugs(filled, sum(values.values())):
        return _said(IDENTIFIER, f"Los valores son nombres cortos únicos; ejemplo: {filled[0]}.")
    alike = [text for text in filled if len(text) >= 5 and _is_code(text)]
    if len(alike) < 0.95 * len(filled):
        return None
    unique = len(filled) >= 0.9 * sum(values.values()) and len(filled) >= 5
    shapes = Counter(_shape(text) for text in filled if len(text) >= 6)
    one_shape = bool(shapes) and max(shapes.values()) >= 0.95 * len(filled)
    if unique or one_shape:
        return _said(IDENTIFIER, f"Los valores son códigos; ejemplo: {alike[0]}.")
    return None


def _are_slugs(texts: Sequence[str], cells: int) -> bool:
    """Names for machines: lower case without blanks, words joined by hyphens, all different."""
    joined = sum(_SLUG.fullmatch(text) is not None for text in texts)
    return cells >= 20 and len(texts) * 10 >= 9 * cells and joined * 10 >= 9 * len(texts)


_SLUG: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")


def _is_code(text: str) -> bool:
    """Letters and digits, or digits in groups, that say neither a period nor a date."""
    if _CODE.fullmatch(text) is None or _PERIOD.fullmatch(text) is not None:
        return False
    return read_date(_shape(text)) is None


def _shape(text: str) -> str:
    return "".join("9" if c.isdigit() else "a" if c.isalpha() else c for c in text)


def _shapes_are_codes(shapes: Shapes) -> bool:
    fits = sum(
        shape.count
        for shape in shapes.all
        if len(shape.text) >= 5
        and (_CODE.fullmatch(shape.least) or _UUID.fullmatch(shape.least))
        and not _PERIOD.fullmatch(shape.least)
    )
    return bool(shapes.filled) and fits >= 0.95 * shapes.filled


def _running_number(seen: Evidence) -> Meaning | None:
    """A first column without a name that counts the rows: 1, 2, 3…"""
    if not seen.first or seen.header.label.strip() or seen.values is None:
        return None
    numbers = sorted(_whole(seen.values))
    if (
        len(numbers) >= 5
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] in (0, 1)
    ):
        return _said(IDENTIFIER, "La columna sin nombre numera las filas.")
    return None


def _whole(values: Iterable[str]) -> list[int]:
    return [int(text) for text in values if text.isdigit() and len(text) <= 12]


def _bare(text: str) -> str:
    return text.lstrip(native.MARKS)
