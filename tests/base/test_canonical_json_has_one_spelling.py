"""Canonical JSON (RFC 8785): equal values, equal bytes, and the same value back."""

import json
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.canonical import SAFE_INTEGER, canonical_json

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-SAFE_INTEGER, SAFE_INTEGER),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXT,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        # RFC 8785, appendix B
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (1e23, "1e+23"),
        (1e21, "1e+21"),
        (999999999999999700000.0, "999999999999999700000"),
        (9.999999999999997e-7, "9.999999999999997e-7"),
        (0.000001, "0.000001"),
        (333333333.3333332, "333333333.3333332"),
        (-0.0000033333333333333333, "-0.0000033333333333333333"),
        (1424953923781206.2, "1424953923781206.2"),
        (4.5, "4.5"),
        (1.0, "1"),
        (10, "10"),
    ],
)
def test_numbers_are_those_of_the_standard(number: float, written: str) -> None:
    assert canonical_json(number).decode() == written


def test_keys_are_sorted_by_utf16_code_units() -> None:
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "ö": 7}
    written = json.loads(canonical_json(value), object_pairs_hook=lambda pairs: pairs)
    assert [key for key, _ in written] == [
        "\r", "1", "\u0080", "ö", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip


def test_text_is_written_as_it_is() -> None:
    assert canonical_json({"b": [True, None], "a": 'Ñ"\n\u001f'}) == (
        '{"a":"Ñ\\"\\n\\u001f","b":[true,null]}'.encode()
    )


@given(VALUES)
def test_values_read_back(value: object) -> None:
    assert json.loads(canonical_json(value), parse_int=float) == value


@given(st.dictionaries(TEXT, VALUES, max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    backwards = dict(reversed(value.items()))
    assert canonical_json(backwards) == canonical_json(value)


@given(VALUES)
def test_writing_what_was_read_gives_the_same_bytes(value: object) -> None:
    written = canonical_json(value)
    assert canonical_json(json.loads(written, parse_int=_number)) == written


def _number(digits: str) -> float:
    return int(digits) if abs(int(digits)) <= SAFE_INTEGER else float(digits)


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, "\ud800", {"\udfff": 1}])
def test_what_json_cannot_keep_is_an_error(value: object) -> None:
    with pytest.raises(ValueError, match=r"JSON|UTF-8"):
        canonical_json(value)


@pytest.mark.parametrize("value", [date(2020, 1, 1), b"a", {1: 2}, {1, 2}])
def test_other_kinds_are_an_error(value: object) -> None:
    with pytest.raises(TypeError, match="JSON"):
        canonical_json(value)
