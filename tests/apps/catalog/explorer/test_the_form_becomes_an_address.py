"""What the form's fields say becomes the parameters of a state."""

from dataclasses import replace
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from cauce.apps.catalog.explorer.comparing import with_ends
from cauce.apps.catalog.explorer.offered import fitting_measure
from cauce.apps.catalog.explorer.submitted import said
from cauce.engine.explore import Explore
from tests.apps.catalog.explorer.columns import BUDGET, TABLE, column


def understood(query):
    """The state of a form that was sent."""
    plain = said(parse_qs(f"forma=1&{query}", keep_blank_values=True), BUDGET)
    return Explore.from_query(TABLE, BUDGET, plain)


def address(query):
    """Its address."""
    return understood(query).to_query()


def test_a_measure_is_made_of_its_fields():
    assert address("m1.op=sum&m1.de=devengado&por=anio") == "por=anio&medida=sum.devengado"
    assert address("m1.op=ratio&m1.de=devengado&m1.entre=vigente") == (
        "medida=ratio.devengado.vigente"
    )
    assert address("m1.op=count&m1.de=devengado") == "medida=count"


def test_a_column_that_does_not_suit_gives_way():
    assert address("m1.op=sum&m1.de=avance") == "medida=sum.devengado"
    assert address("m1.op=sum&m1.de=funcion") == "medida=sum.devengado"
    assert address("m1.op=mean&m1.de=avance") == "medida=mean.avance"
    assert address("m1.op=ratio&m1.de=devengado&m1.entre=devengado") == (
        "medida=ratio.devengado.vigente"
    )


def test_groups_alone_add_up_the_money():
    assert address("m1.op=&por=departamento&por=") == "por=departamento&medida=sum.devengado"


def test_two_ends_are_a_range_and_equal_ends_a_value():
    assert address("f.anio.ge=2016&f.anio.le=2018") == "f.anio.between=2016&f.anio.between=2018"
    assert address("f.anio.ge=2016&f.anio.le=2016") == "f.anio.eq=2016"
    assert address("f.anio.ge=2016&f.anio.le=") == "f.anio.ge=2016"


def test_checked_boxes_are_values():
    assert address("f.funcion.in=Salud") == "f.funcion.eq=Salud"
    assert address("f.funcion.in=Salud&f.funcion.in=Agua") == "f.funcion.in=Salud&f.funcion.in=Agua"
    assert address("f.funcion.presencia=missing") == "f.funcion.missing=1"
    assert address("f.funcion.presencia=") == ""


def test_a_comparison_needs_its_three_parts():
    fields = "m1.op=sum&m1.de=devengado&comparar.columna=anio&comparar.antes=2016"
    assert understood(f"{fields}&comparar.despues=2018").comparison.text == "anio.2016.2018"
    assert understood(fields).comparison is None


def test_what_the_form_does_not_edit_travels_along():
    assert address("ver=mapa&clases=iguales&orden=-devengado&desde=50") == (
        "orden=-devengado&ver=mapa&clases=iguales"
    )


_VALUES = st.text(max_size=12)
_OWN = ("m1.op", "m1.de", "m1.entre", "m2.op", "por", "cruce", "comparar.columna", "union.a1")
_DIRECT = ("union.b1", "f.anio.ge", "f.anio.le", "f.funcion.in", "f.x.presencia", "q", "columnas")
_NAMES = st.one_of(st.sampled_from(_OWN + _DIRECT), st.text(max_size=12))


@given(st.dictionaries(_NAMES, st.lists(_VALUES, min_size=1, max_size=3), max_size=8))
def test_no_form_breaks_it(fields):
    plain = said({"forma": ["1"], **fields}, BUDGET)
    assert all(texts and all(isinstance(text, str) for text in texts) for texts in plain.values())
    assert "forma" not in plain


PLACED = (
    replace(BUDGET[0], examples=("0101", "1601")),
    column("municipio", "Municipio", role="territory:gt.municipality", distinct=334),
    *BUDGET[1:],
)


def placed(query):
    """The groups of a form that was sent about names of municipalities."""
    plain = said(parse_qs(f"forma=1&{query}", keep_blank_values=True), PLACED)
    return Explore.from_query(TABLE, PLACED, plain).groups


def test_names_of_places_come_with_what_tells_those_of_one_name_apart():
    assert placed("por=municipio") == ("departamento", "municipio")
    assert placed("por=municipio&por=anio") == ("departamento", "municipio", "anio")
    assert placed("por=anio&por=municipio") == ("anio", "departamento", "municipio")


def test_what_tells_them_apart_already_is_enough():
    assert placed("por=municipio&por=codigo") == ("municipio", "codigo")
    assert placed("por=departamento") == ("departamento",)
    assert placed("por=municipio&f.departamento.in=Petén") == ("municipio",)
    assert placed("por=municipio&por=anio&por=funcion") == ("municipio", "anio", "funcion")


def test_a_part_is_divided_by_the_total_when_nobody_says():
    total = column("total", "Total de hogares", "integer")
    pipe = column("tuberia", "Tubería", "integer")
    well = column("pozo", "Pozo", "integer")
    schema = (total, pipe, well)
    assert fitting_measure("ratio", "", "", schema) == "ratio.tuberia.total"
    assert fitting_measure("ratio", "pozo", "", schema) == "ratio.pozo.total"
    assert fitting_measure("ratio", "total", "", schema) == "ratio.tuberia.total"
    assert fitting_measure("ratio", "pozo", "tuberia", schema) == "ratio.pozo.tuberia"
    unnamed = (replace(pipe, sum=30), replace(well, sum=4), column("hogares", "Hogares", "integer"))
    assert fitting_measure("ratio", "pozo", "", unnamed) == "ratio.pozo.tuberia"


YEARS = ("2012", "2016", "2019")


def test_a_comparison_begins_with_the_first_and_the_last():
    chosen = {"comparar.columna": ["anio"]}
    assert ends(with_ends(chosen, YEARS)) == ("2012", "2019")
    assert ends(with_ends({**chosen, "comparar.antes": ["2016"]}, YEARS)) == ("2016", "2019")
    typed = {**chosen, "comparar.antes": ["2016"], "comparar.despues": ["2012"]}
    assert ends(with_ends(typed, YEARS)) == ("2016", "2012")
    others = {**chosen, "comparar.antes": ["Mujer"], "comparar.despues": ["Hombre"]}
    assert ends(with_ends(others, YEARS)) == ("2012", "2019")
    assert ends(with_ends(chosen, YEARS[:1])) == (None, None)


def ends(params):
    """The two values that a form compares."""
    return tuple(params.get(f"comparar.{end}", [None])[0] for end in ("antes", "despues"))
