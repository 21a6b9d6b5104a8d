"""Every sentence of the pages can be found, and has its English.

When a test here names sentences: ``make translate``, write their English, ``make messages``.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po
from django.conf import settings

from tests.conftest import ROOT

SOURCE = ROOT / "src"
PLACEHOLDERS = re.compile(r"%\(\w+\)[a-z]|%[ds]|\{\w*\}|</?[a-z]+>")
Key = tuple[str | None, str]


def first(texts: str | tuple[str, ...] | list[str]) -> str:
    """The singular of a sentence with several forms."""
    return texts if isinstance(texts, str) else texts[0]


@cache
def said_by_the_code() -> dict[Key, str]:
    """What ``make translate`` finds: (context, sentence) and the file it stands in."""
    keywords = parse_keywords(re.findall(r"--keyword (\S+)", (ROOT / "Makefile").read_text()))
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    return {
        (context, first(message)): name
        for name, _line, message, _comments, context in extract_from_dir(
            SOURCE, methods, options, keywords=DEFAULT_KEYWORDS | keywords
        )
    }


def catalogue(language: str) -> Catalog:
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages() -> Iterator[Message]:
    return (message for message in catalogue("en") if message.id)


def translated() -> Iterator[Message]:
    return (message for message in messages() if all(forms(message.string)))


def forms(texts: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def test_every_sentence_has_an_entry():
    known = {(message.context, first(message.id)) for message in messages()}
    said = said_by_the_code()
    assert len(said) > 500
    missing = [f"{said[key]}: {key[1]}" for key in said.keys() - known]
    assert not missing, "no entry in the English catalogue:\n" + "\n".join(sorted(missing))


def test_no_entry_is_empty_or_doubtful():
    empty = [first(m.id) for m in messages() if m.fuzzy or not all(forms(m.string))]
    assert not empty, "without English:\n" + "\n".join(empty)


def test_placeholders_and_markup_survive():
    wrong = [(message.id, errors) for message, errors in catalogue("en").check()]
    for message in translated():
        wanted = {tuple(sorted(PLACEHOLDERS.findall(text))) for text in forms(message.id)}
        given = {tuple(sorted(PLACEHOLDERS.findall(text))) for text in forms(message.string)}
        # A singular may say «one» where the plural says the number, in one language or the other.
        if max(wanted, key=len) != max(given, key=len):
            wrong.append((message.id, given))
    assert not wrong


def test_edges_and_tone_are_kept():
    for message in translated():
        source, english = first(message.id), first(message.string)
        assert source[:1].isspace() == english[:1].isspace(), source
        assert source[-1:].isspace() == english[-1:].isspace(), source
        assert source.endswith(".") == english.endswith(".") or source == "N.º", source
        assert "!" not in english, source


def _calls(path: Path) -> Iterator[tuple[ast.Call, str, bool]]:
    """The gettext calls of a module: the call, Django's name of it, whether in a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            called |= {alias.asname or alias.name: alias.name for alias in node.names}

    def below(node: ast.AST, inside: bool) -> Iterator[tuple[ast.Call, str, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                target = child.func
                name = target.id if isinstance(target, ast.Name) else ""
                if "gettext" in called.get(name, ""):
                    yield child, called[name], inside
            function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
            yield from below(child, inside or isinstance(child, function))

    return below(tree, False)


@pytest.mark.parametrize("room", ["apps", "site"])
def test_sentences_are_written_out_where_they_are_said(room):
    """No f-string, ``format``, ``%`` or variable inside: the extraction would not see the text.

    And nothing is translated while modules load, when nobody has chosen a language.
    """
    for path in sorted((SOURCE / "cauce" / room).rglob("*.py")):
        for call, name, inside in _calls(path):
            where = f"{path.relative_to(ROOT)}:{call.lineno}"
            texts = call.args[: 2 if name.startswith("n") else 1]
            for text in texts:
                assert isinstance(text, ast.Constant), f"{where}: not a plain text"
                assert isinstance(text.value, str), f"{where}: not a plain text"
            assert inside or name.endswith("_lazy"), f"{where}: translated too early"
