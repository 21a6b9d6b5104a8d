"""Maps: every place once, by class, with its legend; tiles, points, cells, zoom and years."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from cauce.charts import rendering, theme
from cauce.charts.drawing import draw
from cauce.charts.drawing.geography import land
from cauce.charts.figure import Figure, NoFigure
from cauce.charts.source import Source
from cauce.territory.divisions import divisions
from cauce.territory.shapes import shapes
from tests.charts.drawing.atlas import CODE, DEPARTMENT, MUNICIPALITIES, atlas, sources, state
from tests.charts.sources import Head, source_of


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figure]:
    return dict(atlas(tmp_path_factory.mktemp("atlas")))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    return sources(tmp_path_factory.mktemp("tables"))


def rows_of(spec: Any, field: str) -> list[dict[str, Any]]:
    """The rows of every layer that has a field."""
    return [row for layer in spec["layer"] for row in layer["data"]["values"] if field in row]


def words_of(spec: Any) -> list[str]:
    found = (row["text"] for row in rows_of(spec, "text"))
    return [" ".join(text) if isinstance(text, list) else text for text in found]


def test_every_municipality_is_drawn_once_with_its_class(maps: dict[str, Figure]) -> None:
    places = rows_of(maps["municipalities"].wide, "class")
    assert len(places) == 340
    assert sorted(row["name"] for row in places) == sorted(each.name for each in MUNICIPALITIES)
    missing = [row for row in places if row["class"] == "sin dato"]
    assert len(missing) == sum(at % 41 == 7 for at in range(340))
    assert {row["value"] for row in missing} == {"sin dato"}


def test_the_legend_counts_the_places_of_each_class(maps: dict[str, Figure]) -> None:
    spec = maps["municipalities"].wide
    words = words_of(spec)
    assert words[0] == "Puntos de 100"
    at = words.index("sin dato")
    counts = [int(word.split()[0]) for word in words[at + 1 :]]
    assert sum(counts) == 340
    assert words[at + 1].endswith(" municipios")
    for label, count in zip(words[1 : at + 1], counts, strict=True):
        assert count == sum(row["class"] == label for row in rows_of(spec, "class"))


def test_without_missing_places_nobody_speaks_of_them(maps: dict[str, Figure]) -> None:
    assert "sin dato" not in words_of(maps["departments"].wide)


def test_codes_and_names_beside_their_department_give_the_same_map(maps: dict[str, Figure]) -> None:
    assert maps["by names"].twin.rows == maps["municipalities"].twin.rows
    assert maps["rows"].twin.rows == maps["municipalities"].twin.rows


@pytest.mark.parametrize("name", ["municipalities", "departments", "zoom", "tiles"])
def test_the_twin_goes_from_greatest_to_least_and_missing_last(
    maps: dict[str, Figure], name: str
) -> None:
    values = [row[-1] for row in maps[name].twin.rows]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert values == known + [None] * (len(values) - len(known))


def test_municipalities_leave_the_telephone_to_a_list_and_departments_to_tiles(
    maps: dict[str, Figure],
) -> None:
    assert maps["municipalities"].narrow is None
    narrow = maps["departments"].narrow
    assert narrow is not None
    assert len(rows_of(narrow, "short")) == 22


def test_a_department_alone_names_every_place_on_it_or_by_a_number(maps: dict[str, Figure]) -> None:
    figure = maps["zoom"]
    assert figure.title.endswith("en Huehuetenango")
    assert len(figure.twin.rows) == sum(each.code.startswith("13") for each in MUNICIPALITIES)
    names = {row["name"] for row in rows_of(figure.wide, "class")}
    written = names & set(words_of(figure.wide))
    assert "Barillas" in written
    assert 5 <= len(written) < len(names)
    keyed = {word.partition(" ") for word in words_of(figure.wide) if word[:1].isdigit()}
    assert written | {name for _number, _space, name in keyed} >= names
    assert {number for number, _space, name in keyed if name in names} <= set(words_of(figure.wide))


def test_a_value_repeated_over_municipalities_is_drawn_by_department(
    maps: dict[str, Figure],
) -> None:
    figure = maps["repeated"]
    assert len(rows_of(figure.wide, "class")) == 22
    assert any("es el del departamento" in note for note in figure.notes)


def test_shares_are_per_cent_and_what_is_rare_is_told_per_inhabitants(
    maps: dict[str, Figure],
) -> None:
    assert words_of(maps["share"].wide)[0] == "En %"
    assert "habitantes" in " ".join(words_of(maps["rare"].wide)[:3])


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("departments by year", ["2006", "2010", "2014", "2016", "2018"]),
        ("pivoted", ["2006", "2010", "2014", "2016", "2018"]),
        ("compared", ["2014", "2018"]),
    ],
)
def test_years_are_small_maps_in_common_classes(
    maps: dict[str, Figure], name: str, years: list[str]
) -> None:
    figure = maps[name]
    assert [word for word in words_of(figure.wide) if word in years] == years
    assert len(rows_of(figure.wide, "class")) == 22 * len(years)
    assert figure.narrow is not None
    assert [column.label for column in figure.twin.columns[1:]] == years


def test_only_six_years_are_drawn_and_it_is_said(tmp_path: Path) -> None:
    rows = [(each, year, float(year)) for each in ("01", "02") for year in range(2001, 2010)]
    source = source_of(
        tmp_path, "T", [DEPARTMENT, Head("Año", "integer", "year"), Head("V", "number")], rows
    )
    figure = draw(source, state(source, "por=a,b&medida=mean.c&ver=mapa"))
    assert isinstance(figure, Figure)
    assert len(figure.twin.columns) == 7
    assert figure.twin.columns[-1].label == "2009"
    assert any("últimos 6 de 9" in note for note in figure.notes)


def test_a_country_without_polygons_is_drawn_in_tiles(maps: dict[str, Figure]) -> None:
    figure = maps["tiles"]
    assert figure.kind == "tiles"
    assert len(rows_of(figure.wide, "short")) == 25
    assert "—" in words_of(figure.wide)


def test_points_stand_where_they_are_and_lost_ones_are_told(maps: dict[str, Figure]) -> None:
    figure = maps["points"]
    dots = list(rows_of(figure.wide, "name"))
    assert len(dots) == len(figure.twin.rows) > 850
    assert any("no tienen un punto" in note for note in figure.notes)


def test_thousands_of_points_are_counted_in_cells(maps: dict[str, Figure]) -> None:
    figure = maps["cells"]
    total = sum(row[-1] for row in figure.twin.rows)
    assert 6800 < total <= 7000
    assert any("se cuentan por cuadros" in note for note in figure.notes)


def test_a_map_of_counts_is_refused_with_its_reason(tables: dict[str, Source]) -> None:
    source = tables["ranking"]
    found = draw(source, state(source, "por=c&medida=sum.f&ver=mapa"))
    assert isinstance(found, NoFigure)
    assert "dónde vive más gente" in found.reason


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("por=b&medida=count&ver=mapa", "columna de territorios"),
        ("por=a,d&medida=mean.c&ver=mapa", "un valor de cada lugar"),
    ],
)
def test_what_is_no_map_says_why(tmp_path: Path, query: str, reason: str) -> None:
    heads = [CODE, Head("Tipo", "text"), Head("V", "number"), Head("Sexo", "text")]
    rows = [("0101", "x", 1.0, "M"), ("0101", "y", 2.0, "H"), ("0102", "x", 3.0, "M")]
    source = source_of(tmp_path, "T", heads, rows)
    found = draw(source, state(source, query))
    assert isinstance(found, NoFigure)
    assert reason in found.reason


def test_places_that_nobody_knows_are_told(tmp_path: Path) -> None:
    rows = [("0101", 1.0), ("0102", 2.5), ("9999", 3.0), ("Atlántida", 4.0)]
    source = source_of(tmp_path, "T", [CODE, Head("V", "number")], rows)
    figure = draw(source, state(source, "columnas=a,b&ver=mapa"))
    assert isinstance(figure, Figure)
    assert any("«9999», «Atlántida»" in note for note in figure.notes)


@pytest.mark.parametrize(
    ("name", "bytes_", "packed"), [("municipalities", 190_000, 45_000), ("tiles", 12_000, 4_000)]
)
def test_maps_are_light(maps: dict[str, Figure], name: str, bytes_: int, packed: int) -> None:
    drawn = rendering.svg(maps[name], "wide", "m").encode()
    assert len(drawn) <= bytes_
    assert len(gzip.compress(drawn)) <= packed


def test_every_map_is_drawn_in_colours_of_the_theme(maps: dict[str, Figure]) -> None:
    for name, figure in maps.items():
        for width in ("wide", "narrow") if figure.narrow else ("wide",):
            drawn = rendering.svg(figure, width, name.replace(" ", "-"))
            assert set(theme.tokens()) >= {
                part[:7]
                for part in drawn.replace('stroke="', 'fill="').split('fill="')[1:]
                if part[0] == "#"
            }


def test_neighbours_keep_one_border() -> None:
    topology = shapes("gt.department")
    assert topology is not None
    drawn = land(topology, 400, 400)
    first, second = (
        {point for ring in drawn.places[code].rings for point in ring} for code in ("16", "15")
    )
    assert len(first & second) > 10


def test_a_filter_that_leaves_one_department_draws_that_department(
    tables: dict[str, Source],
) -> None:
    source = tables["ranking"]
    figure = draw(source, state(source, "por=a&medida=mean.d&f.c.eq=Alta Verapaz&ver=mapa"))
    assert isinstance(figure, Figure)
    held = [each for each in MUNICIPALITIES if each.ancestors[0].name == "Alta Verapaz"]
    assert len(rows_of(figure.wide, "class")) == len(held) == len(figure.twin.rows)
    assert figure.title.endswith(", en Alta Verapaz")
    assert figure.title.count("Alta Verapaz") == 1


def test_what_filters_leave_out_is_not_called_missing(tables: dict[str, Source]) -> None:
    source = tables["ranking"]
    figure = draw(source, state(source, "por=a&medida=mean.d&f.g.ge=50000&ver=mapa"))
    assert isinstance(figure, Figure)
    classes = [row["class"] for row in rows_of(figure.wide, "class")]
    outside = classes.count("fuera de los filtros")
    assert outside == 340 - len(figure.twin.rows)
    assert classes.count("sin dato") == sum(row[-1] is None for row in figure.twin.rows)
    assert f"{outside} municipios quedan fuera por los filtros." in figure.notes


def test_a_year_leaves_nobody_out_who_has_no_value_in_it(tmp_path: Path) -> None:
    rows = [("Guatemala", 2018, 1.0), ("Petén", 2018, 2.0), ("Petén", 2014, 3.0)]
    heads = [DEPARTMENT, Head("Año", "integer", "year"), Head("V", "number")]
    source = source_of(tmp_path, "T", heads, rows)
    figure = draw(source, state(source, "por=a&medida=mean.c&f.b.eq=2014&ver=mapa"))
    assert isinstance(figure, Figure)
    classes = [row["class"] for row in rows_of(figure.wide, "class")]
    assert classes.count("sin dato") == 21


def test_places_of_one_name_are_neither_coloured_nor_called_missing(
    tables: dict[str, Source],
) -> None:
    source = tables["ranking"]
    figure = draw(source, state(source, "por=b&medida=mean.d&ver=mapa"))
    assert isinstance(figure, Figure)
    classes = [row["class"] for row in rows_of(figure.wide, "class")]
    shared = classes.count("nombre repetido")
    assert shared == 12
    assert any(note.startswith(f"{shared} municipios de nombre repetido") for note in figure.notes)
    missing = sum(at % 41 == 7 for at in range(340))
    assert classes.count("sin dato") == missing


def test_compared_counts_are_mapped_by_their_change_with_zero_between_classes(
    tmp_path: Path,
) -> None:
    rows = [
        (each.name, year, 100 + (at - 9) * 5 * (year - 2014))
        for at, each in enumerate(divisions("gt.department"))
        for year in (2014, 2016)
    ]
    heads = [DEPARTMENT, Head("Año", "integer", "year"), Head("Casos", "integer")]
    source = source_of(tmp_path, "Casos", heads, rows)
    figure = draw(source, state(source, "por=a&medida=sum.c&comparar=b.2014.2016&ver=mapa"))
    assert isinstance(figure, Figure)
    words = words_of(figure.wide)
    assert words[0] == "Cambio en %"
    assert any(word.startswith("de 0 a ") for word in words)
    assert figure.title.endswith("cambio en %")
    assert figure.twin.rows[0][-1] == 120.0
