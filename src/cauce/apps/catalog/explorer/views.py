"""How an answer is looked at: the ways there are for a question, and the one that was chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.explorer import nearness
from cauce.apps.catalog.explorer.asked import Asked
from cauce.apps.catalog.explorer.offered import is_amount
from cauce.apps.catalog.explorer.words import question_words
from cauce.apps.catalog.figures.first import chosen_states
from cauce.apps.catalog.presenters.column_words import is_territory
from cauce.engine.columns import Column
from cauce.engine.explore import (
    MOST_ROWS,
    PAGE,
    Classing,
    Explore,
    Mark,
    ViewKind,
    adds_up,
    timelike,
)
from cauce.engine.explore.views import CLASSING_WORDS, MARK_WORDS, PLAIN

_KINDS: Final[Mapping[ViewKind, Any]] = {
    "table": gettext_lazy("Tabla"),
    "chart": gettext_lazy("Gráfico"),
    "map": gettext_lazy("Mapa"),
}
_MARKS: Final[Mapping[Mark, Any]] = {
    "auto": gettext_lazy("El que mejor le va"),
    "bar": gettext_lazy("Barras"),
    "line": gettext_lazy("Líneas"),
    "stacked": gettext_lazy("Barras apiladas"),
    "scatter": gettext_lazy("Dispersión"),
    "histogram": gettext_lazy("Histograma"),
}
_CLASSINGS: Final[Mapping[Classing, Any]] = {
    "quantiles": gettext_lazy("Cinco clases con igual número de lugares"),
    "equal": gettext_lazy("Cinco clases de igual ancho"),
    "natural": gettext_lazy("Cinco clases por saltos naturales"),
}

_MOST_NAMED: Final = 2
"""Measures that a link names."""

Options = list[dict[str, str]]


def tabs(asked: Asked) -> list[dict[str, Any]]:
    """The ways to look, each a link that keeps the question; a map only where there are places.

    Rows nobody grouped nor chose columns of are drawn as their table is first shown.
    """
    return [
        {
            "label": str(label),
            "href": asked.addresses.page(_drawn_as(asked, kind)),
            "current": asked.explore.view.kind == kind,
        }
        for kind, label in _KINDS.items()
        if kind != "map" or any(is_territory(column) for column in asked.schema)
    ]


def first_looks(asked: Asked) -> list[dict[str, str]]:
    """What the table is first shown by, for whoever has not asked anything of it yet."""
    if _is_asked(asked.explore):
        return []
    return [
        {"href": asked.addresses.page(state), "label": _told(asked, state)}
        for state in _first_states(asked)
    ]


def _drawn_as(asked: Asked, kind: ViewKind) -> Explore:
    if kind != "table" and not _is_asked(asked.explore):
        for state in _first_states(asked):
            if state.view.kind == kind:
                return state
    return seen_as(asked.explore, kind)


def _is_asked(explore: Explore) -> bool:
    """Whether somebody said what is to be seen, and not only of which rows."""
    return bool(explore.aggregates or explore.columns or explore.join or explore.view != PLAIN)


def _first_states(asked: Asked) -> Iterator[Explore]:
    """The states that a table is first shown by, of the rows that are asked for now."""
    explore = asked.explore
    narrowed = {one.column for one in explore.filters}
    for state in chosen_states(asked.page, asked.table):
        own = tuple(one for one in state.filters if one.column not in narrowed)
        yield replace(state, filters=(*explore.filters, *own), search=explore.search)


def _told(asked: Asked, state: Explore) -> str:
    """A state as a link says it: «la suma de devengado por departamento, en un mapa»."""
    said = question_words(
        replace(state, order=()), asked.table.columns, asked.joinable, most=_MOST_NAMED
    )
    words = said.removeprefix(_("Mostrar ")).removesuffix(".")
    return _("%s, en un mapa") % words if state.view.kind == "map" else words


def seen_as(explore: Explore, kind: ViewKind) -> Explore:
    """The same question looked at in another way; a drawing shows more than a page of a table."""
    limit = PAGE if kind == "table" and explore.limit == MOST_ROWS else explore.limit
    return replace(explore, view=replace(explore.view, kind=kind), limit=limit)


def choices(asked: Asked) -> dict[str, Any] | None:
    """The choices of the present way to look: kinds of chart, classes of a map, its department."""
    view = asked.explore.view
    if view.kind == "chart":
        marks = tuple(marks_for(asked.explore, asked.schema))
        if len(marks) < 3:
            return None
        words = {meant: word for word, meant in MARK_WORDS.items()}
        return {
            "name": "grafico",
            "label": _("Tipo de gráfico"),
            "options": [{"value": words[mark], "label": str(_MARKS[mark])} for mark in marks],
            "value": words[view.mark],
            "hidden": _others(asked.explore, "grafico"),
            "zoom": None,
        }
    if view.kind == "map":
        said = {meant: word for word, meant in CLASSING_WORDS.items()}
        return {
            "name": "clases",
            "label": _("Clases"),
            "options": [{"value": said[each], "label": str(_CLASSINGS[each])} for each in said],
            "value": said[view.classing],
            "hidden": _others(asked.explore, "clases"),
            "zoom": _zoom(asked),
        }
    return None


def _others(explore: Explore, *names: str) -> dict[str, list[str]]:
    """The rest of the state, which a form of some parameters carries along."""
    return {name: texts for name, texts in explore.to_params().items() if name not in names}


def marks_for(explore: Explore, schema: Sequence[Column]) -> Iterator[Mark]:
    """The kinds of chart that make sense for a question; ``auto`` first."""
    known = {column.name: column for column in schema}
    yield "auto"
    if not explore.aggregates:
        amounts = [column for column in schema if is_amount(column)]
        if amounts:
            yield "histogram"
        if len(amounts) > 1:
            yield "scatter"
        return
    groups = [known[name] for name in explore.groups]
    if groups:
        yield "bar"
    if any(map(timelike, groups)):
        yield "line"
    if len(groups) + bool(explore.pivot) >= 2 and _adds(explore, known):
        yield "stacked"
    if len(explore.measured) >= 2 and groups:
        yield "scatter"


def alternatives(asked: Asked, instead: Sequence[Explore]) -> list[dict[str, str]]:
    """What can be looked at when the state cannot be drawn: the same as a table, and others."""
    states = [*instead, seen_as(asked.explore, "table")]
    known = dict.fromkeys(states)
    return [
        {
            "href": asked.addresses.page(state),
            "label": _("Ver la respuesta como tabla")
            if state.view.kind == "table"
            else question_words(state, asked.table.columns, asked.joinable),
        }
        for state in known
    ]


def _adds(explore: Explore, known: Mapping[str, Column]) -> bool:
    """Whether the parts of the first measure make a whole."""
    measure = explore.measured[0]
    if measure.op in ("count", "share"):
        return True
    return measure.op == "sum" and measure.column is not None and adds_up(known[measure.column])


def _zoom(asked: Asked) -> dict[str, Any] | None:
    """The departments that a map of what lies inside them may be limited to."""
    level = nearness.holding_level(asked.schema)
    if not level:
        return None
    return {"options": nearness.options(level), "value": asked.explore.view.zoom or ""}
