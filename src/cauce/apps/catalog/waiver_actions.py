"""Waivers: a finding of the screening is let pass by the data officer, with a public reason."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.findings import findings_of, place_of
from cauce.apps.catalog.models import Upload, Waiver
from cauce.apps.core.acting import action, permit, record
from cauce.apps.core.models import User
from cauce.apps.core.notices import notify
from cauce.apps.core.permissions import Actor, Verb
from cauce.apps.core.queries import people_with
from cauce.base.errors import Conflict, Refusal
from cauce.quality.finding import Finding

LONGEST: int = 500


@action("catalog.ask_waiver", gettext_lazy("Pidió una dispensa"))
def ask_waiver(
    *, actor: Actor, upload: Upload, table: str, column: str, check: str, request: str
) -> Waiver:
    """Asks the data officer to let a finding pass, saying why.

    Raises:
        Refusal: without a reason, or when there is no such finding or no officer.
    """
    permit(actor, Verb.EDIT_DATASET, upload.organisation)
    upload = _draft(upload)
    finding = _finding(upload, table, column, check)
    waiver = _waiver(upload, finding)
    if waiver.granted:
        raise Conflict(_("La dispensa ya está dada."), code="waiver.given")
    waiver.request = _reason(request)
    waiver.asked_by = actor if isinstance(actor, User) else None
    waiver.asked_at = timezone.now()
    waiver.granted = waiver.decided_by = waiver.decided_at = None
    waiver.reason = ""
    waiver.save()
    officers = people_with(Verb.GOVERN_DATA, upload.organisation)
    if not officers:
        raise Refusal(
            _("La entidad no tiene oficial de gobierno de datos a quien pedirla."),
            code="waiver.nobody",
            remedy=_(
                "Pida a quien administra la plataforma que nombre a uno, o deje fuera la columna."
            ),
        )
    notify(
        officers,
        kind="catalog.waiver",
        subject=lambda: _("Se pide una dispensa: %(file)s") % {"file": upload.name},
        body=f"{finding.message}\n\n{waiver.request}",
        link=reverse("catalog:review", args=[upload.key]),
    )
    _record(upload, waiver)
    return waiver


@action("catalog.grant_waiver", gettext_lazy("Dio una dispensa"))
def grant_waiver(
    *,
    actor: Actor,
    upload: Upload,
    table: str,
    column: str,
    check: str,
    reason: str,
    standing: bool = False,
) -> Waiver:
    """Lets a finding pass, asked for or not. The reason is published with the data.

    With ``standing`` it counts for the next versions of the dataset too.

    Raises:
        Refusal: without a reason, when there is no such finding, or when ``actor`` prepared it.
    """
    permit(actor, Verb.GOVERN_DATA, upload.organisation)
    upload = _draft(upload)
    finding = _finding(upload, table, column, check)
    if isinstance(actor, User) and upload.editors.filter(pk=actor.pk).exists():
        raise Refusal(
            _("Usted preparó esta publicación: la dispensa la da otra persona."),
            code="waiver.same_person",
        )
    waiver = _waiver(upload, finding)
    waiver.reason, waiver.standing = _reason(reason), standing
    waiver.count, waiver.severity = finding.count, finding.severity
    _decided(waiver, actor, granted=True)
    _tell(upload, finding, gettext_lazy("Dispensa dada: %(file)s"), waiver.reason)
    _record(upload, waiver)
    return waiver


@action("catalog.refuse_waiver", gettext_lazy("Negó una dispensa"))
def refuse_waiver(
    *, actor: Actor, upload: Upload, table: str, column: str, check: str, reason: str
) -> Waiver:
    """Does not let a finding pass, asked for or not; a standing waiver of before ends here too."""
    permit(actor, Verb.GOVERN_DATA, upload.organisation)
    upload = _draft(upload)
    finding = _finding(upload, table, column, check)
    waiver = _waiver(upload, finding)
    waiver.reason, waiver.standing = _reason(reason), False
    _decided(waiver, actor, granted=False)
    if upload.dataset_id is not None:
        Waiver.objects.filter(
            upload__dataset=upload.dataset_id, table=table, column=column, check_name=check
        ).update(standing=False)
    _tell(upload, finding, gettext_lazy("Dispensa negada: %(file)s"), waiver.reason)
    _record(upload, waiver)
    return waiver


def _draft(upload: Upload) -> Upload:
    fresh = Upload.objects.select_for_update().select_related("organisation").get(pk=upload.pk)
    if fresh.state != Upload.State.READ:
        raise Conflict(
            _("Solo se dispensa lo que está en borrador; «%(name)s» está %(state)s.")
            % {"name": fresh.name, "state": fresh.get_state_display().lower()},
            code="waiver.not_draft",
        )
    return fresh


def _finding(upload: Upload, table: str, column: str, check: str) -> Finding:
    for finding in findings_of(upload):
        if place_of(finding) == (table, column, check):
            return finding
    raise Refusal(
        _("No hay tal hallazgo en «%(name)s»: quizá se leyó de nuevo.") % {"name": upload.name},
        code="waiver.no_finding",
        remedy=_("Vuelva a la página del archivo y mire los hallazgos de ahora."),
    )


def _waiver(upload: Upload, finding: Finding) -> Waiver:
    table, column, check = place_of(finding)
    found = upload.waivers.filter(table=table, column=column, check_name=check).first()
    return found or Waiver(upload=upload, table=table, column=column, check_name=check)


def _decided(waiver: Waiver, actor: Actor, *, granted: bool) -> None:
    waiver.granted = granted
    waiver.decided_by = actor if isinstance(actor, User) else None
    waiver.decided_at = timezone.now()
    waiver.save()


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise Refusal(_("Escriba el motivo, en 500 caracteres o menos."), code="waiver.reason")
    return text


def _tell(upload: Upload, finding: Finding, subject: Promise, reason: str) -> None:
    notify(
        upload.editors.all(),
        kind="catalog.waiver",
        subject=lambda: str(subject) % {"file": upload.name},
        body=f"{finding.message}\n\n{reason}",
        link=reverse("catalog:review", args=[upload.key]),
    )


def _record(upload: Upload, waiver: Waiver) -> None:
    record(
        subject=upload,
        organisation=upload.organisation,
        details={
            "file": upload.name,
            "table": waiver.table,
            "column": waiver.column,
            "check": waiver.check_name,
            "reason": waiver.reason or waiver.request,
            "standing": waiver.standing,
        },
    )
