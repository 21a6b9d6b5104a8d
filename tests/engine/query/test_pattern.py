"""Searching by a pattern finds what searching by folding finds."""

import unicodedata
from typing import Literal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.engine.query.pattern import pattern

LETTERS = "aeiounáéíóúüñÁÉÍÓÚÜÑçãõâêôàABCxyz019 .,*+?()[]{}|^$\\-/%_'\"&~#\t\n€"
texts = st.text(st.sampled_from(LETTERS), min_size=1, max_size=6)


def folded(value: str, text: str) -> bool:
    sql = "SELECT contains(strip_accents(lower($v)), strip_accents(lower($t)))"
    return asked(sql, v=value, t=text)


def matched(value: str, text: str) -> bool:
    sql = "SELECT regexp_matches($v, $p)"
    return asked(sql, v=value, p=pattern(text))


def asked(sql: str, **values: str) -> bool:
    answer: bool = duckdb.execute(sql, values).fetchall()[0][0]
    return answer


@settings(deadline=None, max_examples=150)
@given(texts, texts, texts, st.sampled_from(["NFC", "NFD"]))
def test_both_ways_agree(before: str, text: str, after: str, form: Literal["NFC", "NFD"]) -> None:
    stored = unicodedata.normalize(form, before + text.swapcase() + after)
    assert matched(stored, text)
    assert folded(stored, text)
    other = unicodedata.normalize(form, before + after)
    assert matched(other, text) == folded(other, text)


@pytest.mark.parametrize("text", ["peten", "PETÉN", "Pete\u0301n", "petëñ"])
def test_accents_and_case_are_forgiven_in_either_form(text: str) -> None:
    assert matched("El Petén", text)
    assert matched(unicodedata.normalize("NFD", "EL PETÉN"), text)


def test_a_nul_is_a_letter_like_any_other() -> None:
    assert matched("a\0b", "\0")
    assert not matched("ab", "\0")
