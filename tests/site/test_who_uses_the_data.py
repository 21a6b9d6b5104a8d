"""Servers share the data; an upgrade has them for itself, and a killed process leaves no mark."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cauce.base.errors import Conflict
from cauce.site import occupancy

SOURCE = Path(__file__).parents[2] / "src"
HOLD = """
import sys, time
from pathlib import Path
from cauce.site import occupancy
getattr(occupancy, sys.argv[1])(Path(sys.argv[2]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holding(tmp_path):
    """Starts a process that holds the folder, shared or alone; it is killed at the end."""
    started = []

    def hold(how: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, how, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def test_two_servers_share_and_an_upgrade_waits_for_nobody(holding, tmp_path):
    server = holding("share")
    occupancy.share(tmp_path)
    occupancy.release(tmp_path)
    with pytest.raises(Conflict, match="usando los datos"):
        occupancy.take(tmp_path)
    server.send_signal(signal.SIGKILL)
    server.wait()
    time.sleep(0.05)
    occupancy.take(tmp_path)
    occupancy.release(tmp_path)


def test_nobody_serves_during_an_upgrade(holding, tmp_path):
    holding("take")
    with pytest.raises(Conflict, match="se están actualizando"):
        occupancy.share(tmp_path)


def test_a_folder_that_is_not_there_has_no_mark(tmp_path):
    occupancy.share(tmp_path / "nada")
    assert not (tmp_path / "nada").exists()
    occupancy.release(tmp_path / "nada")
