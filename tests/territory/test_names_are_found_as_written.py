"""A place is found by its name however an office writes it, and shared names give every place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.territory import LEVELS, Division, by_code, by_name, divisions, is_national

ALL = [each for level in LEVELS for each in divisions(level)]


@pytest.mark.parametrize(
    ("level", "text", "codes"),
    [
        ("gt.municipality", "Cobán", ["1601"]),
        ("gt.municipality", "COBAN", ["1601"]),
        ("gt.municipality", "Cobán (Alta Verapaz)", ["1601"]),
        ("gt.municipality", "COBÁN, ALTA VERAPAZ", ["1601"]),
        ("gt.municipality", "Cobán - Alta Verapaz", ["1601"]),
        ("gt.municipality", "Alta Verapaz / Cobán", ["1601"]),
        ("gt.municipality", "Cobán, Alta Verapaz, Guatemala", ["1601"]),
        ("gt.municipality", "Cobán, Departamento de Alta Verapaz", ["1601"]),
        ("gt.municipality", "Cobán (Petén)", []),
        ("gt.municipality", "Municipio de Cobán", ["1601"]),
        ("gt.municipality", "Municipalidad de Cobán", ["1601"]),
        ("gt.municipality", "1601 - Cobán", ["1601"]),
        ("gt.municipality", "1602 Cobán", []),
        ("gt.municipality", "3. Cobán", ["1601"]),
        ("gt.municipality", "San Pedro Sacatepéquez", ["0109", "1202"]),
        ("gt.municipality", "S. Pedro Sacatepéquez", ["0109", "1202"]),
        ("gt.municipality", "San Pedro Sacatepéquez, San Marcos", ["1202"]),
        ("gt.municipality", "San Pedro Sacatepéquez, Guatemala", ["0109"]),
        ("gt.municipality", "San José, Guatemala", ["0509", "1702"]),
        ("gt.municipality", "SAN JOSÉ ESCUINTLA", ["0509"]),
        ("gt.municipality", "Sta. Catarina Ixtahuacán", ["0706"]),
        ("gt.municipality", "Sto. Tomás la Unión", ["1017"]),
        ("gt.municipality", "S. Tomás La Unión", ["1017"]),
        ("gt.municipality", "San Juan Laguna", ["0717"]),
        ("gt.municipality", "Xela", ["0901"]),
        ("gt.municipality", "Ciudad de Guatemala", ["0101"]),
        ("gt.municipality", "SAN JOS\ufffd PINULA", ["0103"]),
        ("gt.municipality", "Departamento de Guatemala", []),
        ("gt.municipality", "Guatemala (municipio)", ["0101"]),
        ("gt.municipality", "Nueva York", []),
        ("gt.municipality", "", []),
        ("gt.municipality", "Cobán " * 40, []),
        ("gt.department", "El Quiché", ["14"]),
        ("gt.department", "Departamento del Quiché", ["14"]),
        ("gt.department", "DEPTO. DE SAN MARCOS", ["12"]),
        ("gt.department", "Municipio de Guatemala", []),
        ("pe.department", "Cuzco", ["08"]),
        ("pe.department", "Región Áncash", ["02"]),
        ("pe.department", "Provincia Constitucional del Callao", []),
        ("pe.province", "Provincia Constitucional del Callao", ["0701"]),
        ("pe.province", "Provincia de La Convención", ["0809"]),
        ("pe.province", "Lima Metropolitana", ["1501"]),
        ("pe.district", "LIMA/LIMA/MIRAFLORES", ["150122"]),
        ("pe.district", "Miraflores, Yauyos, Lima", ["151021"]),
        ("pe.district", "Surco", ["150732", "150140"]),
        ("pe.district", "27 de Noviembre", ["150612"]),
        ("pe.district", "Municipalidad Distrital de Breña", ["150105"]),
        ("pe.district", "FERRE\ufffdAFE", ["140201"]),
        ("pe.district", "FERREï¿½AFE", ["140201"]),
    ],
)
def test_names_are_read(level: str, text: str, codes: list[str]) -> None:
    assert [division.code for division in by_name(level, text)] == codes


def test_a_holder_chooses_among_shared_names() -> None:
    lima = by_code("pe.department", "15")
    assert lima is not None
    for within in ("San Marcos", "12", "Departamento de San Marcos"):
        found = by_name("gt.municipality", "San Pedro Sacatepéquez", within)
        assert [each.code for each in found] == ["1202"]
    assert {each.code for each in by_name("pe.district", "Miraflores", lima)} == {
        "150122",
        "151021",
    }
    assert [each.code for each in by_name("pe.district", "Miraflores", ["Lima", "Lima"])] == [
        "150122"
    ]
    assert [each.code for each in by_name("pe.district", "Miraflores", "Lima, Lima")] == ["150122"]
    assert by_name("pe.district", "Miraflores", "Tacna") == ()


def test_lost_letters_are_restored_only_when_one_name_fits() -> None:
    assert by_name("pe.district", "SA\ufffdA") == ()


@given(st.sampled_from(ALL))
def test_every_division_is_found_by_each_of_its_names(division: Division) -> None:
    for name in (division.name, division.name.upper(), *division.aliases):
        assert division in by_name(division.level, name)
    assert by_name(division.level, division.full_name)[0] == division


@given(st.sampled_from(ALL))
def test_the_holders_single_out_every_division(division: Division) -> None:
    assert by_name(division.level, division.name, division.ancestors) == (division,)


@given(st.sampled_from(LEVELS), st.text(max_size=40))
def test_any_text_gives_places_or_nothing(level: str, text: str) -> None:
    assert set(by_name(level, text)) <= set(divisions(level))


@pytest.mark.parametrize(
    ("text", "national"),
    [
        ("República", True),
        ("TOTAL REPÚBLICA", True),
        ("República de Guatemala", True),
        ("Total país", True),
        ("Total nacional", True),
        ("Nivel nacional", True),
        ("Promedio Nacional", True),
        ("Perú", True),
        ("Guatemala (país)", True),
        ("Guatemala", False),
        ("Total", False),
        ("Lima", False),
        ("Policía Nacional", False),
        ("", False),
    ],
)
def test_the_whole_country_is_recognised(text: str, national: bool) -> None:
    assert is_national(text) is national
