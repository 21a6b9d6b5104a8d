"""Draw the sixty files whose reading is written down by eye.

The frame is every table file of the shared data folder, one stratum a folder. Each folder gives at
least two files (or all it has); the rest is shared out in proportion to the square root of its
size, so that a folder of two hundred test files does not drown the eleven of a ministry. The seed
is fixed: anyone who runs this draws the same sixty.

    python tests/engine/expectations/draw.py ../shared/data
"""

import math
import random
import sys
from pathlib import Path

SEED = 20261121
SIZE = 60
TABLES = {".csv", ".tsv", ".ssv", ".xlsx", ".xlsm", ".xls", ".ods", ".zip", ".geojson", ".jsonl"}
NOT_INPUT = {"manifest.csv"}
"""Files of the folder itself, which nobody would publish."""
LEFT_OUT_FOLDERS = {"clean", "parameters", "ground_truth"}
"""Companions of the Pollock files: cleaned twins, parameters, annotations."""


def frame(data: Path) -> dict[str, list[str]]:
    """Every table file below ``data``, as paths relative to it, by first folder."""
    strata: dict[str, list[str]] = {}
    for path in sorted(data.rglob("*")):
        relative = path.relative_to(data)
        if not path.is_file() or path.suffix.lower() not in TABLES or path.stat().st_size == 0:
            continue
        if str(relative) in NOT_INPUT or LEFT_OUT_FOLDERS & set(relative.parts):
            continue
        strata.setdefault(relative.parts[0], []).append(str(relative))
    return strata


def allocate(strata: dict[str, list[str]], size: int = SIZE) -> dict[str, int]:
    """How many files each folder gives: two each, then by square root, largest remainder first."""
    shares = {name: min(2, len(files)) for name, files in strata.items()}
    while sum(shares.values()) < size:
        open_folders = [name for name in strata if shares[name] < len(strata[name])]
        name = max(open_folders, key=lambda n: (math.sqrt(len(strata[n])) / shares[n], n))
        shares[name] += 1
    return shares


def draw(data: Path) -> list[str]:
    """The sixty files, sorted."""
    strata = frame(data)
    dice = random.Random(SEED)
    chosen: list[str] = []
    for name, share in sorted(allocate(strata).items()):
        chosen += dice.sample(strata[name], share)
    return sorted(chosen)


if __name__ == "__main__":
    print("\n".join(draw(Path(sys.argv[1]))))
