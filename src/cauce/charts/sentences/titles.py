"""Titles: what is drawn, of what and when: «Pobreza multidimensional por departamento, 2018»."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cauce.base.calendar import month_name
from cauce.base.fold import fold
from cauce.charts.scaling import is_share, known_columns, scaled
from cauce.charts.sentences.seen import rows_level, single_values
from cauce.charts.sentences.wording import (
    capitalized,
    counted,
    first_different,
    joined,
    level_of,
    level_words,
    of_level,
    place_name,
    spoken,
    uncapitalized,
    year_of,
)
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Filter, Measure
from cauce.engine.query.answers import Answer

LONGEST_SUBJECT: Final = 90
"""Letters of a dataset's title that still stand before what is measured."""
_YEARS: Final = re.compile(r",?\s*(?:de\s+)?(?:(?:19|20)\d\d(?:,\s*|\s+y\s+|\s+a\s+|-)?)+$")
_BY: Final = re.compile(r"\s+(?:por|según)\s+(.+)$", re.IGNORECASE)
_NUMBERED: Final = re.compile(
    r"^(?:\d{1,3}[.)]\s*)?(?:cuadro|tabla)\s+[\w.]{1,6}\s*[-–:.]\s*", re.I
)
_MOST_VALUES: Final = 3
_UNNAMED: Final = frozenset({"x", "y", "columna", "columna 1", "columna 2", "valor"})
_ROOT: Final = 5


def title(source: Source, explore: Explore, answer: Answer | None = None) -> str:
    """What a state shows, in a line that begins with a capital and has no full stop.

    With its answer it also says per how many inhabitants a rate is.
    """
    known = known_columns(source)
    groups = [known[name] for name in (*explore.groups, *filter(None, (explore.pivot,)))]
    about = _subject(source, groups)
    measured, aside = _measured(source, explore, known, answer)
    if answer and answer.rows and any(each.op == "per_person" for each in explore.measures):
        unit = scaled(source, explore, answer).columns[len(explore.groups)].unit or ""
        measured = measured.replace("por habitante", unit) if unit.startswith("por") else measured
    by = _by(groups)
    when = list(_when(explore, known))
    head = _together(about, measured, by)
    tail = f" ({aside})" if aside else ""
    return capitalized(", ".join([f"{head}{tail}", *when]))


def _subject(source: Source, groups: Sequence[Column]) -> str:
    """The dataset's title without its years and without what the figure is anyway by."""
    text = _NUMBERED.sub("", " ".join(source.title.split()))
    text = _YEARS.sub("", text).strip(" ,;:.-")
    found = _BY.search(text)
    if found and groups and any(_root(found[1]) == _root(_group_words(each)) for each in groups):
        text = text[: found.start()]
    if len(text) > LONGEST_SUBJECT:
        return ""
    return text.lower() if text.isupper() and " " in text else text


def _together(about: str, measured: str, by: str) -> str:
    """«Hogares por fuente de agua: tubería en la vivienda, por departamento»."""
    if not measured:
        return f"{about}{_joint(about, by)}" if about else by.strip().capitalize()
    if not about or _within(about, measured):
        return f"{measured}{by}"
    if _within(measured, about) and " y " not in about:
        return f"{about}{_joint(about, by)}"
    before, colon, after = about.partition(": ")
    if colon and _roots(measured) & _roots(after):
        about = before
    heading, colon, rest = measured.partition(": ")
    if colon and _within(heading, about):
        measured = rest
    return f"{about}: {uncapitalized(measured)}{by}"


def _joint(about: str, by: str) -> str:
    """A comma before a second «por»."""
    return f",{by}" if by and _BY.search(about) else by


def _within(text: str, other: str) -> bool:
    """Whether every telling word of a text is in another."""
    mine, others = _roots(text), _roots(other)
    return bool(mine) and mine <= others


def _measured(
    source: Source, explore: Explore, known: Mapping[str, Column], answer: Answer | None
) -> tuple[str, str]:
    """What is measured, and what must stand beside it in parentheses."""
    measures = explore.measures
    if not measures:
        return _of_rows(source, explore, known), ""
    if measures == (Measure("count"),):
        return "", ""
    first = measures[0]
    if len({(each.op, each.other) for each in measures}) > 1:
        named = [_operated(each, known, answer) for each in measures[:_MOST_VALUES]]
        more = ["otras medidas"] if len(measures) > _MOST_VALUES else []
        return joined([*first_different(named), *more]), ""
    aside = _aside(source, explore, first, known, answer)
    if not explore.groups and len(measures) > 2:
        return "", aside
    names = first_different(_noun(each, known, answer) for each in measures[:_MOST_VALUES])
    return joined([name for name in names if name]), aside


def _operated(measure: Measure, known: Mapping[str, Column], answer: Answer | None) -> str:
    """What is measured with its operation, beside measures of others: «suma de pozo»."""
    name = _noun(measure, known, answer)
    if is_share(measure, known, answer) and measure.other:
        return f"{name} como % de {counted(known[measure.other].label)}"
    said = {"sum": "suma", "mean": "promedio"}.get(measure.op)
    if said is None:
        return name
    return f"{said} de {name}" if name else said


def _noun(measure: Measure, known: Mapping[str, Column], answer: Answer | None) -> str:
    if measure.column is None:
        return "filas"
    name = spoken(known[measure.column].label)
    name = "" if name.isdecimal() or fold(name) in _UNNAMED else name
    match measure.op:
        case "per_person":
            return f"{name} por habitante"
        case "ratio" if measure.other and not is_share(measure, known, answer):
            return f"{name} por {spoken(known[measure.other].label)}"
        case "median":
            return f"mediana de {name}"
        case "distinct":
            return f"{name}: valores distintos"
        case "min":
            return f"mínimo de {name}"
        case "max":
            return f"máximo de {name}"
        case "share":
            return f"parte del total de {name}"
        case _:
            return name


def _aside(
    source: Source,
    explore: Explore,
    measure: Measure,
    known: Mapping[str, Column],
    answer: Answer | None,
) -> str:
    if is_share(measure, known, answer) and measure.other:
        return f"% de {counted(known[measure.other].label)}"
    if measure.op == "mean" and not single_values(source, explore, known):
        level = rows_level(source)
        return f"promedio simple de {of_level(level)}" if level else "promedio simple"
    return ""


def _of_rows(source: Source, explore: Explore, known: Mapping[str, Column]) -> str:
    shown = [known[name] for name in explore.columns or ()]
    numbers = [
        spoken(each.label or each.name) for each in shown if each.type in ("integer", "number")
    ]
    if explore.view.kind == "map":
        return ""
    if explore.view.mark == "histogram" and numbers:
        return f"cómo se reparte {numbers[0]}"
    level = rows_level(source)
    beside = f", por {level_words(level, 1)}" if level else ""
    return f"{joined(numbers[:2])}{beside}" if numbers else ""


def _by(groups: Sequence[Column]) -> str:
    """« por departamento y tipo»; the wider territory that tells places apart is not said."""
    places = [each for each in groups if level_of(each)]
    told = [each for each in groups if each not in places[1:]]
    words = [word for each in told if (word := _group_words(each))]
    return f" por {joined(words)}" if words else ""


def _group_words(column: Column) -> str:
    level = level_of(column)
    if level:
        return level_words(level, 1)
    if column.role in ("year", "month"):
        return "año" if column.role == "year" else "mes"
    if column.type in ("date", "datetime"):
        return "fecha"
    words = spoken(column.label)
    return "" if fold(words) in _UNNAMED or len(words) > 40 else words


def _when(explore: Explore, known: Mapping[str, Column]) -> Iterator[str]:
    """Years of headers, what is compared, and filters, each as it is read after a comma."""
    years = [
        year
        for each in explore.measures
        if each.column and (year := year_of(known[each.column].label))
    ]
    if years and len(years) == len(explore.measures):
        yield joined(first_different(years)) if len(set(years)) < 3 else f"{years[0]}–{years[-1]}"
    if explore.comparison:
        yield f"{explore.comparison.before} y {explore.comparison.after}"
    for one in sorted(explore.filters, key=lambda each: known[each.column].role == "year"):
        said = _filter(one, known[one.column])
        if said:
            yield said
    if explore.search:
        yield f"con «{explore.search}»"


def _filter(one: Filter, column: Column) -> str:
    values = [_value(column, text) for text in one.values]
    match one.op:
        case "eq" | "in":
            shown = values[:_MOST_VALUES]
            more = [f"{len(values) - len(shown)} más"] if len(values) > len(shown) else []
            return joined([*shown, *more])
        case "between":
            return f"de {values[0]} a {values[1]}"
        case "ge":
            return f"{_named(column)}desde {values[0]}"
        case "le":
            return f"{_named(column)}hasta {values[0]}"
        case "contains":
            return f"con «{values[0]}»"
        case _:
            return ""


def _named(column: Column) -> str:
    return "" if column.role == "year" else f"{spoken(column.label)} "


def _value(column: Column, text: str) -> str:
    level = level_of(column)
    if level:
        return place_name(level, text)
    if column.role == "month" and text.isdecimal() and 1 <= int(text) <= 12:
        return month_name(int(text))
    if column.type == "boolean":
        return f"{spoken(column.label)}: {'sí' if text == 'true' else 'no'}"
    return text


def _root(text: str) -> str:
    return (fold(text).split() or [""])[0][:_ROOT]


def _roots(text: str) -> frozenset[str]:
    small = {"de", "del", "la", "el", "los", "las", "en", "por", "y", "a", "o", "con"}
    return frozenset(word[:_ROOT] for word in fold(text).split() if word not in small)
