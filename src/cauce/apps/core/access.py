"""From an id that came from outside to an object: what somebody may not see does not exist."""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from cauce.apps.core.models import (
    AuditEvent,
    Job,
    Membership,
    Notice,
    Organisation,
    User,
)
from cauce.apps.core.permissions import Actor, Verb, may, organisations_where
from cauce.base.errors import NotFound

Reader = Actor | AnonymousUser


def organisation_by_slug(slug: str) -> Organisation:
    """The organisation with that short address; organisations are public."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise NotFound(_("No hay una entidad con la dirección «%(slug)s».") % {"slug": slug})
    return organisation


def organisation_for_managing(actor: Reader, slug: str) -> Organisation:
    """An organisation whose facts and people ``actor`` manages."""
    if not may(actor, Verb.MANAGE_ORGANISATIONS):
        raise _hidden()
    return organisation_by_slug(slug)


def person_for_managing(actor: Reader, number: int) -> User:
    """A person whose account ``actor`` manages."""
    if not may(actor, Verb.MANAGE_PEOPLE):
        raise _hidden()
    person = User.objects.filter(pk=number).first()
    if person is None:
        raise _hidden()
    return person


def membership_for_managing(actor: Reader, number: int) -> Membership:
    """A person's role in an organisation, for who may take it away."""
    if not may(actor, Verb.MANAGE_PEOPLE):
        raise _hidden()
    membership = Membership.objects.filter(pk=number).first()
    if membership is None:
        raise _hidden()
    return membership


def identity_for_disconnecting(actor: Reader, number: int) -> SocialAccount:
    """An institutional account: one's own, or anybody's for who manages people."""
    identity = SocialAccount.objects.filter(pk=number).first()
    if identity is None:
        raise _hidden()
    is_mine = isinstance(actor, User) and actor.is_active and identity.user_id == actor.pk
    if not is_mine and not may(actor, Verb.MANAGE_PEOPLE):
        raise _hidden()
    return identity


def event_for_auditing(actor: Reader, sequence: int) -> AuditEvent:
    """An event that ``actor`` audits: of their organisations, or any for administrators."""
    event = AuditEvent.objects.select_related("actor", "organisation").filter(pk=sequence).first()
    if event is None:
        raise _hidden()
    if may(actor, Verb.READ_AUDIT):
        return event
    mine = organisations_where(actor, Verb.READ_AUDIT)
    if event.organisation_id is None or not mine.filter(pk=event.organisation_id).exists():
        raise _hidden()
    return event


def job_for_watching(actor: Reader, number: int) -> Job:
    """A job, for who asked for it and for administrators."""
    job = Job.objects.filter(pk=number).first()
    if job is None:
        raise _hidden()
    is_mine = isinstance(actor, User) and actor.is_active and job.requested_by_id == actor.pk
    if not is_mine and not may(actor, Verb.MANAGE_PEOPLE):
        raise _hidden()
    return job


def notice_for_reading(person: User, number: int | str) -> Notice:
    """One of a person's own notices."""
    found = str(number).isdecimal() and person.notices.filter(pk=int(number)).first()
    if not found:
        raise _hidden()
    return found


def demonstration_only() -> None:
    """Hides what exists in a demonstration and nowhere else."""
    if not settings.CAUCE.demo:
        raise _hidden()


def _hidden() -> NotFound:
    return NotFound(_("No hay nada en esta dirección, o no está a su alcance."))
