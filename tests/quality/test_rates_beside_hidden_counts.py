"""A rate per inhabitants gives hidden counts back to whoever knows the population."""

import pytest

from cauce.engine.columns import Column
from cauce.quality.small_cells import screen_rates


def column(label, marks=(), type_="number"):
    return Column(
        name=label.lower(),
        label=label,
        type=type_,
        role=None,
        unit=None,
        nulls=0,
        missing_marks=dict.fromkeys(marks, 3),
        distinct=9,
        min=None,
        max=None,
        sum=None,
        examples=(),
    )


HIDDEN = column("Casos", ["<5", "protegido"], "integer")


@pytest.mark.parametrize(
    "label",
    [
        "Tasa por 100,000 habitantes",
        "TIA",
        "Casos x 100 000",
        "Por cada mil nacidos vivos",
        "Incidencia acumulada",
        "Tasa_mortalidad",
    ],
)
def test_a_rate_beside_hidden_counts_stops_publication(label):
    (finding,) = screen_rates([HIDDEN, column(label)], table="casos")
    assert (finding.check, finding.column, finding.blocks) == ("k1.rates", label.lower(), True)
    assert finding.mends == ("leave_out",)


@pytest.mark.parametrize(
    "label", ["Población", "Edad promedio", "Monto por contrato", "Miles de quetzales", "Año"]
)
def test_other_numbers_do_not(label):
    assert screen_rates([HIDDEN, column(label)], table="casos") == []


def test_nor_does_a_rate_where_nothing_is_hidden():
    assert screen_rates([column("Casos", ["s.d."], "integer"), column("Tasa")], table="x") == []
