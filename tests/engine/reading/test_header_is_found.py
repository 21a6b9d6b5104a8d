"""The row that names the columns is found by what stands below it."""

from datetime import date

from tests.engine.reading.sheets import (
    body,
    codes,
    header_rows,
    labels,
    one_block,
    sheet,
    text_file,
    written,
)


def test_texts_over_numbers_are_the_header() -> None:
    grid = text_file("""
municipio;hombres;mujeres
Salamá;27423;29462
Cubulco;28152;30234
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [1]
    assert body(grid, block) == (2, 3)
    assert labels(block) == ["municipio", "hombres", "mujeres"]
    assert "fila 1" in block.header.reason
    assert "fila 2" in block.header.reason


def test_titles_padded_with_delimiters_are_no_header() -> None:
    grid = text_file("""
Población por sexo;;
Censo 2018;;
;;
municipio;hombres;mujeres
Salamá;27423;29462
Cubulco;28152;30234
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [4]
    assert block.title == ("Población por sexo", "Censo 2018")


def test_a_title_merged_across_is_no_header() -> None:
    grid = sheet(
        [
            ["Cuadro 3. Hogares con agua", None, None],
            ["Departamento", "Hogares", "Con agua"],
            ["Jalapa", 80411, 60231],
            ["Jutiapa", 120007, 98123],
        ],
        merged=["A1:C1"],
        bold=["A1"],
    )
    block = one_block(grid)
    assert header_rows(grid, block) == [2]
    assert block.title == ("Cuadro 3. Hogares con agua",)


def test_years_over_numbers_are_labels() -> None:
    grid = sheet(
        [
            ["Departamento", 2013, 2016, 2018],
            ["Jalapa", 0.3, 0.41, 0.52],
            ["Jutiapa", 0.2, 0.38, 0.49],
            ["Zacapa", 0.5, 0.51, 0.6],
        ]
    )
    block = one_block(grid)
    assert header_rows(grid, block) == [1]
    assert labels(block) == ["Departamento", "2013", "2016", "2018"]


def test_a_single_year_over_numbers_is_a_label() -> None:
    grid = text_file("""
departamento;2018
Jalapa;342923
Jutiapa;488395
Zacapa;245374
""")
    assert header_rows(grid, one_block(grid)) == [1]


def test_rising_numbers_beside_a_text_over_a_number_are_labels() -> None:
    grid = text_file("""
n;0.01;0.05;0.1
1;3.1;4.2;5.5
2;4.9;6.1;7.7
3;6.6;7.8;9.2
""")
    assert labels(one_block(grid)) == ["n", "0.01", "0.05", "0.1"]


def test_rows_that_are_all_alike_have_no_header() -> None:
    grid = text_file("""
101;11;82
102;12;32
103;11;21
""")
    block = one_block(grid)
    assert header_rows(grid, block) == []
    assert body(grid, block) == (1, 3)
    assert labels(block) == [None, None, None]
    assert "Ninguna fila nombra las columnas" in block.header.reason
    assert block.header.alternatives == ((0,),)
    assert "header.none" in codes(block.notes)


def test_texts_of_the_same_shape_as_those_below_are_no_header() -> None:
    grid = text_file("""
GT;Guatemala
PE;Perú
PA;Panamá
HN;Honduras
""")
    assert header_rows(grid, one_block(grid)) == []


def test_words_that_name_columns_are_a_header_over_texts() -> None:
    grid = text_file("""
nombre;cargo;dependencia
Ana Pérez;directora;Planificación
Luis Soto;analista;Estadística
Eva Paz;analista;Planificación
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [1]
    assert "header.guess" not in codes(block.notes)


def test_without_evidence_the_first_row_is_taken_and_asked_about() -> None:
    grid = text_file("""
rojo;grande
verde;chico
azul;mediano
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [1]
    assert block.header.alternatives == ((),)
    assert "header.guess" in codes(block.notes)


def test_dates_below_show_the_header() -> None:
    grid = sheet([["inicio", "obra"], [date(2020, 1, 5), "Puente"], [date(2021, 3, 9), "Escuela"]])
    assert header_rows(grid, one_block(grid)) == [1]


def test_numbers_in_the_rows_above_a_long_table_do_not_hide_its_header() -> None:
    rows = [f"{i};nombre {i};{i % 3};{i % 5}" for i in range(100, 130)]
    grid = text_file("\n".join(["", ";;57;290", "id;alumno;álgebra;análisis", *rows]))
    block = one_block(grid)
    assert header_rows(grid, block) == [2]
    assert "rows.above_header" in codes(block.notes)


def test_a_preamble_of_comments_is_a_title() -> None:
    grid = text_file("""
# Lista de estaciones
# Actualizada en 2011

id;nombre;latitud
a1;Norte;14.5
a2;Sur;14.1
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [4]
    assert block.title == ("Lista de estaciones", "Actualizada en 2011")


def test_units_under_the_labels_belong_to_the_header() -> None:
    grid = text_file("""
proyecto;monto;avance
;(Q);(%)
Puente;1500;20
Escuela;900;45
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [1, 2]
    assert labels(block) == ["proyecto", "monto / (Q)", "avance / (%)"]
    assert body(grid, block) == (3, 4)


def test_a_row_of_column_numbers_is_left_out() -> None:
    grid = text_file("""
departamento;hombres;mujeres
1;2;3
Jalapa;160000;182000
Jutiapa;230000;258000
Zacapa;119000;126000
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [1]
    assert body(grid, block) == (3, 5)
    assert "header.numbering" in codes(block.notes)


def test_a_row_of_column_letters_is_left_out() -> None:
    grid = text_file("""
departamento;hombres;mujeres
(a);(b);(c)
Jalapa;160000;182000
Jutiapa;230000;258000
""")
    assert body(grid, one_block(grid)) == (3, 4)


def test_a_first_row_one_two_three_of_numbers_stays_data() -> None:
    grid = text_file("""
a;b;c
1;2;3
4;5;6
7;8;9
""")
    assert written(grid, one_block(grid)) == [2, 3, 4]


def test_missing_marks_in_the_first_row_are_data() -> None:
    grid = text_file("""
x;y;z
NA;NA;
1;1;1
2;2;2
""")
    assert body(grid, one_block(grid)) == (2, 4)


def test_blank_first_row_and_column_do_not_count() -> None:
    grid = sheet([[None, None, None], [None, "clave", "valor"], [None, "a", 1], [None, "b", 2]])
    block = one_block(grid)
    assert header_rows(grid, block) == [2]
    assert [column.position for column in block.columns] == [1, 2]


def test_one_row_of_data_is_enough() -> None:
    grid = text_file("null;lang;ordered\nnull?;en;true")
    assert body(grid, one_block(grid)) == (2, 2)


def test_one_column_is_a_table() -> None:
    grid = text_file("unsignedByte\n-1", delimiter=",")
    block = one_block(grid)
    assert labels(block) == ["unsignedByte"]
    assert body(grid, block) == (2, 2)


def test_a_form_of_names_and_values_gets_no_invented_header() -> None:
    grid = text_file("""
Nombre del indicador;Tasa de cobertura
Unidad;Porcentaje
Año;2018
Valor nacional;56,2
Fuente;INE
""")
    block = one_block(grid)
    assert header_rows(grid, block) == []
    assert body(grid, block) == (1, 5)
    assert len(block.columns) == 2
    assert block.hierarchy is None
    assert block.kinds == {}
    assert "ficha" in block.header.reason


def test_months_over_numbers_are_labels() -> None:
    grid = sheet(
        [
            ["Departamento", date(2023, 1, 1), date(2023, 2, 1)],
            ["Jalapa", 10, 20],
            ["Jutiapa", 11, 21],
        ]
    )
    assert labels(one_block(grid)) == ["Departamento", "2023-01-01", "2023-02-01"]


def test_months_written_out_over_numbers_are_labels() -> None:
    grid = text_file("""
Departamento;ene-2023;feb-2023
Jalapa;10;20
Jutiapa;11;21
""")
    assert header_rows(grid, one_block(grid)) == [1]


def test_columns_with_neither_label_nor_value_are_left_out() -> None:
    grid = sheet([["a", None, "b", None], ["x", None, 1, None], ["y", None, 2, None]])
    assert labels(one_block(grid)) == ["a", "b"]


def test_a_blank_label_over_values_is_none() -> None:
    grid = sheet([["a", None, "b"], ["x", "nota", 1], ["y", "otra", 2]])
    assert labels(one_block(grid)) == ["a", None, "b"]


def test_many_columns_are_read() -> None:
    names = [f"indicador {k}" for k in range(361)]
    rows = [["Jalapa", *range(361)], ["Jutiapa", *range(361)]]
    block = one_block(sheet([["departamento", *names], *rows]))
    assert len(block.columns) == 362
