"""The pictures of the guides are small, described, shown, and taken by the script that says so."""

import re

from tests.docs.pages import ROOT, documents
from tests.docs.pictures import PICTURES

SHOWN = re.compile(r"!\[([^\]]*)\]\((?:[\w/.]*/)?imagenes/([\w-]+)\.webp\)")
TAKEN = re.compile(r'\btake\(\s*\w+,\s*"([\w-]+)"')


def shown():
    """The text in place of each picture, by its name."""
    return {
        name: text for path in documents() for text, name in SHOWN.findall(path.read_text("utf-8"))
    }


def test_every_picture_is_taken_by_the_script_and_shown():
    taken = set(TAKEN.findall((ROOT / "tests" / "docs" / "pictures.py").read_text("utf-8")))
    kept = {path.stem for path in PICTURES.iterdir()}
    assert kept == taken == set(shown())


def test_who_does_not_see_them_reads_what_they_show():
    for name, text in shown().items():
        assert len(text) >= 40, f"{name}: «{text}»"


def test_they_are_small():
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert max(sizes.values()) <= 80_000, sizes
    assert sum(sizes.values()) <= 900_000
    for path in PICTURES.iterdir():
        head = path.read_bytes()[:12]
        assert (head[:4], head[8:]) == (b"RIFF", b"WEBP"), path.name
