"""Reads one file through the real path and prints what the child cost: CPU ms and peak bytes.

A process of its own, so that the child is the only one whose cost the system has added up.
"""

import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from cauce.engine.reading.child import read_in_child


def main(path: str, folder: str) -> None:
    """Reads ``path`` in a child that writes under ``folder``."""
    with TemporaryDirectory(dir=folder) as workdir:
        read_in_child(Path(path), workdir=Path(workdir))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print((used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss * 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
