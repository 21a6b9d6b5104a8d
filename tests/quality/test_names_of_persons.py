"""Names of persons are found, and places, schools, offices and roads are not taken for them."""

import random
from pathlib import Path

import pytest

from cauce.quality.identifiers.names import is_person, persons_in
from cauce.territory.divisions import LEVELS, divisions
from tests.quality.tables import kinds_of, persons, screened

PUBLIC_FIGURES = """
Miguel Ángel Asturias Rosales|Rigoberta Menchú Tum|Jacobo Árbenz Guzmán|Juan José Arévalo Bermejo
Álvaro Arzú Irigoyen|Óscar Berger Perdomo|Álvaro Colom Caballeros|Otto Pérez Molina|Jimmy Morales
Alejandro Giammattei Falla|Bernardo Arévalo de León|Mario Vargas Llosa|Gabriela Mistral
César Vallejo Mendoza|José Carlos Mariátegui La Chira|Alberto Fujimori|Ollanta Humala Tasso
Alan García Pérez|Alejandro Toledo Manrique|Martín Vizcarra Cornejo|Francisco Sagasti Hochhausler
Pedro Castillo Terrones|Dina Boluarte Zegarra|Valentín Paniagua Corazao|Fernando Belaúnde Terry
Luis Cardoza y Aragón|Augusto Monterroso Bonilla|Humberto Ak'abal|Ricardo Arjona Morales
Carlos Mérida Ortega|Efraín Recinos Valenzuela|Carlos Ruiz García|Marco Pappa|Kevin Cordón Buezo
Érick Barrondo García|Adriana Ruano Oliva|Thelma Aldana Hernández|Iván Velásquez Gómez
Claudia Paz y Paz Bailey|Helen Mack Chang|Gloria Porras Escobar|Chabuca Granda Larco
Susana Baca de la Colina|Paolo Guerrero Gonzales|Claudio Pizarro Bosio|Javier Pérez de Cuéllar
Blanca Varela Gonzales|Clorinda Matto de Turner|Micaela Bastidas|Túpac Amaru|Flora Tristán
""".replace("\n", "|").split("|")

NO_PERSONS = [
    "San José Pinula",
    "Santa Rosa",
    "Santa Cruz del Quiché",
    "José Leonardo Ortiz",
    "Mariano Melgar",
    "Escuela Oficial Rural Mixta Juan José Arévalo",
    "INED Edgar Arnoldo Medrano",
    "Instituto Rafael Landívar",
    "Ministerio de Salud Pública y Asistencia Social",
    "Municipalidad de San Pedro Carchá",
    "Calle Martí",
    "Avenida Simón Bolívar",
    "Aldea El Rosario",
    "Colonia Bethania",
    "Barrio La Cruz",
    "Cooperativa Santa Teresa",
    "Constructora Pérez y Pérez, S.A.",
    "Inversiones García Hnos. S.A.C.",
    "Centro de Salud Jorge Chávez",
    "Ruta CA-9 Norte",
    "Pozo perforado",
    "Energía eléctrica",
    "Mayor de edad",
    "Total general",
    "Maíz blanco",
    "Flores frescas cortadas",
    "Rosas",
    "Trastorno depresivo",
    "Fondo de Desarrollo",
    "Alta Verapaz",
    "Sin nombre",
]


def test_most_public_figures_read_as_persons() -> None:
    """Never all: the lists are of common names. Foreign and rare surnames are missed."""
    names = [name for name in PUBLIC_FIGURES if name.strip()]
    known = [name for name in names if is_person(name)]
    assert len(known) >= 0.85 * len(names), sorted(set(names) - set(known))


@pytest.mark.parametrize("text", NO_PERSONS)
def test_other_names_do_not(text: str) -> None:
    assert not is_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "PÉREZ LÓPEZ, JUAN CARLOS",
        "Lic. Juan Pérez",
        "juan perez lopez",
        "Ana de la Cruz Tzoc",
        "Perez Lopez Juan Carlos",
        "María J. Ajanel Cux",
        "Licda. Ana Lucía Cifuentes de Quispe",
    ],
)
def test_ways_of_writing_a_name(text: str) -> None:
    assert is_person(text)


def test_no_official_place_is_a_person() -> None:
    names = [each.name for level in LEVELS for each in divisions(level)]
    assert [name for name in names if is_person(name)] == []


def test_columns_of_names(tmp_path: Path) -> None:
    names = persons(random.Random(1), 60)
    assert kinds_of(screened(tmp_path / "a", {"Dato": names})) == [("person_name", "error")]
    mixed = [*names[:6], *(f"Constructora {n}, S.A." for n in range(40))]
    found = screened(tmp_path / "b", {"Proveedor adjudicado": mixed})
    assert kinds_of(found) == [("person_name", "error")]
    assert found[0].mends == ("leave_out",)
    assert all("•" in example for example in found[0].examples)


def test_given_names_and_surnames_apart(tmp_path: Path) -> None:
    columns = {
        "NOMBRES": ["María José", "Pedro", "Ana Lucía"] * 4,
        "APELLIDOS": ["Pérez Tzoc", "Ajanel", "Cux"] * 4,
    }
    found = screened(tmp_path, columns)
    assert kinds_of(found) == [("person_name", "error")] * 2


def test_schools_and_roads_called_after_persons(tmp_path: Path) -> None:
    """A third of the schools of a place carry the bare name of somebody."""
    named = persons(random.Random(2), 30)
    schools = [*named, *(f"Escuela Oficial Rural Mixta Aldea {n}" for n in range(60))]
    assert screened(tmp_path / "a", {"Nombre del establecimiento": schools}) == ()
    assert screened(tmp_path / "b", {"Dirección": schools}) == ()


def test_places_by_role_are_no_persons(tmp_path: Path) -> None:
    label = "Distrito"
    values = ["José Leonardo Ortiz", "Pedro Ruiz Gallo", "Víctor Larco Herrera"] * 5
    assert screened(tmp_path, {label: values}, roles={label: "territory:pe.district"}) == ()


def test_names_that_a_text_announces() -> None:
    assert persons_in("Elaborado por: Juan Carlos Pérez López, 2023") == ["Juan Carlos Pérez López"]
    assert persons_in("Responsable: Alcalde Municipal") == []
    assert persons_in("Atendió la Licda. Ana Lucía Tzoc a la niña") == ["Ana Lucía Tzoc"]


def test_names_announced_in_a_column_of_texts(tmp_path: Path) -> None:
    texts = [f"Obra {n} sin novedad" for n in range(80)]
    texts[7] = "Se atendió al paciente Pedro Quispe Mamani"
    (finding,) = screened(tmp_path, {"Observaciones": texts})
    assert kinds_of([finding]) == [("person_name", "warning")]
    assert finding.example_rows == (9,)
