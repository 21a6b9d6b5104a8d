"""Every drawing, at both widths: words of a readable size, inside the sheet, none over another."""

from itertools import combinations

import pytest

from cauce.charts.figure import Figure, Spec
from cauce.charts.theme import NARROW, WIDE
from tests.charts.drawing.gallery import LONG, STATES
from tests.charts.drawing.svgs import Drawing, rendered

NAMES = [name for states in STATES.values() for name in states]
SHEETS = [
    pytest.param(
        (name, width), marks=[pytest.mark.long] if name in LONG else [], id=f"{name} {width}"
    )
    for name in NAMES
    for width in (WIDE, NARROW)
]
SMALLEST = 11


@pytest.fixture(params=SHEETS)
def sheet(request: pytest.FixtureRequest, drawn: dict[str, Figure]) -> tuple[Drawing, int]:
    """One drawing at one width."""
    name, width = request.param
    figure = drawn[name]
    spec: Spec | None = figure.wide if width == WIDE else figure.narrow
    assert spec is not None
    return rendered(spec), width


def test_words_can_be_read_and_none_meets_another(sheet: tuple[Drawing, int]) -> None:
    drawing, width = sheet
    assert abs(drawing.width - width) <= 1
    assert drawing.words
    for word in drawing.words:
        assert word.size >= SMALLEST, word
        assert word.left >= -2, word
        assert word.right <= drawing.width + 2, word
        assert 0 <= word.middle <= drawing.height, word
    meeting = [
        (one.text, other.text) for one, other in combinations(drawing.words, 2) if one.meets(other)
    ]
    assert meeting == []
