"""Lines: true time, gaps where there is no datum, names at the ends, the whole beside the parts."""

from pathlib import Path
from typing import Any

from cauce.charts.figure import Figure
from cauce.charts.source import Source
from cauce.charts.theme import FAINT, SIGNAL
from tests.charts.drawing.gallery import DEPARTMENT, DEPARTMENTS, YEAR, figure
from tests.charts.sources import Head, source_of


def lines_of(drawn: Figure) -> list[dict[str, Any]]:
    return [one for one in drawn.wide["layer"] if one["mark"]["type"] == "line"]


def test_a_missing_year_is_a_gap_and_not_a_slope(tmp_path: Path) -> None:
    rows = [(year, 10 + year % 7) for year in (2012, 2013, 2014, 2016, 2017)]
    source = source_of(tmp_path, "Casos", [YEAR, Head("Casos", "integer")], rows)
    drawn = figure(source, "por=a&medida=sum.b")
    line = lines_of(drawn)[1]["data"]["values"]
    assert [(row["x"], row["value"] is None) for row in line] == [
        (2012, False), (2013, False), (2014, False), (2015, True), (2016, False), (2017, False),
    ]  # fmt: skip
    assert any("interrumpe" in note for note in drawn.notes)


def test_a_series_that_was_never_yearly_is_joined(tmp_path: Path) -> None:
    rows = [(year, year % 9) for year in (2013, 2016, 2018)]
    source = source_of(tmp_path, "Casos", [YEAR, Head("Casos", "integer")], rows)
    drawn = figure(source, "por=a&medida=sum.b")
    assert [row["x"] for row in lines_of(drawn)[1]["data"]["values"]] == [2013, 2016, 2018]
    assert not any("interrumpe" in note for note in drawn.notes)


def test_headers_that_name_years_are_a_series_over_time(drawn: dict[str, Figure]) -> None:
    figure_ = drawn["years"]
    assert figure_.kind == "line"
    assert [row[0] for row in figure_.twin.rows] == [2013, 2016, 2018]
    assert len(figure_.twin.columns) == 1 + 22 + 1
    assert figure_.twin.columns[-1].label == "Promedio simple"


def test_of_many_lines_only_the_extreme_ones_and_the_whole_are_spoken_of(
    drawn: dict[str, Figure],
) -> None:
    figure_ = drawn["years"]
    labels = [column.label for column in figure_.twin.columns[1:-1]]
    last = dict(zip(labels, figure_.twin.rows[-1][1:-1], strict=True))
    greatest, least = max(labels, key=lambda it: last[it]), min(labels, key=lambda it: last[it])
    spoken = [one for one in lines_of(figure_) if one["mark"]["color"] != FAINT]
    names = {one["data"]["values"][0]["name"] for one in spoken}
    assert names == {greatest, least, "Promedio simple"}


def test_the_whole_over_time_is_asked_and_not_averaged(tmp_path: Path) -> None:
    rows = []
    for at, name in enumerate(DEPARTMENTS[:8]):
        for year in (2018, 2019, 2020):
            rows += [(name, year, float(at + year % 5))] * (at + 1)
    heads = [DEPARTMENT, YEAR, Head("Índice", "number")]
    source = source_of(tmp_path, "Índice", heads, rows)
    drawn = figure(source, "por=b,a&medida=mean.c")
    whole = [line for line in lines_of(drawn) if line["mark"]["color"] == SIGNAL]
    values = [row["value"] for row in whole[0]["data"]["values"]]
    weighed = [row[2] for row in rows if row[1] == 2018]
    assert abs(values[0] - sum(weighed) / len(weighed)) < 1e-9
    summed = figure(source, "por=b,a&medida=sum.c")
    assert not [line for line in lines_of(summed) if line["mark"]["color"] == SIGNAL]


def test_an_axis_that_does_not_begin_at_zero_says_so(tmp_path: Path) -> None:
    flat = source_of(tmp_path, "T", [YEAR, Head("Índice", "number")], [(2018, 96.0), (2019, 97.5)])
    drawn = figure(flat, "por=a&medida=mean.b")
    assert "El eje vertical no empieza en cero." in drawn.notes
    domain = lines_of(drawn)[0]["encoding"]["y"]["scale"]["domain"]
    assert 0 < domain[0] < 96 < 97.5 < domain[1]


def test_two_moments_of_many_places_are_linked_dots(tables: dict[str, Source]) -> None:
    drawn = figure(tables["rates"], "por=a&medida=mean.d&medida=mean.f")
    assert drawn.kind == "dots"
    assert [column.label for column in drawn.twin.columns[1:]] == ["2013", "2018"]
    assert len(drawn.twin.rows) == 22


def test_several_units_never_share_an_axis(tables: dict[str, Source]) -> None:
    drawn = figure(tables["spending"], "por=b&medida=sum.d&medida=count&grafico=lineas")
    assert drawn.kind == "multiples"
    assert all("axis" not in one["encoding"].get("y2", {}) for one in drawn.wide["layer"])


def test_months_of_years_are_in_their_order(tmp_path: Path) -> None:
    heads = [YEAR, Head("Mes", "text", "month"), Head("Casos", "integer")]
    rows = [(2019, "enero", 4), (2018, "diciembre", 3), (2019, "febrero", 5)]
    drawn = figure(source_of(tmp_path, "Casos", heads, rows), "por=a,b&medida=sum.c")
    assert drawn.kind == "line"
    assert [row[0] for row in drawn.twin.rows] == ["dic 2018", "ene 2019", "feb 2019"]
