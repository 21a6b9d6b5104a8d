"""Who live in a place divide its rate, whatever rows there are of it: a list of projects has none
of most municipalities, and the people of those are people of the department all the same."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.engine.explore import Comparison, Explore, Measure
from cauce.engine.explore.filters import Filter
from cauce.engine.query import Queries
from cauce.engine.query.answering import answer
from cauce.engine.query.answers import Answer
from cauce.territory import divisions
from cauce.territory.population import population
from tests.engine.query.joined import Both
from tests.engine.tables import SmallTable, column, write_table

MUNICIPALITY = "territory:gt.municipality"
DEPARTMENT = "territory:gt.department"
RATE = Measure.of("per_person.monto")
SCHEMA = (
    column("departamento", "text", role=DEPARTMENT),
    column("codigo", "text", role=MUNICIPALITY),
    column("anio", "integer", role="year", label="Año"),
    column("sector", "text"),
    column("monto", "integer"),
)
PLACES = population("gt.municipality").inhabitants  # type: ignore[union-attr]
NAMES = {each.code: each.name for each in divisions("gt.department")}
COUNTRY = 14_901_286
JALAPA, COBAN = 342_923, 212_421


def people(*departments: str) -> int:
    return sum(number for code, number in PLACES.items() if code[:2] in departments)


def row(code: str, year: int, sector: str, amount: int) -> tuple[Any, ...]:
    return NAMES[code[:2]], code, year, sector, amount


def asked(table: SmallTable, **explore: Any) -> Answer:
    question = Explore(table.sha256, measures=(RATE,), **explore)
    return answer(question, table.loose, table.schema, using=Queries())


def together(found: Answer) -> Any:
    assert found.whole is not None
    return found.whole[-1]


def rates(found: Answer) -> dict[Any, Any]:
    return {each[0] if len(each) == 2 else each[:-1]: each[-1] for each in found.rows}


# One municipality of each department, and two of Alta Verapaz; the road of Jalapa only in 2019.
EVERYWHERE = [row(f"{code}01", 2018, "salud", int(code)) for code in NAMES if code != "21"]
EVERYWHERE += [row("1602", 2018, "agua", 100), row("2101", 2019, "agua", 700)]
IN_2018 = Filter("anio", "eq", ("2018",))


@pytest.fixture
def table(tmp_path: Path) -> SmallTable:
    return write_table(tmp_path, SCHEMA, EVERYWHERE)


def test_a_department_is_divided_by_all_its_people(table: SmallTable) -> None:
    found = asked(table, groups=("departamento",), filters=(IN_2018,))
    assert len(found.rows) == 21
    assert rates(found)["Alta Verapaz"] == 116 / people("16")
    assert rates(found)["Guatemala"] == 1 / people("01")
    total = sum(each[4] for each in EVERYWHERE if each[2] == 2018)
    assert together(found) == total / COUNTRY
    assert found.notes == (
        "Por persona: la suma entre los habitantes de cada departamento; en conjunto, entre los de "
        "todo el país. Población de 2018: INE Guatemala, XII Censo Nacional de Población y VII de "
        "Vivienda, 2018.",
    )


def test_groups_that_are_no_places_are_divided_by_the_whole_country(table: SmallTable) -> None:
    by_sector = asked(table, groups=("sector",), filters=(IN_2018,))
    assert rates(by_sector)["agua"] == 100 / COUNTRY
    assert together(by_sector) == pytest.approx(sum(rates(by_sector).values()))
    assert "la suma entre los habitantes de todo el país. Población" in by_sector.notes[0]
    by_year = asked(table, groups=("anio",))
    assert rates(by_year)[2019] == 700 / COUNTRY
    searched = asked(table, groups=("anio",), search="agua")
    assert rates(searched) == {2018: 100 / COUNTRY, 2019: 700 / COUNTRY}


@pytest.mark.parametrize(
    ("filters", "within", "said"),
    [
        ([Filter("departamento", "eq", ("Jalapa",))], ("21",), "del departamento de Jalapa."),
        (
            [Filter("departamento", "in", ("Jalapa", "Alta Verapaz"))],
            ("21", "16"),
            "de los 2 departamentos que nombran los filtros.",
        ),
        (
            [Filter("departamento", "contains", ("verapaz",))],
            ("15", "16"),
            "de los 2 departamentos que",
        ),
        ([Filter("sector", "eq", ("agua",))], tuple(NAMES), "de todo el país."),
        ([Filter("codigo", "not_missing")], tuple(NAMES), "de todo el país."),
    ],
)
def test_filters_on_places_say_whose_people_divide(
    table: SmallTable, filters: Sequence[Filter], within: tuple[str, ...], said: str
) -> None:
    found = asked(table, groups=("anio",), filters=tuple(filters))
    plain = Explore(
        table.sha256,
        measures=(Measure.of("sum.monto"),),
        groups=("anio",),
        filters=tuple(filters),
    )
    sums = answer(plain, table.loose, table.schema, using=Queries())
    assert sums.rows
    for year, total in sums.rows:
        assert rates(found)[year] == total / people(*within)
    assert f"entre los habitantes {said}" in found.notes[0]


def test_a_filter_on_municipalities_narrows_their_department_too(table: SmallTable) -> None:
    only = (IN_2018, Filter("codigo", "in", ("1601", "1603")))
    by_sector = asked(table, groups=("sector",), filters=only)
    assert rates(by_sector) == {"salud": 16 / (COBAN + PLACES["1603"])}
    by_department = asked(table, groups=("departamento",), filters=only)
    assert rates(by_department) == {"Alta Verapaz": 16 / (COBAN + PLACES["1603"])}
    assert together(by_department) == 16 / (COBAN + PLACES["1603"])
    assert "(solo sus municipios que nombran los filtros)" in by_department.notes[0]


def test_every_year_has_the_same_people(table: SmallTable) -> None:
    both = asked(table, groups=("departamento", "anio"))
    assert rates(both)[("Jalapa", 2019)] == 700 / JALAPA
    assert rates(both)[("Alta Verapaz", 2018)] == 116 / people("16")
    pivoted = asked(table, groups=("sector",), pivot="anio")
    assert {each[0]: each[1:] for each in pivoted.rows}["agua"] == (100 / COUNTRY, 700 / COUNTRY)
    compared = asked(table, comparison=Comparison("anio", "2018", "2019"), groups=("sector",))
    assert compared.rows[0][1:4] == (100 / COUNTRY, 700 / COUNTRY, 700 / COUNTRY - 100 / COUNTRY)


def test_places_across_the_columns_are_divided_by_their_own(table: SmallTable) -> None:
    only = (Filter("departamento", "in", ("Alta Verapaz", "Jalapa")),)
    found = asked(table, groups=("sector",), pivot="departamento", filters=(*only, IN_2018))
    assert found.rows == (("agua", 100 / people("16")), ("salud", 16 / people("16")))
    assert together(found) == 116 / people("16")
    found = asked(table, groups=("anio",), pivot="departamento", filters=only)
    assert found.rows == ((2018, 116 / people("16"), None), (2019, None, 700 / JALAPA))


def test_a_table_of_some_departments_is_divided_by_those(tmp_path: Path) -> None:
    rows = [row("2101", 2018, "agua", 5), row("2102", 2019, "salud", 7)]
    one = asked(write_table(tmp_path, SCHEMA, rows), groups=("sector",), filters=(IN_2018,))
    assert rates(one) == {"agua": 5 / JALAPA}
    assert "de Jalapa, el único de la tabla. Población" in one.notes[0]
    table = write_table(tmp_path, SCHEMA, [*rows, row("1601", 2019, "agua", 9)])
    two = asked(table, groups=("sector",), filters=(IN_2018,))
    assert rates(two) == {"agua": 5 / people("21", "16")}
    assert "de los 2 departamentos de la tabla. Población" in two.notes[0]


def test_places_of_the_second_table_are_places_too(tmp_path: Path) -> None:
    first_schema = (column("codigo", "text", role=MUNICIPALITY), column("monto", "integer"))
    second_schema = SCHEMA[:2]
    held = [("Alta Verapaz", "1601"), ("Alta Verapaz", "1602"), ("Jalapa", "2101")]
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    both = Both(
        write_table(tmp_path / "first", first_schema, [("1601", 10), ("1602", 5), ("2101", 3)]),
        write_table(tmp_path / "second", second_schema, held),
    )
    pair = ("codigo", "codigo")
    found = both.answer(pair, groups=("otra~departamento",), measures=(RATE,))
    assert rates(found) == {"Alta Verapaz": 15 / people("16"), "Jalapa": 3 / JALAPA}
    jalapa = (Filter("otra~departamento", "eq", ("Jalapa",)),)
    assert both.answer(pair, filters=jalapa, measures=(RATE,)).rows == ((3 / JALAPA,),)


CODES = st.sampled_from([f"{code}{n:02}" for code in NAMES for n in (1, 2, 3)])
SPARSE = st.lists(
    st.tuples(CODES, st.sampled_from([2018, 2019]), st.sampled_from("abc"), st.integers(0, 99)),
    min_size=1,
    max_size=25,
)
WITHIN = st.lists(st.sampled_from(sorted(NAMES)), max_size=3, unique=True)


@settings(max_examples=6, deadline=None)
@given(SPARSE, WITHIN)
def test_sparse_tables_agree_with_plain_python(
    tmp_path_factory: pytest.TempPathFactory, cells: list[Any], named: list[str]
) -> None:
    rows = [row(*each) for each in cells]
    table = write_table(tmp_path_factory.mktemp("t"), SCHEMA, rows)
    chosen = Filter("departamento", "in", tuple(NAMES[code] for code in named))
    filters = (chosen,) if named else ()
    left = [each for each in rows if each[2] == 2018 and (not named or each[1][:2] in named)]
    below = people(*(named or {each[1][:2] for each in rows}))
    codes = {each[0]: each[1][:2] for each in rows}
    under = {0: lambda key: people(codes[key]), 1: PLACES.__getitem__, 3: lambda _: below}
    for place, by in ((0, "departamento"), (1, "codigo"), (3, "sector")):
        found = asked(table, groups=(by,), filters=(*filters, IN_2018), limit=100)
        sums: dict[str, int] = {}
        for each in left:
            sums[each[place]] = sums.get(each[place], 0) + each[4]
        assert rates(found) == {key: value / under[place](key) for key, value in sums.items()}
        if left:
            assert together(found) == sum(sums.values()) / below
