"""How levels stand one above another in a map."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cauce.territory.divisions import LEVELS, WIDTH, Level

HOLDERS: Final[Mapping[Level, str]] = MappingProxyType(
    {
        "gt.department": "departments",
        "pe.department": "departments",
        "pe.province": "provinces",
    }
)
"""The object of a topology that has the polygons of a wider level."""


def wider_levels(level: Level) -> tuple[Level, ...]:
    """The levels that hold it, the widest first."""
    return tuple(each for each in LEVELS if each[:2] == level[:2] and WIDTH[each] < WIDTH[level])
