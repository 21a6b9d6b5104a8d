"""Check figures of CUI, NIT and RUC: right ones pass, wrong ones fail, chance is as measured."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.quality.identifiers.cui import check_figure, is_cui
from cauce.quality.identifiers.numbers import is_nit, is_personal, is_ruc
from cauce.territory.divisions import codes
from tests.quality.tables import cui, nit_of, ruc_of


@given(st.integers())
def test_a_cui_made_by_the_rule_passes(seed: int) -> None:
    assert is_cui(cui(random.Random(seed)))


@given(st.integers(), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_figure_of_the_serial_number_fails(seed: int, place: int, more: int) -> None:
    number = cui(random.Random(seed))
    wrong = str((int(number[place]) + more) % 10)
    assert not is_cui(number[:place] + wrong + number[place + 1 :])


def test_every_municipality_counts_also_the_newest() -> None:
    """Popular validators know 338 and refuse Sipacate and Petatán."""
    assert len(codes("gt.municipality")) == 340
    assert is_cui("200000005" + "0514") == is_cui("200000005" + "0101")
    serial = "20000001"
    for municipality in ("0514", "1333"):
        assert is_cui(f"{serial}{check_figure(serial)}{municipality}")


def test_places_that_do_not_exist_fail() -> None:
    serial = "20000001"
    for municipality in ("0000", "0118", "2301", "2218"):
        assert not is_cui(f"{serial}{check_figure(serial)}{municipality}")


def test_ten_is_never_issued() -> None:
    serial = next(f"{n:08d}" for n in range(10**7, 10**7 + 200) if check_figure(f"{n:08d}") is None)
    assert not any(is_cui(f"{serial}{figure}0101") for figure in range(10))


@pytest.mark.parametrize("text", ["", "123", "abcdefghijklm", "1234567890123456", "²345678900101"])
def test_what_is_no_number_fails(text: str) -> None:
    assert not is_cui(text)
    assert not is_ruc(text)
    assert not is_nit(text)


@given(st.integers())
def test_nit_and_ruc_made_by_the_rule_pass(seed: int) -> None:
    chance = random.Random(seed)
    assert is_nit(nit_of(chance))
    assert is_ruc(ruc_of(chance, "20"))
    assert is_personal(ruc_of(chance, "10"))
    assert not is_personal(ruc_of(chance, "20"))


def test_chance_accepts_what_was_measured() -> None:
    chance = random.Random(20240131)
    among = 40_000
    cuis = sum(is_cui(f"{chance.randrange(10**13):013d}") for _ in range(among)) / among
    nits = sum(is_nit(str(chance.randrange(10**6, 10**9))) for _ in range(among)) / among
    rucs = sum(is_ruc(f"{chance.randrange(10**11):011d}") for _ in range(among)) / among
    assert cuis == pytest.approx(0.0031, abs=0.001)
    assert nits == pytest.approx(0.0905, abs=0.005)
    assert rucs == pytest.approx(0.0042, abs=0.001)
