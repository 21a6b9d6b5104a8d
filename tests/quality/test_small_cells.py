"""K1: cells that count one to four persons, in tables that count persons and in no others."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cauce.quality.finding import Finding
from tests.quality.tables import kinds_of, screened

PLACES = [f"Aldea {n}" for n in range(12)]
CELLS = [0, 1, 4, 5, 12, 3, 40, 7, 9, 100, 2, 6]


def _table(
    folder: Path, label: str, cells: Sequence[Any] = CELLS, **more: Any
) -> tuple[Finding, ...]:
    return screened(folder, {"Aldea": PLACES, label: cells}, types={label: "integer"}, **more)


@pytest.mark.parametrize(
    "label",
    [
        "Casos de dengue",
        "Defunciones",
        "Mujeres víctimas de violencia",
        "Pacientes atendidos",
        "Personas con discapacidad",
        "neumonias_men5",
        "Niñas de 0 a 4 años",
        "Suicidios",
    ],
)
def test_health_violence_disability_and_minors_block(tmp_path: Path, label: str) -> None:
    (finding,) = _table(tmp_path, label)
    assert (finding.kind, finding.severity, finding.count) == ("small_cells", "error", 4)
    assert finding.blocks
    assert finding.rows == 12
    assert finding.example_rows == (3, 4, 7, 12)
    assert finding.mends == ("small:5", "leave_out")


@pytest.mark.parametrize(
    "label",
    [
        "Población",
        "Hombres",
        "Hogares",
        "Estudiantes inscritos",
        "Docentes",
        "Total de personas",
        "Población maya",
        "Familias beneficiadas",
    ],
)
def test_persons_of_other_tables_warn(tmp_path: Path, label: str) -> None:
    (finding,) = _table(tmp_path, label)
    assert kinds_of([finding]) == [("small_cells", "warning")]
    assert not finding.blocks


@pytest.mark.parametrize(
    "label",
    [
        "Escuelas",
        "Establecimientos de salud",
        "Viviendas",
        "Número de obras",
        "Contratos",
        "Camas de hospital",
        "Edad",
        "Año",
        "Semana",
        "Mes",
        "Nivel",
        "Puesto en el ranking",
        "Tasa de homicidios",
        "Porcentaje de mujeres",
        "Hijos",
        "Código",
        "Zona",
        "Cantidad",
        "4221 – Ayuda para personas con desafíos físicos",
        "Manantial o nacimiento",
    ],
)
def test_things_rates_and_codes_are_no_persons(tmp_path: Path, label: str) -> None:
    assert _table(tmp_path, label) == ()


def test_a_label_that_says_nothing_is_of_what_the_title_says(tmp_path: Path) -> None:
    for place, label in enumerate(("2023", "Total", "F < 1 mes", "85 - 89")):
        said = _table(
            tmp_path / f"{place}a", label, texts=["Casos de desnutrición aguda por aldea"]
        )
        assert kinds_of(said) == [("small_cells", "error")], label
        goods = _table(tmp_path / f"{place}b", label, texts=["Escuelas por aldea y alumnos"])
        assert goods == (), label
        assert _table(tmp_path / f"{place}c", label) == (), label


def test_numbers_among_the_places_are_codes(tmp_path: Path) -> None:
    found = screened(
        tmp_path,
        {"Red": CELLS, "Aldea": PLACES, "2023": CELLS},
        types={"Red": "integer", "2023": "integer"},
        texts=["Casos de malaria"],
    )
    assert [finding.column for finding in found] == ["c2"]


def test_columns_with_a_role_count_nothing(tmp_path: Path) -> None:
    assert _table(tmp_path, "Casos", roles={"Casos": "percent"}) == ()


def test_no_small_cell_is_no_finding(tmp_path: Path) -> None:
    assert _table(tmp_path, "Casos de dengue", [0, 5, 6, 7, 8, 9, 10, 11, 12, 0, 50, None]) == ()


def test_totals_are_not_counted_again(tmp_path: Path) -> None:
    (finding,) = _table(tmp_path, "Casos de VIH", kinds=["data"] * 10 + ["subtotal", "total"])
    assert finding.count == 3


def test_one_cell_is_said_in_singular(tmp_path: Path) -> None:
    (finding,) = _table(tmp_path, "Muertes", [9] * 11 + [1])
    assert "hay 1 celda que cuenta de uno a cuatro" in finding.message


def test_who_made_the_table_is_not_what_it_counts(tmp_path: Path) -> None:
    for place, text in enumerate(("Fuente: Ministerio de Salud", "MINISTERIO DE SALUD PÚBLICA")):
        assert _table(tmp_path / str(place), "2023", texts=[text]) == ()


def test_posts_of_health_with_telephones_are_looked_at_too(tmp_path: Path) -> None:
    found = screened(
        tmp_path,
        {"Puesto": PLACES, "Teléfono": ["5555-1234"] * 12, "Casos de VIH": CELLS},
        types={"Casos de VIH": "integer"},
    )
    assert kinds_of(found) == [("phone", "error"), ("small_cells", "error")]


def test_notes_and_codes_after_the_counts_change_nothing(tmp_path: Path) -> None:
    columns = {"Aldea": PLACES, "1/2025": CELLS, "Ubigeo": PLACES, "Tendencia": ["sube"] * 12}
    found = screened(
        tmp_path,
        columns,
        types={"1/2025": "integer"},
        roles={"Ubigeo": "territory:pe.district"},
        texts=["Casos de dengue"],
    )
    assert [finding.column for finding in found] == ["c1"]


@pytest.mark.parametrize("label", ["Tipo de alumbrado Gas corriente", "Hijos vivos 0"])
def test_classes_in_a_label_are_counted(tmp_path: Path, label: str) -> None:
    found = _table(tmp_path, label, texts=["version 2021 15. Hogares por alumbrado"])
    assert kinds_of(found) == [("small_cells", "warning")]
