"""Two tables are joined by what their columns mean, and never by what must not be joined."""

from dataclasses import replace

import pytest

from cauce.base.errors import Refusal
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Join, Joinable
from cauce.engine.explore.pairs import proposed_pairs
from tests.engine.tables import column

CODE = replace(
    column("codigo", "text", role="territory:gt.municipality", label="Código"),
    min="0101",
    max="2217",
    examples=("0101", "0102"),
)
NUMBER = replace(CODE, name="cod_muni", type="integer", min=101, max=2217, examples=("101",))
NAME = replace(
    CODE, name="municipio", label="Municipio", min="Acatenango", max="Zunil", examples=()
)
HOLDER = replace(
    column("departamento", "text", role="territory:gt.department", label="Departamento"),
    min="Alta Verapaz",
    max="Zacapa",
)
DISTRICT = column("ubigeo", "text", role="territory:pe.district")
YEAR = column("anio", "integer", role="year", distinct=7, label="Año")
ONE_YEAR = replace(YEAR, name="ejercicio", distinct=1)
MONTH = column("mes", "text", role="month")
PERSON = column("dpi", "text", role="identifier", label="DPI")
DAY = column("fecha", "date", label="Fecha")
CASES = column("casos", "integer", label="Casos")
SECTOR = column("sector", "text", label="Sector")


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        ((NAME, CODE), (HOLDER, NAME, NUMBER), [("codigo", "cod_muni")]),
        (
            (HOLDER, NAME, CASES),
            (NAME, HOLDER, CASES),
            [("municipio", "municipio"), ("departamento", "departamento")],
        ),
        ((CODE, HOLDER), (HOLDER, CASES), [("departamento", "departamento")]),
        ((CODE, YEAR), (CODE, YEAR), [("codigo", "codigo"), ("anio", "anio")]),
        ((CODE, YEAR), (CODE, ONE_YEAR), [("codigo", "codigo")]),
        ((YEAR, CASES), (ONE_YEAR, SECTOR), [("anio", "ejercicio")]),
        ((YEAR, MONTH), (MONTH, YEAR), [("anio", "anio"), ("mes", "mes")]),
        ((CODE, MONTH), (CODE, MONTH), [("codigo", "codigo")]),
        ((CODE,), (NAME,), [("codigo", "municipio")]),
        ((NAME, CODE), (NAME, SECTOR), [("municipio", "municipio")]),
        ((CODE,), (DISTRICT,), []),
        ((SECTOR, CASES), (SECTOR, CASES), []),
    ],
)
def test_pairs_are_proposed_by_equal_roles(
    first: tuple[Column, ...], second: tuple[Column, ...], pairs: list[tuple[str, str]]
) -> None:
    assert list(proposed_pairs(first, second)) == pairs


def asked(
    first: tuple[Column, ...], second: tuple[Column, ...], *union: str, table: str = "b"
) -> Explore:
    joinable = Joinable("censo/poblacion", table, second)
    return Explore.from_query("a", first, {"union": list(union)}, joinable)


def test_the_address_then_says_the_pairs() -> None:
    found = asked((CODE, YEAR), (NUMBER, YEAR))
    assert found.join == Join("censo/poblacion", "b", (("codigo", "cod_muni"), ("anio", "anio")))
    params = found.to_params()
    assert params == {"con": ["censo/poblacion"], "union": ["codigo:cod_muni,anio:anio"]}
    again = asked((CODE, YEAR), (NUMBER, YEAR), *params["union"])
    assert again == found


def test_columns_of_the_second_table_are_written_with_their_prefix() -> None:
    joinable = Joinable("censo/poblacion", "b", (NUMBER, CASES))
    params = {"f.otra~casos.ge": ["5"], "por": ["codigo"], "medida": ["ratio.casos.otra~casos"]}
    found = Explore.from_query("a", (CODE, CASES), params, joinable)
    assert found.filters[0].column == "otra~casos"
    assert found.measures[0].name == "ratio_casos_otra~casos"
    query = {name: list(texts) for name, texts in found.to_params().items()}
    assert Explore.from_query("a", (CODE, CASES), query, joinable) == found


@pytest.mark.parametrize(
    ("first", "second", "union", "said"),
    [
        ((CODE,), (SECTOR,), [], "ni un nivel territorial ni el año.*union=columna_de_esta_tabla"),
        ((CODE,), (NUMBER,), ["zona:cod_muni"], "Esta tabla no tiene una columna «zona»"),
        (
            (CODE,),
            (NUMBER,),
            ["codigo:zona"],
            "La otra tabla no tiene una columna «zona».*cod_muni",
        ),
        ((CODE,), (NUMBER,), ["codigo"], "pares de columnas"),
        ((CODE,), (HOLDER,), ["codigo:departamento"], "nivel municipio.*nivel departamento"),
        ((YEAR,), (CODE,), ["anio:codigo"], "tiene años y la otra lugares"),
        ((YEAR,), (MONTH,), ["anio:mes"], "tiene años y la otra meses"),
        ((PERSON,), (PERSON,), ["dpi:dpi"], "«DPI» distingue personas o casos"),
        ((DAY,), (SECTOR,), ["fecha:sector"], "no se pueden comparar"),
    ],
)
def test_what_cannot_be_joined_is_refused_with_what_to_write(
    first: tuple[Column, ...], second: tuple[Column, ...], union: list[str], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        asked(first, second, *union)


def test_a_table_is_joined_with_itself_only_by_what_is_said() -> None:
    with pytest.raises(Refusal, match="es esta misma"):
        asked((CODE, YEAR), (CODE, YEAR), table="a")
    assert asked((CODE, YEAR), (CODE, YEAR), "codigo:codigo", table="a").join


def test_a_second_table_that_is_gone_is_told() -> None:
    with pytest.raises(Refusal, match="«censo/poblacion» no está publicada"):
        Explore("a", join=Join("censo/poblacion", "b", ())).checked((CODE,))
