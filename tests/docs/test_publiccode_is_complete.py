"""``publiccode.yml`` says what catalogues of public software need, in the standard's words."""

import datetime as dt
import re

from cauce import __version__
from tests.docs.pages import ROOT

TEXT = (ROOT / "publiccode.yml").read_text("utf-8")
CATEGORIES = {
    "business-intelligence",
    "data-analytics",
    "data-collection",
    "data-visualization",
    "digital-citizenship",
    "document-management",
    "geographic-information-systems",
    "knowledge-management",
    "workflow-management",
}
"""Those of the standard's list that Cauce could ever be."""


def value(key: str) -> str:
    """The value of a key of one line, without quotes."""
    found = re.search(rf"^ *{key}: *\"?([^\"\n]+?)\"? *$", TEXT, re.M)
    assert found, f"{key} is missing"
    return found[1]


def listed(key: str) -> list[str]:
    """The texts of a list."""
    found = re.search(rf"^( *){key}:\n((?:\1 +- .+\n)+)", TEXT, re.M)
    assert found, f"{key} is missing"
    return re.findall(r"- (.+)", found[2])


def folded(language: str, key: str) -> str:
    """A text written over several lines, in the description of a language."""
    part = re.search(rf"^  {language}:\n((?:    .*\n|\n)+)", TEXT, re.M)
    assert part, f"there is no description in {language}"
    found = re.search(rf"^    {key}: >-\n((?:      .+\n)+)", part[1], re.M)
    assert found, f"{language} has no {key}"
    return " ".join(found[1].split())


def test_it_says_what_the_standard_demands():
    assert value("publiccodeYmlVersion") in {"0.4", "0.5", "0.5.0"}
    assert value("name") == "Cauce"
    assert value("url").startswith("https://")
    assert value("developmentStatus") in {"concept", "development", "beta", "stable", "obsolete"}
    assert value("softwareType") == "standalone/web"
    assert value("license") == "Apache-2.0"
    assert value("type") == "internal"
    assert value("localisationReady") == "true"
    assert "web" in listed("platforms")
    assert set(listed("categories")) <= CATEGORIES
    assert "es" in listed("availableLanguages")
    assert re.search(r"^  contacts:\n    - name: .+\n      email: .+@", TEXT, re.M)


def test_version_and_date_are_those_of_the_release():
    assert value("softwareVersion") == __version__
    dt.date.fromisoformat(value("releaseDate"))


def test_descriptions_have_the_lengths_that_catalogues_show():
    for language in ("es", "en"):
        assert len(folded(language, "shortDescription")) <= 150
        assert 150 <= len(folded(language, "longDescription")) <= 10_000


def test_it_is_plain_yaml():
    assert "\t" not in TEXT
    for line in TEXT.splitlines():
        assert not line.strip() or re.match(r" *(#|- |[A-Za-z]+:|\w)", line), line
