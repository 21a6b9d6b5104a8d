"""Figures: CPU of answering, drawing and rendering one that nobody looked at before.

Rendering runs in this process here, as in those of the studio, so that its CPU is counted. There is
no raw engine beside it: vl-convert alone is part of the figure.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from cauce.charts.draughting.protocol import FONTS
from cauce.charts.drawing import draw
from cauce.charts.figure import Figure
from cauce.charts.rendering.pictures import described
from cauce.charts.source import Source
from tests.bench.measure import Row, cpu
from tests.charts.drawing import atlas, gallery

TIMES = 8
CASES = {
    "ranking of 22 departments": ("rates", "por=a&medida=mean.b&ver=grafico", "60"),
    "lines of 22 departments": ("spending", "por=b,a&medida=mean.d&ver=grafico", "60"),
    "bars": ("spending", "por=c&medida=sum.d&ver=grafico", "60"),
    "map of 22 departments and tiles": ("ranking", "por=c&medida=mean.d&ver=mapa", ""),
    "map of 340 municipalities": ("ranking", "por=a&medida=mean.d&ver=mapa", "80"),
    "map of one department": ("ranking", "por=a&medida=mean.d&zoom=13&ver=mapa", ""),
}


def run() -> list[Row]:
    """The figures of the gallery and the atlas that the promises speak of."""
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    with tempfile.TemporaryDirectory() as folder:
        tables = {}
        for name, made in (("atlas", atlas.sources), ("gallery", gallery.sources)):
            (Path(folder) / name).mkdir()
            tables |= made(Path(folder) / name)
        return [
            row
            for name, (table, query, at_most) in CASES.items()
            for row in _rows(name, tables[table], query, at_most)
        ]


def _rows(name: str, source: Source, query: str, at_most: str) -> list[Row]:
    from cauce.charts.draughting.process import picture

    state = atlas.state(source, query)
    drawn = _figure(source, query)
    requests = [
        {
            "specification": spec,
            "identity": "f",
            "title": drawn.title,
            "description": described(drawn),
        }
        for spec in (drawn.wide, drawn.narrow)
        if spec is not None
    ]
    wide = requests[:1]

    def pictures(asked: list[dict[str, object]]) -> Callable[[], object]:
        return lambda: [picture(request) for request in asked]

    answered = cpu(lambda: draw(source, state), TIMES)
    rendered = cpu(pictures(wide), TIMES)
    both = cpu(pictures(requests), TIMES)
    size = len(picture(wide[0])) / 1000
    return [
        Row(f"{name}: answer and drawing", answered, 0, "ms"),
        Row(f"{name}: with its SVG", answered + rendered, 0, "ms", at_most),
        Row(f"{name}: with both widths", answered + both, 0, "ms"),
        Row(f"{name}: SVG", size, 0, "kB"),
    ]


def _figure(source: Source, query: str) -> Figure:
    drawn = draw(source, atlas.state(source, query))
    assert isinstance(drawn, Figure), drawn
    return drawn
