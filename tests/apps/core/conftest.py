"""An installation of its own for tests of several processes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "other_process.py"
SOURCE = Path(__file__).parents[3] / "src"

Start = Callable[..., "subprocess.Popen[str]"]


def environ_of(folder: Path) -> dict[str, str]:
    """The environment of a process of the installation in ``folder``."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CAUCE_")}
    return kept | {
        "PYTHONPATH": str(SOURCE),
        "CAUCE_DATA_DIR": str(folder),
        "CAUCE_SECRET_KEY": "a key for tests",
        "CAUCE_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "cauce.site.settings",
    }


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its structure and nothing else, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    words = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(words, env=environ_of(folder), cwd=folder, check=True, timeout=60)
    return folder / "cauce.sqlite3"


@pytest.fixture
def start(tmp_path: Path, empty_database: Path) -> Iterator[Start]:
    """Starts ``other_process.py`` in a fresh installation; what still runs at the end is killed."""
    shutil.copy(empty_database, tmp_path)
    started: list[subprocess.Popen[str]] = []

    def begin(*words: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), *words],
            env=environ_of(tmp_path),
            cwd=tmp_path,
            text=True,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=20)
