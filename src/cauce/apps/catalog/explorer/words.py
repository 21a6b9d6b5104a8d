"""The question of a state in words: one sentence, as it would be read aloud.

«Mostrar la suma de devengado por departamento y año donde función es Salud, de mayor a menor
devengado.»
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.explorer.labels import is_joined, is_place_code, plain_label
from cauce.apps.catalog.presenters.filter_words import value_words
from cauce.base.numerals import number_es
from cauce.charts.drawing.words import humane
from cauce.engine.columns import ROW, Column
from cauce.engine.explore import Explore, Filter, Joinable, Measure, Order

_MEASURED: Final = {
    "sum": gettext_lazy("la suma de"),
    "mean": gettext_lazy("el promedio simple de"),
    "median": gettext_lazy("la mediana de"),
    "min": gettext_lazy("el mínimo de"),
    "max": gettext_lazy("el máximo de"),
    "distinct": gettext_lazy("cuántos valores distintos hay de"),
    "share": gettext_lazy("la parte del total de"),
    "ratio": gettext_lazy("la suma de"),
}
_MOST_SAID: Final = 4
"""Values of a filter, or columns of the rows, that are named."""


@dataclass(frozen=True)
class Part:
    """A stretch of the sentence; the words that hold it together are ``strong``."""

    text: str
    strong: bool = False


def question_words(
    explore: Explore,
    schema: Sequence[Column],
    joinable: Joinable | None = None,
    *,
    most: int | None = None,
) -> str:
    """The question as one sentence; ``most``: measures that are named, the rest are counted."""
    parts = question_parts(explore, schema, joinable, most=most)
    return "".join(part.text for part in parts)


def question_parts(
    explore: Explore,
    schema: Sequence[Column],
    joinable: Joinable | None = None,
    *,
    most: int | None = None,
) -> tuple[Part, ...]:
    """The question as one sentence, its joints apart from what they join.

    ``schema`` are the columns of the first table.
    """
    columns = [*schema, *(joinable.prefixed() if joinable else ())]
    return tuple(_said(explore, spoken(columns), joinable, most))


def spoken(schema: Sequence[Column]) -> Mapping[str, Column]:
    """The columns by name, their labels as people would say them where that tells them apart."""
    humaned = {c.name: humane(c.label or c.name) for c in schema if not is_place_code(c)}
    said = Counter(humaned.values())
    own = {plain_label(column) for column in schema if not is_joined(column)}
    return {
        column.name: replace(column, label=_spoken(column, humaned.get(column.name, ""), said, own))
        for column in schema
    }


def _spoken(column: Column, humaned: str, said: Mapping[str, int], own: set[str]) -> str:
    """Codes of places are called by their level; what both tables have says which is meant."""
    label = humaned if said.get(humaned) == 1 else plain_label(column)
    doubled = is_joined(column) and plain_label(column) in own
    return _("%s (tabla unida)") % label if doubled else label


def measure_words(measure: Measure, known: Mapping[str, Column]) -> str:
    """A measure in words: «la suma de devengado», «cuántas filas hay»."""
    return "".join(part.text for part in _measure(measure, known))


def column_words(column: Column) -> str:
    """A column inside a sentence: «Departamento» is «departamento», «PIB» stays."""
    label = (column.label or column.name).strip()
    first, space, _rest = label.partition(" ")
    ordinary = first[:1].isupper() and (first[1:].islower() or (len(first) == 1 and space))
    return f"{label[:1].lower()}{label[1:]}" if ordinary else label


def filter_phrase(column: Column, filters: Sequence[Filter]) -> str:
    """What the filters of one column demand: «año está entre 2013 y 2018»."""
    by_op = {one.op: one for one in filters}
    if set(by_op) == {"ge", "le"}:
        both = (by_op["ge"].values[0], by_op["le"].values[0])
        return _filter(column, Filter(column.name, "between", both))
    return _(" y ").join(_filter(column, one) for one in filters)


def _said(
    explore: Explore, known: Mapping[str, Column], joinable: Joinable | None, most: int | None
) -> Iterator[Part]:
    yield Part(_("Mostrar "))
    if explore.aggregates:
        yield from _measures(explore, known, most)
    else:
        yield from _rows(explore, known)
    if explore.groups:
        yield Part(_(" por "), strong=True)
        yield from _listed([[Part(text)] for text in _grouped(explore.groups, known)])
    if explore.pivot:
        yield Part(_(", con una columna para cada "))
        yield Part(column_words(known[explore.pivot]))
    yield from _where(explore, known)
    if explore.comparison:
        compared = explore.comparison
        column = known[compared.column]
        yield Part(_(", "))
        yield Part(_("comparando"), strong=True)
        yield Part(
            _(" %(column)s %(before)s con %(after)s")
            % {
                "column": column_words(column),
                "before": value_words(column, compared.before),
                "after": value_words(column, compared.after),
            }
        )
    if explore.join and joinable:
        yield Part(_(", "))
        yield Part(_("unido con"), strong=True)
        yield Part(f" «{joinable.title or joinable.source}»")
    if explore.order:
        yield Part(_(", "))
        yield from _listed([[Part(_order(by, explore, known))] for by in explore.order])
    yield Part(".")


def _grouped(groups: Sequence[str], known: Mapping[str, Column]) -> Iterator[str]:
    """The groups; the code of a place says that it is one where its name stands beside it."""
    said = Counter(column_words(known[name]) for name in groups)
    for name in groups:
        words = column_words(known[name])
        doubled = said[words] > 1 and is_place_code(known[name])
        yield _("%s (código)") % words if doubled else words


def _rows(explore: Explore, known: Mapping[str, Column]) -> Iterator[Part]:
    narrowed = bool(explore.filters or explore.search)
    rows = _("las filas") if narrowed else _("todas las filas")
    columns = explore.columns or ()
    if not columns:
        yield Part(rows, strong=True)
    elif len(columns) <= _MOST_SAID:
        yield from _listed([[Part(column_words(known[name]))] for name in columns])
        yield Part(_(" de "))
        yield Part(rows, strong=True)
    else:
        yield Part(rows, strong=True)
        yield Part(_(", con %s de sus columnas") % number_es(len(columns)))


def _measures(explore: Explore, known: Mapping[str, Column], most: int | None) -> Iterator[Part]:
    named = explore.measured[:most]
    said = [list(_measure(each, known)) for each in named]
    if rest := len(explore.measured) - len(named):
        said.append([Part(_("%s más") % number_es(rest))])
    yield from _listed(said)


def _measure(measure: Measure, known: Mapping[str, Column]) -> Iterator[Part]:
    if measure.column is None:
        yield Part(_("cuántas filas hay"), strong=True)
        return
    name = column_words(known[measure.column])
    other = column_words(known[measure.other]) if measure.other else ""
    if measure.op == "per_person":
        yield Part(name)
        yield Part(_(" por habitante"), strong=True)
        if other:
            yield Part(_(" (según %s)") % other)
        return
    yield Part(str(_MEASURED[measure.op]), strong=True)
    yield Part(f" {name}")
    if measure.op == "ratio":
        yield Part(_(" dividida entre la de"), strong=True)
        yield Part(f" {other}")


def _where(explore: Explore, known: Mapping[str, Column]) -> Iterator[Part]:
    by_column: dict[str, list[Filter]] = {}
    for one in explore.filters:
        by_column.setdefault(one.column, []).append(one)
    phrases = [filter_phrase(known[name], filters) for name, filters in by_column.items()]
    if explore.search:
        phrases.insert(0, _("alguna columna contiene «%s»") % explore.search)
    if phrases:
        yield Part(_(" donde "), strong=True)
        yield from _listed([[Part(phrase)] for phrase in phrases])
    if explore.kinds != ("data",):
        yield Part(_(", también los subtotales y totales del original"))


def _filter(column: Column, one: Filter) -> str:
    name = column_words(column)
    shown = [value_words(column, text) for text in one.values[:_MOST_SAID]]
    more = len(one.values) - len(shown)
    if more > 0:
        shown.append(_("%(count)d más") % {"count": more})
    match one.op:
        case "eq" | "in":
            return _("%(column)s es %(value)s") % {"column": name, "value": _either(shown)}
        case "contains":
            return _("%(column)s contiene «%(value)s»") % {"column": name, "value": shown[0]}
        case "ge":
            return _("%(column)s es al menos %(value)s") % {"column": name, "value": shown[0]}
        case "le":
            return _("%(column)s es a lo sumo %(value)s") % {"column": name, "value": shown[0]}
        case "between":
            ends = {"column": name, "least": shown[0], "most": shown[1]}
            return _("%(column)s está entre %(least)s y %(most)s") % ends
        case "missing":
            return _("%(column)s no tiene dato") % {"column": name}
        case "not_missing":
            return _("%(column)s tiene dato") % {"column": name}


def _order(by: Order, explore: Explore, known: Mapping[str, Column]) -> str:
    if by.column == ROW:
        return _("desde la última fila") if by.descending else _("en el orden del original")
    name = _ordered_by(by.column, explore, known)
    column = known.get(by.column)
    if column is not None and column.type in ("text", "boolean"):
        return (_("de la Z a la A por %s") if by.descending else _("de la A a la Z por %s")) % name
    if column is not None and column.type in ("date", "datetime", "time"):
        words = _("lo más reciente primero por %s") if by.descending else _("en orden de %s")
        return words % name
    return (_("de mayor a menor %s") if by.descending else _("de menor a mayor %s")) % name


def _ordered_by(name: str, explore: Explore, known: Mapping[str, Column]) -> str:
    """What an answer is ordered by: a column of the table, or a measure by its column."""
    if name in known:
        return column_words(known[name])
    for measure in sorted(explore.measured, key=lambda each: -len(each.name)):
        if name.startswith(measure.name):
            if measure.column is None:
                return _("número de filas")
            if sum(each.column == measure.column for each in explore.measures) == 1:
                return column_words(known[measure.column])
            return measure_words(measure, known).removeprefix("la ").removeprefix("el ")
    return name


def _listed(groups: Sequence[Sequence[Part]]) -> Iterator[Part]:
    """The parts one after another, with commas and «y»."""
    for place, parts in enumerate(groups):
        if place and place == len(groups) - 1:
            yield Part(_and(parts[0].text))
        elif place:
            yield Part(_(", "))
        yield from parts


def _and(following: str) -> str:
    """«y», or «e» before its sound: «agua e internet»."""
    start = following.strip().casefold()
    same = start.startswith(("i", "hi")) and not start.startswith(("hie", "hia", "io", "ie", "ia"))
    return _(" e ") if same else _(" y ")


def _either(texts: Sequence[str]) -> str:
    *most, last = texts
    return _(" o ").join(filter(None, (", ".join(most), last)))
