"""A row of the second table beside several rows of the first is never added up several times."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cauce.base.errors import Refusal
from cauce.engine.explore import Comparison, Filter, Measure
from cauce.engine.query import Queries, every_group
from tests.engine.query.joined import Both
from tests.engine.tables import column, write_table

PLACE = "territory:gt.municipality"
YEAR = replace(column("anio", "integer", role="year", label="Año", distinct=2), max=2019)
FIRST = (
    column("codigo", "text", role=PLACE, label="Código"),
    column("zona", "text", label="Zona", distinct=2),
    YEAR,
    column("casos", "integer", label="Casos"),
)
SECOND = (
    column("muni", "integer", role=PLACE, label="Municipio"),
    column("gente", "integer", label="Población"),
)
SUM = Measure.of("sum.otra~gente")
RATIO = Measure.of("ratio.casos.otra~gente")
SHARE = Measure.of("share.otra~gente")


@pytest.fixture
def tables(tmp_path: Path) -> Both:
    rows = [
        (code, zone, year, cases)
        for code, zone, cases in (("0101", "sur", 4), ("0102", "sur", 6), ("0103", "norte", 5))
        for year in (2018, 2019)
    ]
    people = [(101, 100), (102, 50), (103, 10)]
    return Both(
        write_table(tmp_path / "1", FIRST, rows), write_table(tmp_path / "2", SECOND, people)
    )


@pytest.mark.parametrize("measure", [SUM, RATIO, Measure.of("per_person.casos.otra~gente")])
def test_sums_that_would_count_again_are_refused(tables: Both, measure: Measure) -> None:
    with pytest.raises(Refusal) as refusal:
        tables.answer(measures=(measure,), groups=("zona",))
    assert str(refusal.value) == (
        "Una misma fila de la otra tabla está junto a hasta 2 filas de esta dentro de un grupo: "
        "«Población» se sumaría otras tantas veces. Filtre por un solo año en «Año», como 2019, o "
        "agrupe también por «Año». También puede pedir el promedio o el máximo de «Población»."
    )
    with pytest.raises(Refusal, match="filas de esta: «Población»"):
        tables.answer(measures=(measure,))


def test_files_are_refused_the_same(tables: Both) -> None:
    asked = tables.explore(measures=(RATIO,), groups=("zona",))
    with pytest.raises(Refusal, match="se sumaría otras tantas veces"):
        every_group(asked, tables, tables.first.schema, tables.joinable, using=Queries())


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (
            {"groups": ("zona",), "filters": (Filter("anio", "eq", ("2019",)),)},
            (("norte", 10, 0.5), ("sur", 150, 10 / 150)),
        ),
        ({"groups": ("zona",), "pivot": "anio"}, (("norte", 10, 10, 0.5, 0.5),)),
        (
            {"groups": ("zona",), "comparison": Comparison("anio", "2018", "2019")},
            (("norte", 10, 10, 0, 0.0, 0.5, 0.5, 0.0, 0.0),),
        ),
    ],
)
def test_what_is_suggested_is_right_and_has_its_whole(
    tables: Both, asked: dict[str, Any], rows: tuple[Any, ...]
) -> None:
    found = tables.answer(measures=(SUM, RATIO), **asked)
    assert found.rows[: len(rows)] == rows
    assert found.whole is not None
    assert found.whole[1] == 160
    assert found.notes == ()


def test_the_whole_is_not_given_where_only_it_would_count_again(tables: Both) -> None:
    kept = (Measure.of("sum.casos"), SUM, RATIO, Measure.of("max.otra~gente"))
    found = tables.answer(measures=kept, groups=("zona", "anio"))
    assert found.rows[0] == ("norte", 2018, 5, 10, 0.5, 10)
    assert found.whole == (None, None, 30, None, None, 100)
    assert found.notes == (
        "No se da el valor de todo el conjunto con «Población»: en él una misma fila de la otra "
        "tabla se sumaría varias veces.",
    )


def test_parts_of_a_total_that_counts_again_are_refused(tables: Both) -> None:
    with pytest.raises(Refusal, match=r"El total de «Población» contaría hasta 2 veces.*«Año»"):
        tables.answer(measures=(SHARE,), groups=("zona", "anio"))
    found = tables.answer(measures=(SHARE,), groups=("zona",), pivot="anio")
    assert found.rows[0] == ("norte", 6.25, 6.25)


def test_what_does_not_add_up_stays_and_what_weighs_again_is_told(tables: Both) -> None:
    kept = tuple(map(Measure.of, ("count", "min.otra~gente", "max.otra~gente", "sum.casos")))
    found = tables.answer(measures=kept, groups=("zona",))
    assert (found.whole, found.notes) == ((None, 6, 10, 100, 30), ())
    found = tables.answer(measures=(Measure.of("mean.otra~gente"),), groups=("zona",))
    assert found.rows == (("norte", 10.0), ("sur", 75.0))
    assert "«Población» pesa otras tantas veces" in found.notes[0]


def test_when_nothing_of_few_values_tells_rows_apart_that_is_left_to_the_reader(
    tables: Both, tmp_path: Path
) -> None:
    rows = [("0101", "sur", 2018, 4), ("0101", "sur", 2018, 6)]
    again = Both(write_table(tmp_path / "3", FIRST, rows), tables.second)
    with pytest.raises(Refusal, match="Filtre o agrupe también por lo que distingue esas filas"):
        again.answer(measures=(SUM,), groups=("zona",))
