"""What a review changes: it is asked for, recalled, and ends returned, published or for a date.

Four eyes: who sent, corrected or described a file does not publish it. What was reviewed is what
is published: an upload in review or scheduled is closed to changes.
"""

from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.descriptions import checked, draft_of
from cauce.apps.catalog.findings import demand_nothing_exposed
from cauce.apps.catalog.models import Review, Upload, Version
from cauce.apps.catalog.originals import demand_publishable_original
from cauce.apps.catalog.publication import no_table, read_report, release, told
from cauce.apps.core.acting import action, permit, record
from cauce.apps.core.jobs import enqueue
from cauce.apps.core.models import User
from cauce.apps.core.notices import notify
from cauce.apps.core.permissions import Actor, Verb
from cauce.apps.core.queries import people_with
from cauce.base.errors import Conflict, Refusal

State = Upload.State
Verdict = Review.Verdict

PUBLISHING_JOB = "catalog.publish_due"
LONGEST_WAIT: Final = timedelta(days=366)
LONGEST_NOTE: Final = 2_000


@action("catalog.request_review", gettext_lazy("Pidió revisar una publicación"))
def request_review(
    *,
    actor: Actor,
    upload: Upload,
    message: str = "",
    change_note: str | None = None,
    original_public: bool = False,
) -> Review:
    """Shows what was prepared to another person of the organisation, who will decide.

    Raises:
        Conflict: when the file is not read, or is in review already.
        Refusal: when the description lacks something, a finding of the screening stands, the
            original may not be public, or nobody else may review.
    """
    permit(actor, Verb.EDIT_DATASET, upload.organisation)
    upload = _locked(upload)
    if upload.state in (State.REVIEW, State.SCHEDULED):
        raise Conflict(_("Ya está en revisión."), code="upload.in_review")
    report = read_report(upload)
    checked(draft_of(upload.description))
    demand_nothing_exposed(upload)
    if not any(table.include for table in report.tables):
        raise no_table()
    if original_public:
        demand_publishable_original(upload)
    if isinstance(actor, User):
        upload.editors.add(actor)
    reviewers = _others(upload)
    if not reviewers:
        raise Refusal(
            _("Nadie más de la entidad puede revisar esta publicación."),
            code="review.nobody",
            remedy=_(
                "Pida a quien administra la plataforma que dé a otra persona el rol de revisar."
            ),
        )
    upload.state = State.REVIEW
    upload.original_public = original_public
    if change_note is not None:
        upload.change_note = " ".join(change_note.split())[:500]
    upload.save(update_fields=["state", "original_public", "change_note"])
    review = Review.objects.create(
        upload=upload,
        asked_by=actor if isinstance(actor, User) else None,
        message=message.strip()[:LONGEST_NOTE],
    )
    notify(
        reviewers,
        kind="catalog.review_asked",
        subject=lambda: _("Por revisar: %(title)s") % {"title": _title(upload)},
        body=lambda: review.message or _("Se pide su revisión antes de publicar."),
        link=_link(upload),
    )
    record(subject=upload, organisation=upload.organisation, details={"file": upload.name})
    return review


@action("catalog.recall_review", gettext_lazy("Retiró de revisión una publicación"))
def recall_review(*, actor: Actor, upload: Upload) -> Upload:
    """Makes a draft again of what is in review or scheduled."""
    permit(actor, Verb.EDIT_DATASET, upload.organisation)
    upload = _awaiting(upload, State.REVIEW, State.SCHEDULED)
    _decide(upload, Verdict.RECALLED, actor)
    _draft_again(upload)
    record(subject=upload, organisation=upload.organisation, details={"file": upload.name})
    return upload


@action("catalog.return_upload", gettext_lazy("Devolvió una publicación con notas"))
def return_upload(*, actor: Actor, upload: Upload, notes: str, seen: int | None = None) -> Upload:
    """Gives what was prepared back to who prepared it, saying what must change.

    ``seen``: see ``publish_reviewed``.
    """
    permit(actor, Verb.REVIEW_DATASET, upload.organisation)
    upload = _awaiting(upload, State.REVIEW, State.SCHEDULED)
    _demand_same_round(upload, seen)
    notes = notes.strip()
    if not notes or len(notes) > LONGEST_NOTE:
        raise Refusal(
            _("Escriba qué hay que corregir, en 2000 caracteres o menos."), code="review.notes"
        )
    _decide(upload, Verdict.RETURNED, actor, notes)
    _draft_again(upload)
    notify(
        upload.editors.all(),
        kind="catalog.returned",
        subject=lambda: _("Devuelto para corregir: %(title)s") % {"title": _title(upload)},
        body=notes,
        link=_link(upload),
    )
    record(
        subject=upload,
        organisation=upload.organisation,
        details={"file": upload.name},  # the notes may repeat a datum, and the log keeps all
    )
    return upload


@action("catalog.publish_reviewed", gettext_lazy("Publicó una versión"))
def publish_reviewed(*, actor: Actor, upload: Upload, seen: int | None = None) -> Version:
    """Publishes what another person prepared.

    ``seen`` is the number of the round of review that ``actor`` looked at, when a page showed one:
    what was recalled, changed and sent again meanwhile is looked at again.

    Raises:
        Refusal: when ``actor`` prepared it too.
        Conflict: when it is not in review, is in a later round, or nothing in it is new.
    """
    permit(actor, Verb.REVIEW_DATASET, upload.organisation)
    upload = _awaiting(upload, State.REVIEW, State.SCHEDULED)
    _demand_same_round(upload, seen)
    _demand_other_eyes(upload, actor)
    review = _decide(upload, Verdict.PUBLISHED, actor)
    version = _release(upload, review)
    record(subject=version, organisation=upload.organisation, details=told(version))
    return version


@action("catalog.schedule_upload", gettext_lazy("Programó una publicación"))
def schedule_upload(
    *, actor: Actor, upload: Upload, publish_at: datetime, seen: int | None = None
) -> Upload:
    """Lets what another person prepared become public by itself at a date.

    ``seen``: see ``publish_reviewed``.

    Raises:
        Refusal: when the moment has passed or is more than a year away, or ``actor`` prepared it.
    """
    permit(actor, Verb.REVIEW_DATASET, upload.organisation)
    upload = _awaiting(upload, State.REVIEW)
    _demand_same_round(upload, seen)
    _demand_other_eyes(upload, actor)
    now = timezone.now()
    if not now < publish_at <= now + LONGEST_WAIT:
        raise Refusal(
            _("La fecha de publicación tiene que ser futura y dentro de un año."),
            code="schedule.date",
        )
    _decide(upload, Verdict.SCHEDULED, actor)
    upload.state, upload.publish_at = State.SCHEDULED, publish_at
    upload.save(update_fields=["state", "publish_at"])
    enqueue(
        PUBLISHING_JOB,
        params={"upload": upload.key, "publish_at": publish_at.isoformat()},
        requested_by=actor,
        priority=20,
        run_after=publish_at,
    )
    record(
        subject=upload,
        organisation=upload.organisation,
        details={"file": upload.name, "publish_at": publish_at.isoformat()},
    )
    return upload


@action("catalog.publish_due", gettext_lazy("Publicó una versión programada"))
def publish_due(*, actor: Actor, upload: Upload) -> Version:
    """Publishes what was scheduled, once its moment has come."""
    permit(actor, Verb.PUBLISH_ALONE, upload.organisation)
    upload = _awaiting(upload, State.SCHEDULED)
    if upload.publish_at is None or upload.publish_at > timezone.now():
        raise Conflict(_("Todavía no llega la fecha de publicación."), code="schedule.early")
    review = upload.reviews.filter(verdict=Verdict.SCHEDULED).latest("decided_at")
    version = _release(upload, review)
    record(subject=version, organisation=upload.organisation, details=told(version))
    return version


@action("catalog.fail_schedule", gettext_lazy("No pudo publicar lo programado"))
def fail_schedule(*, actor: Actor, upload: Upload, why: str) -> Upload:
    """Makes a draft again of what could not be published at its date, and says why."""
    permit(actor, Verb.PUBLISH_ALONE, upload.organisation)
    upload = _awaiting(upload, State.SCHEDULED)
    people = {*upload.editors.all(), *people_with(Verb.REVIEW_DATASET, upload.organisation)}
    _draft_again(upload)
    Review.objects.create(
        upload=upload, verdict=Verdict.RETURNED, decided_at=timezone.now(), notes=why
    )
    notify(
        people,
        kind="catalog.returned",
        subject=lambda: _("No se publicó en su fecha: %(title)s") % {"title": _title(upload)},
        body=why,
        link=_link(upload),
    )
    record(
        subject=upload,
        organisation=upload.organisation,
        details={"file": upload.name, "reason": why},
    )
    return upload


def _release(upload: Upload, review: Review) -> Version:
    version = release(
        upload,
        draft_of(upload.description),
        upload.change_note,
        prepared_by=review.asked_by,
        reviewed_by=review.decided_by,
    )
    notify(
        upload.editors.all(),
        kind="catalog.published",
        subject=lambda: _("Publicado: %(title)s") % {"title": version.title},
        body=lambda: _("La versión %(number)d ya es pública.") % {"number": version.number},
        link=reverse("catalog:dataset", args=[version.dataset.slug]),
    )
    return version


def _decide(upload: Upload, verdict: Review.Verdict, actor: Actor, notes: str = "") -> Review:
    """Closes the open round; a scheduled one, decided already, gets a round of its own."""
    person = actor if isinstance(actor, User) else None
    review = upload.reviews.filter(verdict=Verdict.OPEN).first()
    if review is None:
        last = upload.reviews.filter(verdict=Verdict.SCHEDULED).latest("decided_at")
        review = Review(upload=upload, asked_by=last.asked_by, asked_at=last.asked_at)
    review.verdict, review.decided_by = verdict, person
    review.decided_at, review.notes = timezone.now(), notes
    review.save()
    return review


def _draft_again(upload: Upload) -> None:
    upload.state, upload.publish_at = State.READ, None
    upload.save(update_fields=["state", "publish_at"])


def _demand_other_eyes(upload: Upload, actor: Actor) -> None:
    if isinstance(actor, User) and upload.editors.filter(pk=actor.pk).exists():
        raise Refusal(
            _("Usted preparó esta publicación: la publica otra persona."),
            code="review.same_person",
            remedy=_("Espere a que otra persona de la entidad la revise."),
        )


def _demand_same_round(upload: Upload, seen: int | None) -> None:
    last = upload.reviews.values_list("pk", flat=True).first()
    if seen is not None and seen != last:
        raise Conflict(
            _("«%(name)s» se corrigió y se volvió a enviar mientras usted lo miraba.")
            % {"name": upload.name},
            code="review.later_round",
            remedy=_("Mírelo de nuevo antes de decidir."),
        )


def _others(upload: Upload) -> list[User]:
    """Who may review it and did not prepare it."""
    editors = set(upload.editors.values_list("pk", flat=True))
    people = people_with(Verb.REVIEW_DATASET, upload.organisation)
    return [person for person in people if person.pk not in editors]


def _locked(upload: Upload) -> Upload:
    return Upload.objects.select_for_update().select_related("organisation").get(pk=upload.pk)


def _awaiting(upload: Upload, *states: Upload.State) -> Upload:
    """The upload as it is now, locked, in one of these states."""
    fresh = _locked(upload)
    if fresh.state not in states:
        raise Conflict(
            _("«%(name)s» ya no está en revisión: está %(state)s.")
            % {"name": fresh.name, "state": fresh.get_state_display().lower()},
            code="upload.not_in_review",
        )
    return fresh


def _title(upload: Upload) -> str:
    return str(upload.description.get("title") or upload.name)


def _link(upload: Upload) -> str:
    return reverse("catalog:review", args=[upload.key])
