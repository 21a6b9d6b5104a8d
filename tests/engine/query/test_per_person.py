"""A rate divides by the people of the place of its group, each place once."""

from pathlib import Path
from typing import Any

import pytest

from cauce.base.errors import Refusal
from cauce.engine.explore import Comparison, Explore, Measure
from cauce.engine.explore.filters import Filter
from cauce.engine.query import Queries
from cauce.engine.query.answering import answer, every_group
from cauce.engine.query.answers import Answer
from tests.engine.tables import SmallTable, column, write_table

MUNICIPALITY = "territory:gt.municipality"
DEPARTMENT = "territory:gt.department"
RATE = Measure.of("per_person.casos")
SCHEMA = (
    column("departamento", "text", role=DEPARTMENT),
    column("codigo", "text", role=MUNICIPALITY),
    column("anio", "integer", role="year", label="Año"),
    column("casos", "integer"),
)
# Guatemala (0101) 923,392; Santa Catarina Pinula (0102) 80,582; Cobán (1601) 212,421 people.
GUATEMALA, PINULA, COBAN = 923_392, 80_582, 212_421
# The departments of Guatemala (01) and Alta Verapaz (16).
GUATEMALAS, VERAPAZ = 3_015_081, 1_215_038
ROWS: list[tuple[Any, ...]] = [
    ("Guatemala", "0101", 2018, 10),
    ("Guatemala", "0101", 2018, 20),
    ("Guatemala", "0102", 2018, 5),
    ("Guatemala", "0101", 2019, 7),
    ("Alta Verapaz", "1601", 2018, 40),
]
IN_2018 = Filter("anio", "eq", ("2018",))


def asked(table: SmallTable, **explore: Any) -> Answer:
    measures = explore.pop("measures", (RATE,))
    question = Explore(table.sha256, measures=measures, **explore)
    return answer(question, table.loose, table.schema, using=Queries())


@pytest.fixture
def table(tmp_path: Path) -> SmallTable:
    return write_table(tmp_path, SCHEMA, ROWS)


def test_each_place_of_a_group_counts_once(table: SmallTable) -> None:
    found = asked(table, groups=("departamento",), filters=(IN_2018,))
    assert found.rows == (
        ("Alta Verapaz", 40 / VERAPAZ),
        ("Guatemala", 35 / GUATEMALAS),
    )
    assert found.whole == (None, 75 / (GUATEMALAS + VERAPAZ))
    assert "Población de 2018: INE Guatemala, XII Censo" in found.notes[0]


def test_years_are_told_apart_or_refused(table: SmallTable) -> None:
    with pytest.raises(Refusal, match=r"varios años en «Año».*filtre por un solo año, como"):
        asked(table, groups=("departamento",))
    by_year = asked(table, groups=("anio",))
    assert by_year.rows == (
        (2018, 75 / (GUATEMALAS + VERAPAZ)),
        (2019, 7 / (GUATEMALAS + VERAPAZ)),
    )
    assert by_year.whole == (None, None)
    pivoted = asked(table, groups=("departamento",), pivot="anio")
    assert {row[0]: row[1:] for row in pivoted.rows}["Guatemala"] == (
        35 / GUATEMALAS,
        7 / GUATEMALAS,
    )
    compared = asked(table, comparison=Comparison("anio", "2018", "2019"), groups=("codigo",))
    assert compared.rows[0][:3] == ("0101", 30 / GUATEMALA, 7 / GUATEMALA)


def test_it_stands_beside_other_measures(table: SmallTable) -> None:
    measures = (Measure.of("sum.casos"), RATE, Measure.of("share.casos"))
    found = asked(table, groups=("codigo",), filters=(IN_2018,), measures=measures)
    assert [row[:3] for row in found.rows] == [
        ("0101", 30, 30 / GUATEMALA),
        ("0102", 5, 5 / PINULA),
        ("1601", 40, 40 / COBAN),
    ]
    assert asked(table, filters=(IN_2018,), groups=("codigo",), offset=50).total == 3


def test_files_have_it_too(table: SmallTable) -> None:
    question = Explore(table.sha256, groups=("codigo",), filters=(IN_2018,), measures=(RATE,))
    _, rows = every_group(question, table.loose, table.schema, using=Queries())
    [batch] = rows.batches()
    assert batch.column(1).to_pylist() == [30 / GUATEMALA, 5 / PINULA, 40 / COBAN]


def test_a_place_that_is_not_known_leaves_its_group_without_a_rate(tmp_path: Path) -> None:
    rows = [*ROWS[:3], ("Guatemala", "9999", 2018, 1), ("Alta Verapaz", "1601", 2018, 4)]
    table = write_table(tmp_path, SCHEMA, [*rows, ("Petén", None, 2018, 1), (None, None, 2018, 1)])
    found = asked(table, groups=("codigo",), filters=(IN_2018,))
    rates = {row[0]: row[1] for row in found.rows}
    assert rates == {
        "0101": 30 / GUATEMALA,
        "0102": 5 / PINULA,
        "1601": 4 / COBAN,
        "9999": None,
        None: None,
    }
    assert "3 filas no dicen un municipio conocido (sin dato, «9999»)" in found.notes[1]
    assert "los grupos que las tienen y el conjunto quedan sin valor por persona" in found.notes[1]
    by_department = asked(table, groups=("departamento",), filters=(IN_2018,))
    assert by_department.rows[:2] == (("Alta Verapaz", 4 / VERAPAZ), ("Guatemala", 36 / GUATEMALAS))
    assert by_department.rows[-1] == (None, None)
    assert by_department.whole == (None, None)
    known = (IN_2018, Filter("codigo", "in", ("0101", "0102")))
    assert len(asked(table, groups=("departamento",), filters=known).notes) == 1


def test_a_row_without_its_place_still_counts_where_what_holds_it_says(tmp_path: Path) -> None:
    rows = [("Guatemala", "0101", 2018, 1), ("Alta Verapaz", None, 2018, 2)]
    found = asked(write_table(tmp_path, SCHEMA, rows), filters=(IN_2018,))
    assert found.rows == ((3 / (GUATEMALAS + VERAPAZ),),)


def test_names_mean_the_same_as_codes(tmp_path: Path) -> None:
    schema = (
        column("departamento", "text", role=DEPARTMENT),
        column("municipio", "text", role=MUNICIPALITY),
        column("casos", "integer"),
    )
    rows = [
        ("Alta Verapaz", "COBAN", 10),
        ("Alta Verapaz", "Cobán", 10),
        ("San Marcos", "San Pedro Sacatepéquez", 30),
        ("Guatemala", "San Pedro Sacatepéquez", 30),
    ]
    table = write_table(tmp_path, schema, rows)
    places = asked(table, groups=("departamento", "municipio"))
    assert places.rows == (
        ("Alta Verapaz", "COBAN", 10 / COBAN),
        ("Alta Verapaz", "Cobán", 10 / COBAN),
        ("Guatemala", "San Pedro Sacatepéquez", 30 / 51_292),
        ("San Marcos", "San Pedro Sacatepéquez", 30 / 79_158),
    )
    homonyms = asked(table, groups=("municipio",))
    assert homonyms.rows[-1] == ("San Pedro Sacatepéquez", 60 / (51_292 + 79_158))
    by_department = asked(table, groups=("departamento",))
    assert by_department.rows[:2] == (
        ("Alta Verapaz", 20 / VERAPAZ),
        ("Guatemala", 30 / GUATEMALAS),
    )


def test_departments_have_theirs(tmp_path: Path) -> None:
    schema = (column("codigo", "integer", role=DEPARTMENT), column("casos", "integer"))
    found = asked(write_table(tmp_path, schema, [(1, 10), (16, 12)]), groups=("codigo",))
    assert found.rows == ((1, 10 / 3_015_081), (16, 12 / 1_215_038))


@pytest.mark.parametrize(
    ("role", "said"),
    [("territory:pe.district", "por distrito del Perú"), (None, "columna de lugares")],
)
def test_without_a_reference_population_it_says_what_to_divide_by(
    tmp_path: Path, role: str | None, said: str
) -> None:
    schema = (column("lugar", "text", role=role), column("casos", "integer"))
    with pytest.raises(Refusal, match=rf"{said}.*per_person\.casos\.habitantes"):
        asked(write_table(tmp_path, schema, [("150101", 1)]))


def test_more_places_than_there_are_have_no_population(tmp_path: Path) -> None:
    schema = (column("codigo", "integer", role=MUNICIPALITY), column("casos", "integer"))
    table = write_table(tmp_path, schema, [(number, 1) for number in range(5_001)])
    with pytest.raises(Refusal, match=r"más de 5,000 lugares distintos"):
        asked(table)
