"""The filters of the explorer's form: one field for each column that is filtered, by its type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.explorer.asked import Asked
from cauce.apps.catalog.explorer.labels import column_options
from cauce.apps.catalog.explorer.offered import is_amount
from cauce.apps.catalog.presenters import cells
from cauce.apps.catalog.presenters.filter_words import value_words
from cauce.apps.catalog.store import store
from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.explore import OPERATORS, Explore
from cauce.engine.query.facets import Facet, facets

MOST_LISTED: Final = 30
"""Values of a column that are listed to be chosen."""
FEW: Final = 12
"""Years and amounts that are listed one by one; of more, the first and the last are asked for."""
COUNTED_ANEW: Final = 200_000
"""Rows up to which the values of a filter are counted among what the other filters let through."""
_RANGE: Final = frozenset({"ge", "le", "between"})
_CHOICE: Final = frozenset({"eq", "in"})


def filter_fields(asked: Asked) -> list[dict[str, Any]]:
    """The fields of the columns that are filtered, and of the one that is being added."""
    filtered = dict.fromkeys(one.column for one in asked.explore.filters)
    typed = (
        name.removeprefix("f.").rpartition(".")[0] for name in asked.params if name[:2] == "f."
    )
    known = {column.name: column for column in asked.schema}
    wanted = [*filtered, *(typed if asked.error else ()), asked.opened]
    names = [name for name in dict.fromkeys(wanted) if name in known]
    counted = _counted(asked, [known[name] for name in names])
    return [_field(asked, known[name], counted.get(name)) for name in names]


def addable(asked: Asked) -> list[dict[str, str]]:
    """The columns that a filter may still be added for."""
    filtered = {one.column for one in asked.explore.filters} | {asked.opened}
    return column_options([column for column in asked.schema if column.name not in filtered])


def without_column(explore: Explore, column: str) -> Explore:
    """From the start and without any filter on a column."""
    kept = tuple(one for one in explore.filters if one.column != column)
    return replace(explore, filters=kept, offset=0)


def _counted(asked: Asked, columns: Sequence[Column]) -> Mapping[str, Facet]:
    """The values of the columns that are chosen from lists, and how many rows have each: of those
    that the other filters let through, or in large tables of all, which are counted once."""
    names = [column.name for column in columns if _is_listed(asked, column)]
    if not names:
        return {}
    large = asked.table.rows > COUNTED_ANEW
    explore = Explore(asked.explore.table, join=asked.explore.join) if large else asked.explore
    try:
        found = facets(
            explore,
            store(),
            asked.table.columns,
            names,
            most=MOST_LISTED,
            joinable=asked.joinable,
        )
    except Refusal:
        return {}
    return {facet.column.name: facet for facet in found}


def _is_listed(asked: Asked, column: Column) -> bool:
    """Whether its values are listed to be chosen: texts, and the few years or whole numbers."""
    if column.role == IDENTIFIER:
        return False
    if column.type in ("text", "boolean"):
        return True
    ops: set[str] = {one.op for one in asked.explore.filters if one.column == column.name}
    ops |= _typed_ops(asked, column.name)
    if ops & _RANGE:
        return False
    most = FEW if column.role == "year" or is_amount(column) else MOST_LISTED
    return "in" in ops or (column.type != "number" and column.distinct <= most)


def _field(asked: Asked, column: Column, facet: Facet | None) -> dict[str, Any]:
    name = column.name
    (listed_as,) = (each for each in column_options(asked.schema) if each["value"] == name)
    ops = {one.op: one for one in asked.explore.filters if one.column == name}
    listed = facet is not None and not facet.ranged and bool(facet.values)
    kind = "choices" if listed else ("text" if column.type in ("text", "boolean") else "range")
    field: dict[str, Any] = {
        "id": f"f-{name.replace('~', '-')}",
        "name": f"f.{name}",
        "label": listed_as["label"],
        "kind": kind,
        "opened": name == asked.opened,
        "contains": _typed(asked, name, "contains") if column.type == "text" else None,
        "presence": _presence(column, set(ops)),
        "remove_href": asked.addresses.page(without_column(asked.explore, name)),
    }
    if kind == "range":
        field |= {
            "least": _end(asked, column, 0),
            "most": _end(asked, column, 1),
            "hint": _hint(column),
            "mode": "decimal" if column.type in ("integer", "number") else "text",
        }
    elif kind == "choices":
        assert facet is not None
        chosen = tuple(text for op, one in ops.items() if op in _CHOICE for text in one.values)
        field["choices"] = list(_choices(column, facet, chosen))
        field["more"] = _more(facet)
    elif column.type != "text":
        field["exact"] = _typed(asked, name, "eq")
    return field


def _choices(column: Column, facet: Facet, chosen: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The values to choose: those chosen first where they are not among the listed."""
    listed = {value.text for value in facet.values}
    for text in chosen:
        if text not in listed:
            yield {"value": text, "label": value_words(column, text), "count": "", "chosen": True}
    values = facet.values
    if column.role in ("year", "month"):
        values = tuple(sorted(values, key=lambda each: each.value))
    for value in values:
        words = cells.written(column, value.value) or value.text
        place = cells.place_of(column, value.text)
        yield {
            "value": value.text,
            "label": f"{words} {place}" if place and place != words else words,
            "count": number_es(value.count),
            "chosen": value.text in chosen,
        }


def _more(facet: Facet) -> str:
    rest = facet.distinct - len(facet.values)
    if rest <= 0:
        return ""
    return ngettext(
        "y %s valor más: búsquelo por lo que contiene",
        "y %s valores más: búsquelos por lo que contienen",
        rest,
    ) % number_es(rest)


def _end(asked: Asked, column: Column, place: int) -> str:
    """What stands in the box of the least or the greatest value: as typed, else as it holds."""
    op = "le" if place else "ge"
    if typed := _typed(asked, column.name, op):
        return typed
    for one in asked.explore.filters:
        if one.column == column.name and one.op in (op, "eq", "between"):
            return one.values[min(place, len(one.values) - 1)]
    return ""


def _typed(asked: Asked, name: str, op: str) -> str:
    texts = asked.params.get(f"f.{name}.{op}", ()) if asked.error else ()
    if typed := next((text for text in texts if text), ""):
        return typed[:500]
    return next(
        (one.values[0] for one in asked.explore.filters if (one.column, one.op) == (name, op)), ""
    )


def _typed_ops(asked: Asked, name: str) -> set[str]:
    """The conditions on a column that were sent and could not be answered."""
    if not asked.error:
        return set()
    return {op for op in OPERATORS if any(asked.params.get(f"f.{name}.{op}", ()))}


def _presence(column: Column, ops: set[str]) -> dict[str, Any] | None:
    """The choice between rows with and without a value, where some have none."""
    if not column.nulls and not ops & {"missing", "not_missing"}:
        return None
    chosen = next((op for op in ("missing", "not_missing") if op in ops), "")
    return {
        "options": [
            {"value": "", "label": _("con dato o sin él")},
            {"value": "not_missing", "label": _("solo con dato")},
            {"value": "missing", "label": _("solo sin dato")},
        ],
        "value": chosen,
    }


def _hint(column: Column) -> str:
    least, most = cells.stored(column, column.min), cells.stored(column, column.max)
    if least is None or most is None:
        return ""
    return _("de %(least)s a %(most)s") % {"least": least, "most": most}
