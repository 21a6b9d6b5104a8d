"""What portals write where a text is expected: HTML, mappings of languages, numbers, nothing."""

import json
import re
from collections.abc import Iterable, Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final

from cauce.base.fold import words

LONGEST: Final = 20_000
"""Letters that are kept of a text."""
_BLOCKS: Final = frozenset(
    words("p div br li ul ol tr table h1 h2 h3 h4 h5 h6 section article header footer dt dd")
)
_UNSEEN: Final = frozenset({"script", "style", "head", "template"})
_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]*>")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LANGUAGE: Final = re.compile(r"^[a-z]{2,3}(?:[-_][A-Za-z]{2,8})?$")


def text_of(value: Any) -> str:
    """A value as one text: of a mapping of languages the Spanish one, or else the first.

    >>> text_of({"en": "Water", "es": "Agua"})
    'Agua'
    """
    if isinstance(value, str):
        spoken = _spoken(value)
        return _clean(value) if spoken is None else text_of(spoken)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, Mapping):
        return _of_languages(value)
    if isinstance(value, Iterable):
        return ", ".join(text for text in map(text_of, value) if text)
    return ""


def line_of(value: Any) -> str:
    """The same without tags, on one line."""
    return " ".join(plain(text_of(value)).split())


def plain(text: str) -> str:
    """HTML as plain text, its blocks on lines of their own; any other text as it is.

    >>> plain("<p>Agua &amp; <em>luz</em></p><ul><li>Uno</li></ul>")
    'Agua & luz\\nUno'
    """
    if _TAG.search(text):
        reader = _Words()
        reader.feed(text)
        reader.close()
        text = "".join(reader.said)
    elif _ENTITY.search(text):
        text = unescape(text)
    lines = (" ".join(line.split()) for line in _clean(text).splitlines())
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    """Gathers what a page says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a line for a block."""
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Ends the line of a block."""
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag in _BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        """Keeps the words that a reader would see."""
        if not self._unseen:
            self.said.append(data)


def _spoken(text: str) -> Mapping[str, Any] | None:
    """The mapping of languages that a text holds as JSON, if it does."""
    if not text.lstrip().startswith("{") or len(text) > LONGEST:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, Mapping) and value and all(_LANGUAGE.match(str(key)) for key in value):
        return {key: said for key, said in value.items() if isinstance(said, str)}
    return None


def _of_languages(value: Mapping[Any, Any]) -> str:
    said = {
        str(key): text
        for key, each in value.items()
        if isinstance(each, str) and (text := _clean(each))
    }
    spanish = (text for key, text in said.items() if key.lower().startswith("es"))
    return next(spanish, next(iter(said.values()), ""))


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[:LONGEST]
