"""Running ``cauce`` as people do: another process, in an empty folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def environ() -> dict[str, str]:
    """The environment of a person who just installed Cauce."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CAUCE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"PYTHONPATH": str(SOURCE)}


@pytest.fixture(scope="session")
def cauce_in(environ: dict[str, str]) -> Run:
    """Runs ``cauce`` in a folder with these words; gives what it wrote and its exit code."""

    def run(folder: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "cauce.cli", *words],
            cwd=folder,
            env=environ | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture
def cauce(tmp_path: Path, cauce_in: Run) -> Run:
    """Runs ``cauce`` with these words, in ``tmp_path``."""
    return partial(cauce_in, tmp_path)


PUBLISHED = """
from pathlib import Path
from cauce.cli.main import main
assert main(["init", "--no-admin"]) == 0
from cauce.apps.core import actions
from cauce.apps.core.permissions import System
actions.create_organisation(actor=System("p"), name="Planificación", short_name="SEPLAN")
for number in (1, 2):
    rows = "".join(f"Lugar {n};{n * number}\\n" for n in range(40))
    rows += "Zutujiles;3\\n" if number == 1 else ""
    Path(f"agua{number}.csv").write_text("Aldea;Pozos\\n" + rows, "utf-8")
    words = ["--title", f"Agua {number}", "--theme", "pobreza", "--organisation", "seplan"]
    assert main(["publish", f"agua{number}.csv", *words]) == 0
"""
"""What makes an installation with two published datasets."""


@pytest.fixture(scope="session")
def published_once(environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a site with two published datasets, to be copied."""
    folder = tmp_path_factory.mktemp("published")
    made = subprocess.run(
        [sys.executable, "-c", PUBLISHED],
        cwd=folder,
        env=environ | {"CAUCE_FREE_DISK_MB": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return folder / "datos"


@pytest.fixture
def published(published_once: Path, tmp_path: Path) -> Path:
    """A site with two published datasets, in ``datos``."""
    return shutil.copytree(published_once, tmp_path / "datos")
