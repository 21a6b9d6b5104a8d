"""K2: rows of persons that are alike to too few others."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cauce.quality.finding import Finding
from tests.quality.tables import screened

COUNT = 120
TYPES: dict[str, Any] = {"Edad": "integer", "Fecha de nacimiento": "date", "Casos": "integer"}


def _classes(folder: Path, columns: dict[str, Any], **more: Any) -> list[Finding]:
    types = {label: type_ for label, type_ in TYPES.items() if label in columns}
    found = screened(folder, columns, **{"types": types, **more})
    return [finding for finding in found if finding.kind == "small_classes"]


def _persons(**more: list[Any]) -> dict[str, Any]:
    return {
        "Edad": [n % 60 for n in range(COUNT)],
        "Sexo": ["MF"[n % 2] for n in range(COUNT)],
        **more,
    }


def test_age_and_sex_of_few_persons(tmp_path: Path) -> None:
    (finding,) = _classes(tmp_path, _persons())
    assert (finding.severity, finding.count, finding.share) == ("error", COUNT, 1.0)
    assert finding.column == "c0"
    assert finding.mends == ("band:5", "leave_out")
    assert "el grupo más pequeño tiene 2" in finding.message


def test_classes_of_five_are_enough(tmp_path: Path) -> None:
    columns = {
        "Edad": [20 + n // 10 for n in range(COUNT)],
        "Sexo": ["MF"[n // 5 % 2] for n in range(COUNT)],
    }
    assert _classes(tmp_path, columns) == []


def test_few_exposed_rows_warn_and_health_blocks(tmp_path: Path) -> None:
    ages = [20 + n % 12 for n in range(600)]
    columns = {"Edad": [*ages, 99], "Sexo": ["M"] * 601}
    (plain,) = _classes(tmp_path / "a", columns)
    assert (plain.severity, plain.count) == ("warning", 1)
    (grave,) = _classes(tmp_path / "b", {**columns, "Diagnóstico": ["A"] * 601})
    assert grave.severity == "error"


def test_dates_of_birth_with_place(tmp_path: Path) -> None:
    columns = {
        "Municipio": ["Cobán", "Mixco"] * 30,
        "Fecha de nacimiento": [date(1990, 1, 1) + timedelta(days=n) for n in range(60)],
    }
    roles = {"Municipio": "territory:gt.municipality"}
    (finding,) = _classes(tmp_path, columns, roles=roles)
    assert (finding.severity, finding.mends[0]) == ("error", "year")


def test_a_table_of_counts_lists_nobody(tmp_path: Path) -> None:
    columns = _persons(Casos=[10 + n for n in range(COUNT)])
    assert _classes(tmp_path, columns) == []


def test_sex_alone_points_at_nobody(tmp_path: Path) -> None:
    assert _classes(tmp_path, {"Edad": list(range(COUNT))}) == []


def test_a_handful_of_rows_is_not_judged(tmp_path: Path) -> None:
    assert _classes(tmp_path, {"Edad": list(range(8)), "Sexo": ["M"] * 8}) == []


def test_bands_of_age_are_judged_again(tmp_path: Path) -> None:
    """What remains after a mend is screened like everything else."""
    bands = [f"{20 + 5 * (n % 12)}-{24 + 5 * (n % 12)}" for n in range(COUNT)]
    few = {"Edad": [*bands, "99 y más"], "Sexo": ["M"] * (COUNT + 1)}
    (finding,) = _classes(tmp_path / "a", few, types={})
    assert finding.count == 1
    assert _classes(tmp_path / "b", {"Edad": bands, "Sexo": ["M"] * COUNT}, types={}) == []


def test_ages_in_bands_with_something_counted_list_nobody(tmp_path: Path) -> None:
    columns: dict[str, Any] = {
        "Edad": [f"{n}-{n + 4}" for n in range(0, 90, 5)],
        "Sexo": ["M"] * 18,
        "Total": [100 + n for n in range(18)],
    }
    found = screened(tmp_path, columns, types={"Total": "integer"})
    assert [finding for finding in found if finding.kind == "small_classes"] == []


def test_years_of_birth_are_ages(tmp_path: Path) -> None:
    years = [1950 + n % 60 for n in range(COUNT)]
    columns = {"Año de nacimiento": years, "Sexo": ["M"] * COUNT}
    found = screened(tmp_path, columns, types={"Año de nacimiento": "integer"})
    (finding,) = [finding for finding in found if finding.kind == "small_classes"]
    assert finding.mends[0] == "band:5"
