"""The last look before a review is asked for, as its template takes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import TableView, ThemeCount, UploadView
from cauce.apps.catalog.descriptions import checked
from cauce.apps.catalog.forms import ChangeForm
from cauce.apps.catalog.frequencies import frequency_name
from cauce.apps.catalog.licences import licence_name
from cauce.apps.catalog.presenters.comparison_view import comparisons, key_choices
from cauce.apps.catalog.presenters.findings_view import count_words, findings
from cauce.base.errors import CauceError
from cauce.base.numerals import number_es


def context(view: UploadView, form: ChangeForm, themes: Sequence[ThemeCount]) -> dict[str, Any]:
    """What would be reviewed, each answer with the place where it is changed, and what is missing.

    The form asks what changed only of a next version, and offers the original only when it may be.
    """
    if not view.line.dataset:
        del form.fields["change_note"]
    if view.original_obstacles:
        form.fields["original_public"].disabled = True
        form.initial["original_public"] = False
    return {
        "view": view,
        "form": form,
        "missing": _missing(view),
        "findings": [one for one in findings(view, {}) if one["stands"]],
        "standing": count_words(view.in_the_way) if view.in_the_way else "",
        "notes": view.reviews[0].notes if view.reviews else "",
        "answers": _answers(view, {theme.slug: theme.name for theme in themes}),
        "tables": [_table_answer(table) for table in view.tables],
        "comparisons": comparisons(view),
        "keys": key_choices(view),
        "drift": view.drift,
    }


def _missing(view: UploadView) -> str:
    """What the description lacks before it may be reviewed: sentences; empty for nothing."""
    try:
        checked(view.description)
    except CauceError as error:
        return str(error)
    return ""


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
    return {
        "name": table.name,
        "title": table.title,
        "size": f"{rows} · {columns}",
        "columns": shown,
    }
