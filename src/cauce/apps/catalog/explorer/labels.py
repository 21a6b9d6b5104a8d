"""Labels: what columns are called in the menus and headings of the explorer, told apart."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.presenters.column_words import is_code, is_territory
from cauce.engine.columns import Column
from cauce.engine.explore import PREFIX

Options = list[dict[str, Any]]

_LEVELS: Final = {
    "department": gettext_lazy("Departamento"),
    "municipality": gettext_lazy("Municipio"),
    "province": gettext_lazy("Provincia"),
    "district": gettext_lazy("Distrito"),
}


def is_place_code(column: Column) -> bool:
    """Whether its values are the codes of places."""
    return is_territory(column) and is_code(column)


def is_joined(column: Column) -> bool:
    """Whether it is of the second table, or computed of one of its columns."""
    return column.name.startswith(PREFIX)


def plain_label(column: Column) -> str:
    """What a column is called: codes of places by their level, the others by their header."""
    label = column.label or column.name
    if not is_place_code(column):
        return label
    return str(_LEVELS.get((column.role or "").rpartition(".")[2], label))


def marked_label(column: Column) -> str:
    """The header of a column of an answer, saying so where it comes from the second table."""
    label = column.label or column.name
    return _("%s (tabla unida)") % label if is_joined(column) else label


def column_options(columns: Sequence[Column]) -> Options:
    """Columns as the options of a list; those of the same name are told apart."""
    labels = [_listed_label(column, columns) for column in columns]
    said = Counter(labels)
    return [
        {
            "value": column.name,
            "label": f"{label} ({column.name})" if said[label] > 1 else label,
        }
        for column, label in zip(columns, labels, strict=True)
    ]


def _listed_label(column: Column, columns: Sequence[Column]) -> str:
    label = plain_label(column)
    if is_place_code(column) and _is_named(column, columns):
        label = _("%s (código)") % label
    return _("%s (tabla unida)") % label if is_joined(column) else label


def _is_named(code: Column, columns: Sequence[Column]) -> bool:
    """Whether another column of the same table holds the names of the places of a code."""
    return any(
        each.role == code.role and not is_code(each) and is_joined(each) == is_joined(code)
        for each in columns
    )
