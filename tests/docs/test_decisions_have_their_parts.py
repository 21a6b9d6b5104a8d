"""A decision record is one page with a number, a context, a choice and its consequences."""

import re

import pytest

from tests.docs.pages import ROOT, name_of

FOLDER = ROOT / "docs" / "dev" / "decisions"
PAGES = sorted(FOLDER.glob("*.md"))


def test_they_are_numbered_without_gaps():
    assert [int(path.name[:4]) for path in PAGES] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_each_has_its_parts_and_fits_a_page(path):
    text = path.read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Choice", "Consequences"]
    assert text.startswith(f"# {int(path.name[:4])} ")
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_each_refers_to_decisions_that_exist(path):
    for number in re.findall(r"\bdecision (\d+)", path.read_text("utf-8")):
        assert 1 <= int(number) <= len(PAGES)
