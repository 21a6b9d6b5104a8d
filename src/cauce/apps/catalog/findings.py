"""What the screening found in an upload, what was let pass, and what still stops publication."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.models import Upload, Waiver
from cauce.base.errors import Refusal
from cauce.quality.finding import Finding
from cauce.quality.screening import screen_words

Place = tuple[str, str, str]
"""Table, column and check: what a waiver names."""
MOST_GROWTH: Final = 2
"""How many times more than was waived a finding may count before it must be asked again."""


def findings_of(upload: Upload) -> tuple[Finding, ...]:
    """Everything the screening found in the tables, the gravest first, and in what was written."""
    return (
        *(Finding.from_json(each) for each in upload.screening),
        *screen_words(tuple(_written(upload)), country=settings.CAUCE.country),
    )


def place_of(finding: Finding) -> Place:
    """What a waiver of this finding names."""
    return (finding.table or "", finding.column or "", finding.check)


def waivers_of(upload: Upload) -> dict[Place, Waiver]:
    """Every waiver asked for or given that counts here: the upload's own, and standing ones."""
    rows = list(upload.waivers.all())
    if upload.dataset_id is not None:
        standing = Waiver.objects.filter(
            upload__dataset=upload.dataset_id, granted=True, standing=True
        ).exclude(upload=upload)
        rows = [*standing.order_by("decided_at"), *rows]
    return {(row.table, row.column, row.check_name): row for row in rows}


def standing_in_the_way(upload: Upload) -> tuple[Finding, ...]:
    """The findings that stop its publication: neither mended nor waived."""
    waivers = waivers_of(upload)
    return tuple(
        finding
        for finding in findings_of(upload)
        if finding.blocks and not covers(waivers.get(place_of(finding)), finding)
    )


def covers(waiver: Waiver | None, finding: Finding) -> bool:
    """Whether a waiver lets this finding pass: it was given, and not for something much less."""
    if waiver is None or not waiver.granted:
        return False
    graver = finding.severity == "critical" and waiver.severity != "critical"
    grown = waiver.count > 0 and finding.count > MOST_GROWTH * waiver.count
    return not graver and not grown


def demand_nothing_exposed(upload: Upload) -> None:
    """Lets publication go on.

    Raises:
        Refusal: naming the columns in which somebody would be exposed.
    """
    findings = standing_in_the_way(upload)
    if findings:
        raise Refusal(
            ngettext(
                "%(count)d hallazgo impide publicar: %(where)s.",
                "%(count)d hallazgos impiden publicar: %(where)s.",
                len(findings),
            )
            % {"count": len(findings), "where": "; ".join(_told(findings))},
            code="publish.exposes",
            remedy=_(
                "Deje fuera la columna, publíquela generalizada o con los datos ocultos, o pida"
                " una dispensa al oficial de gobierno de datos."
            ),
        )


def public_waivers(upload: Upload) -> list[dict[str, Any]]:
    """What was let pass of what is published now, as the version tells it to everybody."""
    waivers = waivers_of(upload)
    told: list[dict[str, Any]] = []
    for finding in findings_of(upload):
        waiver = waivers.get(place_of(finding))
        if finding.blocks and waiver is not None and covers(waiver, finding):
            told.append(
                {
                    "table": finding.table or "",
                    "column": finding.column or "",
                    "check": finding.check,
                    "message": finding.message,
                    "reason": waiver.reason,
                    "at": timezone.localdate(waiver.decided_at).isoformat(),
                }
            )
    return told


def _written(upload: Upload) -> Iterator[str]:
    """The texts that a person wrote and that would be public, but for the contact's address."""
    description = upload.description
    for field in ("title", "summary", "description", "owner", "sources", "notes", "territory"):
        yield str(description.get(field) or "")
    yield from description.get("tags", ())
    for words in description.get("tables", {}).values():
        yield words.get("title", "")
        yield from words.get("columns", {}).values()
    yield upload.change_note


def _told(findings: Iterable[Finding]) -> Iterable[str]:
    for finding in findings:
        yield finding.message.rstrip(".")
