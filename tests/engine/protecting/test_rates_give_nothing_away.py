"""Rates of a hidden count are hidden with it: they would give it away."""

from pathlib import Path

import pytest

from cauce.engine.reading.typed import WantedColumn
from tests.engine.reading.columns_typed import typed

CASES = [3, 40, 17, 25, 61, 12]
PEOPLE = [311, 955, 640, 873, 1207, 458]


@pytest.mark.parametrize(
    "rate",
    [
        lambda a, b: f"{100 * a / b:.1f}",
        lambda a, b: f"{1000 * a / b:.2f}",
        lambda a, b: repr(a / b),
        lambda a, b: f"{100 * (a - b) / b:.1f}",
        lambda a, b: repr(100 * a / sum(CASES)),
    ],
)
def test_the_rate_of_a_hidden_count_is_hidden(tmp_path: Path, rate: object) -> None:
    assert callable(rate)
    found = typed(
        tmp_path,
        {
            "Casos": [str(each) for each in CASES],
            "Población": [str(each) for each in PEOPLE],
            "Tasa": [rate(a, b) for a, b in zip(CASES, PEOPLE, strict=True)],
            "Altitud": [f"{each:.2f}" for each in (1500.25, 310.5, 22.75, 980.1, 7.3, 45.8)],
        },
        wanted=[WantedColumn(0, "Casos", protect="small:5")],
    )
    assert [value is None for value in found.values("Casos")] == [True] + [False] * 5
    assert [value is None for value in found.values("Tasa")] == [True] + [False] * 5
    assert None not in found.values("Altitud")
    assert dict(found.column("Tasa").column.missing_marks) == {"protegido": 1}


def test_a_count_corrected_without_its_share_unmasks_no_other(tmp_path: Path) -> None:
    cases = [3, 4, 41, 17, 25, 90, 12, 33, 8, 52]
    shares = [f"{100 * each / sum(cases):.2f}" for each in cases]
    cases[5] += 6
    found = typed(
        tmp_path,
        {"Casos": [str(each) for each in cases], "Parte": shares},
        wanted=[WantedColumn(0, "Casos", protect="small:5")],
    )
    assert [value is None for value in found.values("Parte")] == [True] * 2 + [False] * 8


def test_a_total_that_nobody_marked_gives_nothing_away(tmp_path: Path) -> None:
    found = typed(
        tmp_path,
        {
            "Edad": ["Hombres", "15 a 19", "20 a 24", "25 y más", "Mujeres", "15 a 19", "20 y más"],
            "Ocupados": ["900", "310", "270", "320", "700", "340", "360"],
            "Casos": ["59", "52", "7", "0", "90", "30", "60"],
        },
        wanted=[WantedColumn(2, "Casos", protect="small:10")],
    )
    assert found.values("Casos") == [59, None, None, 0, 90, 30, 60]
