"""The form of all the columns of a table: what each is, why, and the fields that change it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from cauce.apps.catalog.decided import reason_of, value_of
from cauce.apps.catalog.presenters.column_words import (
    DATE_ORDERS,
    DECIMALS,
    ROLES,
    TYPES,
    protection_words,
    protections_for,
)
from cauce.apps.catalog.presenters.decision_fields import (
    select_field,
    text_field,
)
from cauce.base.numerals import number_es
from cauce.engine.columns import Column

MOST: Final = 40
"""Columns of one form; wider tables have several, each with its own address."""


def columns_form(
    recipe: Mapping[str, Any],
    columns: Sequence[Column],
    masked: Collection[str],
    page: int,
) -> dict[str, Any]:
    """``columns``, those of one ``page`` (from 1), ``derived`` ones as sentences, and the
    ``pages`` there are. Nothing of a column named in ``masked`` is quoted."""
    by_name = {column.name: column for column in columns}
    all_of_them = list(recipe["columns"])
    pages = max(1, -(-len(all_of_them) // MOST))
    page = min(max(page, 1), pages)
    shown = all_of_them[(page - 1) * MOST : page * MOST]
    return {
        "columns": [
            _column(one, by_name.get(one["name"]), masked=one["name"] in masked) for one in shown
        ],
        "derived": [
            _("«%s» se agregó: sale de los grupos o la sangría del original.")
            % (column.label or column.name)
            for column in columns
            if column.derived
        ],
        "page": page,
        "pages": pages,
        "count": len(all_of_them),
    }


def _column(one: Mapping[str, Any], column: Column | None, *, masked: bool) -> dict[str, Any]:
    position = int(one["position"])
    label = one.get("label") or ""
    included = bool(one.get("include", True))
    return {
        "id": f"columna-{position}",
        "prefix": f"c{position}",
        "label": label or _("columna %d, sin nombre") % (position + 1),
        "title": one.get("title") or label or one["name"],
        "retitled": bool(one.get("title")),
        "included": included,
        "reasons": list(_reasons(one)) if included else [],
        "examples": [] if masked or column is None else list(column.examples[:3]),
        "masked": masked,
        "missing": _missing(column),
        "protection": protection_words(value_of(one.get("protect"))),
        "fields": [_include(included), *(_fields(one) if included else ())],
        "more": list(_more(one)) if included else [],
    }


def _reasons(one: Mapping[str, Any]) -> Iterator[str]:
    """Why, each reason once and without its example: examples stand beside, or may not."""
    decided = [one["type"], one["role"] if value_of(one["role"]) else None, one.get("protect")]
    for reason in dict.fromkeys(reason_of(each) for each in decided):
        if reason:
            told, example, _rest = reason.partition("; ejemplo:")
            yield f"{told}." if example else told


def _missing(column: Column | None) -> str:
    if column is None or not column.missing_marks:
        return ""
    marks = [
        _("«%(mark)s» (%(count)s)") % {"mark": mark, "count": number_es(count)}
        for mark, count in list(column.missing_marks.items())[:4]
        if mark
    ]
    return _("Sin dato: %s.") % ", ".join(marks) if marks else ""


def _include(included: bool) -> dict[str, Any]:
    options = {"si": _("sí"), "no": _("no, queda fuera")}
    return select_field("include", _("Se publica"), options, "si" if included else "no")


def _fields(one: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What one changes most: type, meaning, unit, protection."""
    kind = str(value_of(one["type"]))
    role = value_of(one["role"])
    yield select_field("type", _("Tipo"), TYPES, kind)
    yield select_field(
        "role",
        _("Qué es"),
        {"": _("nada en especial"), **ROLES},
        "" if role in (None, "none") else str(role),
    )
    unit = text_field("unit", _("Unidad"), str(value_of(one["unit"]) or ""), required=False)
    yield unit | {"list": "unidades"}
    rule = value_of(one.get("protect")) or "none"
    offered = protections_for(kind)
    if rule not in offered:
        offered[rule] = protection_words(rule)
    yield select_field("protect", _("Protección"), offered, rule)


def _more(one: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What one changes seldom."""
    if one.get("decimal") is not None:
        yield select_field("decimal", _("Decimales"), DECIMALS, value_of(one["decimal"]))
    if one.get("date_order") is not None:
        order = value_of(one["date_order"])
        yield select_field("date_order", _("Orden de las fechas"), DATE_ORDERS, order)
    yield text_field(
        "missing_marks",
        _("Lo que significa sin dato"),
        "; ".join(mark for mark in value_of(one["missing_marks"]) if mark),
        hint=_("Además de la celda vacía, separado con punto y coma: s.d.; n/d; -"),
        required=False,
    )
    yield text_field(
        "name",
        _("Nombre para programas"),
        one["name"],
        hint=_("Minúsculas, números y guion bajo."),
        required=False,
    )
