"""Rendered parts of public pages, kept in memory as long as what they show stands.

A part is kept under everything it depends on: the generation of the catalogue, the day (promised
updates fall due), the language and the address. Versions never change, so the same key always
means the same text; what is no longer asked for makes room.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from markupsafe import Markup

from cauce.engine.query_cache import ByteCache

MEMORY: Final = 48 * 2**20
"""Bytes that kept parts may take in one process."""

_parts: ByteCache[tuple[Hashable, ...], Mapping[str, Any]] = ByteCache(MEMORY)


def part(
    key: tuple[Hashable, ...], template: str, context: Callable[[], Mapping[str, Any]]
) -> Mapping[str, Any]:
    """What ``context`` gives, with ``body``: the template rendered with it.

    Only the texts of the context are kept beside the body (titles and descriptions of pages).
    """
    full = (*key, translation.get_language(), timezone.localdate(), settings.CAUCE.country)
    found = _parts.get(full)
    if found is None:
        made = context()
        body = Markup(render_to_string(template, dict(made)))  # noqa: S704 (Jinja2 escaped it)
        found = {name: text for name, text in made.items() if isinstance(text, str)}
        found["body"] = body
        _parts.put(full, found, 4 * len(body) + 1000)
    return found


def forget() -> None:
    """Drop everything that is kept: for tests, whose databases come and go."""
    global _parts
    _parts = ByteCache(MEMORY)
