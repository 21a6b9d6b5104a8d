"""The audit log: appending to it, and checking its chain.

Each event is canonical JSON; its hash is SHA-256 of the previous hash and that JSON, so nothing
can be changed, removed or slipped in without breaking every later hash. What the chain cannot
prove: that somebody in command of the server did not rewrite all of it (for that, note the head
elsewhere: ``cauce doctor`` prints it), nor that something happened outside Cauce.

Names, e-mails and addresses of persons never enter the chain: it holds an HMAC of them whose key
is a random salt in ``AuditPerson``. Erasing that row makes the HMAC meaningless and leaves the
chain valid.
"""

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cauce.apps.core.models import AuditEvent, AuditPerson, Membership, Organisation, User
from cauce.apps.core.origin import current_origin
from cauce.apps.core.permissions import Actor, System
from cauce.base.canonical import canonical_json

EVENT_LABELS: dict[str, str | Promise] = {}
"""The Spanish label of each kind of event; actions add theirs."""

DETAIL_LABELS: dict[str, str | Promise] = {
    "account": _("Cuenta"),
    "changed": _("Qué cambió"),
    "is_platform_admin": _("Administra la plataforma"),
    "kind": _("Tipo"),
    "language": _("Idioma"),
    "log_rows": _("Fichas borradas en la bitácora"),
    "name": _("Nombre"),
    "notices_by_mail": _("Avisos por correo"),
    "organisation": _("Entidad"),
    "person": _("Persona"),
    "role": _("Rol"),
    "roles": _("Roles"),
    "slug": _("Dirección corta"),
}
"""The Spanish label of each detail of an event; applications add theirs."""

VALUE_LABELS: dict[str, Mapping[str, str | Promise]] = {
    "kind": dict(Organisation.Kind.choices),
    "role": dict(Membership.Role.choices),
}
"""The Spanish labels of a detail's values, where they are codes; applications add theirs."""

GENESIS = "0" * 64
"""What stands for the hash before the first event."""

_CHAIN_LOCK = 0x43415543
"""The advisory lock of the chain on PostgreSQL (the letters CAUC)."""


def append(
    action: str,
    *,
    actor: Actor | None,
    subject: models.Model | None,
    details: Mapping[str, Any],
    organisation: Organisation | None = None,
) -> AuditEvent:
    """Adds one event at the end of the chain; call it inside the transaction it tells of.

    ``actor`` is ``None`` for somebody unknown (a failed login). Sequence numbers have no gaps:
    writers wait for each other and a transaction undone takes its number back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event belongs in the transaction it tells of")
    _wait_for_my_turn()
    head = AuditEvent.objects.order_by("-sequence").only("sequence", "hash").first()
    sequence = 1 if head is None else head.sequence + 1
    previous_hash = GENESIS if head is None else head.hash
    at = timezone.now().astimezone(dt.UTC)
    origin = current_origin()
    person = _actor_person(actor)
    payload = canonical_json(
        {
            "action": action,
            "actor": _actor_entry(actor, person),
            "at": written_time(at),
            "channel": origin.channel,
            "details": _plain(details),
            "organisation": None if organisation is None else organisation.pk,
            "sequence": sequence,
            "subject": subject_entry(subject),
        }
    ).decode()
    subject_type, subject_id = (
        ("", "") if subject is None else (subject._meta.label_lower, str(subject.pk))
    )
    return AuditEvent.objects.create(
        sequence=sequence,
        at=at,
        action=action,
        actor=person,
        organisation=organisation,
        subject_type=subject_type,
        subject_id=subject_id,
        payload=payload,
        previous_hash=previous_hash,
        hash=event_hash(previous_hash, payload),
    )


def event_hash(previous_hash: str, payload: str) -> str:
    """SHA-256, in hexadecimal, of the previous event's hash, a newline and the payload."""
    return hashlib.sha256(f"{previous_hash}\n{payload}".encode()).hexdigest()


def written_time(at: dt.datetime) -> str:
    """A moment as the chain writes it: UTC, microseconds, always 27 characters."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def subject_entry(subject: models.Model | None) -> dict[str, str] | None:
    """What an event says it was done to: the kind of row and its number."""
    if subject is None:
        return None
    return {"type": subject._meta.label_lower, "id": str(subject.pk)}


def person_hash(person: AuditPerson) -> str:
    """HMAC-SHA-256 of a person's fields under their salt; empty once erased."""
    if person.salt is None:
        return ""
    fields = canonical_json(
        {
            "address": person.address,
            "email": person.email,
            "id": str(person.id),
            "name": person.name,
            "user": person.user_id,
        }
    )
    return hmac.new(bytes(person.salt), fields, hashlib.sha256).hexdigest()


def remember_person(user: User | None, address: str | None = None) -> AuditPerson:
    """The erasable row of a person as they are now; a new one when anything changed."""
    name, email = ("", "") if user is None else (user.full_name, user.email)
    known = AuditPerson.objects.filter(
        user=user, name=name, email=email, address=address, erased_at=None
    ).first()
    return known or AuditPerson.objects.create(
        user=user, name=name, email=email, address=address, salt=secrets.token_bytes(32)
    )


def erase(user: User) -> int:
    """Empties every row of a person in the log; gives how many. The chain stays as it was."""
    return AuditPerson.objects.filter(user=user).update(
        user=None, salt=None, name="", email="", address=None, erased_at=timezone.now()
    )


def _actor_person(actor: Actor | None) -> AuditPerson | None:
    if isinstance(actor, System):
        return None
    return remember_person(actor, current_origin().address)


def _actor_entry(actor: Actor | None, person: AuditPerson | None) -> dict[str, str]:
    if isinstance(actor, System):
        return {"system": actor.name}
    assert person is not None
    return _person_entry(person)


def _person_entry(person: AuditPerson) -> dict[str, str]:
    return {"person": str(person.id), "hash": person_hash(person)}


def _plain(value: Any) -> Any:
    if isinstance(value, User):
        return _person_entry(remember_person(value))
    if isinstance(value, models.Model):
        return subject_entry(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, dt.datetime):
        return written_time(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str | UUID | Decimal | Promise):
        return str(value)
    return value


def _wait_for_my_turn() -> None:
    # SQLite's transactions are IMMEDIATE: whoever is in one is the only writer already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
