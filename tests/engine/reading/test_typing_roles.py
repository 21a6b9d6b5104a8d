"""What columns are for: places, years, months, money, percentages, identifiers, units."""

from pathlib import Path
from typing import Any

import pytest

from cauce.territory import divisions
from tests.engine.reading.columns_typed import column, typed

MUNICIPALITIES = divisions("gt.municipality")
DEPARTMENTS = {each.code: each.name for each in divisions("gt.department")}


def test_codes_of_municipalities_get_their_zeros_back(tmp_path: Path) -> None:
    found = typed(
        tmp_path,
        {
            "cod_muni": [float(each.code) for each in MUNICIPALITIES],
            "municipio": [each.name for each in MUNICIPALITIES],
            "departamento": [DEPARTMENTS[each.code[:2]].upper() for each in MUNICIPALITIES],
        },
        text=False,
    )
    code = found.column("cod_muni")
    assert (code.column.type, code.column.role) == ("text", "territory:gt.municipality")
    assert found.values("cod_muni") == [each.code for each in MUNICIPALITIES]
    assert code.width is not None
    assert (code.width.value, "INE" in code.width.reason) == (4, True)
    assert found.column("municipio").column.role == "territory:gt.municipality"
    assert found.column("departamento").column.role == "territory:gt.department"
    assert found.values("departamento")[0] == DEPARTMENTS["01"].upper()
    assert not found.codes() & {"territory.disagreement", "territory.unmatched"}


def test_a_code_and_a_name_that_disagree_are_told_with_their_rows(tmp_path: Path) -> None:
    places = MUNICIPALITIES[:40]
    names = [each.name for each in places]
    names[3], names[20] = names[20], names[3]
    found = typed(tmp_path, {"código": [each.code for each in places], "municipio": names})
    note = next(note for note in found.table.notes if note.code == "territory.disagreement")
    assert list(note.rows) == [5, 22]


def test_names_with_their_department_are_places(tmp_path: Path) -> None:
    cells = [f"{each.name} ({DEPARTMENTS[each.code[:2]]})" for each in MUNICIPALITIES[:60]]
    found, said = column(tmp_path, "Municipio", cells)
    assert said.column.role == "territory:gt.municipality"
    assert found.values("Municipio") == cells


def test_names_that_are_no_place_are_asked_about(tmp_path: Path) -> None:
    names = [*DEPARTMENTS.values(), "Guatemaya"]
    found, said = column(tmp_path, "Departamento", names)
    assert said.column.role == "territory:gt.department"
    note = next(note for note in found.table.notes if note.code == "territory.unmatched")
    assert "«Guatemaya»" in note.message


@pytest.mark.parametrize(
    ("label", "cells", "role"),
    [
        ("Año", ["2019", "2020"], "year"),
        ("ejercicio fiscal", ["2019", "2020"], "year"),
        ("x", ["2018", "2019", "2020", "2021"], "year"),
        ("x", ["2018", "2119", "1020"], None),
        ("Población", ["2018", "2019", "2020", "2021"], None),
        ("años de estudio", ["6", "12", "9"], None),
        ("Mes", ["1", "12", "7"], "month"),
        ("Mes", ["enero", "feb", "Setiembre"], "month"),
        ("periodo", ["2020-01", "2020-02", "2020-03"], "month"),
        ("x", ["Enero 2020", "Febrero 2020", "Marzo 2020"], "month"),
        ("n_meses", ["1", "2", "3"], None),
        ("% de pobreza", ["12.5", "3.1"], "percent"),
        ("Porcentaje / Mujeres", ["12", "31"], "percent"),
        ("pct_rural", ["12.5", "31.1"], "percent"),
        ("Tasa de mortalidad", ["12.5", "31.1"], None),
        ("Monto asignado", ["1200.5", "31.1"], "money"),
        ("gasto", ["1200", "31"], "money"),
        ("Precio", ["Bajo", "Alto"], None),
        ("Egresos hospitalarios", ["1200", "31"], None),
        ("Tipo de gasto", ["1", "2"], None),
        ("id", ["11", "12"], "identifier"),
        ("No.", ["1", "2", "3"], "identifier"),
        ("No. de expediente", ["E-12", "E-13"], "identifier"),
        ("No. de casos", ["12", "13"], None),
        ("DPI", ["1234567890101", "1234567890102"], "identifier"),
        ("Código del proyecto", ["2001", "2002"], "identifier"),
        ("clave", ["A1", "A2"], "identifier"),
        ("x", ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6"], "identifier"),
        ("x", ["AB-1234", "AB-1235", "CD-9000"], "identifier"),
        ("Teléfono", ["5555-1234", "5555-4321"], "identifier"),
        ("rango de edad", ["10-14", "15-19"], None),
        ("trimestre", ["2020-T1", "2020-T2"], None),
        ("Casos", ["12", "13"], None),
        ("Usa celular", ["1200", "31", "455"], None),
        ("Hogares con teléfono celular", ["1200", "3100"], None),
        ("Registro de nacimientos", ["1200", "31", "455"], None),
        ("Estado de la resolución", ["Firme", "Apelada"], None),
    ],
)
def test_roles_are_found(tmp_path: Path, label: str, cells: list[str], role: str | None) -> None:
    _, said = column(tmp_path, label, cells)
    assert said.column.role == role
    assert said.role.reason.endswith(".")


def test_codes_are_text_and_identifiers_show_no_values(tmp_path: Path) -> None:
    found, said = column(tmp_path, "Código del proyecto", ["2001", "2002", "2003"])
    assert said.column.type == "text"
    assert found.values("Código del proyecto") == ["2001", "2002", "2003"]
    assert (said.column.min, said.column.max, said.column.examples) == (None, None, ())
    assert "2001" not in f"{said.type.reason} {said.role.reason}"


@pytest.mark.parametrize(
    ("label", "unit", "role"),
    [
        ("Monto (Q)", "GTQ", "money"),
        ("Presupuesto en millones de quetzales", "millones de GTQ", "money"),
        ("Devengado (miles de soles)", "miles de PEN", "money"),
        ("Costo US$", "USD", "money"),
        ("Superficie (km²)", "km²", None),
        ("Superficie (hectáreas)", "ha", None),
        ("Altitud msnm", "m s. n. m.", None),
        ("Concentración (µg/m³)", "µg/m³", None),
        ("Población (miles)", "miles", None),
        ("Cobertura (%)", "%", "percent"),
        ("$$tiempo", None, None),
        ("Población", None, None),
    ],
)
def test_headers_say_units(tmp_path: Path, label: str, unit: str | None, role: str | None) -> None:
    _, said = column(tmp_path, label, ["1200.5", "31.1"])
    assert (said.column.unit, said.column.role) == (unit, role)


def test_the_title_says_the_currency_of_columns_of_money(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {"Gasto": ["12.5", "3.5"], "Obras": ["1", "2"]}
    found = typed(tmp_path, columns, unit="en miles de quetzales")
    assert found.column("Gasto").column.unit == "miles de GTQ"
    assert found.column("Obras").column.unit is None


@pytest.mark.parametrize("label", ["Año", "Mes", "id"])
def test_what_is_no_quantity_is_never_summed(tmp_path: Path, label: str) -> None:
    cells = {"Año": ["2019", "2020"], "Mes": ["1", "2"], "id": ["7", "8"]}[label]
    _, said = column(tmp_path, label, cells)
    assert said.column.type == "integer"
    assert said.column.sum is None


def test_serial_numbers_under_a_header_of_dates_are_asked_about(tmp_path: Path) -> None:
    found, said = column(tmp_path, "Fecha de inicio", [44000.0, 44100.0], text=False)
    assert said.column.type == "integer"
    assert "column.serial_dates" in found.codes()
