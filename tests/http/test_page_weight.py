"""Pages are light: what travels for each, fonts apart, keeps within the promise."""

import gzip
import re

from django.contrib.staticfiles import finders

HOME, CATALOGUE, DATASET = 60_000, 80_000, 140_000
"""Bytes that a page with its styles and scripts may take on the wire."""
FONTS = 80_000
"""Bytes of all fonts, which are cached for ever."""


def weight_of(client, address: str) -> int:
    """Bytes on the wire of a page and of everything it loads but fonts, compressed as served."""
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    found = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg|ico))"', page)
    return len(answer.content) + sum(_sent(path) for path in found)


def _sent(path: str) -> int:
    file = finders.find(path.removeprefix("/static/"))
    assert file is not None, path
    with open(file, "rb") as stream:
        return len(gzip.compress(stream.read(), 9))


def test_home(client, library):
    assert weight_of(client, "/") < HOME


def test_catalogue(client, library):
    assert weight_of(client, "/datos/") < CATALOGUE / 2


def test_dataset(client, library):
    assert weight_of(client, "/datos/agua-entubada-por-municipio/") < DATASET


def test_fonts(client, library):
    page = client.get("/").content.decode()
    css = finders.find("cauce/css/tokens.css")
    with open(css) as stream:
        fonts = set(re.findall(r"fonts/[\w.-]+\.woff2", stream.read() + page))
    assert fonts
    total = 0
    for font in fonts:
        with open(finders.find(f"cauce/{font}"), "rb") as stream:
            total += len(stream.read())
    assert total < FONTS
