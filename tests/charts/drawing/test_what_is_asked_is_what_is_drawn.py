"""The order, the place and the moments that were asked for are those of the drawing."""

from pathlib import Path

import pytest

from cauce.charts.figure import Figure
from cauce.charts.source import Source
from cauce.territory.divisions import divisions
from tests.charts.drawing.gallery import figure
from tests.charts.drawing.svgs import rendered
from tests.charts.sources import Head, source_of

PLACES = divisions("gt.municipality")[:60]
CODE = Head("Código", "text", "territory:gt.municipality")
DEPARTMENT = Head("Departamento", "text", "territory:gt.department")
YEAR = Head("Año", "integer", "year")


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Source:
    rows = [
        (kind, year, value)
        for kind, before, after in (("Agua", 100, 90), ("Vías", 10, 40), ("Salud", 50, 60))
        for year, value in ((2015, before), (2019, after))
    ]
    heads = [Head("Tipo", "text"), YEAR, Head("Obras", "integer")]
    return source_of(tmp_path_factory.mktemp("works"), "Obras", heads, rows)


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("por=a&medida=sum.c", ["Agua", "Salud", "Vías"]),
        ("por=a&medida=sum.c&orden=sum_c", ["Vías", "Salud", "Agua"]),
        ("por=a&medida=sum.c&orden=-a", ["Vías", "Salud", "Agua"]),
        ("por=a&medida=sum.c&comparar=b.2015.2019&orden=sum_c_change", ["Agua", "Salud", "Vías"]),
        ("por=a&medida=sum.c&comparar=b.2015.2019&orden=-sum_c_diff", ["Vías", "Salud", "Agua"]),
        ("por=a&medida=sum.c&comparar=b.2015.2019", ["Agua", "Salud", "Vías"]),
    ],
)
def test_an_order_that_was_asked_for_is_that_of_the_drawing(
    works: Source, query: str, kinds: list[str]
) -> None:
    assert [row[0] for row in figure(works, query).twin.rows] == kinds


def test_places_stand_in_the_order_asked_for(tmp_path: Path) -> None:
    names = [each.name for each in divisions("gt.department")]
    rows = [(name, float(at)) for at, name in enumerate(names)]
    source = source_of(tmp_path, "T", [DEPARTMENT, Head("V", "number")], rows)
    drawn = figure(source, "por=a&medida=mean.b&orden=mean_b")
    assert drawn.kind == "ranking"
    assert [row[0] for row in drawn.twin.rows] == names


def test_moments_never_leave_the_order_of_time(works: Source) -> None:
    drawn = figure(works, "por=b&medida=sum.c&orden=-sum_c")
    assert [row[0] for row in drawn.twin.rows] == [2015, 2019]


def reports(folder: Path, by_year: dict[int, int]) -> Source:
    rows = [
        (place.code, year, 1.0 if at < count else None)
        for year, count in by_year.items()
        for at, place in enumerate(PLACES)
    ]
    return source_of(folder, "Gasto", [CODE, YEAR, Head("Gasto", "number")], rows)


@pytest.mark.parametrize("measure", ["sum.c", "mean.c"])
def test_a_line_says_that_ever_fewer_places_report(tmp_path: Path, measure: str) -> None:
    source = reports(tmp_path, {2016: 60, 2017: 55, 2018: 30})
    notes = figure(source, f"por=b&medida={measure}").notes
    told = "Reportan 60, 55 y 30 municipios: los años no se comparan entre sí."
    assert told in notes


def test_a_line_of_about_as_many_places_says_nothing(tmp_path: Path) -> None:
    source = reports(tmp_path, {2016: 60, 2017: 58, 2018: 55})
    assert not any("Reportan" in note for note in figure(source, "por=b&medida=sum.c").notes)


def test_of_many_moments_the_least_and_the_most_places_are_told(tmp_path: Path) -> None:
    source = reports(tmp_path, {year: 20 + year - 2000 for year in range(2000, 2012)})
    notes = figure(source, "por=b&medida=sum.c").notes
    assert any(note.startswith("Reportan entre 20 y 31 municipios") for note in notes)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_linked_dots_write_both_their_ends(drawn: dict[str, Figure], width: str) -> None:
    figure_ = drawn["dots"]
    spec = figure_.narrow if width == "narrow" else figure_.wide
    assert spec is not None
    pairs = [row for row in figure_.twin.rows if None not in row[1:3] and row[1] != row[2]]
    values = [
        word
        for word in rendered(spec).words
        if word.text.replace(".", "").replace(",", "").replace("<", "").isdigit()
    ]
    assert len(values) >= 2 * len(pairs)
    names = [word for word in rendered(spec).words if word.text[:1].isalpha()]
    assert not any(value.meets(name) for value in values for name in names)
