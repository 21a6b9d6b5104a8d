"""Public pages kept in memory, as long as what they show stands.

Two keeps, both under everything a page depends on: the generation of the catalogue, the day
(promised updates fall due), the language and the address. Versions never change and every change
of the catalogue turns its generation, so the same key always means the same text.

``part`` keeps the inside of a page, for everybody. ``page`` keeps the whole answer, compressed
too, for visitors without an account or a message waiting: those pages hold no secret and no token.

What lacks something that there was no time for (``of_this_moment``) is not kept.
"""

import gzip
from collections.abc import Callable, Hashable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from markupsafe import Markup

from cauce.apps.catalog.generation import number as generation
from cauce.apps.catalog.maps import maps_mark
from cauce.base.ids import sha256_bytes
from cauce.engine.query.cache import ByteCache

MEMORY: Final = 32 * 2**20
"""Bytes that each keep may take in one process."""
MESSAGES_COOKIE: Final = "messages"
"""Where Django's messages wait for people without a session."""

Key = tuple[Hashable, ...]
Keep = Literal["pages", "explored"]
"""Explored pages have endless addresses: they may push out one another, never the others."""


@dataclass(frozen=True)
class _Page:
    """A whole answer: its bytes plain and compressed, and the name of those bytes."""

    plain: bytes
    gzipped: bytes
    etag: str


_passing: ContextVar[bool] = ContextVar("passing", default=False)
"""Whether what is being made now will be better when it is made again."""
_parts: ByteCache[Key, Mapping[str, Any]] = ByteCache(MEMORY)
_pages: dict[Keep, ByteCache[Key, _Page]] = {}


def part(key: Key, template: str, context: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """What ``context`` gives, with ``body``: the template rendered with it.

    Only the texts of the context are kept beside the body (titles and descriptions of pages).
    """
    full = (*key, *_everything())
    found = _parts.get(full)
    if found is None:
        before = _passing.set(False)
        made = context()
        body = Markup(render_to_string(template, dict(made)))  # noqa: S704 (Jinja2 escaped it)
        found = {name: text for name, text in made.items() if isinstance(text, str)}
        found["body"] = body
        if not _passing.get():
            _parts.put(full, found, 4 * len(body) + 1000)
            _passing.reset(before)
    return found


def page(
    request: HttpRequest, key: Key, make: Callable[[], HttpResponse], keep: Keep = "pages"
) -> HttpResponse:
    """The answer that ``make`` gives, kept when it is a page (200) for an anonymous visitor.

    One that says ``no-store`` is of this moment alone.
    """
    if _is_known(request):
        return make()
    address = (request.scheme, request.get_host(), request.get_full_path())
    full = (*key, *address, *_everything())
    pages = holding(keep)
    found = pages.get(full)
    if found is None:
        before = _passing.set(False)
        made = make()
        if _passing.get():
            made.headers["Cache-Control"] = "no-store"
        _passing.reset(before)
        if made.status_code != 200 or made.headers.get("Cache-Control") == "no-store":
            return made
        found = _packed(made.content)
        pages.put(full, found, len(found.plain) + len(found.gzipped) + 1000)
    return _answer(request, found)


def of_this_moment() -> None:
    """The part or page being made lacks what could not be made now: it is not kept."""
    _passing.set(True)


def holding(keep: Keep) -> ByteCache[Key, _Page]:
    """The whole answers kept in memory, of one kind."""
    return _pages.setdefault(keep, ByteCache(MEMORY))


def forget() -> None:
    """Drop everything that is kept: for tests, whose databases come and go."""
    global _parts
    _parts = ByteCache(MEMORY)
    _pages.clear()


def _everything() -> Key:
    """What every page depends on."""
    today = timezone.localdate()
    country = settings.CAUCE.country
    return (generation(), translation.get_language(), today, country, maps_mark())


def _is_known(request: HttpRequest) -> bool:
    """Whether the visitor may have an account or a message that waits."""
    cookies = request.COOKIES
    return settings.SESSION_COOKIE_NAME in cookies or MESSAGES_COOKIE in cookies


def _packed(content: bytes) -> _Page:
    etag = f'W/"{sha256_bytes(content)[:32]}"'
    return _Page(content, gzip.compress(content, 6, mtime=0), etag)


def _answer(request: HttpRequest, found: _Page) -> HttpResponse:
    unchanged = get_conditional_response(request, found.etag)
    if unchanged is not None:
        response = unchanged
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(found.gzipped)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(found.plain)
    response.headers["ETag"] = found.etag
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response
