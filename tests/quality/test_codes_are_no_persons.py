"""What is not of persons is not taken for it: codes, amounts, years, coordinates, chance itself.

The expectations were written before the thresholds were tried: no finding in any of these.
"""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cauce.engine.columns import ColumnType
from cauce.territory.divisions import codes
from tests.quality.tables import screened

COUNT = 400


def _codes() -> dict[str, tuple[ColumnType, list[Any]]]:
    chance = random.Random(1821)
    municipalities = list(codes("gt.municipality"))
    districts = list(codes("pe.district"))
    some = range(COUNT)
    return {
        "Código INE": ("text", [municipalities[n % 340] for n in some]),
        "Ubigeo": ("text", [districts[n % len(districts)] for n in some]),
        "Ubigeo sin cero": ("integer", [int(districts[n]) for n in some]),
        "SNIP": ("integer", [chance.randrange(10_000, 400_000) for _ in some]),
        "NOG": ("integer", [chance.randrange(9_000_000, 25_000_000) for _ in some]),
        "NOG texto": ("text", [str(24_000_000 + 13 * n) for n in some]),
        "Código único de inversión": (
            "integer",
            [chance.randrange(2_000_000, 2_700_000) for _ in some],
        ),
        "Expediente SIAF": ("text", [f"{n:010d}" for n in some]),
        "Monto": ("number", [chance.randrange(10**12) / 100 for _ in some]),
        "Monto entero": ("integer", [chance.randrange(10**6, 10**13) for _ in some]),
        "Monto redondo": ("integer", [chance.randrange(1, 999) * 1_000_000 for _ in some]),
        "Año": ("integer", [1990 + n % 35 for n in some]),
        "Período": ("text", [f"{1990 + n % 30}-{1991 + n % 30}" for n in some]),
        "Vigencia": ("text", [f"{2000 + n % 20} {2004 + n % 20}" for n in some]),
        "Población": ("integer", [chance.randrange(100, 3_000_000) for _ in some]),
        "Latitud": ("number", [14 + chance.random() for _ in some]),
        "Longitud": ("text", [f"-90.{chance.randrange(10**8):08d}" for _ in some]),
        "UTM": ("integer", [chance.randrange(1_500_000, 1_999_999) for _ in some]),
        "Fecha compacta": (
            "text",
            [f"{2000 + n % 24}{1 + n % 12:02d}{1 + n % 28:02d}" for n in some],
        ),
        "Fecha numérica": ("integer", [20_000_101 + 10_000 * (n % 24) + n % 28 for n in some]),
        "Instante": ("integer", [1_600_000_000_000 + 86_400_000 * n for n in some]),
        "Sello": (
            "text",
            [(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=7 * n)).isoformat() for n in some],
        ),
        "Fecha": ("date", [date(2020, 1, 1) + timedelta(days=n) for n in some]),
        "Contrato": ("text", [f"{n + 1:03d}-{2020 + n % 5}" for n in some]),
        "Centro educativo": ("text", [f"16-01-{n:04d}-46" for n in some]),
        "Cuenta": ("text", [f"{chance.randrange(10**10):010d}" for _ in some]),
        "EAN": ("text", [f"740{chance.randrange(10**10):010d}" for _ in some]),
        "Correlativo largo": ("integer", [2_024_000_000_000 + n for n in some]),
        "Correlativo con municipio": (
            "text",
            [f"{20_240_000 + n}5{municipalities[n % 340]}" for n in some],
        ),
        "Serie con final fijo": ("text", [f"{chance.randrange(10**9):09d}0101" for _ in some]),
        "Trece cifras": ("text", [f"{chance.randrange(10**13):013d}" for _ in some]),
        "Ocho cifras": ("text", [f"{chance.randrange(10**8):08d}" for _ in some]),
        "Once cifras": ("text", [f"{chance.randrange(10**11):011d}" for _ in some]),
        "Once desde veinte": ("text", [f"20{chance.randrange(10**9):09d}" for _ in some]),
        "Nueve cifras": ("text", [f"{chance.randrange(10**9):09d}" for _ in some]),
        "Serie desde nueve": ("integer", [900_000_000 + n for n in some]),
        "Siete y una": ("text", [f"{chance.randrange(10**7):07d}-{n % 10}" for n in some]),
        "Resumen": ("text", [f"{chance.getrandbits(128):032x}" for _ in some]),
        "Texto": (
            "text",
            [f"Obra {n} por Q {chance.randrange(10**7):,}.00 en {2000 + n % 25}" for n in some],
        ),
    }


ALL = _codes()


@pytest.mark.parametrize("country", ["gt", "pe", None])
def test_none_of_them_is_a_person(tmp_path: Path, country: str | None) -> None:
    found = screened(
        tmp_path,
        {label: values for label, (_, values) in ALL.items()},
        types={label: type_ for label, (type_, _) in ALL.items()},
        country=country,
    )
    assert [(one.column, one.kind, one.message) for one in found] == []


@pytest.mark.parametrize("figures", [8, 9, 11, 13])
def test_random_numbers_are_flagged_by_no_seed(tmp_path: Path, figures: int) -> None:
    """Forty columns of different length and seed: none is flagged."""
    chance = random.Random(figures)
    columns = {
        f"Código {n}": [f"{chance.randrange(10**figures):0{figures}d}" for _ in range(120)]
        for n in range(40)
    }
    assert screened(tmp_path, columns, country=None) == ()


def test_small_columns_of_random_numbers_seldom_alarm(tmp_path: Path) -> None:
    """Of 250 columns of eight random numbers chance flags at most a few."""
    chance = random.Random(8)
    columns = {
        f"Código {n}": [f"{chance.randrange(10**13):013d}" for _ in range(8)] for n in range(250)
    }
    assert len(screened(tmp_path, columns)) <= 10
