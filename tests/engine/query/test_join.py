"""A join loses no row of the first table, multiplies none, and says which keys did not meet."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cauce.apps import catalog
from cauce.base.errors import Refusal
from cauce.engine.explore import Explore, Measure
from cauce.engine.explore.filters import Filter
from cauce.engine.query import Queries
from cauce.engine.query.answers import Matching
from cauce.engine.query.facets import facets
from cauce.territory import divisions
from tests.engine.query.joined import Both
from tests.engine.tables import column, write_table

PLACE = "territory:gt.municipality"
FIRST = (column("codigo", "text", role=PLACE), column("casos", "integer"))
SECOND = (
    column("muni", "integer", role=PLACE),
    column("anio", "integer", role="year", label="Año"),
    column("gente", "integer", label="Gente"),
)
DEMO = Path(catalog.__file__).parent / "demo_tables"


def both(
    folder: Path,
    first: list[tuple[Any, ...]],
    second: list[tuple[Any, ...]],
    kinds: list[str] | None = None,
) -> Both:
    return Both(
        write_table(folder / "first", FIRST, first),
        write_table(folder / "second", SECOND, second, kinds),
    )


codes = st.sampled_from([101, 102, 1601, 2217])
written = codes.flatmap(lambda n: st.sampled_from([f"{n:04}", str(n), f" {n:04} ", f"'{n}.0"]))


@settings(max_examples=15)
@given(
    first=st.lists(st.tuples(st.none() | written, st.none() | st.integers(0, 9)), max_size=8),
    second=st.lists(
        st.tuples(st.none() | codes, st.integers(2013, 2014), st.none() | st.integers(1, 9)),
        max_size=8,
    ),
    year=st.none() | st.integers(2013, 2014),
)
def test_every_row_of_the_first_is_there_once(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[tuple[Any, ...]],
    second: list[tuple[Any, ...]],
    year: int | None,
) -> None:
    tables = both(tmp_path_factory.mktemp("t"), first, second)
    filters = () if year is None else (Filter("otra~anio", "eq", (str(year),)),)
    found = tables.answer(filters=filters)

    chosen = [row for row in second if row[0] is not None and year in (None, row[1])]
    times = Counter(row[0] for row in chosen)
    once = {row[0]: row for row in chosen if times[row[0]] == 1}
    keys = [None if code is None else int(code.strip("' ").removesuffix(".0")) for code, _ in first]
    joined = [
        (*row, *once.get(key, (None, None, None))) for row, key in zip(first, keys, strict=True)
    ]
    assert list(found.rows) == [row for row in joined if year is None or row[3] == year]
    assert found.total == len(found.rows)

    asked = {key for key in keys if key is not None}
    assert found.matching is not None
    assert found.matching.matched == len([key for key in asked if times[key] == 1])
    assert found.matching.missing == len([key for key in asked if not times[key]])
    assert found.matching.doubled == len([key for key in asked if times[key] > 1])
    assert len(found.matching.missing_examples) == found.matching.missing


def test_the_second_table_is_filtered_grouped_measured_sorted_and_searched(tmp_path: Path) -> None:
    tables = both(
        tmp_path,
        [("0101", 4), ("0102", 6), ("0103", 1), ("2217", 9)],
        [(101, 2018, 100), (102, 2018, 100), (103, 2018, 50)],
    )
    grouped = tables.answer(
        groups=("otra~gente",),
        measures=(Measure.of("sum.casos"), Measure.of("count")),
    )
    assert grouped.rows == ((50, 1, 1), (100, 10, 2), (None, 9, 1))
    assert grouped.columns[0].name == "otra~gente"
    ratio = tables.answer(measures=(Measure.of("ratio.casos.otra~gente"),))
    assert ratio.rows == ((20 / 250,),)
    assert [
        row[0] for row in tables.answer(filters=(Filter("otra~gente", "le", ("50",)),)).rows
    ] == ["0103"]
    alone = tables.answer(filters=(Filter("otra~gente", "missing"),))
    assert [row[0] for row in alone.rows] == ["2217"]
    assert alone.matching == Matching(3, 1, 0, ("Quesada (2217)",))
    sorted_ = (
        tables.explore().checked(tables.first.schema, tables.joinable).ordered_by("otra~gente")
    )
    found = Queries().page(sorted_, tables, tables.first.schema, tables.joinable)
    assert [row[0] for row in found.rows] == ["0103", "0101", "0102", "2217"]
    assert [row[0] for row in tables.answer(search="2018", columns=("codigo",)).rows] == [
        "0101",
        "0102",
        "0103",
    ]


def test_totals_of_the_second_table_are_not_joined(tmp_path: Path) -> None:
    tables = both(tmp_path, [("0101", 4)], [(101, 2018, 7), (101, 2018, 900)], ["data", "total"])
    assert tables.answer().rows == (("0101", 4, 101, 2018, 7),)


def test_doubled_keys_are_told_with_the_filter_that_helps(tmp_path: Path) -> None:
    tables = both(
        tmp_path,
        [("0101", 4), ("0102", 1)],
        [(code, year, 10) for code in (101, 102) for year in range(2007, 2019)],
    )
    years = replace(tables.second.schema[1], min=2007, max=2018, distinct=12)
    schema = (tables.second.schema[0], years, tables.second.schema[2])
    tables = Both(tables.first, replace(tables.second, schema=schema))
    doubled = tables.answer()
    assert doubled.notes == (
        "La otra tabla tiene 12 filas por municipio: elija un año en «Año» de la otra tabla, "
        "como 2018.",
    )
    assert [row[2:] for row in doubled.rows] == [(None, None, None)] * 2
    assert tables.answer(filters=(Filter("otra~anio", "eq", ("2018",)),)).notes == ()


def test_a_finer_second_table_is_to_be_opened_first(tmp_path: Path) -> None:
    department = column("depto", "text", role="territory:gt.department")
    first = write_table(tmp_path / "1", (department,), [("01",)])
    schema = (department, column("muni", "text", role=PLACE))
    second = write_table(tmp_path / "2", schema, [("1", "0101"), ("01", "0102")])
    [note] = Both(first, second).answer().notes
    assert "2 filas por departamento" in note
    assert "es por municipio. Ábrala y una a ella esta." in note


def test_rows_without_a_pair_that_a_filter_leaves_out_are_told(tmp_path: Path) -> None:
    tables = both(tmp_path, [("0101", 4), ("0102", 1)], [(101, 2018, 10)])
    [note] = tables.answer(filters=(Filter("otra~anio", "eq", ("2018",)),)).notes
    assert "quedan fuera las filas de esta que no tienen pareja en ella (1 municipio)" in note


def test_codes_meet_the_names_of_their_places(tmp_path: Path) -> None:
    named = replace(FIRST[0], name="municipio", label="Municipio", min="Cobán", max="Mixco")
    names = [("Cobán",), ("Municipio de Mixco",), ("San Pedro Sacatepéquez",), ("Atlántida",)]
    first = write_table(tmp_path / "1", (named,), names)
    second = write_table(
        tmp_path / "2", SECOND, [(1601, 2018, 10), (108, 2018, 20), (109, 2018, 5)]
    )
    found = Both(first, second).answer(("municipio", "muni"))
    assert [row[3] for row in found.rows] == [10, 20, None, None]  # two places have the third name
    assert found.matching == Matching(2, 2, 0, ("Atlántida", "San Pedro Sacatepéquez"))


def test_names_that_places_share_meet_beside_what_holds_them(tmp_path: Path) -> None:
    schema = (
        column("departamento", "text", role="territory:gt.department"),
        column("municipio", "text", role=PLACE),
    )
    first = write_table(
        tmp_path / "1",
        schema,
        [("San Marcos", "San Pedro Sacatepéquez"), ("El Quiché", "Santa María Nebaj")],
    )
    second = write_table(
        tmp_path / "2",
        (*schema, column("n", "integer")),
        [
            ("SAN MARCOS", "San Pedro Sacatepequez", 1),
            ("Guatemala", "San Pedro Sacatepéquez", 2),
            ("Quiché", "Nebaj", 3),
        ],
    )
    assert [row[-1] for row in Both(first, second).answer().rows] == [1, 3]


@pytest.mark.parametrize(
    ("role", "left", "right"),
    [
        ("territory:gt.municipality", "SAN MIGUEL USPANTÁN", "San Miguel Uspantan"),
        ("territory:gt.department", "160000", "16"),
        ("territory:gt.department", "1", "01"),
        ("territory:pe.department", "150000", "15"),
        ("territory:pe.province", "1501", "150100"),
        ("year", "2018*", "2018"),
        ("month", "Enero", "1"),
        ("month", "setiembre", "Sep."),
        (None, "Salud", "Salud"),
    ],
)
def test_what_means_the_same_meets(tmp_path: Path, role: str | None, left: str, right: str) -> None:
    first = write_table(tmp_path / "1", (column("a", "text", role=role),), [(left,)])
    schema = (column("b", "text", role=role), column("n", "integer"))
    second = write_table(tmp_path / "2", schema, [(right, 7)])
    [row] = Both(first, second).answer(("a", "b")).rows
    assert row[2] == 7


@pytest.mark.parametrize(
    ("role", "left", "right"),
    [
        ("territory:gt.department", "160012", "16"),
        ("territory:gt.municipality", "101", "1010"),
        ("territory:gt.municipality", "", " "),
        ("month", "mayo", "4"),
        (None, "Salud", "salud"),
    ],
)
def test_what_means_something_else_does_not(
    tmp_path: Path, role: str | None, left: str, right: str
) -> None:
    first = write_table(tmp_path / "1", (column("a", "text", role=role),), [(left,)])
    schema = (column("b", "text", role=role), column("n", "integer"))
    second = write_table(tmp_path / "2", schema, [(right, 7)])
    assert Both(first, second).answer(("a", "b")).rows == ((left, None, None),)


def test_a_table_joins_its_own_other_year(tmp_path: Path) -> None:
    rows = [(101, 2013, 80), (101, 2018, 100), (102, 2013, 40)]
    table = write_table(tmp_path, SECOND, rows)
    found = Both(table, table).answer(
        ("muni", "muni"),
        columns=("muni", "gente", "otra~gente"),
        filters=(Filter("anio", "eq", ("2018",)), Filter("otra~anio", "eq", ("2013",))),
    )
    assert found.rows == ((101, 100, 80),)


def test_columns_of_the_second_table_have_facets(tmp_path: Path) -> None:
    tables = both(
        tmp_path, [("0101", 4), ("0102", 6), ("0103", 1)], [(101, 2018, 9), (102, 2018, 9)]
    )
    asked = tables.explore()
    [gente] = facets(
        asked,
        tables,
        tables.first.schema,
        ("otra~gente",),
        joinable=tables.joinable,
        using=Queries(),
    )
    assert [(one.value, one.count) for one in gente.values] == [(9, 2)]
    assert gente.missing == 1


def test_households_per_inhabitant_of_the_census(tmp_path: Path) -> None:
    """Figures checked by hand: households of table B2 over people of table A1."""
    lines = (DEMO / "agua_2018.csv").read_text("cp1252").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("Código"))
    water = [
        (row["Código"], row["Departamento"], int(row["Total de hogares"].replace(".", "")))
        for row in csv.DictReader(lines[start:], delimiter=";")
        if (row["Código"] or "").isdigit() and len(row["Código"]) == 4
    ]
    sheet = CalamineWorkbook.from_path(DEMO / "poblacion_2018.xlsx").get_sheet_by_index(0)
    people = [
        (int(row[0]), 2018, int(row[3]))
        for row in sheet.to_python()
        if isinstance(row[0], str) and row[0].isdigit()
    ]
    schema = (FIRST[0], column("departamento", "text"), column("hogares", "integer"))
    tables = Both(
        write_table(tmp_path / "1", schema, water), write_table(tmp_path / "2", SECOND, people)
    )
    found = tables.answer(
        groups=("departamento",), measures=(Measure.of("ratio.hogares.otra~gente"),)
    )
    assert found.matching == Matching(340, 0, 0)
    assert len(found.rows) == 22
    assert found.whole is not None
    assert found.whole[1] == sum(row[2] for row in water) / 14_901_286
    one = tables.answer(
        columns=("hogares", "otra~gente"), filters=(Filter("codigo", "eq", ("0101",)),)
    )
    assert one.rows == ((243_014, 923_392),)


def test_the_same_question_again_reads_nothing(tmp_path: Path) -> None:
    tables = both(tmp_path, [("0101", 4)], [(101, 2018, 9)])
    asked: Explore = tables.explore()
    queries = Queries()
    first = queries.page(asked, tables, tables.first.schema, tables.joinable)
    tables.second.loose.path.unlink()
    assert queries.page(asked, tables, tables.first.schema, tables.joinable) == first


def test_all_that_must_be_chosen_is_told_at_once(tmp_path: Path) -> None:
    kind = replace(column("tipo", "text", distinct=2, label="Tipo"), max="crónica")
    schema = (SECOND[0], replace(SECOND[1], max=2018, distinct=2), kind)
    rows = [(101, year, kind) for year in (2017, 2018) for kind in ("aguda", "crónica")]
    second = write_table(tmp_path / "2", schema, rows)
    first = write_table(tmp_path / "1", FIRST, [("0101", 4)])
    [note] = Both(first, second).answer().notes
    assert note == (
        "La otra tabla tiene 4 filas por municipio: elija un año en «Año» de la otra tabla, "
        "como 2018 y un valor en «Tipo» de la otra tabla, como crónica."
    )
    dated = write_table(tmp_path / "3", (*FIRST, SECOND[1]), [("0101", 4, 2018)])
    found = Both(dated, second)
    [note] = found.answer(("codigo", "muni")).notes
    assert "una también por «Año» (union=codigo:muni,anio:anio), y elija un valor en «Tipo»" in note
    chosen = (Filter("otra~tipo", "eq", ("aguda",)),)
    assert found.answer(filters=chosen).notes == ()


def test_codes_of_two_systems_are_never_compared(tmp_path: Path) -> None:
    districts = [each for each in divisions("pe.district") if each.reniec][:60]
    ubigeo = column("ubigeo", "text", role="territory:pe.district", label="Ubigeo")
    name = column("distrito", "text", role="territory:pe.district", label="Distrito")
    inei = write_table(tmp_path / "1", (ubigeo, name), [(one.code, one.name) for one in districts])
    reniec = write_table(
        tmp_path / "2", (ubigeo, name), [(one.reniec, one.name) for one in districts]
    )
    with pytest.raises(Refusal, match=r"códigos de INEI y «Ubigeo», de RENIEC.*por nombres"):
        Both(inei, reniec).answer(("ubigeo", "ubigeo"))
    same = Both(inei, write_table(tmp_path / "3", (ubigeo,), [(one.code,) for one in districts]))
    assert same.answer().matching == Matching(60, 0, 0)
