"""Column names made from labels are safe, different, and as readable as they can be."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.fold import IDENTIFIER_LENGTH, identifier, unique_identifiers

SAFE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LABELS = st.one_of(
    st.text(max_size=90), st.sampled_from(["a", "a_2", "A", "", "columna_1", "columna 2", "2018"])
)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Población / Mujeres / Rural", "poblacion_mujeres_rural"),
        ("2018", "c_2018"),
        ("% de pobreza", "porcentaje_de_pobreza"),
        ("_row", "row"),
        ("_kind", "kind"),
        ("人口", "columna"),
        ("", "columna"),
        ("Año", "ano"),
    ],
)
def test_labels_become_names(label: str, name: str) -> None:
    assert identifier(label) == name


@given(st.text())
def test_a_name_is_always_safe(label: str) -> None:
    name = identifier(label)
    assert SAFE.fullmatch(name)
    assert len(name) <= IDENTIFIER_LENGTH
    assert name not in {"_row", "_kind"}


@given(st.text())
def test_a_name_keeps_its_name(label: str) -> None:
    assert identifier(identifier(label)) == identifier(label)


def test_blank_labels_are_numbered_by_place_and_repeated_ones_by_count() -> None:
    assert unique_identifiers(["Casos", None, "%", "Casos", "  ", "casos"]) == [
        "casos", "columna_2", "porcentaje", "casos_2", "columna_5", "casos_3",
    ]  # fmt: skip


def test_a_suffix_never_takes_the_name_of_another_label() -> None:
    assert unique_identifiers(["a", "a", "a_2"]) == ["a", "a_3", "a_2"]


@given(st.lists(st.one_of(st.none(), LABELS), max_size=30))
def test_names_are_all_different_and_safe(labels: list[str | None]) -> None:
    names = unique_identifiers(labels)
    assert len(set(names)) == len(names) == len(labels)
    assert all(SAFE.fullmatch(name) and len(name) <= IDENTIFIER_LENGTH for name in names)
