"""What each role may do: one table, and the questions asked of it.

A role counts only in its own organisation. Whoever administers the platform makes accounts and
organisations and reads the log, but does not publish: for that, a role must be granted, and the
log then says so.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from cauce.apps.core.models import Membership, Organisation, User

Role = Membership.Role


class Verb(StrEnum):
    """Everything that needs permission."""

    MANAGE_ORGANISATIONS = "organisation.manage"
    MANAGE_PEOPLE = "people.manage"
    READ_AUDIT = "audit.read"
    MANAGE_THEMES = "theme.manage"
    READ_DRAFTS = "dataset.read_drafts"
    EDIT_DATASET = "dataset.edit"
    """Send a file, correct its reading, describe it, ask for its review."""
    REVIEW_DATASET = "dataset.review"
    """Return what another person prepared, or publish it, now or at a date."""
    WITHDRAW_DATASET = "dataset.withdraw"
    ASK_PURGE = "dataset.ask_purge"
    CONFIRM_PURGE = "dataset.confirm_purge"
    GOVERN_DATA = "dataset.govern"
    """Let a finding of the screening pass, with a public reason."""
    PUBLISH_ALONE = "dataset.publish_alone"
    """Publish without a review: nobody's, but the server's command line."""


ROLES_MAY: dict[Role, frozenset[Verb]] = {
    Role.PUBLISHER: frozenset(
        {Verb.READ_DRAFTS, Verb.EDIT_DATASET, Verb.WITHDRAW_DATASET, Verb.ASK_PURGE}
    ),
    Role.REVIEWER: frozenset(
        {Verb.READ_DRAFTS, Verb.REVIEW_DATASET, Verb.WITHDRAW_DATASET, Verb.ASK_PURGE}
    ),
    Role.OGD: frozenset(
        {
            Verb.READ_DRAFTS,
            Verb.REVIEW_DATASET,
            Verb.WITHDRAW_DATASET,
            Verb.ASK_PURGE,
            Verb.CONFIRM_PURGE,
            Verb.GOVERN_DATA,
        }
    ),
    Role.AUDITOR: frozenset({Verb.READ_DRAFTS, Verb.READ_AUDIT}),
}

ADMINISTRATORS_MAY: frozenset[Verb] = frozenset(
    {
        Verb.MANAGE_ORGANISATIONS,
        Verb.MANAGE_PEOPLE,
        Verb.MANAGE_THEMES,
        Verb.READ_AUDIT,
        Verb.READ_DRAFTS,
        Verb.CONFIRM_PURGE,
    }
)


@dataclass(frozen=True)
class System:
    """Cauce itself, or whoever has the server's command line: may do everything, by its name."""

    name: str


SYSTEM = System("sistema")

Actor = User | System


def may(actor: Actor | AnonymousUser, verb: Verb, organisation: Organisation | None = None) -> bool:
    """Whether ``actor`` may do ``verb``: in ``organisation``, or on the whole platform."""
    if isinstance(actor, System):
        return True
    if not isinstance(actor, User) or not actor.is_active:
        return False
    if actor.is_platform_admin and verb in ADMINISTRATORS_MAY:
        return True
    if organisation is None:
        return False
    return actor.memberships.filter(
        organisation=organisation, role__in=_roles_that_may(verb)
    ).exists()


def organisations_where(actor: Actor | AnonymousUser, verb: Verb) -> QuerySet[Organisation]:
    """The organisations in which ``actor`` may do ``verb``."""
    everything = Organisation.objects.all()
    if isinstance(actor, System):
        return everything
    if not isinstance(actor, User) or not actor.is_active:
        return everything.none()
    if actor.is_platform_admin and verb in ADMINISTRATORS_MAY:
        return everything
    return everything.filter(
        pk__in=actor.memberships.filter(role__in=_roles_that_may(verb)).values("organisation")
    )


def may_somewhere(actor: Actor | AnonymousUser, verb: Verb) -> bool:
    """Whether ``actor`` may do ``verb`` anywhere: in some organisation or on the whole platform."""
    return verb in verbs_of(actor)


def verbs_of(actor: Actor | AnonymousUser) -> frozenset[Verb]:
    """Everything that ``actor`` may do somewhere. Asks the database once."""
    if isinstance(actor, System):
        return frozenset(Verb)
    if not isinstance(actor, User) or not actor.is_active:
        return frozenset()
    roles = actor.memberships.order_by().values_list("role", flat=True).distinct()
    mine = ADMINISTRATORS_MAY if actor.is_platform_admin else frozenset()
    return mine.union(*(ROLES_MAY[Role(role)] for role in roles))


def verbs_in(actor: Actor | AnonymousUser, organisation: Organisation) -> frozenset[Verb]:
    """Everything that ``actor`` may do in ``organisation``. Asks the database once."""
    if isinstance(actor, System):
        return frozenset(Verb)
    if not isinstance(actor, User) or not actor.is_active:
        return frozenset()
    roles = actor.memberships.order_by().filter(organisation=organisation)
    mine = ADMINISTRATORS_MAY if actor.is_platform_admin else frozenset()
    return mine.union(*(ROLES_MAY[Role(role)] for role in roles.values_list("role", flat=True)))


def _roles_that_may(verb: Verb) -> list[Role]:
    return [role for role, verbs in ROLES_MAY.items() if verb in verbs]
