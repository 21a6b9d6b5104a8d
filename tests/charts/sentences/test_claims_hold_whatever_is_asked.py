"""Whatever the operation, the order and the limit, what a sentence claims is so."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.charts.scaling import is_share
from cauce.charts.sentences import sentence
from cauce.charts.sentences.quantities import quantity_of
from cauce.engine.explore import Explore, Measure, MeasureOp, Order
from cauce.engine.query import Answer
from tests.charts.sources import Head, unwritten

PLACES = ("Alta Verapaz", "Petén", "Zacapa", "Izabal", "Jutiapa", "Quiché", "Sololá", "Jalapa")
OPS: tuple[MeasureOp, ...] = ("sum", "mean", "median", "min", "max", "distinct", "share")
NUMBERS = st.none() | st.integers(-50, 5000)


def answered(
    heads: list[Head], rows: list[tuple[Any, ...]], op: MeasureOp, order: str, limit: int
) -> tuple[str, list[tuple[Any, ...]]]:
    """What is said of groups asked for in an order, and the groups shown."""
    source = unwritten("Casos", heads, rows)
    measure = Measure(op, chr(96 + len(heads)))
    groups = tuple(chr(97 + at) for at in range(len(heads) - 1))
    by = {"": (), "up": (Order(measure.name),), "down": (Order(measure.name, True),)}.get(
        order, (Order("a", order == "back"),)
    )
    explore = Explore(source.table, groups=groups, measures=(measure,), order=by, limit=limit)
    at = len(groups) if order in ("up", "down") else 0
    known = sorted((row for row in rows if row[at] is not None), key=lambda row: row[at])
    if order in ("down", "back"):
        known.reverse()
    ordered = (known + [row for row in rows if row[at] is None]) if order else rows
    shown = ordered[:limit]
    columns = (*source.schema[:-1], replace(source.schema[-1], name=measure.name))
    answer = Answer(explore, columns, tuple(shown), len(rows), "", {})
    kind: Any = "line" if heads[0].role == "year" else "ranking"
    return sentence(kind, source, explore, answer), shown


@settings(max_examples=150, deadline=None)
@given(
    st.lists(NUMBERS, min_size=1, max_size=8),
    st.sampled_from(OPS),
    st.sampled_from(("", "up", "down", "name", "back")),
    st.integers(1, 9),
)
def test_the_highest_and_the_lowest_are_so(
    values: list[int | None], op: MeasureOp, order: str, limit: int
) -> None:
    heads = [Head("Departamento", "text", "territory:gt.department"), Head("Casos", "integer")]
    rows = list(zip(PLACES, values, strict=False))
    told, shown = answered(heads, rows, op, order, limit)
    whole = {name: value for name, value in rows if value is not None}
    of = {name: value for name, value in shown if value is not None}
    partial = told.startswith("De los ")
    scope = of if partial else whole
    body = told.partition(", ")[2] if partial else told
    named = [name for name in PLACES if body.startswith(name)]
    first = body.split(";")[0].split(" que ")[0]
    if named and (" alt" in first or " mayor " in first or " suma " in first):
        assert scope[named[0]] == max(scope.values())
    elif named and (" baj" in first or " menor " in first):
        assert scope[named[0]] == min(scope.values())
    if found := re.search(r"(?:el|la) más baj[oa] es (?:el|la) de ([^,]+),", told):
        assert scope[found[1]] == min(scope.values())
    if (found := re.search(r"le sigue ([^,]+),", told)) and named:
        ahead = sum((value > scope[found[1]]) for value in scope.values())
        behind = sum((value < scope[found[1]]) for value in scope.values())
        assert (behind if "baj" in first or "menor" in first else ahead) == 1
    if told.startswith("Solo hay dato"):
        assert len(whole) == 1


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.integers(0, 9000), min_size=2, max_size=8),
    st.sampled_from(("", "up", "down", "back")),
    st.integers(1, 9),
    st.randoms(use_true_random=False),
)
def test_time_runs_forward(values: list[int], order: str, limit: int, chance: Any) -> None:
    heads = [Head("Año", "integer", "year"), Head("Casos", "integer")]
    rows = [(2010 + at, value) for at, value in enumerate(values)]
    shuffled = chance.sample(rows, len(rows))
    told, shown = answered(heads, shuffled, "sum", order, limit)
    if len(shown) < len(rows):
        assert told == ""
        return
    assert told.startswith(f"De 2010 a {2009 + len(values)} ")
    assert ("Subió" in told) <= all(a < b for a, b in pairwise(values))
    assert ("Bajó" in told) <= all(a > b for a, b in pairwise(values))
    assert (" más)" in told) <= (values[-1] > values[0])
    assert (" menos)" in told) <= (values[-1] < values[0])
    quantity = quantity_of([float(value) for value in values], "", "gt")
    if found := re.search(r"el (máximo|mínimo) fue en (\d{4})", told):
        extreme = max(values) if found[1] == "máximo" else min(values)
        assert values[int(found[2]) - 2010] == extreme
        assert quantity.bare(extreme) in told


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=4, max_size=8),
    st.booleans(),
)
def test_how_many_rose_and_fell_is_counted(pairs: list[tuple[int, int]], back: bool) -> None:
    heads = [
        Head("Año", "integer", "year"),
        Head("Departamento", "text", "territory:gt.department"),
        Head("Casos", "integer"),
    ]
    rows = [
        (year, name, pair[at])
        for at, year in enumerate((2012, 2018))
        for name, pair in zip(PLACES, pairs, strict=False)
    ]
    told, _ = answered(heads, rows, "sum", "back" if back else "", 1000)
    assert told.startswith("De 2012 a 2018 ")
    up, down = (sum(sign * (b - a) > 0 for a, b in pairs) for sign in (1, -1))
    for verb, count in (("suben", up), ("bajan", down)):
        if found := re.search(rf"{verb} (?:los )?(\d+)", told):
            assert int(found[1]) == count
        else:
            assert count == 0
    ends = {name: pair[1] for name, pair in zip(PLACES, pairs, strict=False)}
    if found := re.search(r"el más alto es ([^,]+),.* el más bajo, ([^,]+),", told):
        assert (ends[found[1]], ends[found[2]]) == (max(ends.values()), min(ends.values()))


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(-5, 90)), min_size=2, max_size=8),
    st.sampled_from(("Total de hogares", "Manantial")),
)
def test_a_part_of_a_whole_is_never_more_than_it(found: list[tuple[int, int]], label: str) -> None:
    pairs = [(part, max(1, part + rest)) for part, rest in found]
    heads = [
        Head("Departamento", "text", "territory:gt.department"),
        Head("Río o lago", "integer"),
        Head(label, "integer"),
    ]
    rows = [(name, *pair) for name, pair in zip(PLACES, pairs, strict=False)]
    source = unwritten("Agua", heads, rows)
    measure = Measure("ratio", "b", "c")
    explore = Explore(source.table, groups=("a",), measures=(measure,))
    columns = (source.schema[0], replace(source.schema[1], name=measure.name, unit=None))
    shown = tuple((name, part / whole) for name, part, whole in rows)
    answer = Answer(explore, columns, shown, len(shown), "", {})
    known = {each.name: each for each in source.schema}
    if is_share(measure, known, answer):
        assert all(part <= whole for part, whole in pairs)
        assert label == "Total de hogares"
