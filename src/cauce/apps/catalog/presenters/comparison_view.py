"""How the rows of a new version differ from those of the one before, as the pages say it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import TableView, UploadView
from cauce.apps.catalog.presenters.cells import written
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.compare import Comparison, RowExample, in_words

MOST_COLUMNS: Final = 5
"""Columns of an added or removed row that are named when no key tells it apart."""


def headline(view: UploadView) -> str:
    """What changed, in a few words: «12 filas más, 6 cambiadas»; empty when nothing is known."""
    found = [Comparison.from_json(one) for one in view.comparison.values()]
    if not found:
        return ""
    added, removed, changed = (
        sum(getattr(one, name) for one in found) for name in ("added", "removed", "changed")
    )
    said = []
    if added:
        said.append(ngettext("%s fila más", "%s filas más", added) % number_es(added))
    if removed:
        said.append(ngettext("%s fila menos", "%s filas menos", removed) % number_es(removed))
    if changed:
        words = ngettext("%s fila cambiada", "%s filas cambiadas", changed)
        if said:
            words = ngettext("%s cambiada", "%s cambiadas", changed)
        said.append(words % number_es(changed))
    if said:
        return ", ".join(said)
    if any(not one.identical for one in found):
        return _("las mismas filas con otras columnas")
    return _("las filas son iguales")


def comparisons(view: UploadView) -> list[dict[str, Any]]:
    """The comparison of each table: its sentences, and the rows that are examples of them.

    A dataset's first version has none; of a next one, a table that was not compared says so.
    """
    if not view.line.dataset:
        return []
    return [
        _comparison(Comparison.from_json(view.comparison[table.name]), table)
        if table.name in view.comparison
        else _not_compared(table)
        for table in view.tables
    ]


def _not_compared(table: TableView) -> dict[str, Any]:
    said = _("Esta tabla no se comparó: no estaba en la versión publicada, o es demasiado grande.")
    return {"title": table.title, "table": table.name, "sentences": [said], "groups": []}


def key_choices(view: UploadView) -> list[dict[str, Any]]:
    """For each compared table, the columns that it may be compared by, those of now marked."""
    told = []
    for table in view.tables:
        if table.name not in view.comparison:
            continue
        comparison = Comparison.from_json(view.comparison[table.name])
        gone = set(comparison.columns_added)
        told.append(
            {
                "table": table.name,
                "title": table.title,
                "columns": [
                    {
                        "name": column.name,
                        "label": column.label or column.name,
                        "chosen": column.name in comparison.key,
                    }
                    for column in table.columns
                    if (column.label or column.name) not in gone
                ],
            }
        )
    return told


def _comparison(comparison: Comparison, table: TableView) -> dict[str, Any]:
    columns = {column.name: column for column in table.columns}
    return {
        "title": table.title,
        "table": table.name,
        "sentences": in_words(comparison),
        "groups": list(_groups(comparison, columns)),
    }


def _groups(comparison: Comparison, columns: Mapping[str, Column]) -> Iterator[dict[str, Any]]:
    if comparison.examples_changed:
        count = comparison.changed
        yield _changed(comparison, columns) | {
            "title": ngettext("%s fila cambiada", "%s filas cambiadas", count) % number_es(count)
        }
    if comparison.examples_added:
        count = comparison.added
        yield _listed(comparison.examples_added, columns, count) | {
            "title": ngettext("%s fila agregada", "%s filas agregadas", count) % number_es(count)
        }
    if comparison.examples_removed:
        count = comparison.removed
        yield _listed(comparison.examples_removed, columns, count) | {
            "title": ngettext("%s fila quitada", "%s filas quitadas", count) % number_es(count)
        }


def _changed(comparison: Comparison, columns: Mapping[str, Column]) -> dict[str, Any]:
    """One line a cell: which row, which column, before and after."""
    examples = comparison.examples_changed
    rows = [
        [
            _row(example),
            *_key(example, columns, list(examples[0].key)),
            _label(columns, name),
            *_cells(columns.get(name), before, after),
        ]
        for example in examples
        for name, (before, after) in example.changes.items()
    ]
    heads = [{"label": _label(columns, name)} for name in examples[0].key]
    return {
        "columns": [
            {"label": _("Fila")},
            *heads,
            {"label": _("Columna")},
            {"label": _("Antes")},
            {"label": _("Ahora")},
        ],
        "rows": rows,
        "more": _more(comparison.changed, len(examples)),
    }


def _listed(
    examples: Sequence[RowExample], columns: Mapping[str, Column], count: int
) -> dict[str, Any]:
    names = list(examples[0].key)[:MOST_COLUMNS]
    return {
        "columns": [
            {"label": _("Fila")},
            *({"label": _label(columns, name)} for name in names),
        ],
        "rows": [[_row(example), *_key(example, columns, names)] for example in examples],
        "more": _more(count, len(examples)),
    }


def _row(example: RowExample) -> str | None:
    number = example.row_after if example.row_after is not None else example.row_before
    return None if number is None else number_es(number)


def _key(
    example: RowExample, columns: Mapping[str, Column], names: Sequence[str]
) -> list[str | None]:
    return [_text(columns.get(name), example.key.get(name)) for name in names]


def _cells(column: Column | None, before: Any, after: Any) -> list[str | None]:
    if before is None and after is None:  # an identifier: that it changed is all that is said
        return [_("no se muestra"), _("no se muestra")]
    return [_text(column, before), _text(column, after)]


def _text(column: Column | None, value: Any) -> str | None:
    if column is None:
        return None if value is None else str(value)
    return written(column, value)


def _label(columns: Mapping[str, Column], name: str) -> str:
    column = columns.get(name)
    return column.label or column.name if column else name


def _more(count: int, shown: int) -> str:
    more = count - shown
    return ngettext("y %s fila más", "y %s filas más", more) % number_es(more) if more > 0 else ""
