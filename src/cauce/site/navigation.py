"""The rooms of the house that a person may enter, and what every page knows of the institution."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cauce.apps.core.models import User
from cauce.apps.core.notices import unread_count
from cauce.apps.core.permissions import Verb, may, verbs_of
from cauce.apps.core.second_factor import is_demanded_here
from cauce.base.numerals import number_es

Visitor = User | AnonymousUser


@dataclass(frozen=True)
class Institution:
    """Who the site belongs to, as the pages' frame writes it."""

    name: str
    short_name: str
    country: str


@dataclass(frozen=True)
class Room:
    """An entry of the main navigation: its label, its address's name, who needs which verb."""

    label: str | Promise
    address: str
    verb: Verb | None = None
    everywhere: bool = False


ROOMS = (
    Room(_("Datos"), "catalog:list"),
    Room(_("Publicar"), "catalog:publish", Verb.READ_DRAFTS),
    Room(_("Bitácora"), "core:log", Verb.READ_AUDIT),
    Room(_("Administración"), "core:administration", Verb.MANAGE_PEOPLE, everywhere=True),
)

MOST_COUNTED = 99
"""Unread notices above which the navigation only says that there are more."""

_COUNTRIES = {"gt": _("Guatemala"), "pe": _("Perú")}
_LANGUAGES = {"es": "Español", "en": "English"}


def rooms_for(visitor: Visitor, path: str) -> list[dict[str, Any]]:
    """The navigation of a visitor: label, href, and whether ``path`` is inside that room."""
    rooms: list[dict[str, Any]] = []
    verbs = verbs_of(visitor)
    for room in ROOMS:
        if room.verb is not None and not _enters(visitor, room, room.verb, verbs):
            continue
        try:
            href = reverse(room.address)
        except NoReverseMatch:  # an installation may leave an application out
            continue
        rooms.append({"label": room.label, "href": href, "current": path.startswith(href)})
    if isinstance(visitor, User):
        rooms.append(_notices(visitor, path))
    return rooms


def _notices(person: User, path: str) -> dict[str, Any]:
    """The entry of a person's notices, with how many wait to be read."""
    href = reverse("core:notices")
    unread = unread_count(person)
    return {
        "label": gettext("Avisos"),
        "href": href,
        "current": path.startswith(href),
        "count": gettext("%(count)s sin leer") % {"count": number_es(unread)} if unread else "",
        "count_text": number_es(min(unread, MOST_COUNTED)) + ("+" if unread > MOST_COUNTED else ""),
    }


def site_context(request: HttpRequest) -> dict[str, Any]:
    """What ``base.html`` needs on every page."""
    visitor = getattr(request, "user", AnonymousUser())
    language = get_language()
    return {
        "institution": Institution(
            settings.CAUCE.institution_name,
            settings.CAUCE.institution_short_name,
            str(_COUNTRIES[settings.CAUCE.country]),
        ),
        "navigation": rooms_for(visitor, request.path),
        "account_href": reverse("core:account"),
        "languages": [
            {"code": code, "name": name}
            for code, name in _offered_languages().items()
            if code != language
        ],
        "footer_links": _footer_links(),
        "sends_email": bool(settings.CAUCE.email_host),
        "identity_providers": settings.CAUCE.identity_providers,
        "second_factor_relaxed": not is_demanded_here(),
    }


def _footer_links() -> list[dict[str, str]]:
    about = reverse("catalog:about")
    return [
        {"label": gettext("Acerca de este sitio"), "href": about},
        {"label": gettext("Accesibilidad"), "href": f"{about}#accesibilidad"},
    ]


@cache
def _offered_languages() -> dict[str, str]:
    """Spanish, and the languages whose translation is compiled."""
    folder = settings.LOCALE_PATHS[0]
    return {
        code: name
        for code, name in _LANGUAGES.items()
        if code == "es" or (folder / code / "LC_MESSAGES" / "django.mo").is_file()
    }


def _enters(visitor: Visitor, room: Room, verb: Verb, verbs: Collection[Verb]) -> bool:
    return may(visitor, verb) if room.everywhere else verb in verbs
