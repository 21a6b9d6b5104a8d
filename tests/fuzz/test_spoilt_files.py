"""Spoilt files are read or refused with a sentence; see docs/dev/fuzz.md for the figures.

A hundred and fifty by default; twenty thousand in the long mode.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def summary(*words: str, seconds: int) -> dict[str, Any]:
    """What ``python -m tests.fuzz`` tells last; a failure shows its numbers."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])["summary"]
    return told


def test_a_hundred_and_fifty_written_here() -> None:
    told = summary("--first", "900001", "--count", "150", "--every-child", "75", seconds=300)
    assert told["cases"] == 150
    assert told["failed"] == 0


@pytest.mark.long
def test_twenty_thousand(shared_data: Path) -> None:
    told = summary(
        *("--first", "1", "--count", "20000", "--every-child", "50", "--data", str(shared_data)),
        seconds=6 * 3600,
    )
    assert told["cases"] == 20_000
    assert told["failed"] == 0
