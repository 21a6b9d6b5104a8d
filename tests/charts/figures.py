"""Small figures for tests of rendering."""

from collections.abc import Mapping, Sequence
from typing import Any

from cauce.charts import theme
from cauce.charts.drawing.twin import made_column
from cauce.charts.figure import Figure, Twin
from cauce.engine.explore import Explore

ODD = (
    "<script>alert(1)</script>",
    "A & B ]]> C",
    "comillas \" y '",
    "\u202eal revés\u202c",
    "\x07campana",
    "&lt;b&gt;",
)


def bars(names: Sequence[str], **body: Any) -> dict[str, Any]:
    """A specification of horizontal bars with their values beside them."""
    rows = [{"name": name, "value": at + 1.5} for at, name in enumerate(names)]
    encoding: Mapping[str, Any] = {
        "y": {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None}},
        "x": {"field": "value", "type": "quantitative", "axis": {"title": None}},
    }
    text = {
        "mark": {"type": "text", "align": "left", "dx": 4},
        "encoding": {"text": {"field": "value"}},
    }
    return theme.specification(
        {
            "width": 300,
            "height": {"step": 20},
            "data": {"values": rows},
            "encoding": encoding,
            "layer": [{"mark": "bar"}, text],
            **body,
        }
    )


def figure(
    names: Sequence[str] = ("Cobán", "Sololá"),
    *,
    title: str = "Casos por lugar",
    sentence: str = "Sololá tiene más casos.",
    spec: Mapping[str, Any] | None = None,
) -> Figure:
    """A figure of bars, or of another specification."""
    columns = (made_column("name", "Lugar"), made_column("value", "Casos", "number"))
    rows = tuple((name, at + 1.5) for at, name in enumerate(names))
    wide = spec if spec is not None else bars(names)
    return Figure("bars", title, sentence, "", wide, None, Twin(columns, rows), Explore("a" * 64))
