"""Pictures: a figure as SVG for a page."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.charts.figure import Figure, Spec, Twin
from cauce.charts.rendering.studio import made

Width = Literal["wide", "narrow"]

MOST_MARKS: Final = 6000
"""Values a specification may hold, all its layers together: more is not seen, and not quick."""
_TOLD: Final = 3
"""Rows of the twin that the description reads out."""


def svg(figure: Figure, width: Width, identity: str) -> str:
    """The figure as SVG to stand inline in a page: no styles, a title and a description to be read.

    ``identity`` (letters, digits, ``-``) begins every id in it and must be its own in the page.

    Raises:
        Refusal: when there is too much to draw, or it takes too long.
        ValueError: when the figure has no narrow drawing and one is asked for.
        BrokenDrawing: when Vega cannot draw the specification.
    """
    specification = figure.wide if width == "wide" else figure.narrow
    if specification is None:
        raise ValueError("This figure has no narrow drawing: its twin takes its place.")
    return picture(specification, identity, figure.title, described(figure)).decode()


def picture(specification: Spec, identity: str, title: str, description: str) -> bytes:
    """The tidy SVG of a specification, in UTF-8; see `svg`."""
    marks = marks_of(specification)
    if marks > MOST_MARKS:
        raise Refusal(
            f"La figura tendría {number_es(marks)} partes; se dibujan hasta"
            f" {number_es(MOST_MARKS)}.",
            code="figure.marks",
            remedy="Filtre o agrupe para que tenga menos partes, o mire la tabla.",
        )
    details = {
        "specification": specification,
        "identity": identity,
        "title": title,
        "description": description,
    }
    return made("picture", details)


def marks_of(specification: Any) -> int:
    """The values that a specification draws, wherever they stand in it."""
    if isinstance(specification, Mapping):
        return sum(_marks_in(specification))
    if isinstance(specification, list | tuple):
        return sum(marks_of(each) for each in specification)
    return 0


def _marks_in(specification: Mapping[str, Any]) -> Iterator[int]:
    for name, part in specification.items():
        if name == "values" and isinstance(part, list | tuple):
            yield len(part)
        elif name == "values" and isinstance(part, Mapping) and "objects" in part:
            yield sum(len(each.get("geometries", ())) for each in part["objects"].values())
        elif name == "datasets" and isinstance(part, Mapping):
            yield sum(len(each) for each in part.values())
        elif name not in ("config", "encoding", "scale", "axis", "legend"):
            yield marks_of(part)


def described(figure: Figure) -> str:
    """What somebody hears who does not see the drawing: the sentence and the first values."""
    custom = figure.wide.get("config", {}).get("locale", {}).get("number", {})
    country = "es" if custom.get("decimal") == "," else "gt"
    told = "; ".join(_rows_told(figure.twin, country))
    more = "…" if len(figure.twin.rows) > _TOLD else "."
    return " ".join(part for part in (figure.sentence, f"{told}{more}" if told else "") if part)


def _rows_told(twin: Twin, country: str) -> Iterator[str]:
    for row in twin.rows[:_TOLD]:
        words = (
            _told(value, country, year=column.role == "year")
            for column, value in zip(twin.columns, row, strict=False)
        )
        yield ", ".join(words)


def _told(value: Any, country: str, *, year: bool) -> str:
    if value is None:
        return "sin dato"
    if isinstance(value, bool | str) or year or not isinstance(value, int | float):
        return str(value)
    return number_es(value, None if isinstance(value, int) else 2, country)


def warm() -> None:
    """Starts a process that draws and lets it draw once, so that the first visitor does not wait.

    Half a second; call it aside when the server starts.
    """
    first = {
        "data": {"values": [{"a": "Á", "b": 1}]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "b", "type": "quantitative"},
            "y": {"field": "a", "type": "nominal"},
        },
    }
    picture(first, "first", "", "")
