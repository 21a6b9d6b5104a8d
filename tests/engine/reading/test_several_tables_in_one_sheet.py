"""Tables under one another and beside one another are told apart."""

from cauce.engine.reading.blocks import find_blocks
from cauce.engine.reading.grid import Cell
from tests.engine.reading.sheets import body, header_rows, labels, one_block, sheet, text_file


def test_a_title_and_a_header_after_a_blank_row_begin_a_table() -> None:
    grid = text_file("""
Cuadro 1. Hogares;;
departamento;hogares;con agua
Jalapa;80;60
Jutiapa;120;98

Cuadro 2. Escuelas;;
municipio;escuelas;aulas
Salamá;30;120
Cubulco;25;90
""")
    blocks, notes = find_blocks(grid)
    assert [block.title for block in blocks] == [("Cuadro 1. Hogares",), ("Cuadro 2. Escuelas",)]
    assert [header_rows(grid, block) for block in blocks] == [[2], [7]]
    assert [body(grid, block) for block in blocks] == [(3, 4), (8, 9)]
    assert notes == ()


def test_the_same_header_under_another_title_is_another_table() -> None:
    grid = text_file("""
Gastos de Ana;;
fecha;lugar;monto
05/01/2020;Salamá;10
06/01/2020;Cobán;20

Gastos de Eva;;
fecha;lugar;monto
07/01/2020;Jalapa;30
08/01/2020;Zacapa;40
""")
    blocks, _ = find_blocks(grid)
    assert [block.title for block in blocks] == [("Gastos de Ana",), ("Gastos de Eva",)]


def test_notes_of_the_upper_table_stay_with_it() -> None:
    grid = text_file("""
departamento;hogares
Jalapa;80
Jutiapa;120

Fuente: INE

municipio;escuelas
Salamá;30
Cubulco;25
""")
    blocks, _ = find_blocks(grid)
    assert len(blocks) == 2
    assert blocks[0].footnotes == ((4, "Fuente: INE"),)
    assert blocks[1].title == ()


def test_comment_lines_name_the_tables_of_a_dump() -> None:
    grid = text_file("""
# TABLA grupos
gid;sid;nombre
43;10;Estudiantes

#
# TABLA preguntas
#
qid;sid;tipo;texto
7;10;N;Edad
""")
    blocks, _ = find_blocks(grid)
    assert [labels(block) for block in blocks] == [
        ["gid", "sid", "nombre"],
        ["qid", "sid", "tipo", "texto"],
    ]
    assert blocks[1].title == ("TABLA preguntas",)


def test_blank_rows_alone_do_not_part_a_table() -> None:
    grid = text_file("""
departamento;hogares
Jalapa;80
Jutiapa;120


Zacapa;60
Petén;90
""")
    assert body(grid, one_block(grid)) == (2, 7)


def test_tables_of_different_length_beside_one_another_are_two() -> None:
    left: list[list[Cell]] = [["norte", 1], ["sur", 2], ["este", 3], ["oeste", 4], ["centro", 5]]
    right: list[list[Cell]] = [["a", 10], ["b", 20]]
    rows: list[list[Cell]] = [["zona", "casos", None, "clave", "peso"]]
    for k, pair in enumerate(left):
        rows.append([*pair, None, *(right[k] if k < len(right) else [None, None])])
    grid = sheet(rows)
    blocks, _ = find_blocks(grid)
    assert [labels(block) for block in blocks] == [["zona", "casos"], ["clave", "peso"]]
    assert [body(grid, block) for block in blocks] == [(2, 6), (2, 3)]


def test_tables_with_their_own_titles_beside_one_another_are_two() -> None:
    grid = sheet(
        [
            ["Hombres", None, None, "Mujeres", None],
            ["edad", "n", None, "edad", "n"],
            ["0 a 4", 1, None, "0 a 4", 2],
            ["5 a 9", 3, None, "5 a 9", 4],
        ]
    )
    blocks, _ = find_blocks(grid)
    assert [block.title for block in blocks] == [("Hombres",), ("Mujeres",)]


def test_a_blank_column_inside_a_table_parts_nothing() -> None:
    grid = sheet(
        [
            ["departamento", "2018", None, "2023"],
            ["Jalapa", 80, None, 90],
            ["Jutiapa", 120, None, 130],
        ]
    )
    assert labels(one_block(grid)) == ["departamento", "2018", "2023"]


def test_a_new_header_right_under_values_begins_a_table() -> None:
    grid = text_file("""
departamento;hombres;mujeres
Jalapa;10;20
Jutiapa;11;21
municipio;niños;niñas
Monjas;5;6
Asunción Mita;7;8
""")
    blocks, _ = find_blocks(grid)
    assert [body(grid, block) for block in blocks] == [(2, 3), (5, 6)]


def test_four_levels_of_header_are_one_table() -> None:
    grid = sheet(
        [
            ["Lugar", "Población", None, None, None],
            [None, "Activa", None, None, None],
            [None, "Ocupada", None, "Desocupada", None],
            [None, "Número", "Porcentaje", "Número", "Porcentaje"],
            ["Jalapa", 10, 1.5, 20, 2.5],
            ["Zacapa", 11, 1.6, 21, 2.6],
        ],
        merged=["A1:A4", "B1:E1", "B2:E2", "B3:C3", "D3:E3"],
    )
    block = one_block(grid)
    assert header_rows(grid, block) == [1, 2, 3, 4]
