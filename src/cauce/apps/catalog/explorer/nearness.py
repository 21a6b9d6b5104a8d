"""Nearness: the department that a map comes near to, and the rows of it that are asked for.

What is seen, counted, downloaded and cited is the same: coming near filters the rows too, wherever
the table has a column of departments.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import TableView
from cauce.apps.catalog.presenters.column_words import is_code, is_territory
from cauce.apps.catalog.store import store
from cauce.base.errors import Refusal
from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.query.facets import facets
from cauce.territory.divisions import LEVELS, by_code, divisions
from cauce.territory.names import by_name

Params = Mapping[str, Sequence[str]]

FIELD: Final = "acercarse"
"""The field of the form that chooses the department; empty for the whole country."""
_MOST: Final = 60


def holding_level(schema: Sequence[Column]) -> str:
    """The level of the departments that hold what a table speaks of; empty for none."""
    roles = {column.role for column in schema if is_territory(column)}
    for country in ("gt", "pe"):
        finer = {f"territory:{level}" for level in LEVELS if level.startswith(country)}
        if roles & (finer - {f"territory:{country}.department"}):
            return f"{country}.department"
    return ""


def near(params: Params, table: TableView) -> dict[str, list[str]]:
    """The parameters of the state after choosing a department, or the whole country again."""
    code = next((text for text in params.get(FIELD, ()) if text), "")
    before = next((text for text in params.get("zoom", ()) if text), "")
    kept = {n: [*texts] for n, texts in params.items() if n not in (FIELD, "zoom", "desde")}
    column = _departments(table.columns)
    if column is not None:
        names = {f"f.{column.name}.{op}" for op in ("eq", "in")}
        held = {text for name in names for text in kept.get(name, ())}
        if code or held == set(_values(table, column, before)):
            kept = {name: texts for name, texts in kept.items() if name not in names}
        if values := list(_values(table, column, code)):
            kept[f"f.{column.name}.{'eq' if len(values) == 1 else 'in'}"] = values
    return kept | ({"zoom": [code]} if code else {})


def beyond(explore: Explore, table: TableView) -> str:
    """The department that a drawing comes near to while the rows are of the whole country.

    Empty where both are the same.
    """
    if explore.view.kind == "table" or not explore.view.zoom:
        return ""
    column = _departments(table.columns)
    if column and any(one.column == column.name for one in explore.filters):
        return ""
    level = holding_level(table.columns)
    division = by_code(level, explore.view.zoom) if level else None
    return division.name if division else ""


def options(level: str) -> list[dict[str, str]]:
    """The departments to choose from, the whole country first."""
    places = [{"value": each.code, "label": each.name} for each in divisions(level)]
    return [{"value": "", "label": _("todo el país")}, *places]


def _departments(schema: Sequence[Column]) -> Column | None:
    """The column of departments, names before codes."""
    level = holding_level(schema)
    found = [column for column in schema if level and column.role == f"territory:{level}"]
    return min(found, key=is_code, default=None)


def _values(table: TableView, column: Column, code: str) -> Iterator[str]:
    """How the column writes a department."""
    if not code:
        return
    try:
        (facet,) = facets(Explore(table.sha256), store(), table.columns, [column.name], most=_MOST)
    except Refusal:
        return
    level = (column.role or "").removeprefix("territory:")
    for value in facet.values:
        place = by_code(level, value.text)
        places = (place,) if place else by_name(level, value.text)
        if [each.code for each in places] == [code]:
            yield value.text
