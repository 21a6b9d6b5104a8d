"""What a dataset said there is said here: in its field, or in the notes; persons are not named."""

import pytest

from cauce.apps.catalog.ckan.contacts import is_mailbox
from cauce.apps.catalog.ckan.described import (
    Circumstances,
    description_of,
    frequency_in,
    summary_in,
)
from cauce.apps.catalog.ckan.licences import forbids_reuse, licence_of
from cauce.apps.catalog.ckan.package import package_of
from cauce.apps.catalog.ckan.parts import parts_of
from tests.apps.catalog.ckan.former_portal import PACKAGES, package, resource


def described(record, several=False, licence="CC-BY-4.0"):
    read = package_of(record)
    parts, others = parts_of(read)
    given = Circumstances("datos.ejemplo.gt", "Instituto", ("pobreza",), licence, several)
    return description_of(read, parts[0], others, given)


def test_fields_have_their_places():
    said = described(PACKAGES[0])
    assert said.title == "Luz en los hogares"
    assert said.summary == "Registro que lleva el instituto en sus oficinas."
    assert (said.owner, said.contact) == ("Unidad de Estadística", "datos@inagua.ejemplo.gt")
    assert (said.licence, said.frequency) == ("CC-BY-4.0", "ANNUAL")
    assert (said.territory, said.period) == ("Alta Verapaz", "2018")
    assert said.tags == ("Hogares",)
    assert "metodo: Encuesta de hogares" in said.notes
    assert "Última modificación en el portal anterior: 2019-05-06." in said.notes
    assert "También había: Informe (PDF): https://" in said.sources


def test_no_person_is_carried_over():
    assert "juana" not in repr(described(PACKAGES[0])).lower()


@pytest.mark.parametrize(
    ("email", "office"),
    [
        ("datos@inagua.ejemplo.gt", True),
        ("info.estadistica@ine.ejemplo.gt", True),
        ("ine@ine.ejemplo.gt", True),
        ("juana.perez@ine.ejemplo.gt", False),
        ("jperez@ine.ejemplo.gt", False),
        ("datos@gmail.com", False),
        ("no es correo", False),
        ("", False),
    ],
)
def test_a_mailbox_is_an_office_s(email, office):
    assert is_mailbox(email) is office


@pytest.mark.parametrize(
    ("named", "code"),
    [
        (("cc-by",), "CC-BY-4.0"),
        (("CC-BY-SA-4.0",), "CC-BY-SA-4.0"),
        (("http://opendefinition.org/licenses/odc-by/",), "ODC-By-1.0"),
        (("other", "https://creativecommons.org/licenses/by/4.0/"), "CC-BY-4.0"),
        (("cc-zero",), "CC0-1.0"),
        (("https://creativecommons.org/licenses/by/3.0/gt/",), ""),
        (("notspecified",), ""),
        ((), ""),
    ],
)
def test_licences_are_known_by_their_names_and_addresses(named, code):
    assert licence_of(named) == code


def test_a_licence_that_forbids_reuse_is_seen():
    assert forbids_reuse(("cc-nc",))
    assert forbids_reuse(("other-closed",))
    assert forbids_reuse(("x", "https://creativecommons.org/licenses/by-nc-nd/4.0/"))
    assert not forbids_reuse(("cc-by", "Creative Commons Attribution"))


def test_an_unknown_licence_is_told_in_the_notes():
    record = package("a", license_id="uk-ogl", resources=[resource("1", "A", "a.csv")])
    said = described(record, licence="ODbL-1.0")
    assert said.licence == "ODbL-1.0"
    assert "decía como licencia «uk-ogl»" in said.notes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mensual", "MONTHLY"),
        ("R/P1Y", "ANNUAL"),
        ("http://publications.europa.eu/resource/authority/frequency/QUARTERLY", "QUARTERLY"),
        ("quarterly", "QUARTERLY"),
        ("cuando se pueda", ""),
    ],
)
def test_frequencies_as_portals_write_them(text, code):
    assert frequency_in(package_of(package("a", accrual_periodicity=text))) == code


def test_what_has_no_place_is_noted_and_shapes_are_not():
    extras = {
        "frecuencia": "cuando se pueda",
        "spatial": '{"type": "Polygon"}',
        "temporal": "hace mucho",
    }
    record = package("a", extras=extras, resources=[resource("1", "A", "a.csv")])
    said = described(record)
    assert (said.frequency, said.territory, said.period) == ("IRREG", "", "")
    assert "frecuencia: cuando se pueda" in said.notes
    assert "temporal: hace mucho" in said.notes
    assert "Polygon" not in said.notes


def test_long_names_are_cut_and_kept_whole_in_the_description():
    record = package("n" * 300, title="Título " * 60, resources=[resource("1", "A", "a.csv")])
    said = described(record, several=True)
    assert len(said.title) <= 200
    assert said.title.endswith("…")
    assert said.description.startswith("Título Título")
    assert ": A" in said.description
    assert all(len(tag) <= 80 for tag in said.tags)


def test_a_summary_is_one_sentence():
    assert summary_in("Trata del agua en los hogares. Y de la luz.") == (
        "Trata del agua en los hogares."
    )
    assert len(summary_in("a" * 900)) == 300
    assert summary_in("") == ""
