"""Grids of departments: every one once, no two in one place, in reach of its neighbours."""

import pytest

from cauce.territory import divisions
from cauce.territory.shapes import tiles
from cauce.territory.shapes.tiles import Tile

LEVELS = ("gt.department", "pe.department")


@pytest.mark.parametrize("level", LEVELS)
def test_every_department_has_one_square_of_its_own(level):
    found = tiles(level)
    assert [(each.code, each.name) for each in found] == [
        (each.code, each.name) for each in divisions(level)
    ]
    assert len({(each.row, each.column) for each in found}) == len(found)


@pytest.mark.parametrize("level", LEVELS)
def test_it_fits_a_telephone(level):
    found = tiles(level)
    assert min(each.row for each in found) == min(each.column for each in found) == 0
    assert max(each.column for each in found) < 6
    assert max(each.row for each in found) < 6
    assert all(0 < len(each.short) <= 9 for each in found)
    assert len({each.short for each in found}) == len(found)


def _square(level: str, name: str) -> Tile:
    return next(each for each in tiles(level) if each.name == name)


@pytest.mark.parametrize(
    ("level", "north", "south"),
    [
        ("gt.department", "Petén", "Alta Verapaz"),
        ("gt.department", "Guatemala", "Santa Rosa"),
        ("gt.department", "Sacatepéquez", "Escuintla"),
        ("pe.department", "Tumbes", "Piura"),
        ("pe.department", "Lima", "Ica"),
        ("pe.department", "Puno", "Tacna"),
    ],
)
def test_what_lies_north_stands_above(level, north, south):
    assert _square(level, north).row < _square(level, south).row
    assert abs(_square(level, north).column - _square(level, south).column) <= 1


@pytest.mark.parametrize(
    ("level", "west", "east"),
    [
        ("gt.department", "San Marcos", "Totonicapán"),
        ("gt.department", "Quiché", "Alta Verapaz"),
        ("gt.department", "Jalapa", "Chiquimula"),
        ("pe.department", "Áncash", "Lima"),
        ("pe.department", "Cusco", "Madre de Dios"),
        ("pe.department", "Moquegua", "Tacna"),
    ],
)
def test_what_lies_west_stands_left(level, west, east):
    assert _square(level, west).column == _square(level, east).column - 1
    assert _square(level, west).row == _square(level, east).row


def test_narrower_levels_have_no_grid():
    assert tiles("gt.municipality") == ()
    with pytest.raises(ValueError, match="No hay nivel"):
        tiles("gt.canton")
