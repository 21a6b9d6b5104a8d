"""Columns of real files are recognised as a person reading them would."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from cauce.territory import ColumnMatch, disagreements, match_column

Rows = list[list[str]]


def _rows(path: Path, delimiter: str = ",") -> Rows:
    if path.suffix == ".xlsx":
        workbook = CalamineWorkbook.from_path(str(path))
        sheet = workbook.get_sheet_by_name(workbook.sheet_names[0])
        return [[_text(cell) for cell in row] for row in sheet.to_python()]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter, skipinitialspace=True))


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _roles(rows: Rows) -> dict[str, ColumnMatch]:
    """The match of each column that has one, by its heading."""
    header, *body = rows
    found = {}
    for place, label in enumerate(header):
        match = match_column(Counter(row[place] for row in body if place < len(row)), label)
        if match is not None:
            found[label.strip()] = match
    return found


def test_every_municipal_workbook_has_its_four_columns(shared_data: Path) -> None:
    files = sorted((shared_data / "gt_municipal").glob("*.xlsx"))
    assert files
    for file in files:
        roles = _roles(_rows(file))
        found = sorted((match.level, match.how) for match in roles.values())
        assert found == [
            ("gt.department", "code"),
            ("gt.department", "name"),
            ("gt.municipality", "code"),
            ("gt.municipality", "name"),
        ], file.name
        assert all(match.row_share > 0.99 for match in roles.values()), file.name


@pytest.mark.parametrize(
    ("name", "delimiter", "expected"),
    [
        (
            "gt_municipal/ejecucion7_2.csv",
            ",",
            {
                "codigo_municipal": ("gt.municipality", "code"),
                "municipio": ("gt.municipality", "name"),
                "codigo_departamental": ("gt.department", "code"),
                "departamento": ("gt.department", "name"),
            },
        ),
        (
            "gt_mineduc/altaVerapaz.csv",
            ";",
            {
                "DEPARTAMENTO": ("gt.department", "name"),
                "MUNICIPIO": ("gt.municipality", "name"),
                "DEPARTAMENTAL": ("gt.department", "name"),
            },
        ),
        (
            "pe_ubigeo/ubigeo_distrito.csv",
            ",",
            {
                "inei": ("pe.district", "code"),
                "reniec": ("pe.district", "reniec"),
                "departamento": ("pe.department", "name"),
                "provincia": ("pe.province", "name"),
                "distrito": ("pe.district", "name"),
                "region": ("pe.department", "name"),
            },
        ),
        (
            "pe_lambayeque/educacion__educacion__data_iiee.csv",
            ";",
            {
                "Ubigeo": ("pe.district", "code"),
                "Departamento": ("pe.department", "name"),
                "Provincia": ("pe.province", "name"),
                "Distrito": ("pe.district", "name"),
            },
        ),
    ],
)
def test_the_columns_of_a_table_are_what_they_are(
    shared_data: Path, name: str, delimiter: str, expected: dict[str, tuple[str, str]]
) -> None:
    roles = _roles(_rows(shared_data / name, delimiter))
    assert {label: (match.level, match.how) for label, match in roles.items()} == expected


def test_departments_beside_municipalities_leave_no_doubt(shared_data: Path) -> None:
    header, *body = _rows(shared_data / "gt_municipal" / "1. Ranking Municipal - SEGEPLAN.xlsx")
    name, holder = header.index("municipio"), header.index("departamento")
    beside: dict[str, list[str]] = defaultdict(list)
    for row in body:
        beside[row[name]].append(row[holder])
    match = match_column(Counter(row[name] for row in body), "municipio", beside=beside)
    assert match is not None
    shared = {text for text, holders in beside.items() if len(holders) > 1}
    assert set(match.ambiguous) == shared


def test_the_registry_and_the_names_of_peru_agree(shared_data: Path) -> None:
    header, *body = _rows(shared_data / "pe_ubigeo" / "ubigeo_distrito.csv")
    columns = dict(zip(header, zip(*body, strict=True), strict=True))
    assert disagreements("pe.district", columns["inei"], columns["distrito"]) == ()
    assert disagreements("pe.district", columns["reniec"], columns["distrito"], "reniec") == ()
    assert disagreements("pe.district", columns["reniec"], columns["distrito"])
