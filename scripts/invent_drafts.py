"""Makes the demonstration's drafts, invented: ``python scripts/invent_drafts.py``.

Editions to come of two published tables, with a few differences to be found; a list of grants with
identity numbers that must not be published; a register of suppliers with tax numbers that may.
Identity numbers are of serials that are never issued; tax numbers are of invented companies.
"""

import csv
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "src/cauce/apps/catalog/demo_tables"
DRAFTS = TABLES / "borradores"
SEED = 20261121
PLACES = [
    ("0101", "Guatemala"),
    ("1601", "Cobán"),
    ("1301", "Huehuetenango"),
    ("0401", "Chimaltenango"),
]


def main() -> None:
    """Writes the four files."""
    DRAFTS.mkdir(exist_ok=True)
    dice = random.Random(SEED)  # noqa: S311 (invented data, the same every time)
    _agreements(dice)
    _disbursements(dice)
    _grants(dice)
    _suppliers(dice)


def _agreements(dice: random.Random) -> None:
    """The next edition of the agreements: some closed, two new, one taken out."""
    titles, header, rows = _before("cooperacion_convenios.csv")
    for row in dice.sample([row for row in rows if row[6] == "En cierre"], 3):
        row[6] = "Cerrado"
    del rows[7]
    rows += [
        [
            "CT-061",
            "Fuente regional E",
            "Ambiente",
            "Petén",
            "01/02/2026",
            "31/01/2029",
            "En ejecución",
        ],
        [
            "CT-062",
            "Fuente bilateral B",
            "Salud",
            "Sololá",
            "15/03/2026",
            "14/03/2028",
            "En ejecución",
        ],
    ]
    _write("cooperacion_convenios.csv", [*titles, header, *rows])


def _disbursements(dice: random.Random) -> None:
    """The next edition of the disbursements: the year that closed, and a figure corrected."""
    titles, header, rows = _before("cooperacion_desembolsos.csv")
    rows[2][5] = "0,00"
    last = [row for row in rows if row[0] == "2025"]
    rows += [["2026", *row[1:4], row[4], f"{dice.randint(20, 400)}.500,00"] for row in last]
    _write("cooperacion_desembolsos.csv", [*titles, header, *rows])


def _grants(dice: random.Random) -> None:
    """Grants with the identity number of who got each: what the screening must stop."""
    rows: list[Sequence[object]] = [
        ["Becas de estudios técnicos, 2026"],
        ["DATOS DE EJEMPLO: ninguna persona es real"],
        [],
        ["CUI", "Código", "Municipio", "Área de estudio", "Edad", "Monto (Q)"],
    ]
    areas = ["Electricidad", "Enfermería auxiliar", "Informática", "Mecánica", "Turismo"]
    for serial in range(20, 140):
        code, place = dice.choice(PLACES)
        number = _cui(serial, code)
        if number:
            amount = f"{dice.randint(2, 9)}.{dice.choice(['000', '500'])},00"
            rows.append([number, code, place, dice.choice(areas), dice.randint(16, 29), amount])
    _write("becas_tecnicas_2026.csv", rows)


def _suppliers(dice: random.Random) -> None:
    """Suppliers with their tax number, as a register that is public by law."""
    rows: list[Sequence[object]] = [
        ["Proveedores inscritos, 2026"],
        ["DATOS DE EJEMPLO: ninguna empresa es real"],
        [],
        ["NIT", "Proveedor", "Rubro", "Contratos", "Monto contratado (Q)"],
    ]
    trades = ["Construcción", "Alimentos", "Equipo médico", "Papelería", "Transporte"]
    for number in range(1, 61):
        trade = dice.choice(trades)
        tax = _nit(90_000_000 + dice.randint(0, 9_999_999))
        amount = f"{dice.randint(15, 950)}.{dice.randint(0, 999):03},{dice.randint(0, 99):02}"
        rows.append(
            [tax, f"Empresa de ejemplo {number:02}, S. A.", trade, dice.randint(1, 14), amount]
        )
    _write("proveedores_2026.csv", rows)


def _cui(serial: int, municipality: str) -> str | None:
    """An identity number with its check figure; ``None`` where the serial has none."""
    figures = f"{serial:08}"
    check = sum(int(figure) * place for place, figure in enumerate(figures, start=2)) % 11
    if check == 10:
        return None
    return f"{figures[:4]} {figures[4:]}{check} {municipality}"


def _nit(number: int) -> str:
    """A tax number with its check figure."""
    total = sum(int(figure) * place for place, figure in enumerate(reversed(str(number)), start=2))
    check = -total % 11
    return f"{number}-{'K' if check == 10 else check}"


def _before(name: str) -> tuple[list[list[str]], list[str], list[list[str]]]:
    """Titles, header and rows of a published table."""
    with (TABLES / name).open(encoding="cp1252", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    header = next(
        place for place, line in enumerate(lines) if len([cell for cell in line if cell]) > 3
    )
    return lines[:header], lines[header], [line for line in lines[header + 1 :] if len(line) > 3]


def _write(name: str, rows: Iterable[Sequence[object]]) -> None:
    with (DRAFTS / name).open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)


if __name__ == "__main__":
    main()
