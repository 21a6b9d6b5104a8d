"""Paths: fewer letters, the same line to a tenth of a pixel."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cauce.charts.draughting.paths import rounded, short, shortened, steps_path

tenths = st.integers(-5000, 9000)
rings = st.lists(st.tuples(tenths, tenths), min_size=3, max_size=40)


def walked(path: str) -> list[list[tuple[int, int]]]:
    """The points of a path of steps, in tenths."""
    found = []
    for part in path.split("M")[1:]:
        numbers = [round(float(each) * 10) for each in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", part)]
        x, y = numbers[:2]
        points = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(points)
    return found


@given(rings)
def test_steps_lead_through_the_same_points(ring: list[tuple[int, int]]) -> None:
    path = steps_path(ring, closed=False)
    kept = [point for at, point in enumerate(ring) if not at or point != ring[at - 1]]
    assert walked(path) == ([kept] if len(kept) > 1 else [])


@given(rings)
def test_polygons_of_vega_come_out_where_they_were(ring: list[tuple[int, int]]) -> None:
    absolute = "M" + "L".join(f"{x / 10 + 0.04},{y / 10 - 0.04}" for x, y in ring) + "Z"
    expected = steps_path([(x, y) for x, y in ring], closed=True)
    if len(absolute) >= 60:
        assert walked(shortened(absolute)) == walked(expected)


def test_curves_and_symbols_keep_their_commands() -> None:
    circle = "M3.2391,0A3.2391,3.2391,0,1,1,-3.2391,0A3.2391,3.2391,0,1,1,3.2391,0"
    assert shortened(circle) == circle.replace("3.2391", "3.24")


def test_numbers_are_short() -> None:
    assert [short(each) for each in (0.5, -0.5, -0.04, 12.0, 100, 3.14159)] == [
        ".5",
        "-.5",
        "0",
        "12",
        "100",
        "3.1",
    ]
    assert rounded("translate(12.345,-0.04) rotate(45)") == "translate(12.3,0) rotate(45)"
