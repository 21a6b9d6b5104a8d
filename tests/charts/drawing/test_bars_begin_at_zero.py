"""Bars begin at zero, whatever their values, and are as long as these."""

from pathlib import Path

import pytest

from cauce.charts.figure import Figure
from cauce.charts.theme import BAR
from tests.charts.drawing.gallery import figure
from tests.charts.drawing.svgs import rendered
from tests.charts.sources import Head, source_of

SERIES = ("ranking", "rows", "bars", "signed", "levels", "grouped", "multiples", "pairs", "pivot")


@pytest.mark.parametrize("name", SERIES)
def test_every_axis_of_bars_holds_zero(name: str, drawn: dict[str, Figure]) -> None:
    for spec in (drawn[name].wide, drawn[name].narrow):
        assert spec is not None
        bars = [one for one in spec["layer"] if one["mark"]["type"] == "bar"]
        assert bars
        for one in bars:
            low, high = one["encoding"]["x"]["scale"]["domain"]
            assert low <= 0 <= high
            assert one["encoding"]["x2"] == {"datum": 0}


@pytest.mark.parametrize(
    "values",
    [(50.1, 50.2, 50.3), (3.0, 2.0, 1.0), (7.0, 7.0, 7.0), (1e12, 5.0, 0.0), (0.002, 0.001, 0.003)],
)
def test_lengths_are_in_proportion_to_values(values: tuple[float, ...], tmp_path: Path) -> None:
    rows = [(f"Cosa {at}", value) for at, value in enumerate(values)]
    source = source_of(tmp_path, "Cosas", [Head("Cosa", "text"), Head("Valor", "number")], rows)
    drawing = rendered(figure(source, "por=a&medida=sum.b").wide)
    bars = [each for each in drawing.rectangles if each.fill == BAR]
    assert len({round(each.left, 1) for each in bars}) == 1
    scale = max(each.width for each in bars) / max(values)
    wanted = sorted((value * scale for value in values), reverse=True)
    seen = [each.width for each in bars if each.width > 1]
    assert seen == pytest.approx([each for each in wanted if each > 1], abs=0.6)


def test_negative_bars_go_the_other_way(tmp_path: Path) -> None:
    rows = [("Sube", 10.0), ("Baja", -5.0)]
    source = source_of(tmp_path, "Saldo", [Head("Cosa", "text"), Head("Saldo", "number")], rows)
    drawing = rendered(figure(source, "por=a&medida=sum.b").wide)
    up, down = (each for each in drawing.rectangles if each.fill == BAR)
    assert down.left + down.width == pytest.approx(up.left, abs=0.6)
    assert up.width == pytest.approx(2 * down.width, abs=0.6)
    assert "−5" in {word.text for word in drawing.words}


def test_all_zero_is_drawn_as_zero(tmp_path: Path) -> None:
    rows = [("Una", 0), ("Otra", 0)]
    source = source_of(tmp_path, "Casos", [Head("Cosa", "text"), Head("Casos", "integer")], rows)
    drawing = rendered(figure(source, "por=a&medida=sum.b").wide)
    assert [word.text for word in drawing.words].count("0") >= 2
    assert all(each.width == 0 for each in drawing.rectangles if each.fill == BAR)
