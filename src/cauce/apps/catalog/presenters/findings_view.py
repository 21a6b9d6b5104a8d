"""What the screening found, as the pages say it: each finding, its mends, and its waiver."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import UploadView, WaiverView
from cauce.apps.catalog.presenters.column_words import protection_words
from cauce.apps.catalog.presenters.reading_remarks import rows_words
from cauce.apps.catalog.review_forms import AskWaiverForm, WaiverForm
from cauce.base.calendar import date_es
from cauce.base.numerals import number_es
from cauce.quality.finding import Finding

TONES: Final = {"critical": "error", "error": "error", "warning": "warning", "info": "neutral"}


def findings(view: UploadView, sent: Mapping[str, forms.Form]) -> list[dict[str, Any]]:
    """Every finding, with the forms that the reader may use; ``sent`` is one that was refused."""
    waivers = {_place(waiver.finding): waiver for waiver in view.waivers}
    standing = {_place(finding) for finding in view.in_the_way}
    return [
        _finding(view, number, each, waivers.get(_place(each)), _place(each) in standing, sent)
        for number, each in enumerate(view.findings, start=1)
        if each.status != "passed"
    ]


def count_words(standing: Sequence[Finding]) -> str:
    """«2 hallazgos impiden publicar»; «nada impide publicar» without any."""
    if not standing:
        return _("nada impide publicar")
    return ngettext(
        "%s hallazgo impide publicar", "%s hallazgos impiden publicar", len(standing)
    ) % number_es(len(standing))


def _finding(
    view: UploadView,
    number: int,
    finding: Finding,
    waiver: WaiverView | None,
    stands: bool,
    sent: Mapping[str, forms.Form],
) -> dict[str, Any]:
    titles = {table.name: table.title for table in view.tables}
    place = _place(finding)
    given = bool(waiver and waiver.granted)
    told: dict[str, Any] = {
        "id": f"hallazgo-{number}",
        "message": finding.message,
        "why": finding.why,
        "table": titles.get(finding.table or "", "") if len(view.tables) > 1 else "",
        "examples": ", ".join(finding.examples),
        "rows": rows_words(finding.example_rows),
        "sampled": finding.sampled,
        "stands": stands,
        "state": _state(finding, waiver, stands),
        "tone": "good" if given else TONES[finding.severity] if finding.blocks else "neutral",
        "waiver": _waiver(waiver) if waiver else None,
        "mends": [_mend(rule) for rule in finding.mends] if stands else [],
        "mend_href": _mend_href(view, finding) if stands and "edit" in view.may else "",
        "ask": None,
        "decide": None,
        "can_refuse": bool(waiver and not waiver.inherited and waiver.granted is not False),
    }
    initial = dict(zip(("table", "column", "check"), place, strict=True))
    waiting = waiver is not None and waiver.granted is None
    if stands and "edit" in view.may and view.line.state == "read" and not waiting:
        told["ask"] = _form(AskWaiverForm, sent.get("ask_waiver"), place, initial, number)
    if finding.blocks and "waive" in view.may:
        told["decide"] = _form(WaiverForm, sent.get("decide_waiver"), place, initial, number)
    return told


def _form(
    kind: type[forms.Form],
    sent: forms.Form | None,
    place: tuple[str, str, str],
    initial: dict[str, str],
    number: int,
) -> forms.Form:
    """The form of one finding; the one that was sent keeps what was typed."""
    if sent is not None and place == tuple(
        sent.data.get(name, "") for name in ("table", "column", "check")
    ):
        sent.auto_id = f"id_{number}_%s"
        return sent
    return kind(initial=initial, auto_id=f"id_{number}_%s")


def _state(finding: Finding, waiver: WaiverView | None, stands: bool) -> str:
    if waiver is not None and waiver.granted:
        return _("con dispensa")
    if stands and waiver is not None and waiver.granted is None:
        return _("dispensa pedida")
    if stands and waiver is not None:
        return _("dispensa negada")
    if stands:
        return _("impide publicar")
    return _("para mirar") if finding.severity == "warning" else _("aviso")


def _waiver(waiver: WaiverView) -> dict[str, Any]:
    asked = ""
    if waiver.request:
        asked = _("%(who)s la pidió el %(day)s: «%(why)s»") % {
            "who": waiver.asked_by or _("Alguien"),
            "day": date_es(timezone.localdate(waiver.asked_at), short=True),
            "why": waiver.request,
        }
    decided = ""
    if waiver.granted is not None and waiver.decided_at is not None:
        words = _("Se dio el %(day)s: «%(why)s»") if waiver.granted else ""
        decided = (words or _("Se negó el %(day)s: «%(why)s»")) % {
            "day": date_es(timezone.localdate(waiver.decided_at), short=True),
            "why": waiver.reason,
        }
    more = ""
    if waiver.granted and waiver.inherited:
        more = _("Se dio con una versión anterior y vale para las siguientes.")
    elif waiver.granted and waiver.standing:
        more = _("Vale también para las versiones siguientes.")
    return {"asked": asked, "decided": decided, "more": more}


def _mend(rule: str) -> str:
    return _("dejar fuera la columna") if rule == "leave_out" else protection_words(rule)


def _mend_href(view: UploadView, finding: Finding) -> str:
    """Where the column can be mended, in «Esto es lo que entendimos»."""
    address = reverse("catalog:understood", args=[view.line.key])
    if not finding.table:
        return address
    return f"{address}?tabla={finding.table}#por-revisar"


def _place(finding: Finding) -> tuple[str, str, str]:
    return (finding.table or "", finding.column or "", finding.check)
