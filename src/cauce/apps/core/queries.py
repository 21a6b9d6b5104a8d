"""What is read about people, organisations, jobs and health."""

import logging
import shutil

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Prefetch, Q, QuerySet

from cauce.apps.core.contracts import Health, JobStatus
from cauce.apps.core.leases import State
from cauce.apps.core.models import Job, Membership, Organisation, User
from cauce.apps.core.permissions import ADMINISTRATORS_MAY, ROLES_MAY, Verb

logger = logging.getLogger("cauce.health")


def organisations() -> QuerySet[Organisation]:
    """Every organisation, by name, with ``people``: how many persons have a role there."""
    return Organisation.objects.annotate(people=Count("memberships__user", distinct=True)).order_by(
        "name"
    )


def people_matching(text: str) -> QuerySet[User]:
    """People whose name or e-mail has ``text`` (all when empty), with their roles at hand."""
    roles = Prefetch("memberships", Membership.objects.select_related("organisation"))
    people = User.objects.prefetch_related(roles).order_by("full_name", "pk")
    if text:
        people = people.filter(Q(full_name__icontains=text) | Q(email__icontains=text))
    return people


def roles_of(user: User) -> QuerySet[Membership]:
    """The roles of a person, by organisation."""
    return user.memberships.select_related("organisation").order_by("organisation__name", "role")


def identities_of(user: User) -> list[SocialAccount]:
    """The institutional accounts by which a person comes in, the oldest first."""
    return list(SocialAccount.objects.filter(user=user).order_by("date_joined"))


def has_any_factor(user: User) -> bool:
    """Whether the person has a second factor or recovery codes."""
    return Authenticator.objects.filter(user=user).exists()


def roles_in(organisation: Organisation) -> QuerySet[Membership]:
    """Who has which role in an organisation, by name."""
    return organisation.memberships.select_related("user").order_by("user__full_name", "role")


def people_with(verb: Verb, organisation: Organisation | None = None) -> QuerySet[User]:
    """Active people who may do ``verb`` by their role in ``organisation``, each once.

    Without an organisation, those who may on the whole platform: its administrators.
    """
    active = User.objects.filter(is_active=True).order_by("pk")
    if organisation is None:
        known = verb in ADMINISTRATORS_MAY
        return active.filter(is_platform_admin=True) if known else active.none()
    roles = [role for role, verbs in ROLES_MAY.items() if verb in verbs]
    return active.filter(
        pk__in=Membership.objects.filter(organisation=organisation, role__in=roles).values("user")
    )


def job_status(job: Job) -> JobStatus:
    """How a job stands now."""
    share = job.progress_done / job.progress_total if job.progress_total else None
    return JobStatus(
        id=job.pk,
        kind=job.kind,
        state=job.state,
        state_label=job.get_state_display(),
        share=1.0 if job.state == State.DONE else share,
        message=job.progress_message,
        error=job.error,
        result=job.result,
        is_open=job.state in (State.QUEUED, State.RUNNING),
    )


def health() -> Health:
    """Asks the database a question and the disk for its free space."""
    free_mb = shutil.disk_usage(settings.CAUCE.data_dir).free // 2**20
    return Health(_database_answers(), free_mb >= settings.CAUCE.free_disk_mb, free_mb)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("the database does not answer")
        return False
    return True
