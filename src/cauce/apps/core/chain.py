"""Verifying the audit log's chain, and the head that can be noted elsewhere."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from cauce.apps.core.audit import GENESIS, event_hash, person_hash, written_time
from cauce.apps.core.models import AuditEvent, AuditPerson
from cauce.base.errors import Refusal


@dataclass(frozen=True)
class Head:
    """The last event of the chain: its number and its hash. Written ``number:hash``."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


@dataclass(frozen=True)
class Flaw:
    """Something that does not fit: the event's number and a Spanish sentence."""

    sequence: int
    message: str


@dataclass(frozen=True)
class ChainReport:
    """What a verification found. ``sound`` when nothing is wrong."""

    events: int
    head: Head
    flaws: tuple[Flaw, ...]

    @property
    def sound(self) -> bool:
        """Whether order and content are those the chain was made with."""
        return not self.flaws


def chain_head() -> Head:
    """The head now, to be noted outside Cauce; number 0 when nothing has happened yet."""
    last = AuditEvent.objects.order_by("-sequence").only("sequence", "hash").first()
    return Head(0, GENESIS) if last is None else Head(last.sequence, last.hash)


def parse_head(text: str) -> Head:
    """A head as :class:`Head` writes it. Raises :class:`Refusal` for anything else."""
    match = re.fullmatch(r"\s*(\d{1,18}):([0-9a-f]{64})\s*", text)
    if match is None:
        raise Refusal(
            _(
                "La cabeza anotada debe tener la forma «número:huella», con 64 cifras"
                " hexadecimales, como la escribe «cauce doctor»."
            )
        )
    return Head(int(match[1]), match[2])


def verify_chain(noted: Head | None = None, most_flaws: int = 20) -> ChainReport:
    """Reads the whole chain and tells what does not fit (at most ``most_flaws``).

    With a head ``noted`` elsewhere, also tells whether that event is still the one noted.
    """
    flaws: list[Flaw] = []
    hashes = {person.id: person_hash(person) for person in AuditPerson.objects.iterator()}
    head = Head(0, GENESIS)
    events = 0
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        events += 1
        if len(flaws) < most_flaws:
            flaws += [Flaw(event.sequence, text) for text in _flaws_of(event, head)]
            flaws += [Flaw(event.sequence, text) for text in _person_flaws(event, hashes)]
        if noted is not None and event.sequence == noted.sequence and event.hash != noted.hash:
            flaws.append(Flaw(event.sequence, _("Su huella no es la que se anotó fuera de Cauce.")))
        head = Head(event.sequence, event.hash)
    if noted is not None and noted.sequence > head.sequence:
        flaws.append(
            Flaw(
                noted.sequence,
                _("El hecho que se anotó fuera de Cauce ya no está: la bitácora fue recortada."),
            )
        )
    return ChainReport(events, head, tuple(flaws[:most_flaws]))


def _flaws_of(event: AuditEvent, before: Head) -> Iterator[str]:
    if event.sequence != before.sequence + 1:
        yield _("Falta al menos un hecho antes de este.")
    if event.previous_hash != before.hash:
        yield _("No continúa al hecho anterior: su huella previa es otra.")
    if event.hash != event_hash(event.previous_hash, event.payload):
        yield _("Su contenido no corresponde a su huella: fue cambiado.")
    if _columns(event) != _copied(event.payload):
        yield _("Las columnas de búsqueda no dicen lo mismo que el contenido.")


def _columns(event: AuditEvent) -> tuple[object, ...]:
    person = None if event.actor_id is None else str(event.actor_id)
    subject = (event.subject_type, event.subject_id)
    at = written_time(event.at)
    return (event.sequence, at, event.action, person, event.organisation_id, subject)


def _copied(payload: str) -> tuple[object, ...]:
    try:
        said = json.loads(payload)
        subject = said["subject"] or {"type": "", "id": ""}
        return (
            said["sequence"],
            said["at"],
            said["action"],
            said["actor"].get("person"),
            said["organisation"],
            (subject["type"], subject["id"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def _person_flaws(event: AuditEvent, hashes: dict[UUID, str]) -> Iterator[str]:
    try:
        actor = json.loads(event.payload)["actor"]
    except (ValueError, KeyError, TypeError):
        return
    if event.actor_id is None or not isinstance(actor, dict):
        return
    known = hashes.get(event.actor_id)
    if known is None:
        yield _("Falta la ficha de quien lo hizo.")
    elif known and known != actor.get("hash"):
        yield _("La ficha de quien lo hizo fue cambiada.")
