"""Every dataset of the demonstration is shown by a figure and, where it is of places, by a map."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cauce.apps.catalog.figures.shown import MAPS

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[4]
LISTS = {
    "Convenios de cooperación (datos de ejemplo)",
    "Desembolsos de la cooperación internacional (datos de ejemplo)",
}
"""Of no places, or lists whose map would show where most people live."""
MOST = 110_000
"""Bytes of a page on the wire, without its styles and scripts."""


def test_every_dataset_has_its_figures(tmp_path):
    environ = {name: text for name, text in os.environ.items() if not name.startswith("CAUCE_")}
    environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    folder = str(tmp_path / "demo")
    steps = (
        ["cauce.cli", "demo", "--no-serve", "--data", folder],
        ["tests.apps.catalog.figures.demo_seen", folder],
    )
    for step in steps:
        command = [sys.executable, "-m", *step]
        done = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert len(told) >= 19
    for each in told:
        assert each["status"] == 200, each
        assert each["kinds"], each
        assert any(each["sentences"]), each
        assert bool(MAPS & set(each["kinds"])) != (each["title"] in LISTS), each
        assert each["weight"] < MOST, each
