"""Rows of this application's tables, as the table component writes them, and its paging."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cauce.apps.core.contracts import LoggedEvent
from cauce.apps.core.models import Membership, Organisation, User
from cauce.base.calendar import date_es
from cauce.base.numerals import number_es

Cell = dict[str, Any]


def organisation_rows(organisations: Iterable[Any]) -> list[list[Cell]]:
    """Name (with its page), short name, kind, and how many people have a role."""
    return [
        [
            _cell(each.name, reverse("core:organisation", kwargs={"slug": each.slug})),
            _cell(each.short_name),
            _cell(str(Organisation.Kind(each.kind).label)),
            _cell(number_es(each.people)),
        ]
        for each in organisations
    ]


def person_rows(people: Iterable[User]) -> list[list[Cell]]:
    """Name (with its page), e-mail, roles, and whether the account is open."""
    return [
        [
            _cell(each.full_name, reverse("core:person", kwargs={"number": each.pk})),
            _cell(each.email),
            _cell(_roles_in_words(each)),
            _cell(_("activa") if each.is_active else _("desactivada")),
        ]
        for each in people
    ]


def role_rows(roles: Iterable[Membership]) -> list[list[Cell]]:
    """Who has which role in an organisation, and since when."""
    return [
        [
            _cell(each.user.full_name, reverse("core:person", kwargs={"number": each.user_id})),
            _cell(each.get_role_display()),
            _cell(date_es(timezone.localtime(each.granted_at).date(), short=True)),
        ]
        for each in roles
    ]


def log_rows(events: Iterable[LoggedEvent]) -> list[list[Cell]]:
    """Number, when, who, what (with its page) and where."""
    return [
        [
            _cell(str(each.sequence)),
            _cell(_moment(each)),
            _cell(each.actor),
            _cell(
                each.label,
                reverse("core:event", kwargs={"sequence": each.sequence}),
                note="; ".join(f"{label}: {text}" for label, text in each.details if text),
            ),
            _cell(each.organisation),
        ]
        for each in events
    ]


def event_facts(event: LoggedEvent) -> list[dict[str, str | None]]:
    """What is known of an event, for a summary list."""
    person = event.person
    facts = [
        (_("Número"), str(event.sequence)),
        (_("Cuándo"), _moment(event)),
        (_("Quién"), event.actor),
        (_("Correo"), person.email if person else ""),
        (_("Dirección de red"), person.address if person else ""),
        (_("Entidad"), event.organisation),
        (_("Sobre qué"), event.subject),
        *event.details,
    ]
    return [{"label": label, "text": text} for label, text in facts if text]


def paging(page: Page[Any], query: Mapping[str, str]) -> dict[str, Any]:
    """The pagination component's summary and links, keeping the rest of the address."""

    def href(number: int) -> str:
        return "?" + urlencode({**query, "pagina": number})

    return {
        "count_text": number_es(page.paginator.count),
        "paging_summary": _("%(first)s–%(last)s de %(count)s")
        % {
            "first": number_es(page.start_index()),
            "last": number_es(page.end_index()),
            "count": number_es(page.paginator.count),
        },
        "previous_href": href(page.previous_page_number()) if page.has_previous() else None,
        "next_href": href(page.next_page_number()) if page.has_next() else None,
    }


def _roles_in_words(person: User) -> str:
    roles: Sequence[str] = [
        f"{each.get_role_display()} ({each.organisation.short_name or each.organisation.name})"
        for each in person.memberships.all()
    ]
    if person.is_platform_admin:
        roles = [_("Administra la plataforma"), *roles]
    return ", ".join(roles)


def _moment(event: LoggedEvent) -> str:
    local = timezone.localtime(event.at)
    return f"{date_es(local.date(), short=True)}, {local:%H:%M:%S}"


def _cell(text: str, href: str | None = None, note: str = "") -> Cell:
    return {"text": text or "—", "href": href, "note": note or None}
