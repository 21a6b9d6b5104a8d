"""A link in a document leads to a file and a heading that exist."""

import re

import pytest

from tests.docs.pages import ALSO, OURS, ROOT, anchors_of, documents, name_of, prose_of

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PAGES = documents(OURS + ALSO)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_of_the_project(path):
    for target in LINK.findall(prose_of(path.read_text("utf-8"))):
        if re.match(r"https?://|mailto:", target):
            continue
        place, _, anchor = target.partition("#")
        led = (path.parent / place).resolve() if place else path
        assert led.exists(), f"{name_of(path)} links to {target}, which does not exist"
        assert led.is_relative_to(ROOT), f"{name_of(path)} links outside the project: {target}"
        if anchor:
            assert anchor in anchors_of(led.read_text("utf-8")), f"{name_of(path)}: {target}"


def test_pictures_are_small_and_used():
    text = "".join(page.read_text("utf-8") for page in documents())
    for picture in (ROOT / "docs" / "pictures").glob("*"):
        assert picture.suffix == ".png"
        assert picture.name in text, f"{picture.name} is shown nowhere"
        assert picture.stat().st_size <= 120_000, f"{picture.name} weighs more than 120 kB"


def test_no_document_names_a_package_index():
    for path in documents(OURS + ALSO):
        text = path.read_text("utf-8")
        assert not re.search(r"pypi|pythonhosted|index-url|npmjs", text), name_of(path)
