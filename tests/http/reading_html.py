"""Pages as a visitor sees them: text without markup, links, and what is in them."""

import re
from html import unescape
from html.parser import HTMLParser


def text_of(page: bytes) -> str:
    """The visible text, with single spaces."""
    body = page.decode().split("<main", 1)[-1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def links_of(page: bytes) -> list[str]:
    """Every address a page links to, in its order."""
    found = _Links()
    found.feed(page.decode())
    return found.addresses


def link_named(page: bytes, words: str) -> str:
    """The address of the first link whose text has ``words``."""
    for address, inside in re.findall(
        r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page.decode(), re.S
    ):
        if words in " ".join(unescape(re.sub(r"<[^>]+>", "", inside)).split()):
            return unescape(address)
    raise AssertionError(f"no link says «{words}»")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the addresses of links."""
        if tag == "a":
            self.addresses += [value for name, value in attrs if name == "href" and value]
