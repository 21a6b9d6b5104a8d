"""The house keeps its rooms. What import-linter cannot see is looked at here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "cauce"
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
LONGEST = 500
"""Lines of a module; a longer one is probably two rooms in one."""


def modules() -> Iterator[Path]:
    return (path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


def test_imports_run_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert (
        lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
        == EXIT_STATUS_SUCCESS
    )


def test_there_are_no_drawers() -> None:
    assert [path for path in modules() if path.stem in DRAWERS] == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        path for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_module_is_two_rooms() -> None:
    assert [
        path.name for path in modules() if len(path.read_text("utf-8").splitlines()) > LONGEST
    ] == []


def test_pages_never_query_rows_themselves() -> None:
    pages = [path for path in modules() if path.stem in ("pages", "downloads", "api", "publishing")]
    assert pages
    assert [path for path in pages if ".objects" in path.read_text("utf-8")] == []


def test_tests_stand_where_their_rooms_do() -> None:
    rooms = {
        path.name for path in SOURCE.iterdir() if path.is_dir() and not path.name.startswith("_")
    }
    known = rooms | {
        "http",
        "browser",
        "architecture",
        "bench",
        "deploy",
        "docs",
        "fuzz",
        "longevity",
    }
    found = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert found - known - {"__pycache__"} == set()


def test_commits_hold_no_path_of_a_machine() -> None:
    """Absolute paths of whoever wrote a file do not belong in it."""
    homes = tuple(f"/{name}/" for name in ("home", "root", "Users"))
    guilty = [
        path
        for folder in ("src", "tests", "docs", "scripts")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".toml", ".html", ".json"}
        and path != Path(__file__)
        and any(home in path.read_text("utf-8", errors="replace") for home in homes)
    ]
    assert guilty == []
