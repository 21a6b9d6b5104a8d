"""Header rows of several levels join to one label."""

from cauce.engine.reading.grid import Cell
from tests.engine.reading.sheets import body, header_rows, labels, one_block, sheet, text_file

NUMBERS: list[list[Cell]] = [
    ["Jalapa", 10, 20, 30, 40],
    ["Jutiapa", 11, 21, 31, 41],
    ["Zacapa", 12, 22, 32, 42],
]


def test_merged_cells_are_filled_over_their_range() -> None:
    grid = sheet(
        [
            ["Departamento", "Población", None, None, None],
            [None, "Hombres", None, "Mujeres", None],
            [None, "Urbana", "Rural", "Urbana", "Rural"],
            *NUMBERS,
        ],
        merged=["A1:A3", "B1:E1", "B2:C2", "D2:E2"],
    )
    block = one_block(grid)
    assert header_rows(grid, block) == [1, 2, 3]
    assert labels(block) == [
        "Departamento",
        "Población / Hombres / Urbana",
        "Población / Hombres / Rural",
        "Población / Mujeres / Urbana",
        "Población / Mujeres / Rural",
    ]
    assert block.columns[1].levels == ("Población", "Hombres", "Urbana")
    assert "3 niveles" in block.header.reason


def test_a_title_merged_over_all_columns_is_no_level() -> None:
    grid = sheet(
        [
            ["Cuadro 1. Población por sexo y área", None, None, None, None],
            ["Departamento", "Hombres", None, "Mujeres", None],
            [None, "Urbana", "Rural", "Urbana", "Rural"],
            *NUMBERS,
        ],
        merged=["A1:E1", "A2:A3", "B2:C2", "D2:E2"],
    )
    block = one_block(grid)
    assert header_rows(grid, block) == [2, 3]
    assert block.title == ("Cuadro 1. Población por sexo y área",)


def test_blank_rows_inside_a_merged_header_are_not_listed() -> None:
    grid = sheet(
        [
            ["Área y sexo", "Población de 15 años y más", None, None],
            [None, None, None, None],
            [None, "Horas trabajadas", None, None],
            [None, None, None, None],
            [None, "Total", "Menos de 25", "25 y más"],
            [None, None, None, None],
            ["Hombres", 30, 10, 20],
            ["Mujeres", 50, 20, 30],
        ],
        merged=["A1:A5", "B1:D2", "B3:D4"],
    )
    block = one_block(grid)
    assert header_rows(grid, block) == [1, 3, 5]
    assert labels(block)[1] == "Población de 15 años y más / Horas trabajadas / Total"
    assert body(grid, block) == (7, 8)


def test_in_text_files_an_upper_cell_carries_over_named_columns() -> None:
    grid = text_file("""
Fecha;Cambio;Puente;;;Día de lluvia;;
;;Básico;Tele;Ref;Básico;Tele;Ref
31-ene;Inicio;42;-13;17;-46;-30;-48
01-feb;Cadena;32;-15;23;47;-38;38
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [1, 2]
    assert labels(block) == [
        "Fecha",
        "Cambio",
        "Puente / Básico",
        "Puente / Tele",
        "Puente / Ref",
        "Día de lluvia / Básico",
        "Día de lluvia / Tele",
        "Día de lluvia / Ref",
    ]


def test_a_lone_upper_cell_over_several_columns_is_a_level() -> None:
    grid = text_file("""
;Población;;
municipio;total;hombres;mujeres
Salamá;56885;27423;29462
Cubulco;58386;28152;30234
""")
    block = one_block(grid)
    assert labels(block) == [
        "municipio",
        "Población / total",
        "Población / hombres",
        "Población / mujeres",
    ]


def test_an_upper_row_that_names_what_the_lower_leaves_blank_is_a_level() -> None:
    grid = text_file("""
FECHAS;DESTINO;VIAJE;;;TOTAL

;;Avión;Tren;Taxi;
13/04/2012;Salamá;135;0;10;145
14/04/2012;Cobán;190;72;0;262
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [1, 3]
    assert labels(block) == [
        "FECHAS",
        "DESTINO",
        "VIAJE / Avión",
        "VIAJE / Tren",
        "VIAJE / Taxi",
        "TOTAL",
    ]


def test_years_over_several_columns_are_a_level() -> None:
    grid = sheet(
        [
            ["Provincia", 2023, None, 2024, None],
            [None, "Casos", "Tasa", "Casos", "Tasa"],
            ["Chiclayo", 70, 68.8, 31, 30.7],
            ["Ferreñafe", 12, 11.1, 9, 8.2],
        ],
        merged=["B1:C1", "D1:E1", "A1:A2"],
    )
    assert labels(one_block(grid)) == [
        "Provincia",
        "2023 / Casos",
        "2023 / Tasa",
        "2024 / Casos",
        "2024 / Tasa",
    ]


def test_the_same_header_twice_is_said_once() -> None:
    grid = text_file("""
fecha;cantidad;precio
fecha;cantidad;precio
28/01/2018;2;74.69
29/01/2018;0;29.81
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [1, 2]
    assert labels(block) == ["fecha", "cantidad", "precio"]


def test_a_note_in_two_cells_above_the_header_is_a_title() -> None:
    grid = text_file("""
Muestra 012 de Ana;; 20 de enero
cm;A
4000.00;0.0066
3999.00;0.0066
3998.00;0.0067
""")
    block = one_block(grid)
    assert header_rows(grid, block) == [2]


def test_white_space_and_line_breaks_in_labels_are_folded() -> None:
    grid = sheet([["Grupo  de\nedad", " Total "], ["0 - 4", 5], ["5 - 9", 6]])
    assert labels(one_block(grid)) == ["Grupo de edad", "Total"]


def test_a_mark_explained_below_is_told_and_the_label_stays_as_written() -> None:
    grid = text_file("""
departamento;población 1/;2018 (p)
Jalapa;342923;12
Jutiapa;488395;15
1/ Incluye población flotante.
(p) Cifra preliminar.
""")
    block = one_block(grid)
    assert labels(block) == ["departamento", "población 1/", "2018 (p)"]
    marks = [note for note in block.notes if note.code == "label.footnote_mark"]
    assert len(marks) == 2
    assert "Incluye población flotante" in marks[0].message


def test_a_mark_that_nothing_explains_is_not_told() -> None:
    block = one_block(text_file("departamento;tasa (a)\nJalapa;3\nJutiapa;4"))
    assert labels(block) == ["departamento", "tasa (a)"]
    assert block.notes == ()


def test_a_label_merged_over_a_column_without_values_is_one_column() -> None:
    grid = sheet(
        [["Año", None, "Casos"], [None, 2001, 10], [None, 2002, 12], [None, 2003, 9]],
        merged=["A1:B1"],
    )
    block = one_block(grid)
    assert [(column.position, column.label) for column in block.columns] == [
        (1, "Año"),
        (2, "Casos"),
    ]


def test_an_upper_text_repeated_over_its_columns_is_a_level() -> None:
    grid = text_file("""
;2018;2018;2023;2023
lugar;hombres;mujeres;hombres;mujeres
Jalapa;100;2;3;4
Zacapa;500;6;7;8
""")
    assert labels(one_block(grid)) == [
        "lugar",
        "2018 / hombres",
        "2018 / mujeres",
        "2023 / hombres",
        "2023 / mujeres",
    ]
