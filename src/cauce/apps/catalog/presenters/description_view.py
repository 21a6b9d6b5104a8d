"""The page that describes a dataset before it is published, as its template takes it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.contracts import TableView, TableWords, UploadView
from cauce.apps.catalog.forms import MOST_MEANINGS, DescriptionForm
from cauce.apps.catalog.presenters.column_words import type_words
from cauce.base.numerals import number_es

_ORIGINS: Final = {
    "before": gettext_lazy("Sugerido: de la versión anterior."),
    "file": gettext_lazy("Sugerido: tomado del archivo."),
    "organisation": gettext_lazy("Sugerido: de los datos de la entidad."),
    "words": gettext_lazy("Sugerido: por las palabras del archivo."),
    "elsewhere": gettext_lazy("Sugerido: como en otros datos de la entidad."),
}


def form_context(
    view: UploadView, form: DescriptionForm, sent: Mapping[str, str], seen: str
) -> dict[str, Any]:
    """The description's form, and the fields for what tables and columns mean.

    ``sent`` is what was typed, which stays; ``seen`` what the form remembers of the description
    that it was opened with.
    """
    hint = _("Si queda vacío, es el título del conjunto.") if len(view.tables) == 1 else None
    meanings = [
        _meanings(table, view.description.tables.get(table.name, TableWords()), sent)
        for table in view.tables
    ]
    suggested = {} if sent else {name: _ORIGINS[origin] for name, origin in view.suggested.items()}
    return {
        "view": view,
        "form": form,
        "meanings": meanings,
        "title_hint": hint,
        "suggested": suggested,
        "seen": seen,
        "notes": view.reviews[0].notes if view.reviews else "",
    }


def _meanings(table: TableView, said: TableWords, sent: Mapping[str, str]) -> dict[str, Any]:
    title = f"titulo.{table.name}"
    columns = [
        {
            "field": (field := f"significa.{table.name}.{column.name}"),
            "label": column.label or column.name,
            "type_text": type_words(column),
            "examples": "; ".join(str(each) for each in column.examples[:3]),
            "value": sent.get(field, said.columns.get(column.name, "")),
        }
        for column in table.columns[:MOST_MEANINGS]
    ]
    written = sum(1 for column in columns if column["value"])
    return {
        "name": table.name,
        "title_field": title,
        "title": sent.get(title, said.title or table.title),
        "columns": columns,
        "progress": _("%(written)s de %(count)s columnas con significado")
        % {"written": number_es(written), "count": number_es(len(columns))},
        "more": max(0, len(table.columns) - MOST_MEANINGS),
    }
