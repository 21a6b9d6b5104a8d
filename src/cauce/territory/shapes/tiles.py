"""Grids of departments: one square each, placed much as the country lies.

All squares are equally large, so that Guatemala weighs as much as Petén; a grid is read at 328 px.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cauce.territory.divisions import codes


@dataclass(frozen=True, slots=True)
class Tile:
    """The square of one department. ``short`` has at most nine letters; row 0 is the northernmost,
    column 0 the westernmost."""

    code: str
    name: str
    short: str
    row: int
    column: int


@cache
def tiles(level: str) -> tuple[Tile, ...]:
    """The squares of a level, by code; empty where there is no grid (below departments).

    Raises:
        ValueError: for a level that does not exist.
    """
    known = codes(level)
    text = files("cauce.territory").joinpath("data", "tiles.csv").read_text("utf-8")
    return tuple(
        Tile(
            row["code"],
            known[row["code"]].name,
            row["short"],
            int(row["row"]),
            int(row["column"]),
        )
        for row in csv.DictReader(text.splitlines())
        if row["level"] == level
    )
