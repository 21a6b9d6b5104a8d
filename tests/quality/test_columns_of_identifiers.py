"""Columns of identity numbers are found however people write them, and stored of whatever type."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from cauce.quality.finding import identifies
from tests.quality.tables import cui, kinds_of, nit_of, ruc_of, screened

WAYS: dict[str, Callable[[str], str]] = {
    "alone": str,
    "spaces": lambda n: f"{n[:4]} {n[4:9]} {n[9:]}",
    "hyphens": lambda n: f"{n[:4]}-{n[4:9]}-{n[9:]}",
    "two groups": lambda n: f"{n[:9]} {n[9:]}",
    "spreadsheet": lambda n: f"{n}.0",
    "named": lambda n: f"DPI: {n}",
    "quoted": lambda n: f"'{n}",
}


@pytest.mark.parametrize("way", WAYS)
def test_cui_in_every_way_of_writing(tmp_path: Path, way: str) -> None:
    chance = random.Random(way)
    values = [WAYS[way](cui(chance)) for _ in range(60)]
    (finding,) = screened(tmp_path, {"Dato": values})
    assert (finding.kind, finding.severity, finding.count) == ("cui", "error", 60)
    assert finding.blocks
    assert identifies(finding)
    assert finding.share == 1
    assert finding.lower_bound is not None
    assert finding.lower_bound > 0.85
    assert finding.example_rows == (2, 3, 4, 5, 6)
    assert finding.mends[0] == "leave_out"


@pytest.mark.parametrize("type_", ["integer", "number"])
def test_cui_stored_as_numbers(tmp_path: Path, type_: str) -> None:
    chance = random.Random(3)
    made = int if type_ == "integer" else float
    values = [made(cui(chance)) for _ in range(50)]
    (finding,) = screened(tmp_path, {"Código": values}, types={"Código": type_})  # type: ignore[dict-item]
    assert kinds_of([finding]) == [("cui", "error")]
    assert not any(mend.startswith("mask") for mend in finding.mends)


def test_a_column_where_one_of_ten_is_a_cui(tmp_path: Path) -> None:
    chance = random.Random(4)
    values = [
        cui(chance) if n % 10 == 0 else f"{chance.randrange(10**13):013d}" for n in range(800)
    ]
    (finding,) = screened(tmp_path, {"Código": values})
    assert kinds_of([finding]) == [("cui", "error")]


def test_totals_are_published_and_looked_at(tmp_path: Path) -> None:
    chance = random.Random(5)
    values = [cui(chance) for _ in range(6)]
    found = screened(tmp_path, {"Dato": values}, kinds=["total"] * 6)
    assert kinds_of(found) == [("cui", "error")]


@pytest.mark.parametrize("hyphen", [True, False])
def test_nit_with_and_without_hyphen(tmp_path: Path, hyphen: bool) -> None:
    chance = random.Random(6)
    values = [nit_of(chance) if hyphen else nit_of(chance).replace("-", "") for _ in range(80)]
    values += ["CF"] * 10
    assert kinds_of(screened(tmp_path, {"Contribuyente": values})) == [("nit", "error")]


def test_nit_of_offices_is_less(tmp_path: Path) -> None:
    chance = random.Random(7)
    values = [nit_of(chance) for _ in range(30)]
    (finding,) = screened(tmp_path, {"NIT de la entidad compradora": values})
    assert kinds_of([finding]) == [("nit", "warning")]
    assert not finding.blocks


def test_ruc_of_persons_blocks_and_of_companies_informs(tmp_path: Path) -> None:
    chance = random.Random(8)
    companies = [ruc_of(chance, "20") for _ in range(60)]
    some = [*companies[:-3], *(ruc_of(chance, "10") for _ in range(3))]
    (only,) = screened(tmp_path / "a", {"Proveedor": companies}, country="pe")
    assert kinds_of([only]) == [("ruc", "info")]
    assert not identifies(only)
    assert kinds_of(screened(tmp_path / "b", {"Proveedor": some}, country="pe")) == [
        ("ruc", "error")
    ]


def test_dni_needs_its_heading(tmp_path: Path) -> None:
    chance = random.Random(9)
    values = [f"{chance.randrange(10**8):08d}" for _ in range(200)]
    for place, label in enumerate(("DNI", "N° Documento", "Documento de identidad")):
        found = screened(tmp_path / str(place), {label: values}, country="pe")
        assert kinds_of(found) == [("dni", "error")], label
    assert screened(tmp_path / "x", {"Expediente": values}, country="pe") == ()


def test_dni_that_lost_their_zeros(tmp_path: Path) -> None:
    chance = random.Random(10)
    values = [chance.randrange(10**6, 10**8) for _ in range(200)]
    found = screened(tmp_path, {"dni": values}, types={"dni": "integer"}, country="pe")
    assert kinds_of(found) == [("dni", "error")]


@pytest.mark.parametrize(
    ("label", "values", "country"),
    [
        ("Teléfono", ["55551234", "2222-3333", "7777 8888", "4123 4567"], "gt"),
        ("Celular", [55551234, 42223333, 37778888], "gt"),
        ("Contacto", ["5555-1234", "4222-3333", "3777-8888", "5011-2233"] * 5, "gt"),
        ("CONTACTO", ["+502 5555 1234", "+502 4222 3333", "+502 3777 8888"] * 4, None),
        ("Tel. / cel.", ["987654321", "912 345 678", "01-4567890"], "pe"),
    ],
)
def test_telephones_by_heading_or_way_of_writing(
    tmp_path: Path, label: str, values: list[object], country: str | None
) -> None:
    whole = isinstance(values[0], int)
    found = screened(
        tmp_path, {label: values}, types={label: "integer"} if whole else None, country=country
    )
    assert kinds_of(found) == [("phone", "error")]


def test_bare_mobiles_of_peru_without_heading(tmp_path: Path) -> None:
    chance = random.Random(11)
    values = [str(chance.randrange(900_000_000, 10**9)) for _ in range(300)]
    assert kinds_of(screened(tmp_path, {"Dato": values}, country="pe")) == [("phone", "warning")]


def test_addresses_of_persons_block_and_of_offices_inform(tmp_path: Path) -> None:
    persons = [f"ana.lopez{n}@correo.gt" for n in range(20)]
    offices = ["info@muni.gob.gt", "transparencia@ejemplo.gob.gt", "mesadepartes@ejemplo.pe"]
    assert kinds_of(screened(tmp_path / "a", {"Dato": persons})) == [("email", "error")]
    (only,) = screened(tmp_path / "b", {"Dato": offices})
    assert kinds_of([only]) == [("email", "info")]


def test_dates_of_birth_warn(tmp_path: Path) -> None:
    from datetime import date

    days = [date(1980 + n % 30, 1, 1) for n in range(9)]
    (finding,) = screened(
        tmp_path, {"Fecha de nacimiento": days}, types={"Fecha de nacimiento": "date"}
    )
    assert kinds_of([finding]) == [("birth_date", "warning")]
    assert finding.mends[0] == "year"
