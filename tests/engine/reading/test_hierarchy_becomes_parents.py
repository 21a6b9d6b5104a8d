"""Indentation, group rows and bold rows become parent columns."""

from cauce.engine.reading.block import Wanted
from cauce.engine.reading.blocks import find_block
from cauce.engine.reading.grid import Cell
from tests.engine.reading.sheets import (
    kinds,
    labels,
    one_block,
    parents,
    sheet,
    text_file,
    written,
)


def test_leading_spaces_show_parents_and_parents_with_values_are_subtotals() -> None:
    grid = text_file("""
Área y sexo;Población
TOTAL;100
Urbana;60
   Hombres;28
   Mujeres;32
Rural;40
   Hombres;21
   Mujeres;19
""")
    block = one_block(grid)
    assert block.hierarchy is not None
    assert block.hierarchy.how == "indentation"
    assert block.hierarchy.labels == ("Área",)
    assert parents(grid, block)[4] == ("Urbana",)
    assert parents(grid, block)[8] == ("Rural",)
    assert parents(grid, block)[3] == (None,)
    assert kinds(grid, block) == {2: "total", 3: "subtotal", 6: "subtotal"}


def test_indentation_of_the_format_shows_parents() -> None:
    grid = sheet(
        [
            ["Provincia", "Casos"],
            ["Chiclayo", 9],
            ["Oyotún", 4],
            ["Reque", 5],
            ["Ferreñafe", 3],
            ["Pítipo", 1],
            ["Cañaris", 2],
        ],
        indents={"A3": 1, "A4": 1, "A6": 1, "A7": 1},
    )
    block = one_block(grid)
    assert parents(grid, block)[3] == ("Chiclayo",)
    assert parents(grid, block)[7] == ("Ferreñafe",)
    assert kinds(grid, block) == {2: "subtotal", 5: "subtotal"}


def test_labels_that_step_over_columns_show_parents() -> None:
    grid = sheet(
        [
            ["Área y sector", None, "Personas"],
            ["TOTAL", None, 100],
            ["Urbana", None, 70],
            [None, "Comercio", 50],
            [None, "Industria", 20],
            ["Rural", None, 30],
            [None, "Comercio", 10],
            [None, "Industria", 20],
        ],
        merged=["A1:B1"],
    )
    block = one_block(grid)
    assert labels(block)[:2] == ["Área y sector", "Área y sector"]
    assert parents(grid, block)[4] == ("Urbana",)
    assert parents(grid, block)[8] == ("Rural",)
    assert kinds(grid, block) == {2: "total", 3: "subtotal", 6: "subtotal"}


def test_group_rows_become_a_parent_column_and_are_not_written() -> None:
    grid = text_file("""
Departamento y municipio;hombres;mujeres
Alta Verapaz;;
Cobán;10;11
Chahal;12;13
Baja Verapaz;;
Salamá;14;15
Cubulco;16;17
""")
    block = one_block(grid)
    assert block.hierarchy is not None
    assert block.hierarchy.how == "group_rows"
    assert block.hierarchy.labels == ("Departamento",)
    assert block.group_rows == (1, 4)
    assert written(grid, block) == [3, 4, 6, 7]
    assert parents(grid, block) == {
        3: ("Alta Verapaz",),
        4: ("Alta Verapaz",),
        6: ("Baja Verapaz",),
        7: ("Baja Verapaz",),
    }


def test_group_rows_of_two_levels_are_told_by_their_signs() -> None:
    rows: list[list[Cell]] = [
        ["Lugar", "hombres", "mujeres"],
        ["ORIENTE", None, None],
        ["Zacapa", None, None],
        ["Estanzuela", 1, 2],
        ["Gualán", 3, 4],
        ["Jalapa", None, None],
        ["Monjas", 5, 6],
        ["Mataquescuintla", 7, 8],
        ["NORTE", None, None],
        ["Petén", None, None],
        ["Flores", 9, 9],
        ["San José", 9, 9],
    ]
    grid = sheet(rows, bold=["A2", "A9"])
    block = one_block(grid)
    assert parents(grid, block)[4] == ("ORIENTE", "Zacapa")
    assert parents(grid, block)[8] == ("ORIENTE", "Jalapa")
    assert parents(grid, block)[12] == ("NORTE", "Petén")
    assert written(grid, block) == [4, 5, 7, 8, 11, 12]


def test_group_rows_may_stand_in_the_column_of_codes() -> None:
    grid = text_file("""
código;municipio;población
Alta Verapaz;;
1601;Cobán;212047
1602;Santa Cruz Verapaz;32042
Baja Verapaz;;
1501;Salamá;65275
1502;San Miguel Chicaj;30000
""")
    block = one_block(grid)
    assert parents(grid, block)[3] == ("Alta Verapaz",)
    assert parents(grid, block)[7] == ("Baja Verapaz",)


def test_totals_of_groups_are_subtotals() -> None:
    grid = text_file("""
rubro;monto
Ingresos;
Impuestos;10
Tasas;5
Total;15
Gastos;
Salarios;20
Obras;30
Total;50
""")
    block = one_block(grid)
    assert kinds(grid, block) == {5: "subtotal", 9: "subtotal"}


def test_bold_rows_that_add_up_are_parents() -> None:
    grid = sheet(
        [
            ["Territorio", "Casos"],
            ["Norte", 30],
            ["Petén", 10],
            ["Izabal", 20],
            ["Sur", 12],
            ["Escuintla", 5],
            ["Retalhuleu", 7],
        ],
        bold=["A2", "A5"],
    )
    block = one_block(grid)
    assert parents(grid, block)[3] == ("Norte",)
    assert kinds(grid, block) == {2: "subtotal", 5: "subtotal"}


def test_bold_rows_that_head_nothing_are_rows_like_others() -> None:
    grid = sheet(
        [
            ["Territorio", "Casos"],
            ["Norte", 3],
            ["Petén", 10],
            ["Izabal", 20],
            ["Sur", 99],
            ["Jutiapa", 5],
        ],
        bold=["A2", "A5"],
    )
    assert one_block(grid).hierarchy is None


def test_labels_broken_over_rows_are_no_groups() -> None:
    grid = text_file("""
actividad;empleados
Agricultura;10
Suministro de agua, alcantarillado y;
  actividades de saneamiento;20
Construcción;30
""")
    block = one_block(grid)
    assert written(grid, block) == [2, 4, 5]
    assert block.group_rows == ()


def test_one_space_at_the_start_is_a_slip() -> None:
    grid = text_file("nombre;n\nAbad;1\n Abel;2\nAbril;3\n Ada;4\nAgua;5")
    assert one_block(grid).hierarchy is None


def test_a_lone_label_without_values_amid_the_data_is_a_row() -> None:
    grid = text_file("formato;lee;escribe\nADRT;1;2\nCY;3;4\nComGeom;;\nDXF;5;6\nENF;7;8")
    block = one_block(grid)
    assert written(grid, block) == [2, 3, 4, 5, 6]
    assert block.hierarchy is None


def test_a_person_may_refuse_the_hierarchy() -> None:
    grid = text_file("""
Área y sexo;Población
Urbana;60
   Hombres;28
   Mujeres;32
Rural;40
   Hombres;21
   Mujeres;19
""")
    block = find_block(grid, Wanted(hierarchy=False))
    assert block is not None
    assert block.hierarchy is None
    assert block.kinds == {}


def test_a_row_with_one_deeper_row_is_a_subtotal_only_when_both_say_the_same() -> None:
    grid = text_file("""
condición;personas
Ocupada;70
   Asalariada;50
   Independiente;20
Desocupada;0
   Abierta;0
Inactiva;30
   Estudia;30
Jubilada;14
   Del Estado;9
   Del seguro;5
Ausente;6
   Viaja;4
   Enferma;2
""")
    assert kinds(grid, one_block(grid)) == {
        2: "subtotal",
        7: "subtotal",
        9: "subtotal",
        12: "subtotal",
    }
