"""What a drawing draws is its twin: every value, in order, bounded, and the same each time."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cauce.base.canonical import canonical_json
from cauce.base.numerals import number_es
from cauce.charts.drawing import draw
from cauce.charts.drawing.numbers import finite
from cauce.charts.figure import Figure
from cauce.charts.source import Source
from tests.charts.drawing.gallery import LONG, STATES, figure, state
from tests.charts.sources import Head, source_of

NAMES = [
    pytest.param(table, name, marks=[pytest.mark.long] if name in LONG else [], id=name)
    for table, states in STATES.items()
    for name in states
]
SUMMARISED = ("multiples", "small lines", "spread of groups", "histogram")
MOST_MARKS = 5000


def rows_of(spec: Any) -> list[dict[str, Any]]:
    return [row for one in spec["layer"] for row in one["data"]["values"]]


@pytest.mark.parametrize(("table", "name"), NAMES)
def test_every_value_of_the_twin_is_in_the_drawing(
    table: str, name: str, drawn: dict[str, Figure]
) -> None:
    shown = drawn[name]
    for spec in (shown.wide, shown.narrow):
        rows = rows_of(spec)
        assert 0 < len(rows) <= MOST_MARKS
        if name in SUMMARISED:
            continue
        there = [
            number
            for row in rows
            for field in ("value", "until", "x", "y", "end")
            if (number := finite(row.get(field))) is not None
        ]
        ends = [row["end"] - row["start"] for row in rows if "start" in row]
        for value in (finite(value) for row in shown.twin.rows for value in row[1:]):
            if value is None or (value == 0 and shown.kind == "stacked"):
                continue
            assert any(
                abs(value / divisor - drawn_value) <= 1e-6 * abs(drawn_value) + 1e-9
                for divisor in (1, 10**6, 10**9)
                for drawn_value in (*there, *ends)
            ), value


@pytest.mark.parametrize(("table", "name"), NAMES)
def test_twins_say_as_many_things_as_they_have_columns(
    table: str, name: str, drawn: dict[str, Figure]
) -> None:
    twin = drawn[name].twin
    assert twin.rows
    assert {len(row) for row in twin.rows} == {len(twin.columns)}
    assert len({column.name for column in twin.columns}) == len(twin.columns)


@pytest.mark.parametrize(("table", "name"), NAMES)
def test_the_same_state_gives_the_same_bytes_and_is_json(
    table: str, name: str, drawn: dict[str, Figure], tables: dict[str, Source]
) -> None:
    source = tables[table]
    again = draw(source, state(source, STATES[table][name]))
    assert isinstance(again, Figure)
    for spec, other in ((again.wide, drawn[name].wide), (again.narrow, drawn[name].narrow)):
        assert canonical_json(spec) == canonical_json(other)
        assert json.loads(json.dumps(spec, allow_nan=False)) == spec


def test_counts_of_a_histogram_add_up_to_its_values(drawn: dict[str, Figure]) -> None:
    assert sum(row[2] for row in drawn["histogram"].twin.rows) == 21
    assert sum(row[2] for row in drawn["spread of groups"].twin.rows) == 22


def test_parts_of_shares_are_a_hundred(drawn: dict[str, Figure]) -> None:
    for row in drawn["shares"].twin.rows:
        assert sum(value for value in row[1:] if value is not None) == pytest.approx(100)


def test_numbers_are_written_in_their_unit(drawn: dict[str, Figure]) -> None:
    shown = drawn["bars"]
    assert shown.unit == "millones de quetzales"
    said = {row["said"] for row in rows_of(shown.wide) if "said" in row}
    first = float(shown.twin.rows[0][1]) / 10**6
    assert f"{number_es(first, 1)} millones de quetzales" in said


def test_very_long_answers_are_drawn_in_part_and_say_so(tmp_path: Path) -> None:
    rows = [(date(2000, 1, 1) + timedelta(days=at), at % 50) for at in range(5600)]
    heads = [Head("Día", "date"), Head("Casos", "integer")]
    drawn = figure(source_of(tmp_path, "Casos", heads, rows), "por=a&medida=sum.b")
    assert "5,000 de 5,600" in drawn.notes[-1]
    assert len(rows_of(drawn.wide)) <= MOST_MARKS + 20


def test_a_huge_label_does_not_fill_the_drawing(tmp_path: Path) -> None:
    rows = [("Palabra " * 20_000, 1), ("Otra", 2)]
    heads = [Head("Cosa", "text"), Head("Casos", "integer")]
    drawn = figure(source_of(tmp_path, "Casos", heads, rows), "por=a&medida=sum.b")
    assert len(json.dumps(drawn.wide)) < 20_000
    assert len(drawn.twin.rows[1][0]) == 160_000
