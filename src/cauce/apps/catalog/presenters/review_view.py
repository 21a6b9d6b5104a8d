"""The page of a review, as its template takes it: what matters first, then all there is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import (
    Description,
    ReviewLine,
    TableView,
    ThemeCount,
    UploadView,
)
from cauce.apps.catalog.presenters import reading_remarks
from cauce.apps.catalog.presenters.column_words import type_words
from cauce.apps.catalog.presenters.comparison_view import comparisons, headline
from cauce.apps.catalog.presenters.description_changes import answers, words_changed
from cauce.apps.catalog.presenters.draft_table_view import first_rows
from cauce.apps.catalog.presenters.findings_view import count_words, findings
from cauce.apps.catalog.review_forms import ReturnForm, RoundForm, ScheduleForm
from cauce.base.calendar import date_es
from cauce.base.numerals import bytes_es, number_es
from cauce.engine.reading.recipe import ColumnRecipe

_VERDICTS: Final = {
    "returned": "warning",
    "recalled": "neutral",
    "scheduled": "info",
    "published": "good",
    "open": "info",
}
_FORMS: Final[Mapping[str, type[RoundForm]]] = {
    "give_back": ReturnForm,
    "schedule": ScheduleForm,
    "publish": RoundForm,
    "recall": RoundForm,
}


def context(
    view: UploadView,
    before: Description | None,
    themes: Sequence[ThemeCount],
    sent: Mapping[str, forms.Form],
) -> dict[str, Any]:
    """Everything the page takes.

    ``before`` is what the dataset says of itself now, for a next version; ``sent`` the one form
    that was sent and refused, by name, which keeps what was typed.
    """
    seen = view.reviews[0].number if view.reviews else None
    decisions = {
        name: sent.get(name) or kind(auto_id=f"id_{name}_%s") for name, kind in _FORMS.items()
    }
    for name, form in sent.items():
        form.auto_id = f"id_{name}_%s"
    refused = [
        {"text": text, "href": None} for form in sent.values() for text in form.non_field_errors()
    ]
    return {
        "view": view,
        "title": _title(view),
        "lead": lead(view),
        "refused": refused,
        "invalid": [form for form in sent.values() if form.errors and not refused],
        "state": _state(view),
        "when": moment_words(view.publish_at) if view.publish_at else "",
        "last": _round(view.reviews[0]) if view.reviews else None,
        "rounds": [_round(each) for each in view.reviews],
        "comparisons": comparisons(view),
        "drift": view.drift,
        "findings": findings(view, sent),
        "shielded": _shielded(view),
        "standing": count_words(view.in_the_way) if view.in_the_way else "",
        "answers": answers(view, before, themes),
        "tables": [_table(view, table, before) for table in view.tables],
        "corrections": [_correction(each) for each in view.corrections],
        "original": _original(view),
        "forms": decisions,
        "seen": seen or "",
        "decides": bool({"publish", "return", "recall"} & view.may),
        "own": "return" in view.may and "publish" not in view.may,
    }


def _shielded(view: UploadView) -> str:
    """Which columns were left out or protected, so that what was not found is understood."""
    columns = [
        column
        for table in (view.report.recipe.tables if view.report else ())
        if table.include
        for column in table.columns
    ]
    out = [each for each in columns if not each.include]
    kept = [each for each in columns if each.include and each.protect]
    said = [
        _("quedaron fuera %s") % _named(out) if out else "",
        _("se protegieron %s") % _named([each for each in kept if _protects(each)])
        if any(map(_protects, kept))
        else "",
    ]
    text = "; ".join(each for each in said if each)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _protects(column: ColumnRecipe) -> bool:
    return column.protect is not None and column.protect.value != "none"


def _named(columns: Sequence[ColumnRecipe]) -> str:
    return ", ".join(f"«{each.title or each.label or each.name}»" for each in columns)


def lead(view: UploadView) -> str:
    """What matters, in one sentence: «Nueva versión: 12 filas más; nada impide publicar.»"""
    changes = headline(view)
    if view.line.dataset:
        what = _("Versión nueva: %s") % (changes or _size(view))
    else:
        what = _("Conjunto nuevo: %s") % _size(view)
    return f"{what}; {count_words(view.in_the_way)}."


def moment_words(moment: datetime) -> str:
    """«3 de diciembre de 2026 a las 08:00», by the site's clock."""
    local = timezone.localtime(moment)
    return _("%(day)s a las %(hour)s") % {"day": date_es(local.date()), "hour": f"{local:%H:%M}"}


def _title(view: UploadView) -> str:
    return view.description.title or view.line.title or view.line.name


def _size(view: UploadView) -> str:
    rows = sum(table.rows for table in view.tables)
    said = ngettext("%s fila", "%s filas", rows) % number_es(rows)
    count = len(view.tables)
    if count > 1:
        tables = ngettext("%s tabla", "%s tablas", count) % number_es(count)
        return _("%(rows)s en %(tables)s") % {"rows": said, "tables": tables}
    columns = len(view.tables[0].columns) if view.tables else 0
    return _("%(rows)s y %(columns)s") % {
        "rows": said,
        "columns": ngettext("%s columna", "%s columnas", columns) % number_es(columns),
    }


def _state(view: UploadView) -> dict[str, str]:
    if view.line.state == "review":
        return {"text": _("Por revisar"), "tone": "info"}
    if view.line.state == "scheduled":
        return {"text": _("Programado"), "tone": "good"}
    last = view.reviews[0].verdict if view.reviews else ""
    if last == "returned":
        return {"text": _("Devuelto con notas"), "tone": "warning"}
    return {"text": _("Borrador"), "tone": "neutral"}


def _round(review: ReviewLine) -> dict[str, Any]:
    asked = _("Pidió la revisión %(who)s, el %(day)s") % {
        "who": review.asked_by or _("una persona"),
        "day": date_es(timezone.localdate(review.asked_at), short=True),
    }
    decided = ""
    if review.decided_at is not None:
        decided = _("%(what)s por %(who)s, el %(day)s") % {
            "what": review.verdict_label,
            "who": review.decided_by or _("Cauce"),
            "day": date_es(timezone.localdate(review.decided_at), short=True),
        }
    return {
        "verdict": review.verdict,
        "label": review.verdict_label,
        "tone": _VERDICTS.get(review.verdict, "neutral"),
        "asked": asked,
        "message": review.message,
        "decided": decided,
        "notes": review.notes,
    }


def _table(view: UploadView, table: TableView, before: Description | None) -> dict[str, Any]:
    meanings = [
        {
            "label": column.label or column.name,
            "type": type_words(column),
            "text": column.description,
            "changed": words_changed(before, table.name, column.name, column.description),
        }
        for column in table.columns
    ]
    said = sum(1 for one in meanings if one["text"])
    count = len(meanings)
    return {
        "title": table.title,
        "size": _("%(rows)s · %(columns)s")
        % {
            "rows": ngettext("%s fila", "%s filas", table.rows) % number_es(table.rows),
            "columns": ngettext("%s columna", "%s columnas", count) % number_es(count),
        },
        "first": first_rows(view, table),
        "meanings": meanings,
        "meanings_text": _("Diccionario: %(said)s de %(count)s columnas con significado")
        % {"said": number_es(said), "count": number_es(count)},
        "remarks": reading_remarks.remarks(table),
        "misfits": reading_remarks.misfits(table),
        "understood": f"{reverse('catalog:understood', args=[view.line.key])}?tabla={table.name}",
    }


def _correction(correction: Any) -> dict[str, str]:
    who = correction.made_by or _("Alguien")
    day = date_es(timezone.localdate(correction.made_at), short=True)
    return {
        "text": "; ".join(one.rstrip(".") for one in correction.said) + ".",
        "who": _("%(who)s, el %(day)s") % {"who": who, "day": day},
    }


def _original(view: UploadView) -> str:
    if view.original_public:
        return _("Se ofrecerá también «%(name)s» (%(size)s), tal como se envió.") % {
            "name": view.line.name,
            "size": bytes_es(view.line.size),
        }
    return _("El archivo original no se ofrecerá: solo las tablas.")
