"""Numbers and addresses among words: one is a warning, several are an error, chance is neither."""

import random
from pathlib import Path

import pytest

from tests.quality.tables import cui, kinds_of, nit_of, ruc_of, screened

WORDS = [f"Se entregó el expediente {n} a la oficina de planificación." for n in range(300)]


def _with(*texts: str) -> list[str]:
    return [*WORDS[:150], *texts, *WORDS[150:]]


def test_words_alone_say_nothing(tmp_path: Path) -> None:
    assert screened(tmp_path, {"Observaciones": WORDS}) == ()


def test_one_cui_warns_and_says_its_row(tmp_path: Path) -> None:
    number = cui(random.Random(1))
    (finding,) = screened(tmp_path, {"Observaciones": _with(f"Recibió {number} conforme.")})
    assert (finding.kind, finding.severity, finding.count) == ("cui", "warning", 1)
    assert finding.example_rows == (152,)
    assert finding.mends == ("mask:cui", "leave_out")
    assert number not in str(finding.to_json())


def test_one_cui_after_its_name_is_certain(tmp_path: Path) -> None:
    number = cui(random.Random(2))
    text = f"Recibió, DPI {number[:4]} {number[4:9]} {number[9:]}, conforme."
    found = screened(tmp_path, {"Observaciones": _with(text)})
    assert kinds_of(found) == [("cui", "error")]


def test_several_cui_are_an_error(tmp_path: Path) -> None:
    chance = random.Random(3)
    texts = [f"Entregado a {cui(chance)} y {cui(chance)}" for _ in range(2)]
    found = screened(tmp_path, {"Observaciones": _with(*texts)})
    assert kinds_of(found) == [("cui", "error")]


def test_numbers_that_chance_validates_are_not(tmp_path: Path) -> None:
    """Of 300 numbers of 13 figures one is valid by chance."""
    chance = random.Random(4)
    texts = [f"Guía {chance.randrange(10**13):013d} entregada" for _ in range(300)]
    texts.append(f"Guía {cui(chance)} entregada")
    assert screened(tmp_path, {"Observaciones": texts}) == ()


def test_nit_by_its_name(tmp_path: Path) -> None:
    chance = random.Random(5)
    one = screened(tmp_path / "a", {"Nota": _with(f"Factura a NIT {nit_of(chance)}")})
    two = [f"Factura, NIT: {nit_of(chance)}" for _ in range(2)]
    assert kinds_of(one) == [("nit", "error")]
    assert kinds_of(screened(tmp_path / "b", {"Nota": _with(*two)})) == [("nit", "error")]


def test_ruc_of_a_person_and_dni_by_name(tmp_path: Path) -> None:
    chance = random.Random(6)
    person, company = ruc_of(chance, "10"), ruc_of(chance, "20")
    found = screened(tmp_path / "a", {"Nota": _with(f"RUC {person}")}, country="pe")
    assert kinds_of(found) == [("ruc", "error")]
    found = screened(tmp_path / "b", {"Nota": _with(f"RUC {company}")}, country="pe")
    assert kinds_of(found) == [("ruc", "info")]
    found = screened(tmp_path / "c", {"Nota": _with("con DNI N° 45678901")}, country="pe")
    assert kinds_of(found) == [("dni", "warning")]
    found = screened(tmp_path / "d", {"Nota": _with("DNI 45678901", "DNI: 5678901")}, country="pe")
    assert kinds_of(found) == [("dni", "error")]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Llame al Tel. 5555-1234", "warning"),
        ("Tel. 5555-1234 y 2222-3333", "error"),
        ("WhatsApp +502 4123 4567", "warning"),
        ("Cel: 987 654 321", "warning"),
    ],
)
def test_telephones_after_their_word(tmp_path: Path, text: str, severity: str) -> None:
    found = screened(tmp_path, {"Nota": _with(text)}, country=None)
    assert kinds_of(found) == [("phone", severity)]


def test_addresses(tmp_path: Path) -> None:
    one = screened(tmp_path / "a", {"Nota": _with("Escriba a ana.lopez@correo.gt")})
    assert kinds_of(one) == [("email", "warning")]
    two = _with("ana.lopez@correo.gt", "o a luis (arroba) correo.gt")
    assert kinds_of(screened(tmp_path / "b", {"Nota": two})) == [("email", "error")]
    office = screened(tmp_path / "c", {"Nota": _with("Escriba a info@muni.gob.gt")})
    assert kinds_of(office) == [("email", "info")]


def test_labels_titles_and_notes_are_read_too(tmp_path: Path) -> None:
    number = cui(random.Random(7))
    column = {"Total": ["1", "2"], f"DPI {number}": ["3", "4"]}
    (finding,) = screened(tmp_path / "a", column)
    assert (finding.kind, finding.column) == ("cui", None)
    assert "encabezados" in finding.message
    notes = ("Fuente: censo.", f"Elaborado por Juan Carlos Pérez López, DPI {number}")
    found = screened(tmp_path / "b", {"Total": ["1", "2"]}, texts=notes)
    assert kinds_of(found) == [("cui", "error"), ("person_name", "warning")]
    assert all(number not in str(finding.to_json()) for finding in found)


def test_a_large_table_is_searched_whole_for_one_number(tmp_path: Path) -> None:
    """One among 30,000 different texts, far more than are judged as a sample."""
    number = cui(random.Random(8))
    texts = [f"Expediente de la obra {n}, sin novedad" for n in range(30_000)]
    texts[23_456] = f"Recibió DPI {number}"
    (finding,) = screened(tmp_path, {"Nota": texts})
    assert (finding.kind, finding.count, finding.example_rows) == ("cui", 1, (23_458,))
    assert not finding.sampled


def test_a_sample_is_always_the_same_and_says_so(tmp_path: Path) -> None:
    chance = random.Random(9)
    values = [cui(chance) for _ in range(12_000)]
    one, other = (screened(tmp_path / name, {"Dato": values}) for name in "ab")
    assert one == other
    (finding,) = one
    assert finding.sampled
    assert "muestra" in finding.message
    assert finding.rows == 12_000
    assert 3_000 < finding.count < 12_000
