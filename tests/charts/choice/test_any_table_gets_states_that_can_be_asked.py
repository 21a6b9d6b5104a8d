"""Whatever a table holds, the states chosen for it are few, can be asked and survive an address."""

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.charts.choice import first_states
from cauce.charts.drawing import draw
from cauce.charts.figure import Figure
from cauce.engine.columns import ColumnType
from cauce.engine.explore import Explore
from cauce.territory.divisions import divisions
from tests.charts.sources import Head, source_of

NAMES = [each.name for each in divisions("gt.department")]
CODES = [each.code for each in divisions("gt.municipality")]
LABELS = ("Total de hogares", "Casos", "Pobreza (%)", "Monto", "2013", "2018", "Índice", "x", "")
KINDS: dict[str, tuple[ColumnType, str | None, st.SearchStrategy[Any]]] = {
    "department": ("text", "territory:gt.department", st.sampled_from(NAMES)),
    "municipality": ("text", "territory:gt.municipality", st.sampled_from(CODES)),
    "year": ("integer", "year", st.integers(2015, 2019)),
    "category": ("text", None, st.sampled_from(["a", "b", "c"])),
    "count": ("integer", None, st.integers(0, 10**6)),
    "number": ("number", None, st.floats(-1e3, 1e6, allow_nan=False)),
    "share": ("number", "percent", st.floats(0, 100)),
    "flag": ("boolean", None, st.booleans()),
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Head], list[tuple[Any, ...]]]:
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=6))
    heads = []
    cells = []
    for at, kind in enumerate(kinds):
        type_, role, values = KINDS[kind]
        heads.append(Head(draw(st.sampled_from(LABELS)) or f"Columna {at}", type_, role))
        cells.append(st.none() | values)
    return heads, draw(st.lists(st.tuples(*cells), min_size=1, max_size=40))


@settings(max_examples=40)
@given(tables())
def test_states_can_be_asked(table: tuple[list[Head], list[tuple[Any, ...]]]) -> None:
    heads, rows = table
    with tempfile.TemporaryDirectory() as folder:
        source = source_of(Path(folder), "Una tabla", heads, rows)
        chosen = first_states(source)
        assert len(chosen.states) <= 3
        assert len(set(chosen.states)) == len(chosen.states)
        assert chosen.reasons
        assert chosen == first_states(source)
        for state in chosen.states:
            figure = draw(source, state)
            assert isinstance(figure, Figure), figure
            params = parse_qs(state.to_query())
            assert Explore.from_query(source.table, source.schema, params) == state.checked(
                source.schema
            )
            if state.view.kind == "map" and state.measures:
                assert state.measures[0].op not in ("sum", "count", "share")
        assert bool(chosen.no_map) != any(state.view.kind == "map" for state in chosen.states)
