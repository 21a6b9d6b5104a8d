"""What a process of its own costs: CPU and the most memory it held, as the system counts them."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spent:
    """CPU milliseconds (user and system) and peak resident bytes of a finished process."""

    cpu: float
    memory: int


def spent(*arguments: str, times: int = 1) -> Spent:
    """The cheapest of several runs of this Python with these arguments.

    Raises:
        RuntimeError: when the process does not end well.
    """
    return min((_once(arguments) for _ in range(times)), key=lambda each: each.cpu)


def _once(arguments: Sequence[str]) -> Spent:
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Spent((used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss * 1024)
