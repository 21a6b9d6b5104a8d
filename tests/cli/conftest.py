"""Running ``cauce`` as people do: another process, in an empty folder."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environ() -> dict[str, str]:
    """The environment of a person who just installed Cauce."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CAUCE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"PYTHONPATH": str(SOURCE)}


@pytest.fixture
def cauce(tmp_path: Path, environ: dict[str, str]) -> Run:
    """Runs ``cauce`` with these words, in ``tmp_path``; gives what it wrote and its exit code."""

    def run(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "cauce.cli", *words],
            cwd=tmp_path,
            env=environ | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
