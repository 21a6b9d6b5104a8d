"""The question of a state reads like a sentence somebody would say."""

from dataclasses import replace

import pytest

from cauce.apps.catalog.explorer.labels import column_options
from cauce.apps.catalog.explorer.words import column_words, question_parts, question_words
from cauce.engine.explore import Explore
from tests.apps.catalog.explorer.columns import BUDGET, SECOND, asked, column

SAID = {
    "": "Mostrar todas las filas.",
    "q=agua": "Mostrar las filas donde alguna columna contiene «agua».",
    "f.funcion.eq=Salud": "Mostrar las filas donde función es Salud.",
    "columnas=codigo,anio": "Mostrar código y año de todas las filas.",
    "columnas=codigo,anio&f.anio.eq=2018": ("Mostrar código y año de las filas donde año es 2018."),
    "columnas=codigo,anio,funcion,devengado,vigente": (
        "Mostrar todas las filas, con 5 de sus columnas."
    ),
    "medida=count": "Mostrar cuántas filas hay.",
    "por=departamento": "Mostrar cuántas filas hay por departamento.",
    "medida=sum.devengado&por=departamento&por=anio&f.funcion.eq=Salud": (
        "Mostrar la suma de devengado por departamento y año donde función es Salud."
    ),
    "medida=ratio.devengado.vigente&por=departamento": (
        "Mostrar la suma de devengado dividida entre la de vigente por departamento."
    ),
    "medida=per_person.devengado&por=departamento": (
        "Mostrar devengado por habitante por departamento."
    ),
    "medida=per_person.devengado.poblacion": ("Mostrar devengado por habitante (según población)."),
    "medida=mean.avance&medida=median.avance": (
        "Mostrar el promedio simple de avance y la mediana de avance."
    ),
    "f.anio.between=2016&f.anio.between=2018": (
        "Mostrar las filas donde año está entre 2016 y 2018."
    ),
    "f.anio.ge=2016&f.anio.le=2018": "Mostrar las filas donde año está entre 2016 y 2018.",
    "f.devengado.ge=1000000": "Mostrar las filas donde devengado es al menos 1,000,000.",
    "f.funcion.missing=1": "Mostrar las filas donde función no tiene dato.",
    "f.funcion.in=A&f.funcion.in=B&f.funcion.in=C": "Mostrar las filas donde función es A, B o C.",
    "f.anio.eq=2018&f.funcion.contains=sal": (
        "Mostrar las filas donde año es 2018 y función contiene «sal»."
    ),
    "medida=sum.devengado&por=departamento&cruce=anio": (
        "Mostrar la suma de devengado por departamento, con una columna para cada año."
    ),
    "medida=sum.devengado&por=departamento&comparar=anio.2016.2018": (
        "Mostrar la suma de devengado por departamento, comparando año 2016 con 2018."
    ),
    "medida=sum.devengado&por=departamento&orden=-sum_devengado": (
        "Mostrar la suma de devengado por departamento, de mayor a menor devengado."
    ),
    "orden=departamento,-devengado": (
        "Mostrar todas las filas, de la A a la Z por departamento y de mayor a menor devengado."
    ),
    "clase=data,total": ("Mostrar todas las filas, también los subtotales y totales del original."),
}


@pytest.mark.parametrize("query", SAID)
def test_it_is_one_sentence(query):
    assert question_words(asked(query), BUDGET) == SAID[query]


def test_many_values_are_counted():
    query = "&".join(f"f.funcion.in=F{place}" for place in range(7))
    said = question_words(asked(query), BUDGET)
    assert said == "Mostrar las filas donde función es F0, F1, F2, F3 o 3 más."


def test_the_joined_table_is_named():
    query = "con=agua-2018/hogares&union=codigo:codigo_municipio&medida=sum.otra~hogares"
    said = question_words(asked(query, SECOND), BUDGET, SECOND)
    assert said == "Mostrar la suma de hogares, unido con «Hogares con agua»."


def test_the_joints_are_strong():
    parts = question_parts(asked("medida=sum.devengado&por=anio&f.funcion.eq=Salud"), BUDGET)
    assert [part.text.strip() for part in parts if part.strong] == ["la suma de", "por", "donde"]


@pytest.mark.parametrize(
    ("label", "said"),
    [("Departamento", "departamento"), ("PIB", "PIB"), ("Gasto en Salud", "gasto en Salud")],
)
def test_headers_stand_inside_a_sentence(label, said):
    assert column_words(column("x", label)) == said


def test_y_becomes_e_before_its_sound():
    schema = (column("agua", "Agua"), column("internet", "Internet"), column("hielo", "Hielo"))
    assert "agua e internet" in question_words(Explore("a", groups=("agua", "internet")), schema)
    assert "agua y hielo" in question_words(Explore("a", groups=("agua", "hielo")), schema)


CODED = (replace(BUDGET[0], examples=("0101",)), *BUDGET[1:])


def test_codes_of_places_are_called_by_their_level():
    assert "por municipio." in question_words(Explore("a", groups=("codigo",)), CODED)
    named = (*CODED, column("municipio", "Municipio", role="territory:gt.municipality"))
    both = Explore("a", groups=("codigo", "municipio"))
    assert "por municipio (código) y municipio." in question_words(both, named)
    labels = {each["value"]: each["label"] for each in column_options(named)}
    assert labels["codigo"] == "Municipio (código)"
    assert labels["municipio"] == "Municipio"
    assert column_options(CODED)[0]["label"] == "Municipio"


def test_what_both_tables_have_says_which_is_meant():
    second = replace(SECOND, schema=(*SECOND.schema, BUDGET[1]))
    grouped = Explore("a", groups=("otra~departamento",))
    assert "por departamento (tabla unida)" in question_words(grouped, BUDGET, second)


def test_a_long_question_counts_the_rest_of_its_measures():
    query = "medida=sum.devengado&medida=sum.vigente&medida=mean.avance&medida=count"
    said = question_words(asked(f"{query}&por=anio"), BUDGET, most=2)
    assert said == "Mostrar la suma de devengado, la suma de vigente y 2 más por año."
