"""Whatever the numbers are, those in a sentence are theirs, and the order it tells is true."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.charts.sentences import sentence
from cauce.charts.sentences.quantities import quantity_of, times
from cauce.charts.sentences.spreads import spearman
from cauce.charts.source import Source
from cauce.engine.explore import Explore, Measure
from cauce.engine.query import Answer
from cauce.engine.sandbox import Row
from tests.charts.sources import Head, unwritten

NAMES = ("Alta Verapaz", "Petén", "Zacapa", "Izabal", "Jutiapa", "Quiché")
VALUES = st.none() | st.floats(-1000, 5000).map(lambda value: round(value, 3))
NUMBER = re.compile(r"−?\d+(?:,\d{3})*(?:\.\d+)?")


def given_by(source: Source, explore: Explore, rows: Sequence[Row], whole: Any) -> Answer:
    """What the engine gives when each group has one row."""
    computed = replace(source.schema[1], name=explore.measures[0].name)
    columns = (source.schema[0], computed)
    return Answer(explore, columns, tuple(rows), len(rows), "", {}, whole=(None, whole))


@settings(max_examples=60)
@given(st.lists(VALUES, min_size=1, max_size=6))
def test_numbers_of_a_ranking(values: list[float | None]) -> None:
    heads = [Head("Departamento", "text", "territory:gt.department"), Head("Índice", "number")]
    rows = list(zip(NAMES, values, strict=False))
    source = unwritten("Índice", heads, rows)
    explore = Explore(source.table, groups=("a",), measures=(Measure("mean", "b"),))
    numbers = [value for value in values if value is not None]
    whole = sum(numbers) / len(numbers) if numbers else None
    told = sentence("ranking", source, explore, given_by(source, explore, rows, whole))
    known = {name: value for name, value in rows if value is not None}
    if not known:
        assert told == ""
        return
    quantity = quantity_of([*known.values(), whole], "", "gt")
    allowed = {quantity.bare(value) for value in (*known.values(), whole) if value is not None}
    allowed |= {str(count) for count in range(len(rows) + 1)}
    assert set(NUMBER.findall(told)) <= allowed
    named = sorted((told.find(name), name) for name in known if name in told)
    if named and not told[0].isdecimal():
        assert quantity.same(known[named[0][1]], max(known.values()))


@settings(max_examples=60)
@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=8))
def test_numbers_of_a_line(values: list[int]) -> None:
    heads = [Head("Año", "integer", "year"), Head("Casos", "integer")]
    rows = [(2010 + at, value) for at, value in enumerate(values)]
    source = unwritten("Casos", heads, rows)
    explore = Explore(source.table, groups=("a",), measures=(Measure("sum", "b"),))
    told = sentence("line", source, explore, given_by(source, explore, rows, sum(values)))
    quantity = quantity_of([float(value) for value in values], "", "gt")
    said = re.sub(r" \([\d.]+\u00a0% (?:más|menos)\)", "", told)
    allowed = {quantity.bare(value) for value in values} | {str(year) for year, _ in rows}
    assert set(NUMBER.findall(said)) <= allowed
    assert told.startswith("De 2010 a ")
    if "Subió en cada paso" in told:
        assert values == sorted(values)


@given(st.floats(0.001, 1e9), st.floats(0.001, 1e9))
def test_a_multiple_is_within_five_per_cent(greater: float, lesser: float) -> None:
    said = times(greater, lesser)
    if said:
        exact = {"el d": 2, "el t": 3, "cuat": 4, "cinc": 5, "diez": 10}[said[:4]]
        assert abs(greater / lesser - exact) <= 0.0501 * exact


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=30))
def test_rank_correlation_is_bounded_and_blind_to_scale(pairs: list[tuple[int, int]]) -> None:
    first = [float(pair[0]) for pair in pairs]
    second = [float(pair[1]) for pair in pairs]
    strength = spearman(first, second)
    if strength is None:
        assert len(set(first)) == 1 or len(set(second)) == 1
        return
    assert -1.000001 <= strength <= 1.000001
    assert spearman([value**3 for value in first], second) == strength
