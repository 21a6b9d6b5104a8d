"""Holders: the columns that tell apart places of one name.

Six names of municipalities of Guatemala are each of several: «San José» is one of Escuintla and one
of Petén. What holds them, or their code, says which.
"""

from collections.abc import Iterator, Sequence

from cauce.engine.columns import Column
from cauce.engine.explore.joins import PREFIX
from cauce.engine.explore.pairs import coded, level_of
from cauce.territory import LEVELS, Level


def holder_of(column: Column, schema: Sequence[Column]) -> Column | None:
    """The column that tells apart the places of one name in ``column``.

    The names of what holds them, the narrowest first; else the places' own code; else the code of
    what holds them. ``None`` when ``column`` holds no names of places, or of places that nothing
    holds, and when the table has no such column.
    """
    level = level_of(column)
    if level is None or coded(column) or not wider_levels(level):
        return None
    return next(_telling_apart(column, level, schema), None)


def wider_levels(level: Level) -> tuple[Level, ...]:
    """The levels of the same country that hold places of a level, the narrowest first."""
    held = LEVELS[: LEVELS.index(level)]
    return tuple(each for each in reversed(held) if each[:2] == level[:2])


def _telling_apart(column: Column, level: Level, schema: Sequence[Column]) -> Iterator[Column]:
    joined = column.name.startswith(PREFIX)
    own = [each for each in schema if each.name.startswith(PREFIX) == joined]
    wider = [each for holding in wider_levels(level) for each in own if level_of(each) == holding]
    yield from (each for each in wider if not coded(each))
    yield from (each for each in own if level_of(each) == level and coded(each))
    yield from (each for each in wider if coded(each))
