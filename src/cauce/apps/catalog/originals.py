"""Whether a file may be downloaded as it was sent: only when the tables say all that it says."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cauce.apps.catalog.findings import findings_of, waivers_of
from cauce.apps.catalog.models import Upload
from cauce.base.errors import Refusal
from cauce.engine.reading.report import FileReport


def obstacles(upload: Upload) -> tuple[str, ...]:
    """Why the original may not be public: one sentence each; none when it may.

    It may when every table and column is published as it stands in the file, nothing was
    protected nor waived, and the file carries nothing else.
    """
    return tuple(_obstacles(upload))


def demand_publishable_original(upload: Upload) -> None:
    """Lets the original be public.

    Raises:
        Refusal: with the first reason why not.
    """
    first = next(_obstacles(upload), None)
    if first is not None:
        raise Refusal(
            _("El archivo original no se puede ofrecer: %(why)s") % {"why": first},
            code="original.more",
            remedy=_("Publique sin el original: las tablas se descargan igual."),
        )


def _obstacles(upload: Upload) -> Iterator[str]:
    if upload.report is None:
        yield _("No se ha leído.")
        return
    report = FileReport.from_json(upload.report)
    if any(not table.include for table in report.tables):
        yield _("Quedaron hojas o tablas fuera de lo que se publica.")
    for table in report.recipe.tables:
        if any(not column.include for column in table.columns):
            yield _("Quedaron columnas fuera en «%(table)s».") % {"table": table.name}
        if any(column.protect and column.protect.value != "none" for column in table.columns):
            yield _("Hay columnas protegidas en «%(table)s».") % {"table": table.name}
    if any(finding.blocks for finding in findings_of(upload)) or any(
        waiver.granted for waiver in waivers_of(upload).values()
    ):
        yield _("La revisión de datos personales encontró algo.")
    for item in report.carried:
        if item.blocks:
            yield item.message
