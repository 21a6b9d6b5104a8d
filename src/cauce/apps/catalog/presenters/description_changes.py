"""A description as it will be public, each answer with what it said before when it changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import Description, ThemeCount, UploadView
from cauce.apps.catalog.frequencies import frequency_name
from cauce.apps.catalog.licences import licence_name


def answers(
    view: UploadView, before: Description | None, themes: Sequence[ThemeCount]
) -> list[dict[str, Any]]:
    """Rows ``{label, text, changed, before}`` in the order of the public page."""
    names = {theme.slug: theme.name for theme in themes}
    now = _said(view.description, names)
    old = _said(before, names) if before else {}
    rows = [
        {
            "label": label,
            "text": text,
            "changed": before is not None and " ".join(text.split()) != " ".join(was.split()),
            "before": was,
        }
        for label, text in now.items()
        for was in [old.get(label, "")]
    ]
    said = view.change_note
    if view.line.dataset:
        note = {"label": _("Qué cambió en esta versión"), "text": said}
        rows.insert(0, note | {"changed": False, "before": ""})
    return rows


def words_changed(before: Description | None, table: str, column: str, text: str) -> bool:
    """Whether what a column means is said otherwise than before."""
    if before is None or table not in before.tables:
        return False
    return before.tables[table].columns.get(column, "") != text


def _said(description: Description, themes: Mapping[str, str]) -> dict[str, str]:
    return {
        _("Título"): description.title,
        _("De qué trata"): description.summary,
        _("Categorías"): ", ".join(sorted(themes.get(slug, slug) for slug in description.themes)),
        _("Descripción"): description.description,
        _("Unidad responsable"): description.owner,
        _("Correo para preguntas"): description.contact,
        _("Periodo"): description.period,
        _("Territorio"): description.territory,
        _("Actualización"): frequency_name(description.frequency),
        _("Licencia"): licence_name(description.licence),
        _("Fuentes"): description.sources,
        _("Advertencias"): description.notes,
        _("Etiquetas"): ", ".join(sorted(description.tags, key=str.casefold)),
    }
