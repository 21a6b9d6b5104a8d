"""The pages that describe a dataset before it is published, as their templates take them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import TableView, TableWords, ThemeCount, UploadView
from cauce.apps.catalog.forms import MOST_MEANINGS, ChangeForm, DescriptionForm
from cauce.apps.catalog.frequencies import frequency_name
from cauce.apps.catalog.licences import licence_name
from cauce.apps.catalog.presenters.column_words import type_words
from cauce.base.numerals import number_es


def form_context(
    view: UploadView, form: DescriptionForm, sent: Mapping[str, str]
) -> dict[str, Any]:
    """The description's form, and the fields for what tables and columns mean."""
    hint = _("Si queda vacío, es el título del conjunto.") if len(view.tables) == 1 else None
    meanings = [
        _meanings(table, view.description.tables.get(table.name, TableWords()), sent)
        for table in view.tables
    ]
    return {"view": view, "form": form, "meanings": meanings, "title_hint": hint}


def summary_context(
    view: UploadView, form: ChangeForm, themes: Sequence[ThemeCount]
) -> dict[str, Any]:
    """What would be published, each answer with the place where it is changed."""
    return {
        "view": view,
        "form": form,
        "answers": _answers(view, {theme.slug: theme.name for theme in themes}),
        "tables": [_table_answer(table) for table in view.tables],
        "drift": view.drift,
    }


def _meanings(table: TableView, said: TableWords, sent: Mapping[str, str]) -> dict[str, Any]:
    title = f"titulo.{table.name}"
    return {
        "name": table.name,
        "title_field": title,
        "title": sent.get(title, said.title or table.title),
        "columns": [
            {
                "field": (field := f"significa.{table.name}.{column.name}"),
                "label": column.label or column.name,
                "type_text": type_words(column),
                "value": sent.get(field, said.columns.get(column.name, "")),
            }
            for column in table.columns[:MOST_MEANINGS]
        ],
    }


def _answers(view: UploadView, themes: Mapping[str, str]) -> list[dict[str, Any]]:
    said = view.description
    change = reverse("catalog:describe", args=[view.line.key])

    def answer(label: str, field: str, text: str) -> dict[str, Any]:
        return {"label": label, "text": text or None, "change_href": f"{change}#id_{field}"}

    none = _("ninguna")

    names = ", ".join(themes.get(slug, slug) for slug in said.themes)
    return [
        {"label": _("Entidad que publica"), "text": view.line.organisation.name},
        answer(_("Título"), "title", said.title),
        answer(_("De qué trata"), "summary", said.summary),
        answer(_("Categorías"), "themes", names),
        answer(_("Unidad responsable"), "owner", said.owner),
        answer(_("Correo para preguntas"), "contact", said.contact),
        answer(_("Periodo"), "period", said.period),
        answer(_("Territorio"), "territory", said.territory),
        answer(_("Actualización"), "frequency", frequency_name(said.frequency)),
        answer(_("Licencia"), "licence", licence_name(said.licence)),
        answer(_("Fuentes"), "sources", said.sources),
        answer(_("Advertencias"), "notes", said.notes or none),
        answer(_("Etiquetas"), "tags", ", ".join(said.tags) or none),
    ]


def _table_answer(table: TableView) -> dict[str, str]:
    rows = ngettext("%s fila", "%s filas", table.rows) % number_es(table.rows)
    count = len(table.columns)
    columns = ngettext("%s columna", "%s columnas", count) % number_es(count)
    labels = [column.label or column.name for column in table.columns]
    shown = ", ".join(labels[:8]) + ("…" if len(labels) > 8 else "")
    return {"title": table.title, "size": f"{rows} · {columns}", "columns": shown}
