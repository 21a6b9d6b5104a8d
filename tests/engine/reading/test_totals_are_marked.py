"""Rows that sum others are marked: by their word, and by arithmetic."""

import pytest

from cauce.engine.reading.totals import is_total_label
from tests.engine.reading.sheets import codes, kinds, one_block, sheet, text_file


@pytest.mark.parametrize(
    "label",
    [
        "Total",
        "TOTAL",
        "TOTAL REPÚBLICA",
        "Total general",
        "Gran total",
        "Suma",
        "Sumas",
        "Nacional",
        "Todas",
        "Total nacional:",
        "TOTAL (1)......",
        "República",
        "Total país",
        "Promedio nacional",
        "GRAND TOTALS",
    ],
)
def test_words_for_everything(label: str) -> None:
    assert is_total_label(label) == "total"


@pytest.mark.parametrize("label", ["Subtotal", "Sub-total Petén", "Total departamento", "SUBTOTAL"])
def test_words_for_a_part(label: str) -> None:
    assert is_total_label(label) == "subtotal"


@pytest.mark.parametrize(
    "label",
    [
        "Totonicapán",
        "Total de ingresos",
        "Resumen",
        "Nacionalidad",
        "Sumpango",
        "Todos Santos Cuchumatán",
    ],
)
def test_words_that_only_look_alike(label: str) -> None:
    assert is_total_label(label) is None


def test_a_total_may_come_first_or_last() -> None:
    rows = ["Jalapa;10;20", "Jutiapa;30;40", "Zacapa;5;5"]
    head = "departamento;hombres;mujeres"
    first = text_file("\n".join([head, "TOTAL;45;65", *rows]))
    last = text_file("\n".join([head, *rows, "TOTAL;45;65"]))
    assert kinds(first, one_block(first)) == {2: "total"}
    assert kinds(last, one_block(last)) == {5: "total"}


def test_a_total_of_counts_that_stand_before_remarks_is_one_when_it_adds_up() -> None:
    head = "municipio;casos;a quién preguntar;edad"
    rows = ["Cobán;41;La oficina;12", "Tactic;3;El centro;38", "Chisec;17;La sede;25"]
    right = text_file("\n".join([head, *rows, "Total;61;;"]))
    assert kinds(right, one_block(right)) == {5: "total"}
    wrong = text_file("\n".join([head, *rows, "Total;90;;"]))
    assert kinds(wrong, one_block(wrong)) == {}


def test_a_total_of_rates_is_one_by_its_word() -> None:
    grid = text_file("""
departamento;tasa
Jalapa;10.5
Jutiapa;30.1
Total;22.4
""")
    block = one_block(grid)
    assert kinds(grid, block) == {4: "total"}
    assert "rows.total_without_sum" in codes(block.notes)


def test_a_column_named_total_is_no_row() -> None:
    grid = text_file("departamento;total\nJalapa;10\nJutiapa;30")
    assert kinds(grid, one_block(grid)) == {}


def test_the_municipality_of_totonicapan_is_data() -> None:
    grid = text_file("municipio;pob\nTotonicapán;103\nMomostenango;95\nTodos Santos Cuchumatán;32")
    assert kinds(grid, one_block(grid)) == {}


def test_a_total_in_a_column_of_numbers_is_seen() -> None:
    grid = text_file("campaña;clics\n1;10\n2;30\n3;20\nTOTAL;60")
    assert kinds(grid, one_block(grid)) == {5: "total"}


def test_a_last_row_without_a_word_that_adds_up_is_a_total() -> None:
    grid = text_file("""
departamento;hombres;mujeres
Jalapa;101;211
Jutiapa;302;407
Zacapa;53;58
;456;676
""")
    block = one_block(grid)
    assert kinds(grid, block) == {5: "total"}
    assert "rows.total_by_sum" in codes(block.notes)


def test_the_country_above_its_departments_is_a_total() -> None:
    grid = text_file("""
territorio;población
Guatemala;1500
Guatemala;900
Jalapa;350
Zacapa;250
""")
    assert kinds(grid, one_block(grid)) == {2: "total"}


def test_the_department_of_guatemala_alone_is_data() -> None:
    grid = text_file("departamento;población\nGuatemala;900\nJalapa;350\nZacapa;250\nPetén;80")
    assert kinds(grid, one_block(grid)) == {}


def test_a_total_beside_a_name_is_a_subtotal() -> None:
    grid = text_file("""
departamento;sexo;casos
Jalapa;Total;30
Jalapa;Hombres;10
Jalapa;Mujeres;20
Zacapa;Total;7
Zacapa;Hombres;3
Zacapa;Mujeres;4
""")
    assert kinds(grid, one_block(grid)) == {2: "subtotal", 5: "subtotal"}


def test_several_totals_have_one_that_is_whole() -> None:
    grid = text_file("""
rubro;monto
Salarios;10
Dietas;5
Total;15
Cemento;20
Hierro;30
Total;50
Total;65
""")
    assert kinds(grid, one_block(grid)) == {4: "subtotal", 7: "subtotal", 8: "total"}


def test_a_total_with_a_name_is_a_subtotal_when_its_rows_add_up() -> None:
    grid = text_file("""
rubro;monto
Impuestos;100
Tasas;50
Total de ingresos;150
Salarios;80
Obras;60
Total de gastos;140
Saldo;10
""")
    assert kinds(grid, one_block(grid)) == {4: "subtotal", 7: "subtotal"}


def test_a_total_with_a_name_that_adds_nothing_up_is_asked_about() -> None:
    grid = text_file("""
indicador;valor
Viviendas;812
Total de hogares;640
Personas por hogar;5
Hacinamiento;31
""")
    block = one_block(grid)
    assert kinds(grid, block) == {}
    assert "rows.maybe_total" in codes(block.notes)


def test_words_in_a_table_of_texts_mark_nothing() -> None:
    grid = text_file("clave;texto\nHC01;Total; estimación\nHC02;Mediana; error", delimiter="|")
    assert kinds(grid, one_block(grid)) == {}


def test_numbers_of_a_sheet_add_up_within_rounding() -> None:
    grid = sheet(
        [
            ["zona", "a", "b"],
            ["norte", 33.333, 10.1],
            ["sur", 33.333, 20.2],
            ["este", 33.333, 30.3],
            ["Suma", 100.0, 60.6],
        ]
    )
    block = one_block(grid)
    assert kinds(grid, block) == {5: "total"}
    assert "rows.total_without_sum" not in codes(block.notes)


def test_rows_that_sum_those_right_below_are_subtotals() -> None:
    grid = text_file("""
territorio;hombres;mujeres
Alta Verapaz;110;220
Cobán;60;120
Chahal;50;100
Baja Verapaz;90;81
Salamá;40;31
Cubulco;30;30
Granados;20;20
Jalapa;70;75
Monjas;30;35
Mataquescuintla;40;40
""")
    block = one_block(grid)
    assert kinds(grid, block) == {2: "subtotal", 5: "subtotal", 9: "subtotal"}
    assert "rows.subtotal_by_sum" in codes(block.notes)


def test_small_numbers_that_happen_to_add_up_mark_nothing() -> None:
    grid = text_file("caso;meses;veces\na;2;2\nb;1;1\nc;1;1\nd;3;3\ne;1;2\nf;2;1")
    assert kinds(grid, one_block(grid)) == {}


def test_dotted_codes_show_subtotals() -> None:
    grid = text_file("""
código;rubro;aprobado
1;Ingresos corrientes;1000
1.1;Impuestos;700
1.1.1;IUSI;500
1.1.2;Boleto de ornato;200
1.2;Tasas;300
2;Ingresos de capital;500
2.1;Transferencias;500
""")
    assert kinds(grid, one_block(grid)) == {2: "subtotal", 3: "subtotal", 7: "subtotal"}
