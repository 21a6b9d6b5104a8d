"""Labels keep apart, words fit, ticks are round and numbers are said in a unit people read."""

import struct
import time
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.charts.drawing.dodging import dodged
from cauce.charts.drawing.letters import cut, width_of, wrapped
from cauce.charts.drawing.numbers import scale_of, ticks
from cauce.charts.drawing.words import humane

Floats = st.floats(-1e12, 1e12, allow_nan=False)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=15))
def test_labels_keep_apart_in_their_order(wanted: list[float]) -> None:
    placed = dodged(wanted, 15, 0, 300)
    ranked = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    assert all(placed[after] - placed[before] >= 15 - 1e-6 for before, after in pairwise(ranked))
    assert min(placed) >= -1e-6
    assert max(placed) <= 300 + 1e-6


@given(
    st.lists(st.integers(0, 10), max_size=5, unique=True).map(lambda it: [40.0 * at for at in it])
)
def test_labels_with_room_stay_where_they_are(wanted: list[float]) -> None:
    assert dodged(wanted, 15, 0, 500) == pytest.approx(tuple(wanted))


@given(st.text(max_size=80), st.floats(20, 300))
def test_cut_words_fit(text: str, room: float) -> None:
    assert width_of(cut(text, room, 13), 13) <= room
    assert all(width_of(line, 13) <= room for line in wrapped(text, room, 13))
    assert len(wrapped(text, room, 13)) <= 2


def test_a_megabyte_of_text_is_cut_as_soon_as_a_word() -> None:
    began = time.process_time()
    for text in ("a" * 10**6, "a " * 10**6, "\n" * 10**6):
        assert width_of(cut(text, 200, 13), 13) <= 200
        assert len(wrapped(text, 200, 13)) <= 2
    assert time.process_time() - began < 0.5


@given(Floats, Floats, st.integers(1, 8))
def test_ticks_cover_their_span_in_few_even_steps(first: float, second: float, most: int) -> None:
    low, high = sorted((first, second))
    marks = ticks(low, high, most)
    assert marks.low <= low + abs(low) * 1e-9 + 1e-280
    assert marks.high >= high - abs(high) * 1e-9 - 1e-280
    assert len(marks.values) <= most + 3
    assert list(marks.values) == sorted(set(marks.values))


@given(st.lists(Floats, min_size=1, max_size=20), st.sampled_from(["", "%", "quetzales", "km²"]))
def test_numbers_are_short_and_keep_their_sign(values: list[float], unit: str) -> None:
    scale = scale_of(values, unit, "gt")
    for value in values:
        text = scale.text(value)
        assert len(text) <= 16 or value / scale.divisor > 1e6
        if abs(value) / scale.divisor > 1:
            assert text.startswith("−") is (value < 0)


@pytest.mark.parametrize(
    ("values", "unit", "said"),
    [
        ((1_400_000_000.0, 3e8), "quetzales", "1,400 millones de quetzales"),
        ((12_300_000_000.0,), "quetzales", "12,300 millones de quetzales"),
        ((5_863_497.0,), "", "5,863,497"),
        ((62.34, 8.1), "%", "62.3\u00a0%"),
        ((0.8452, 0.3), "", "0.845"),
        ((3.0, 4.0), "", "3"),
    ],
)
def test_units_are_those_of_a_newspaper(values: tuple[float, ...], unit: str, said: str) -> None:
    assert scale_of(values, unit, "gt").full(values[0]) == said


def test_the_custom_is_that_of_the_country() -> None:
    assert scale_of((1234.5, 2.0), "", "gt").text(1234.5) == "1,235"
    assert scale_of((12.5,), "", "es").text(12.5) == "12,5"


def test_what_is_nearly_nothing_is_not_said_to_be_nothing() -> None:
    assert scale_of((100.0, 90.0, 0.001), "%", "gt").text(0.001) == "<0.1"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("devengado_q", "Devengado"),
        ("Asignado (Q)", "Asignado"),
        ("pobreza_total_pct", "Pobreza total"),
        ("anio", "Año"),
        ("Población / Total", "Población / Total"),
        ("idh_2019", "IDH 2019"),
    ],
)
def test_headers_are_said_as_people_would(label: str, said: str) -> None:
    assert humane(label) == said


@pytest.mark.parametrize(("face", "bold"), [("Regular", False), ("Semibold", True)])
def test_letters_are_as_wide_as_those_of_the_font(face: str, bold: bool) -> None:
    advance = _advances((files("cauce.charts") / "fonts" / f"SourceSans3-{face}.otf").read_bytes())
    for text in ("Huehuetenango 30.1", "Suchitepéquez", "Administración Legislativa", "1,234.5"):
        real = sum(advance[ord(letter)] for letter in text) * 13 / 1000
        assert real * 0.99 <= width_of(text, 13, bold=bold) <= real * 1.06


def _advances(font: bytes) -> dict[int, int]:
    """How wide each letter is in thousandths, from the tables ``cmap`` and ``hmtx``."""
    count = struct.unpack(">H", font[4:6])[0]
    tables = {
        tag.decode(): start
        for tag, _, start, _ in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * count])
    }
    metrics = struct.unpack(">H", font[tables["hhea"] + 34 : tables["hhea"] + 36])[0]
    cmap = tables["cmap"]
    records = struct.unpack(">H", font[cmap + 2 : cmap + 4])[0]
    glyphs: dict[int, int] = {}
    for record in range(records):
        start = cmap + struct.unpack(">I", font[cmap + 8 + 8 * record : cmap + 12 + 8 * record])[0]
        if struct.unpack(">H", font[start : start + 2])[0] == 12:
            groups = struct.unpack(">I", font[start + 12 : start + 16])[0]
            for first, last, glyph in struct.iter_unpack(
                ">III", font[start + 16 : start + 16 + 12 * groups]
            ):
                glyphs |= {code: glyph + code - first for code in range(first, min(last, 700) + 1)}
    found = {}
    for code, glyph in glyphs.items():
        place = tables["hmtx"] + 4 * min(glyph, metrics - 1)
        found[code] = struct.unpack(">H", font[place : place + 2])[0]
    return found
