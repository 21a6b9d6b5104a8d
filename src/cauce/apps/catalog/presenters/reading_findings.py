"""What may expose somebody, each with its mends: the first of the problems of a reading."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import UploadView
from cauce.apps.catalog.decided import value_of
from cauce.apps.catalog.presenters.column_words import protection_words
from cauce.apps.catalog.presenters.reading_mends import button, shortened
from cauce.base.numerals import number_es
from cauce.quality.finding import Finding, identifies

Recipe = Mapping[str, Any]

_SEVERITIES: Final = {
    "critical": "error",
    "error": "error",
    "warning": "warning",
    "info": "info",
}
_HIDING: Final = ("mask", "prefix", "suffix")
"""Protections of columns whose original values are not drawn either."""
LEAVE_OUT: Final = "leave_out"


def exposing_columns(view: UploadView, table: Recipe) -> frozenset[str]:
    """Names of the columns of a table where one person can be told from another."""
    return frozenset(
        finding.column
        for finding in view.findings
        if finding.column and _is_of(finding, table) and identifies(finding)
    )


def hidden_columns(view: UploadView, table: Recipe) -> frozenset[str]:
    """Names of the columns whose cells of the original are not shown: those that expose persons,
    those whose values a protection hides, and those left out, which nobody screens."""
    kept_back = {
        str(column["name"])
        for column in table["columns"]
        if (value_of(column.get("protect")) or "").partition(":")[0] in _HIDING
        or not column.get("include", True)
    }
    return exposing_columns(view, table) | kept_back


def findings(view: UploadView, recipe: Recipe, table: Recipe) -> list[dict[str, Any]]:
    """The findings of the file as problems, those of ``table`` first.

    A finding that the data officer let pass says so and asks for nothing.
    """
    ordered = sorted(view.findings, key=lambda finding: not _is_of(finding, table))
    return [
        _problem(view, finding, recipe, table) for finding in ordered if finding.status != "passed"
    ]


def _is_of(finding: Finding, table: Recipe) -> bool:
    return finding.table in (None, table["name"])


def _problem(view: UploadView, finding: Finding, recipe: Recipe, table: Recipe) -> dict[str, Any]:
    of_table = next((t for t in recipe["tables"] if t["name"] == finding.table), table)
    column = next((c for c in of_table["columns"] if c["name"] == finding.column), None)
    stops = finding in view.in_the_way
    text = finding.message
    if of_table is not table:
        text = _("Tabla «%(table)s». %(text)s") % {"table": of_table["name"], "text": text}
    if finding.why and finding.why not in text:
        text = f"{text} {finding.why}"
    if finding.blocks and not stops:
        text = f"{text} {_waived(view, finding)}".strip()
    severity = _SEVERITIES.get(finding.severity, "warning")
    return {
        "severity": severity if stops or not finding.blocks else "info",
        "stops": stops,
        "text": text,
        "cells": _cells(finding),
        "mends": list(_mends(view, finding, of_table, table, column)),
    }


def _cells(finding: Finding) -> list[dict[str, Any]]:
    rows = [_("fila %s") % number_es(row) for row in finding.example_rows]
    rows += [_("ejemplo")] * (len(finding.examples) - len(rows))
    return [
        {"ref": ref, "text": text, "href": None}
        for ref, text in zip(rows, finding.examples, strict=False)
    ]


def _waived(view: UploadView, finding: Finding) -> str:
    for waiver in view.waivers:
        if waiver.finding == finding and waiver.granted:
            return _("El oficial de gobierno de datos lo dispensó: %s") % waiver.reason
    return ""


def _mends(
    view: UploadView, finding: Finding, of_table: Recipe, table: Recipe, column: Recipe | None
) -> Iterator[dict[str, str]]:
    if finding.blocks and finding not in view.in_the_way:
        return
    if column is not None and "edit" in view.may:
        where = {} if of_table is table else {"tabla": str(of_table["name"])}
        for rule in dict.fromkeys(_best_first(finding.mends)):
            yield _mend(rule, column, where)
        if of_table is table:
            yield {"label": _("Elegir otra protección"), "href": f"#columna-{column['position']}"}
    if finding.blocks:
        href = reverse("catalog:review", args=[view.line.key])
        yield {"label": _("Pedir dispensa al oficial de gobierno de datos"), "href": href}


def _best_first(mends: Sequence[str]) -> Iterator[str]:
    yield from mends
    if LEAVE_OUT not in mends:
        yield LEAVE_OUT


def _mend(rule: str, column: Recipe, where: Mapping[str, str]) -> dict[str, str]:
    prefix = f"c{column['position']}"
    if rule == LEAVE_OUT:
        name = shortened(column.get("title") or column.get("label") or column["name"])
        label = _("Dejar fuera la columna «%s»") % name
        return button(label, **where, **{f"{prefix}-include": "no"})
    words = protection_words(rule)
    label = words[:1].upper() + words[1:]
    return button(label, **where, **{f"{prefix}-protect": rule})
