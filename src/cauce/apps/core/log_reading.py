"""Reading the audit log: who may read which events, filters, and events put into words."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cauce.apps.core.access import Reader
from cauce.apps.core.audit import DETAIL_LABELS, EVENT_LABELS, VALUE_LABELS
from cauce.apps.core.contracts import EventFilter, LoggedEvent, PersonInLog
from cauce.apps.core.models import AuditEvent, AuditPerson
from cauce.apps.core.permissions import Verb, may, organisations_where


def readable_events(reader: Reader) -> QuerySet[AuditEvent]:
    """The events ``reader`` audits, newest first: administrators all, auditors their entities'."""
    events = AuditEvent.objects.select_related("actor", "organisation").order_by("-sequence")
    if may(reader, Verb.READ_AUDIT):
        return events
    return events.filter(organisation__in=organisations_where(reader, Verb.READ_AUDIT))


def filtered(events: QuerySet[AuditEvent], wanted: EventFilter) -> QuerySet[AuditEvent]:
    """The events that match every part of the filter that is not empty."""
    if wanted.action:
        events = events.filter(action=wanted.action)
    if wanted.organisation:
        events = events.filter(organisation__slug=wanted.organisation)
    if wanted.person:
        text = wanted.person
        events = events.filter(Q(actor__name__icontains=text) | Q(actor__email__icontains=text))
    if wanted.since:
        events = events.filter(at__gte=_start(wanted.since))
    if wanted.until:
        events = events.filter(at__lt=_start(wanted.until + dt.timedelta(days=1)))
    return events


def action_choices(events: QuerySet[AuditEvent]) -> list[tuple[str, str]]:
    """The kinds of event that occur, with their labels, in the labels' order."""
    names = events.order_by().values_list("action", flat=True).distinct()
    return sorted(((name, label_of(name)) for name in names), key=lambda each: each[1])


def label_of(action: str) -> str:
    """The Spanish label of a kind of event; its name when no application explains it any more."""
    return str(EVENT_LABELS.get(action, action))


def in_words(events: Iterable[AuditEvent]) -> list[LoggedEvent]:
    """Events ready to be shown, with the people they speak of as far as not erased."""
    events = list(events)
    read = [(event, _payload(event)) for event in events]
    wanted = {number for _event, payload in read for number in _person_numbers(payload)}
    people = {str(each.id): each for each in AuditPerson.objects.filter(pk__in=wanted)}
    return [_told(event, payload, people) for event, payload in read]


def _told(
    event: AuditEvent, payload: Mapping[str, Any], people: Mapping[str, AuditPerson]
) -> LoggedEvent:
    actor = payload.get("actor") or {}
    person = _person(people.get(str(actor.get("person"))))
    details = payload.get("details") or {}
    return LoggedEvent(
        sequence=event.sequence,
        at=event.at,
        action=event.action,
        label=label_of(event.action),
        actor=person.name if person else str(actor.get("system", "")),
        organisation="" if event.organisation is None else event.organisation.name,
        subject=f"{event.subject_type} {event.subject_id}".strip(),
        person=person,
        details=tuple(
            (_detail_label(key), _text(value, people, key)) for key, value in details.items()
        ),
        payload=event.payload,
        previous_hash=event.previous_hash,
        hash=event.hash,
    )


def _detail_label(key: str) -> str:
    return str(DETAIL_LABELS.get(key) or capfirst(key.replace("_", " ")))


def _person(row: AuditPerson | None) -> PersonInLog | None:
    if row is None:
        return None
    if row.erased_at is not None:
        name = _("Persona borrada")
    else:
        name = row.name or _("Alguien sin cuenta")
    return PersonInLog(str(row.id), name, row.email, row.address or "", row.erased_at is not None)


def _text(value: Any, people: Mapping[str, AuditPerson], key: str = "") -> str:
    if isinstance(value, dict) and "person" in value:
        person = _person(people.get(str(value["person"])))
        return person.name if person else _("Persona desconocida")
    if isinstance(value, dict):
        return ", ".join(
            f"{_detail_label(name)}: {_text(each, people, name)}" for name, each in value.items()
        )
    if isinstance(value, list):
        return "; ".join(_text(each, people, key) for each in value)
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if value is None:
        return ""
    return str(VALUE_LABELS.get(key, {}).get(str(value), value))


def _person_numbers(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        if isinstance(value.get("person"), str):
            yield value["person"]
        for each in value.values():
            yield from _person_numbers(each)
    elif isinstance(value, list):
        for each in value:
            yield from _person_numbers(each)


def _payload(event: AuditEvent) -> dict[str, Any]:
    try:
        payload = json.loads(event.payload)
    except ValueError:
        return {}
    return payload if isinstance(payload, dict) else {}


def _start(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
