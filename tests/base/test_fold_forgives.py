"""Folding forgets accents, case and punctuation, and nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.fold import fold, slugify, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  COBÁN (Alta   Verapaz) ", "coban alta verapaz"),
        ("Ñandú", "nandu"),
        ("N.º de_casos", "n o de casos"),
        ("Agüero/Straße", "aguero strasse"),
        ("…", ""),
    ],
)
def test_spanish_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_are_the_folded_words() -> None:
    assert words("Población, total") == ["poblacion", "total"]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_accents_and_their_spelling_do_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="aábcdeéfghiíjklmnñoópqrstuúüvwxyz 019-.,"))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(text.title())


@given(st.text())
def test_the_result_has_single_inner_spaces_only(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())


@given(st.text(), st.integers(12, 80))
def test_a_slug_is_a_safe_address(text: str, length: int) -> None:
    slug = slugify(text, length)
    assert 0 < len(slug) <= length
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert "--" not in slug


def test_a_long_slug_is_cut_between_words() -> None:
    assert slugify("Ejecución presupuestaria municipal por función", 30) == (
        "ejecucion-presupuestaria"
    )
    assert slugify("Agua y saneamiento") == "agua-y-saneamiento"
