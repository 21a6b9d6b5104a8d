"""A column is a column of places when the whole of it, and its heading, say so."""

import time
from collections import Counter

import pytest

from cauce.territory import LEVELS, Division, divisions, match_column
from cauce.territory.divisions import Country

DEPARTMENTS = divisions("gt.department")
MUNICIPALITIES = divisions("gt.municipality")
DISTRICTS = divisions("pe.district")


def once(texts: list[str]) -> dict[str, int]:
    return dict(Counter(texts))


def lost_zeros(places: tuple[Division, ...]) -> dict[str, int]:
    return once([str(int(place.code)) for place in places])


@pytest.mark.parametrize("level", LEVELS)
def test_all_codes_and_all_names_are_recognised_under_their_heading(level: str) -> None:
    heading = {
        "gt.department": "Departamento",
        "gt.municipality": "Municipio",
        "pe.department": "Departamento",
        "pe.province": "Provincia",
        "pe.district": "Distrito",
    }[level]
    for values, how in (
        (once([place.code for place in divisions(level)]), "code"),
        (lost_zeros(divisions(level)), "code"),
        (once([place.name.upper() for place in divisions(level)]), "name"),
    ):
        match = match_column(values, f"Cód. {heading}" if how == "code" else heading)
        assert match is not None
        assert (match.level, match.how, match.told) == (level, how, True)
        assert (match.row_share, match.distinct_share, match.unmatched) == (1, 1, ())


@pytest.mark.parametrize(
    "header",
    ["id_municipal", "Cod_municipal", "codMunicipio", "CODMUN", "Municipio / Código", "MUPIO"],
)
def test_headings_are_read_as_offices_write_them(header: str) -> None:
    match = match_column(lost_zeros(MUNICIPALITIES[:17]), header)
    assert match is not None
    assert match.level == "gt.municipality"
    assert match.codes["101"] == "0101"


def test_guatemala_is_department_or_municipality_by_the_whole_column() -> None:
    departments = once([place.name for place in DEPARTMENTS])
    municipalities = once([place.name for place in MUNICIPALITIES])
    for header in ("", "Lugar"):
        first, second = match_column(departments, header), match_column(municipalities, header)
        assert first is not None
        assert second is not None
        assert (first.level, second.level) == ("gt.department", "gt.municipality")
        assert first.codes["Guatemala"] == "01"
        assert second.codes["Guatemala"] == "0101"


def test_the_heading_decides_between_names_that_are_both() -> None:
    both = once(["Guatemala", "Escuintla", "Sololá", "Jutiapa"])
    as_department = match_column(both, "Departamento")
    as_municipality = match_column(both, "Municipio")
    assert as_department is not None
    assert as_municipality is not None
    assert as_department.codes["Sololá"] == "07"
    assert as_municipality.codes["Sololá"] == "0701"


@pytest.mark.parametrize(
    ("values", "header"),
    [
        ([str(n) for n in range(1, 23)], ""),
        ([str(n) for n in range(1, 23)], "No."),
        ([str(n) for n in range(1, 23)], "Número de departamentos"),
        ([str(n) for n in range(1, 31)], "codigo_muni_in_depto"),
        ([str(n) for n in range(1990, 2024)], "Año"),
        ([str(n) for n in range(2001, 2012)], ""),
        ([str(n) for n in range(2001, 2012)], "Ejercicio"),
        ([str(n) for n in range(1001, 1022)], "Correlativo"),
        ([str(n) for n in range(100, 900, 7)], "Casos"),
        ([str(n) for n in range(100000, 250000, 997)], "Monto"),
        (["1466", "13192", "245259", "15503"], "En el mismo municipio"),
        (["0.5", "0.25", "12.5"], "Municipio"),
        (["García", "López", "Morales", "Flores", "Pérez", "Cruz"], "Apellido"),
        (["García", "López", "Morales", "Flores", "Pérez", "Cruz"], ""),
        (["Achi", "Ixil", "Mam", "Garífuna"], "Comunidad lingüística"),
        (["Hombre", "Mujer"], "Sexo"),
        (["San Marcos", "Santa Rosa", "La Libertad"], ""),
        (["Total", "República"], "Departamento"),
        (["", " "], "Municipio"),
        ([], "Municipio"),
    ],
)
def test_what_is_not_evident_is_not_a_place(values: list[str], header: str) -> None:
    assert match_column(once(values), header) is None


COUNTRIES: tuple[tuple[Country, str], ...] = (("gt", "gt.municipality"), ("pe", "pe.district"))


def test_the_country_decides_what_both_countries_have() -> None:
    ours = {place.name for place in MUNICIPALITIES}
    shared = once(sorted(ours & {place.name for place in DISTRICTS}))
    some = once([place.code for place in DEPARTMENTS[:9]])
    assert match_column(shared, "") is None
    assert match_column(some, "Código departamento") is None
    for country, level in COUNTRIES:
        match = match_column(shared, "", country=country)
        assert match is not None
        assert match.level == level
        match = match_column(some, "Código departamento", country=country)
        assert match is not None
        assert match.level == f"{country}.department"


def test_neighbours_decide_what_both_countries_have() -> None:
    ours = {place.name: [place.ancestors[0].name] for place in MUNICIPALITIES}
    shared = sorted(ours.keys() & {place.name for place in DISTRICTS})[:5]
    match = match_column(once(shared), "", beside=ours)
    assert match is not None
    assert match.level == "gt.municipality"


def test_codes_speak_for_themselves_when_they_are_many() -> None:
    for places, level in ((MUNICIPALITIES, "gt.municipality"), (DISTRICTS, "pe.district")):
        match = match_column(lost_zeros(places), "")
        assert match is not None
        assert (match.level, match.how, match.told) == (level, "code", False)


def test_wrong_codes_are_reported_and_do_not_hide_the_column() -> None:
    values = lost_zeros(MUNICIPALITIES) | {"3111": 4, "9999": 1}
    match = match_column(values, "id_municipal")
    assert match is not None
    assert match.unmatched == ("3111", "9999")
    assert match.row_share == pytest.approx(340 / 345)
    assert match.distinct_share == pytest.approx(340 / 342)
    assert "3111" not in match.codes
    assert match.reason == (
        "340 de 342 valores distintos (98.6 % de las filas) son códigos de municipios de "
        "Guatemala (INE); el encabezado «id_municipal» lo dice."
    )


def test_totals_and_the_country_are_set_aside() -> None:
    values = once([place.name for place in DEPARTMENTS]) | {"Total": 1, "República": 1, "": 3}
    match = match_column(values, "Departamento")
    assert match is not None
    assert match.row_share == 1
    assert set(match.set_aside) == {"Total", "República"}


def test_registry_and_statistics_are_told_apart_by_the_whole_column() -> None:
    inei = match_column(once([place.code for place in DISTRICTS]), "ubigeo")
    reniec = match_column(once([place.reniec for place in DISTRICTS if place.reniec]), "ubigeo")
    assert inei is not None
    assert reniec is not None
    assert (inei.how, reniec.how) == ("code", "reniec")
    assert reniec.codes["140122"] != "140122"


def test_neighbours_tell_the_system_when_the_codes_cannot() -> None:
    lambayeque = [place for place in DISTRICTS if place.code.startswith("14") and place.reniec]
    registry = {str(place.reniec): [place.name] for place in lambayeque}
    values = dict.fromkeys(registry, 1)
    match = match_column(values, "ubigeo", beside=registry)
    assert match is not None
    assert match.how == "reniec"
    assert "vecinos" in match.reason
    assert set(match.codes.values()) == {place.code for place in lambayeque}


def test_neighbours_tell_the_country_of_department_codes() -> None:
    beside = {place.code: [place.name] for place in divisions("pe.department")[:9]}
    match = match_column(dict.fromkeys(beside, 1), "Cód. dpto.", beside=beside)
    assert match is not None
    assert match.level == "pe.department"


def test_row_numbers_are_no_codes_even_beside_departments_in_order() -> None:
    beside = {str(int(place.code)): [place.name] for place in DEPARTMENTS}
    assert match_column(dict.fromkeys(beside, 1), "No.", beside=beside) is None


def test_neighbours_resolve_shared_names() -> None:
    values = once([place.name for place in MUNICIPALITIES])
    alone = match_column(values, "Municipio")
    assert alone is not None
    assert "San José" in alone.ambiguous
    assert "San José" not in alone.codes
    told = match_column(values, "Municipio", beside={"San José": ["Petén"]})
    assert told is not None
    assert told.codes["San José"] == "1702"


def test_a_column_of_prose_or_of_people_is_left_alone() -> None:
    assert match_column({f"persona {n}": 1 for n in range(30_000)}, "Municipio") is None


def test_two_thousand_values_take_less_than_fifty_milliseconds() -> None:
    columns = [
        once([place.code for place in DISTRICTS]),
        once([place.name for place in DISTRICTS]),
        {f"valor {number}": 1 for number in range(2000)},
    ]
    for values in columns:
        match_column(values, "")
        spent = []
        for _ in range(3):
            start = time.process_time()
            match_column(values, "")
            spent.append(time.process_time() - start)
        assert min(spent) < 0.05
