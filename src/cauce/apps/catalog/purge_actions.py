"""Destroying a version that exposes somebody: two persons decide it, a job carries it out."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.models import Purge, Version
from cauce.apps.catalog.purging import empty
from cauce.apps.core.acting import action, permit, record
from cauce.apps.core.jobs import enqueue
from cauce.apps.core.models import User
from cauce.apps.core.notices import notify
from cauce.apps.core.permissions import Actor, Verb
from cauce.apps.core.queries import people_with
from cauce.base.errors import Conflict, Refusal

DESTROYING_JOB = "catalog.destroy_version"
LONGEST_REASON: int = 500


@action("catalog.ask_purge", gettext_lazy("Pidió destruir una versión"))
def ask_purge(*, actor: Actor, version: Version, reason: str) -> Purge:
    """Asks that a version be destroyed everywhere. The reason will be public.

    Raises:
        Refusal: without a reason.
        Conflict: when it was asked for already.
    """
    permit(actor, Verb.ASK_PURGE, version.dataset.organisation)
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Refusal(
            _("Escriba el motivo, en 500 caracteres o menos: será público. No repita el dato."),
            code="purge.reason",
        )
    if Purge.objects.filter(version=version).exists():
        raise Conflict(_("Ya se pidió destruir esta versión."), code="purge.asked")
    purge = Purge.objects.create(
        version=version, reason=reason, requested_by=actor if isinstance(actor, User) else None
    )
    dataset = version.dataset
    others = [
        person
        for person in people_with(Verb.CONFIRM_PURGE, dataset.organisation)
        if person != actor
    ]
    notify(
        others,
        kind="catalog.purge_asked",
        subject=lambda: (
            _("Se pide destruir una versión: %(title)s") % {"title": version.dataset.title}
        ),
        body=reason,
        link=reverse("catalog:purge", args=[dataset.slug, version.number]),
    )
    _record(purge)
    return purge


@action("catalog.refuse_purge", gettext_lazy("No aceptó destruir una versión"))
def refuse_purge(*, actor: Actor, purge: Purge) -> Version:
    """Lets the version stand; whoever asked may also take the request back."""
    version = purge.version
    own = isinstance(actor, User) and purge.requested_by_id == actor.pk
    permit(actor, Verb.ASK_PURGE if own else Verb.CONFIRM_PURGE, version.dataset.organisation)
    purge = _open(purge)
    requested_by = purge.requested_by
    purge.delete()
    if requested_by is not None and not own:
        notify(
            [requested_by],
            kind="catalog.purge_refused",
            subject=lambda: (
                _("No se destruyó la versión: %(title)s") % {"title": version.dataset.title}
            ),
            body="",
            link=reverse("catalog:version", args=[version.dataset.slug, version.number]),
        )
    record(
        subject=version,
        organisation=version.dataset.organisation,
        details={"dataset": version.dataset.slug, "version": version.number},
    )
    return version


@action("catalog.confirm_purge", gettext_lazy("Destruyó una versión"))
def confirm_purge(*, actor: Actor, purge: Purge) -> Purge:
    """Empties the version at once and has its bytes destroyed everywhere.

    What stays is the dataset's address, the number, the dates, the hash and the reason.

    Raises:
        Refusal: when ``actor`` is who asked for it.
        Conflict: when it was decided already.
    """
    permit(actor, Verb.CONFIRM_PURGE, purge.version.dataset.organisation)
    purge = _open(purge)
    if isinstance(actor, User) and purge.requested_by_id == actor.pk:
        raise Refusal(
            _("Usted pidió destruir esta versión: lo confirma otra persona."),
            code="purge.same_person",
        )
    purge.confirmed_by = actor if isinstance(actor, User) else None
    purge.confirmed_at = timezone.now()
    purge.save(update_fields=["confirmed_by", "confirmed_at"])
    entry = empty(purge)
    enqueue(DESTROYING_JOB, params={"entry": entry.to_json()}, requested_by=actor, priority=30)
    _record(purge)
    return purge


def _open(purge: Purge) -> Purge:
    fresh = (
        Purge.objects.select_for_update()
        .select_related("version__dataset__organisation")
        .filter(pk=purge.pk, confirmed_at=None)
        .first()
    )
    if fresh is None:
        raise Conflict(_("Ya se decidió sobre esta versión."), code="purge.decided")
    return fresh


def _record(purge: Purge) -> None:
    version = purge.version
    record(
        subject=version,
        organisation=version.dataset.organisation,
        details={
            "dataset": version.dataset.slug,
            "version": version.number,
            "hash": version.hash,
            "reason": purge.reason,
        },
    )
