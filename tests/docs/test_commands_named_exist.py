"""Documents name only commands, options and targets that exist, and name every command."""

import argparse
import re
from importlib import import_module

import pytest

from cauce.cli.main import COMMANDS
from tests.docs.pages import ROOT, code_of, documents, name_of

TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M))
NAMES = {command.name for command in COMMANDS}
MAKE = re.compile(r"\bmake (?:[A-Z_]+=\S+ )*([a-z][a-z-]*)")
CAUCE = re.compile(r"\b(?:cauce|cauce\.cli) ([a-z]+)\b([^|#&]*)")
OPTION = re.compile(r"(?<![\w-])(--?[a-z][a-z-]*)")
PAGES = documents()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_target_and_command_named_exists(path):
    for line in code_of(path.read_text("utf-8")):
        for target in MAKE.findall(line):
            assert target in TARGETS, f"{name_of(path)}: make {target}"
        for name, _rest in CAUCE.findall(line):
            assert name in NAMES, f"{name_of(path)}: cauce {name}"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_option_named_exists(path):
    for line in code_of(path.read_text("utf-8")):
        for name, rest in CAUCE.findall(line):
            for option in OPTION.findall(rest):
                assert option in options_of(name), f"{name_of(path)}: cauce {name} {option}"


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_command_is_in_a_readme_and_explained(name):
    for readme in ("README.md", "README.es.md"):
        lines = list(code_of((ROOT / readme).read_text("utf-8")))
        assert any(f"cauce {name}" in line for line in lines), f"{readme} leaves out cauce {name}"


def options_of(name: str) -> set[str]:
    """The options that a command and the words after it take, as their help lists them."""
    command = next(command for command in COMMANDS if command.name == name)
    parser = argparse.ArgumentParser(prog="cauce")
    import_module(command.module).configure(parser)
    return set().union(*(OPTION.findall(each.format_help()) for each in with_its_parts(parser)))


def with_its_parts(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """A parser, and those of the commands within it."""
    parts = [
        part
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for part in action.choices.values()
    ]
    return [parser, *parts]
