"""SVG of figures: small, safe, named, without styles; the words of the data stay words."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from cauce.base.errors import Refusal
from cauce.charts import rendering, theme
from cauce.charts.draughting.tidying import tidied
from cauce.charts.rendering.pictures import marks_of
from cauce.charts.rendering.studio import BrokenDrawing, Studio
from tests.charts.figures import ODD, bars, figure

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def odd() -> str:
    return rendering.svg(figure(ODD, title=ODD[0], sentence=ODD[1]), "wide", "una")


def test_the_words_of_the_data_never_become_markup(odd: str) -> None:
    root = fromstring(odd)
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "g",
        "path",
        "line",
        "text",
        "tspan",
    }
    written = [each.text for each in root.iter(f"{SVG}text")]
    for name in ODD:
        assert name.replace("\x07", "") in written
    assert "<script" not in odd


def test_the_title_and_the_description_are_read_aloud(odd: str) -> None:
    root = fromstring(odd)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "una-title"
    assert root.findtext(f"{SVG}title") == ODD[0]
    told = root.findtext(f"{SVG}desc") or ""
    assert told.startswith(ODD[1])
    assert f"{ODD[0]}, 1.50; {ODD[1]}, 2.50" in told


def test_no_style_stands_in_it_and_its_size_is_the_page_s(odd: str) -> None:
    assert not re.search(r"\s(style|font-family|href|on\w+|aria-hidden)=", odd)
    root = fromstring(odd)
    assert root.get("class") == "drawing"
    assert (root.get("width"), root.get("height")) == (None, None)
    assert re.fullmatch(r"0 0 \d+(\.\d)? \d+(\.\d)?", root.get("viewBox", ""))


def test_there_is_no_ground_under_it(odd: str) -> None:
    assert 'fill="white"' not in odd
    painted = rendering.svg(figure(spec=bars(["a"], background="#ff0000")), "wide", "x")
    assert "#ff0000" not in painted


def test_colours_are_those_that_the_style_sheet_knows(odd: str) -> None:
    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', odd))
    assert colours
    assert colours <= set(theme.tokens())


def test_two_drawings_of_a_page_share_no_name() -> None:
    clipped = bars(["a", "b"])
    clipped["layer"][0] = {"mark": {"type": "bar", "clip": True}}
    first, second = (rendering.svg(figure(spec=clipped), "wide", name) for name in ("f1", "f2"))
    assert set(re.findall(r'id="([^"]+)"', first)).isdisjoint(re.findall(r'id="([^"]+)"', second))
    used = re.findall(r"url\(#([^)]+)\)", first)
    assert used
    assert set(used) <= set(re.findall(r'id="([^"]+)"', first))


def test_the_same_figure_is_the_same_bytes_and_bars_are_light() -> None:
    many = figure([f"Lugar {n}" for n in range(22)])
    first = rendering.svg(many, "wide", "x")
    assert first == rendering.svg(many, "wide", "x")
    assert len(first) < 12_000


def test_nothing_is_fetched() -> None:
    for asked in (
        {"data": {"url": "http://127.0.0.1:9/values.json"}},
        {"data": {"url": "file:///etc/hostname", "format": {"type": "csv"}}},
    ):
        try:
            drawn = rendering.svg(figure(spec=bars(["a"], **asked)), "wide", "x")
        except BrokenDrawing:
            continue
        assert "<path" not in drawn


@pytest.mark.parametrize(
    "layer",
    [
        {"mark": "bar", "encoding": {"href": {"value": "javascript:alert(1)"}}},
        {"mark": {"type": "image", "url": "https://example.org/a.png", "width": 9, "height": 9}},
    ],
    ids=["link", "image"],
)
def test_links_and_images_of_a_specification_are_left_out(layer: dict[str, Any]) -> None:
    linked = bars(["a"])
    linked["layer"].append(layer)
    try:
        drawn = rendering.svg(figure(spec=linked), "wide", "x")
    except BrokenDrawing:
        return
    assert "javascript" not in drawn
    assert "example.org" not in drawn
    assert "<path" in drawn


def test_what_would_be_too_much_to_see_is_refused() -> None:
    with pytest.raises(Refusal, match=r"6,001 partes.*Filtre o agrupe"):
        rendering.svg(figure(spec=bars([str(n) for n in range(6001)])), "wide", "x")


def test_all_data_of_a_specification_count() -> None:
    assert marks_of(bars(["a", "b"])) == 2
    layers = {"layer": [{"data": {"values": [1, 2]}}, {"data": {"values": [3]}}]}
    assert marks_of({"hconcat": [layers, layers], "datasets": {"x": [1]}}) == 7


def test_a_mistake_in_a_specification_is_told_and_the_next_drawing_goes_well() -> None:
    with pytest.raises(BrokenDrawing):
        rendering.svg(figure(spec={"mark": "nonsense"}), "wide", "x")
    assert "<svg" in rendering.svg(figure(), "wide", "x")


def test_a_figure_without_a_narrow_drawing_says_so() -> None:
    with pytest.raises(ValueError, match="twin"):
        rendering.svg(figure(), "narrow", "x")


@pytest.fixture
def hasty() -> Iterator[Studio]:
    studio = Studio(places=1, patience=0.01)
    yield studio
    studio.close()


def test_a_drawing_that_takes_too_long_is_ended(hasty: Studio) -> None:
    asked = {"specification": bars(["a"]), "identity": "x", "title": "", "description": ""}
    with pytest.raises(Refusal, match="demasiado"):
        hasty.make("picture", asked)
    assert hasty.make("picture", asked, patience=30).startswith(b"<svg")


def test_a_process_that_died_is_replaced() -> None:
    studio = Studio(places=1)
    asked = {"svg": '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>', "scale": 1}
    try:
        assert studio.make("raster", asked).startswith(b"\x89PNG")
        place = studio._free.queue[0]
        assert place is not None
        place._process.kill()
        place._process.wait()
        assert studio.make("raster", asked).startswith(b"\x89PNG")
    finally:
        studio.close()


def test_what_has_no_datum_is_hatched() -> None:
    drawn = tidied(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0,0h9v9h-9Z"'
        f' fill="{theme.MISSING}"/></svg>',
        identity="m",
        title="t",
        description="d",
    )
    assert 'fill="url(#m-sin-dato)"' in drawn
    assert '<pattern id="m-sin-dato"' in drawn


def test_very_many_equal_points_are_one_line_of_dots() -> None:
    points = [{"x": n % 50 * 6 + 0.25, "y": n // 50 * 6} for n in range(1000)]
    cloud = theme.specification(
        {
            "width": 300,
            "height": 120,
            "data": {"values": points},
            "mark": {"type": "point", "filled": True, "color": theme.STRONG, "size": 12},
            "encoding": {
                "x": {"field": "x", "type": "quantitative", "scale": None, "axis": None},
                "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
            },
        }
    )
    drawn = rendering.svg(figure(spec=cloud), "wide", "x")
    assert len(drawn) < 20_000
    assert drawn.count("h0") == 1000
    assert f'stroke="{theme.STRONG}"' in drawn


def test_the_process_that_draws_loads_nothing_else() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, cauce.charts.draughting.process;"
            "print(*({'duckdb', 'ibis', 'numpy', 'django'} & set(sys.modules)))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == ""
