"""Views: how an answer is looked at. They change nothing of what is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

ViewKind = Literal["table", "chart", "map"]
VIEW_KINDS: tuple[ViewKind, ...] = get_args(ViewKind)
Mark = Literal["auto", "bar", "line", "stacked", "scatter", "histogram"]
MARKS: tuple[Mark, ...] = get_args(Mark)
Classing = Literal["quantiles", "equal", "natural"]
CLASSINGS: tuple[Classing, ...] = get_args(Classing)

VIEW_WORDS: Mapping[str, ViewKind] = {"tabla": "table", "grafico": "chart", "mapa": "map"}
MARK_WORDS: Mapping[str, Mark] = {
    "auto": "auto",
    "barras": "bar",
    "lineas": "line",
    "apiladas": "stacked",
    "dispersion": "scatter",
    "histograma": "histogram",
}
CLASSING_WORDS: Mapping[str, Classing] = {
    "cuantiles": "quantiles",
    "iguales": "equal",
    "naturales": "natural",
}
"""What the parameters ``ver``, ``grafico`` and ``clases`` say."""


@dataclass(frozen=True, slots=True)
class View:
    """How an answer is looked at: ``ver``, ``grafico``, ``clases`` and ``zoom`` of the address."""

    kind: ViewKind = "table"
    mark: Mark = "auto"
    classing: Classing = "quantiles"
    zoom: str | None = None
    """Code of the department that the map is limited to."""


PLAIN: Final = View()
"""A table, as it is seen when nobody says how."""
