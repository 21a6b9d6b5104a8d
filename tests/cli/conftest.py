"""Running ``cauce`` as people do: another process, in an empty folder."""

import os
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
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def cauce(tmp_path: Path, cauce_in: Run) -> Run:
    """Runs ``cauce`` with these words, in ``tmp_path``."""
    return partial(cauce_in, tmp_path)
