"""The whole is drawn beside parts that can be set against it, and named for what it is."""

import pytest

from cauce.charts.figure import Figure
from cauce.charts.source import Source
from cauce.charts.theme import SIGNAL
from tests.charts.drawing.gallery import figure


def reference(drawn: Figure) -> list[str]:
    return [
        row["text"]
        for one in drawn.wide["layer"]
        if one["mark"].get("color") == SIGNAL and one["mark"]["type"] == "text"
        for row in one["data"]["values"]
    ]


def test_the_national_value_is_a_line_with_its_name(tables: dict[str, Source]) -> None:
    drawn = figure(tables["rates"], "por=a&medida=ratio.d.e")
    assert [text.rpartition(" ")[0] for text in reference(drawn)] == ["Nacional"]


def test_a_mean_of_departments_is_not_called_national(drawn: dict[str, Figure]) -> None:
    assert reference(drawn["ranking"])[0].startswith("Promedio ")


@pytest.mark.parametrize("measure", ["sum.c", "count", "max.b", "min.b", "distinct.b", "share.c"])
def test_what_cannot_be_compared_has_no_line(measure: str, tables: dict[str, Source]) -> None:
    assert reference(figure(tables["rates"], f"por=a&medida={measure}")) == []


@pytest.mark.parametrize("measure", ["mean.b", "median.b", "ratio.d.e"])
def test_what_can_be_compared_has_one(measure: str, tables: dict[str, Source]) -> None:
    assert len(reference(figure(tables["rates"], f"por=a&medida={measure}"))) == 1


def test_with_places_left_out_it_is_not_called_national(tables: dict[str, Source]) -> None:
    drawn = figure(tables["rates"], "por=a&medida=ratio.d.e&f.a.in=Petén&f.a.in=Izabal")
    assert reference(drawn)[0].startswith("En conjunto ")
