"""Protected columns say less: years, months, bands, parts of codes, texts without persons."""

from pathlib import Path

import pytest

from cauce.base.errors import Refusal
from cauce.engine.columns import IDENTIFIER
from cauce.engine.reading.typed import WantedColumn
from tests.engine.reading.columns_typed import Typed, typed


def protected(folder: Path, label: str, cells: list[str | None], **wanted: str) -> Typed:
    return typed(folder, {label: cells}, wanted=[WantedColumn(0, label, **wanted)])  # type: ignore[arg-type]


DATES = ["14/03/1987", "02/11/1990", None, "29/02/2000"]


def test_dates_become_their_year(tmp_path: Path) -> None:
    found = protected(tmp_path, "Nacimiento", [*DATES], protect="year")
    column = found.column("Nacimiento").column
    assert found.values("Nacimiento") == [1987, 1990, None, 2000]
    assert (column.type, column.role, column.min, column.max) == ("integer", "year", 1987, 2000)
    assert column.sum is None
    assert found.column("Nacimiento").type.value == "date"


def test_dates_become_their_month(tmp_path: Path) -> None:
    found = protected(tmp_path, "Nacimiento", [*DATES], protect="month")
    column = found.column("Nacimiento").column
    assert found.values("Nacimiento") == ["1987-03", "1990-11", None, "2000-02"]
    assert (column.type, column.role) == ("text", "month")


def test_numbers_become_bands(tmp_path: Path) -> None:
    found = protected(tmp_path, "Edad", ["0", "4", "5", "23", None], protect="band:5")
    assert found.values("Edad") == ["0–4", "0–4", "5–9", "20–24", None]
    assert found.column("Edad").column.type == "text"


def test_the_few_beyond_share_an_open_band(tmp_path: Path) -> None:
    ages = [str(20 + place % 60) for place in range(400)] + ["97", "104"]
    found = protected(tmp_path, "Edad", [*ages], protect="band:5")
    assert found.values("Edad")[-2:] == ["75 y más", "75 y más"]
    assert not {"95–99", "100–104"} & set(found.values("Edad"))
    assert found.column("Edad").column.max == "75 y más"


def test_bands_below_zero_and_of_decimals(tmp_path: Path) -> None:
    assert protected(tmp_path, "Saldo", ["-7", "-5", "-1", "3"], protect="band:5").values(
        "Saldo"
    ) == ["-10 a -6", "-5 a -1", "-5 a -1", "0–4"]
    assert protected(tmp_path, "Peso", ["-0.5", "9.99", "10.0"], protect="band:10").values(
        "Peso"
    ) == ["-10 a menos de 0", "0 a menos de 10", "10 a menos de 20"]


def test_a_total_has_no_band(tmp_path: Path) -> None:
    found = typed(
        tmp_path,
        {"Edad": ["20", "31", "51"]},
        kinds={2: "total"},
        wanted=[WantedColumn(0, "Edad", protect="band:10")],
    )
    assert found.values("Edad") == ["20–29", "30–39", None]


def test_of_a_code_one_end_stays(tmp_path: Path) -> None:
    numbers: list[str | None] = ["1987 12345 0101", "2990 54321 1601", "0101"]
    found = protected(tmp_path, "CUI", numbers, role=IDENTIFIER, type="text", protect="suffix:4")
    column = found.column("CUI").column
    assert found.values("CUI") == ["0101", "1601", None]  # the last one would stay whole
    assert dict(column.missing_marks) == {"protegido": 1}
    assert column.role is None
    assert column.examples == ("0101", "1601")
    beginning = protected(tmp_path, "Código", ["A-0131", "B-0272"], protect="prefix:1")
    assert beginning.values("Código") == ["A", "B"]


def test_what_a_text_says_of_persons_is_hidden(tmp_path: Path) -> None:
    cells = [
        "Llamar a doña Ana, 5512-3456",
        "ana@correo.gt",
        "ana@correo.gt / 5512 3456",
        "sin observaciones",
    ]
    found = protected(tmp_path, "Notas", [*cells], type="text", protect="mask:email+phone.gt")
    assert found.values("Notas") == [
        "Llamar a doña Ana, [dato protegido]",
        None,
        None,
        "sin observaciones",
    ]
    assert dict(found.column("Notas").column.missing_marks) == {"protegido": 2}


def test_small_counts_are_told_as_marks(tmp_path: Path) -> None:
    found = protected(tmp_path, "Casos", ["3", "0", "12", "4", None], protect="small:5")
    column = found.column("Casos").column
    assert found.values("Casos") == [None, 0, 12, None, None]
    assert dict(column.missing_marks) == {"": 1, "<5": 2}
    assert (column.sum, column.min, column.nulls) == (12, 0, 3)


def test_a_rule_that_does_not_fit_stops_the_reading(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="«Nombre»"):
        protected(tmp_path, "Nombre", ["Ana", "Luis"], protect="band:5")
