"""What a table is shown by first follows from its roles and shape, rule by rule."""

from dataclasses import replace
from pathlib import Path

import pytest

from cauce.charts.choice import Chosen, covers_evenly, first_states
from cauce.charts.sentences import title
from cauce.engine.explore import Explore, Filter, Measure
from cauce.territory.divisions import divisions
from tests.charts.sources import Head, source_of

DEPARTMENTS = [each.name for each in divisions("gt.department")]
MUNICIPALITIES = [(each.code, each.parent or "") for each in divisions("gt.municipality")]
DEPARTMENT = Head("Departamento", "text", "territory:gt.department")
CODE = Head("Código", "text", "territory:gt.municipality")
YEAR = Head("Año", "integer", "year")


def maps(chosen: Chosen) -> list[Explore]:
    return [state for state in chosen.states if state.view.kind == "map"]


def test_a_rate_of_departments_is_ranked_and_mapped(tmp_path: Path) -> None:
    rows = [(name, 20.0 + at) for at, name in enumerate(DEPARTMENTS)]
    head = Head("Pobreza (%)", "number", "percent", "%")
    chosen = first_states(source_of(tmp_path, "Pobreza", [DEPARTMENT, head], rows))
    assert [state.view.kind for state in chosen.states] == ["chart", "map"]
    assert all(state.groups == ("a",) for state in chosen.states)
    assert chosen.no_map == ""
    assert len(chosen.reasons) == len(chosen.states)


def test_counts_with_a_total_are_mapped_as_its_part(tmp_path: Path) -> None:
    rows = [(code, parent, 1000 + at, 300 + at) for at, (code, parent) in enumerate(MUNICIPALITIES)]
    heads = [CODE, DEPARTMENT, Head("Total de hogares", "integer"), Head("Con agua", "integer")]
    chosen = first_states(source_of(tmp_path, "Agua", heads, rows))
    (drawn,) = maps(chosen)
    assert [measure.text for measure in drawn.measures] == ["ratio.d.c"]
    assert drawn.groups == ("a",)


def test_a_part_greater_than_its_total_is_not_shown_as_one(tmp_path: Path) -> None:
    rows = [(code, parent, 5000 + at, 900 + at) for at, (code, parent) in enumerate(MUNICIPALITIES)]
    rows[7] = (*rows[7][:2], 800, 900)
    heads = [CODE, DEPARTMENT, Head("Total de hogares", "integer"), Head("Con agua", "integer")]
    chosen = first_states(source_of(tmp_path, "Agua", heads, rows))
    assert maps(chosen) == []
    assert "más que" in chosen.warnings[0]


def test_counts_without_a_total_are_never_mapped(tmp_path: Path) -> None:
    rows = [(name, 5 * at + 3) for at, name in enumerate(DEPARTMENTS)]
    chosen = first_states(
        source_of(tmp_path, "Escuelas", [DEPARTMENT, Head("Escuelas", "integer")], rows)
    )
    assert maps(chosen) == []
    assert "vive más gente" in chosen.no_map
    assert chosen.states[0].measures[0].text == "sum.b"


def test_people_without_a_total_are_mapped_per_inhabitant(tmp_path: Path) -> None:
    rows = [(name, 5 * at + 3) for at, name in enumerate(DEPARTMENTS)]
    chosen = first_states(
        source_of(tmp_path, "Nacimientos", [DEPARTMENT, Head("Nacimientos", "integer")], rows)
    )
    assert [state.measures[0].text for state in maps(chosen)] == ["per_person.b"]


def test_a_value_repeated_over_municipalities_is_mapped_by_department(tmp_path: Path) -> None:
    rows = [(code, parent, float(parent)) for code, parent in MUNICIPALITIES]
    heads = [CODE, DEPARTMENT, Head("Índice de pobreza", "number")]
    chosen = first_states(source_of(tmp_path, "Pobreza", heads, rows))
    assert [state.groups for state in maps(chosen)] == [("b",)]
    assert any("repite" in reason for reason in chosen.reasons)


def test_a_mistyped_code_keeps_municipalities_off_the_map(tmp_path: Path) -> None:
    rows = [(code, parent, 1.0 + at) for at, (code, parent) in enumerate(MUNICIPALITIES)]
    rows[9] = (rows[8][0], rows[9][1], rows[9][2])
    heads = [CODE, DEPARTMENT, Head("Índice de pobreza", "number")]
    chosen = first_states(source_of(tmp_path, "Pobreza", heads, rows))
    assert [state.groups for state in maps(chosen)] == [("b",)]
    assert "hasta que se corrija" in chosen.warnings[0]


def test_a_percentage_is_never_averaged_into_wider_places(tmp_path: Path) -> None:
    rows = [(code, parent, 40 + at / 10) for at, (code, parent) in enumerate(MUNICIPALITIES)]
    heads = [CODE, DEPARTMENT, Head("Alfabetismo (%)", "number", "percent", "%")]
    chosen = first_states(source_of(tmp_path, "Alfabetismo", heads, rows))
    assert [state.view.kind for state in chosen.states] == ["map", "chart", "chart"]
    assert all(state.groups[0] == "a" for state in chosen.states)
    assert [state.order[0].descending for state in chosen.states[1:]] == [True, False]


def test_a_mistyped_code_leaves_a_percentage_without_a_map(tmp_path: Path) -> None:
    rows = [(code, parent, 40 + at / 10) for at, (code, parent) in enumerate(MUNICIPALITIES)]
    rows[9] = (rows[8][0], rows[9][1], rows[9][2])
    heads = [CODE, DEPARTMENT, Head("Alfabetismo (%)", "number", "percent", "%")]
    chosen = first_states(source_of(tmp_path, "Alfabetismo", heads, rows))
    assert maps(chosen) == []
    assert "no es el promedio" in chosen.no_map
    assert "no hay mapa hasta que se corrija" in chosen.warnings[0]


def test_a_percentage_beside_its_counts_is_shown_as_their_division(tmp_path: Path) -> None:
    rows = [
        (code, parent, 1000 + at, 300 + 2 * at, round(100 * (300 + 2 * at) / (1000 + at), 1))
        for at, (code, parent) in enumerate(MUNICIPALITIES)
    ]
    heads = [
        CODE,
        DEPARTMENT,
        Head("Personas de 7 años o más", "integer"),
        Head("Personas que leen", "integer"),
        Head("Alfabetismo (%)", "number", "percent", "%"),
    ]
    chosen = first_states(source_of(tmp_path, "Alfabetismo", heads, rows))
    assert [state.measures[0].text for state in chosen.states[:2]] == ["ratio.d.c"] * 2
    assert chosen.states[0].groups == ("b",)


def test_a_score_is_averaged_and_called_so(tmp_path: Path) -> None:
    rows = [(code, parent, 40 + at / 10) for at, (code, parent) in enumerate(MUNICIPALITIES)]
    heads = [CODE, DEPARTMENT, Head("Puntaje", "number")]
    source = source_of(tmp_path, "Gestión", heads, rows)
    first = first_states(source).states[0]
    assert first.groups == ("b",)
    assert "promedio simple de los municipios" in title(source, first)


def test_all_years_in_headers_are_shown_and_the_last_is_mapped(tmp_path: Path) -> None:
    rows = [(name, 20.0 + at, 30.0 + at, 25.0 + at) for at, name in enumerate(DEPARTMENTS)]
    heads = [DEPARTMENT, *(Head(f"Incidencia{year}", "number") for year in (2006, 2011, 2014))]
    chosen = first_states(source_of(tmp_path, "Pobreza", heads, rows))
    assert [measure.text for measure in chosen.states[0].measures] == ["mean.b", "mean.c", "mean.d"]
    assert [state.measures[0].text for state in maps(chosen)] == ["mean.d"]


def test_a_year_that_few_places_have_is_left_out_and_said(tmp_path: Path) -> None:
    rows = [
        (name, 20.0 + at if at > 8 else None, 30.0 + at, 25.0 + at)
        for at, name in enumerate(DEPARTMENTS)
    ]
    heads = [DEPARTMENT, *(Head(f"Puntaje {year}", "number") for year in (2015, 2017, 2019))]
    chosen = first_states(source_of(tmp_path, "Cumplimiento", heads, rows))
    assert [measure.text for measure in chosen.states[0].measures] == ["mean.c", "mean.d"]
    assert chosen.warnings[0].startswith("2015 no se muestra")


def test_only_years_with_the_same_places_are_gone_along(tmp_path: Path) -> None:
    rows = [
        (name, year, 10 * at + year)
        for year in (2017, 2018, 2019)
        for at, name in enumerate(DEPARTMENTS)
        if year < 2019 or at < 12
    ]
    heads = [DEPARTMENT, YEAR, Head("Escuelas", "integer")]
    source = source_of(tmp_path, "Escuelas", heads, rows)
    along = Explore(source.table, groups=("b",), measures=(Measure.of("sum.c"),))
    assert not covers_evenly(source, along)
    assert covers_evenly(source, replace(along, groups=("a",)))
    assert covers_evenly(source, replace(along, filters=(Filter("a", "eq", ("Guatemala",)),)))


def test_even_years_make_a_line_and_uneven_ones_do_not(tmp_path: Path) -> None:
    every = [
        (name, year, 10 * at + year)
        for year in (2017, 2018, 2019)
        for at, name in enumerate(DEPARTMENTS)
    ]
    heads = [DEPARTMENT, YEAR, Head("Escuelas", "integer")]
    even = first_states(source_of(tmp_path, "Escuelas", heads, every))
    assert even.states[0].groups == ("b",)
    few = [row for row in every if row[1] != 2019 or row[0] < "J"]
    (tmp_path / "few").mkdir()
    uneven = first_states(source_of(tmp_path / "few", "Escuelas", heads, few))
    assert all("b" not in state.groups for state in uneven.states)
    assert all(state.filters[0].values == ("2018",) for state in uneven.states)
    assert "no traen los mismos" in uneven.warnings[0]


def test_hidden_counts_are_avoided(tmp_path: Path) -> None:
    rows = [
        (name, year, kind, None if kind == "crónica" and not at else 50 + at)
        for year in (2017, 2018, 2019)
        for kind in ("aguda", "crónica")
        for at, name in enumerate(DEPARTMENTS)
    ]
    heads = [DEPARTMENT, YEAR, Head("Tipo", "text"), Head("Casos", "integer", marks=("<5",))]
    chosen = first_states(source_of(tmp_path, "Desnutrición", heads, rows))
    assert all(
        ("c", ("aguda",)) in [(one.column, one.values) for one in state.filters]
        for state in chosen.states
    )
    assert "ocultos" in chosen.warnings[0]


def test_two_measures_of_one_kind_stand_side_by_side(tmp_path: Path) -> None:
    rows = [(f"Ocupación {at}", 10.0 + at, 20.0 - at) for at in range(6)]
    heads = [Head("Ocupación", "text"), Head("Hombres", "number"), Head("Mujeres", "number")]
    chosen = first_states(source_of(tmp_path, "Empleo", heads, rows))
    assert [measure.text for measure in chosen.states[0].measures] == ["mean.b", "mean.c"]
    assert chosen.no_map


def test_a_year_a_row_makes_a_line(tmp_path: Path) -> None:
    rows = [(year, 100 + year) for year in range(2010, 2020)]
    chosen = first_states(source_of(tmp_path, "Visitas", [YEAR, Head("Visitas", "integer")], rows))
    assert chosen.states[0].groups == ("a",)
    assert chosen.states[0].measures[0].text == "sum.b"


def test_a_list_without_numbers_is_counted(tmp_path: Path) -> None:
    rows = [(f"Convenio {at}", ("Salud", "Agua", "Educación")[at % 3]) for at in range(50)]
    heads = [Head("Convenio", "text", "identifier"), Head("Sector", "text")]
    chosen = first_states(source_of(tmp_path, "Convenios", heads, rows))
    assert (chosen.states[0].groups, chosen.states[0].measures[0].text) == (("b",), "count")


def test_levels_mixed_in_one_table_are_not_added_up(tmp_path: Path) -> None:
    rows = [(f"Actividad {at % 6}", 10 + at) for at in range(24)]
    kinds = ["subtotal" if at % 6 == 0 else "data" for at in range(24)]
    heads = [Head("Actividad", "text"), Head("Ocupados", "integer")]
    chosen = first_states(source_of(tmp_path, "Empleo", heads, rows, kinds=kinds))
    assert chosen.states == ()
    assert chosen.reasons
    assert "dos veces" in chosen.warnings[0]


@pytest.mark.parametrize("heads", [[Head("Código", "text", "identifier")], [Head("Nota", "text")]])
def test_nothing_to_draw_says_so(tmp_path: Path, heads: list[Head]) -> None:
    rows = [(f"texto número {at} de muchos",) for at in range(400)]
    chosen = first_states(source_of(tmp_path, "Notas", heads, rows))
    assert chosen.states == ()
    assert chosen.reasons[0].endswith(".")
