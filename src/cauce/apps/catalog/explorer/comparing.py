"""Comparing: the two values of a column that are compared when nobody says which."""

from collections.abc import Mapping, Sequence
from typing import Any

from cauce.apps.catalog.contracts import TableView
from cauce.apps.catalog.explorer.offered import MOST_KINDS
from cauce.apps.catalog.presenters import cells
from cauce.apps.catalog.store import store
from cauce.base.errors import Refusal
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Joinable
from cauce.engine.query.facets import facets

Params = Mapping[str, Sequence[str]]
Options = list[dict[str, Any]]

COLUMN = "comparar.columna"
_ENDS = ("comparar.antes", "comparar.despues")


def comparable_values(
    table: TableView, explore: Explore, column: Column, joinable: Joinable | None
) -> Options:
    """The values of a column, in order, as far as an address can compare them."""
    everything = Explore(table.sha256, join=explore.join)
    try:
        (facet,) = facets(
            everything,
            store(),
            table.columns,
            [column.name],
            most=MOST_KINDS,
            joinable=joinable,
        )
    except Refusal:
        return []
    ordered = sorted(facet.values, key=lambda each: each.value)
    return [
        {"value": each.text, "label": cells.written(column, each.value) or each.text}
        for each in ordered
        if "." not in each.text
    ]


def wants_ends(params: Params) -> str:
    """The column that the form compares two values of; empty for none."""
    return next((text for text in params.get(COLUMN, ()) if text.strip()), "")


def with_ends(params: Params, values: Sequence[str]) -> Params:
    """The form with the first and the last value of the column where it names none of its own.

    A column with a single value cannot be compared: then nothing is.
    """
    if len(values) < 2:
        return {name: texts for name, texts in params.items() if name not in _ENDS}
    ends = (values[0], values[-1])
    typed = [next(iter(params.get(name, ())), "") for name in _ENDS]
    if not set(typed) <= set(values):
        typed = [text if text in values else end for text, end in zip(typed, ends, strict=True)]
        typed = typed if typed[0] != typed[1] else [*ends]
    return {**params, **{name: [text] for name, text in zip(_ENDS, typed, strict=True)}}
