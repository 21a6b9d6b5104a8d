"""Files and modules that documents name are where they say."""

import re
from importlib import import_module

import pytest

from tests.docs.pages import ROOT, code_of, documents, name_of

PLACE = re.compile(r"^(?:src|tests|docs|requirements|scripts)/[\w./-]+$")
NOUN = re.compile(r"`([a-z_]+(?:\.\w+)+)`")
GLOSSARY = (ROOT / "docs" / "dev" / "glossary.md").read_text("utf-8")


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_every_file_named_exists(path):
    for code in code_of(path.read_text("utf-8")):
        if PLACE.match(code.strip()):
            assert (ROOT / code.strip()).exists(), f"{name_of(path)} names {code}"


@pytest.mark.parametrize("line", [each for each in GLOSSARY.splitlines() if "| `" in each])
def test_every_noun_of_the_glossary_is_in_the_code(line):
    for noun in NOUN.findall(line.rsplit("|", 2)[-2]):
        assert found(noun), f"there is no {noun}"


def found(noun: str) -> bool:
    """Whether a dotted name of the glossary is a module, or something in a module."""
    room = (
        "cauce"
        if noun.split(".")[0] in {"base", "engine", "quality", "territory"}
        else "cauce.apps"
    )
    try:
        import_module(f"{room}.{noun}")
    except ModuleNotFoundError:
        module, _, name = noun.rpartition(".")
        return hasattr(import_module(f"{room}.{module}"), name)
    return True
