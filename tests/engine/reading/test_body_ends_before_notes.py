"""The body ends where notes, sources and left-overs begin."""

import pytest

from cauce.engine.reading.footnotes import is_note
from cauce.engine.reading.grid import Cell
from tests.engine.reading.sheets import body, codes, one_block, sheet, text_file, written

TABLE = """departamento;hombres;mujeres
Jalapa;160000;182000
Jutiapa;230000;258000
Zacapa;119000;126000"""


@pytest.mark.parametrize(
    "line",
    [
        "Fuente: INE, Censo 2018",
        "FUENTE INE",
        "Nota: no incluye población flotante",
        "1/ Incluye menores de edad",
        "(1) Las cifras se refieren a un promedio",
        "(*) Cifra revisada",
        "* Incluye el municipio de Petatán",
        "p/ preliminar",
        "- Cantidad nula o cero.",
        ".. Dato no aplicable al grupo",
        "Elaboración propia",
        "Elaborado por: Unidad de Estadística",
    ],
)
def test_a_note_right_under_the_data_is_no_row(line: str) -> None:
    grid = text_file(f"{TABLE}\n{line}")
    block = one_block(grid)
    assert body(grid, block) == (2, 4)
    assert block.footnotes == ((4, line),)
    assert is_note(line)
    assert "siguen notas o fuentes" in block.body.reason


def test_notes_after_blank_rows_and_their_continuation_are_no_rows() -> None:
    grid = text_file(f"""
{TABLE}
;;
;;
(1) Las cifras se refieren a un promedio semanal del mes y no incluyen las viviendas;;
colectivas.;;
- Cantidad nula o cero.;;
""")
    block = one_block(grid)
    assert body(grid, block) == (2, 4)
    assert [row for row, _ in block.footnotes] == [6, 7, 8]


def test_a_long_text_alone_is_a_note() -> None:
    long = "Se consideran los hogares que declararon tener acceso permanente durante el año"
    grid = text_file(f"{TABLE}\n{long};;")
    assert body(grid, one_block(grid)) == (2, 4)


def test_scattered_remarks_below_are_no_rows() -> None:
    grid = sheet(
        [
            ["Nombre", "Edad", "Hijos"],
            ["Ana", 69, 2],
            ["Eva", 60, 1],
            ["Luis", 90, 4],
            ["También", None, None],
            [None, "se anota", None],
            [None, None, "aquí"],
        ]
    )
    block = one_block(grid)
    assert body(grid, block) == (2, 4)
    assert len(block.footnotes) == 3


def test_a_short_label_without_values_stays_a_row() -> None:
    grid = text_file(f"{TABLE}\nPetén;;")
    block = one_block(grid)
    assert body(grid, block) == (2, 5)
    assert block.footnotes == ()


def test_rows_with_one_cell_are_data_where_that_is_common() -> None:
    grid = text_file("""
correo;nombre;apellido
uno@ejemplo.gt;;
dos@ejemplo.gt;Ana;Paz
tres@ejemplo.gt;;
""")
    assert written(grid, one_block(grid)) == [2, 3, 4]


def test_what_a_formula_left_behind_is_no_row() -> None:
    rows: list[list[Cell]] = [
        [k, f"Municipio {k}", "Jutiapa", 22, 10 * k, 5 * k] for k in range(1, 9)
    ]
    rest: list[list[Cell]] = [[None, None, None, 22, None, None]] * 3
    grid = sheet([["No.", "municipio", "departamento", "cod", "hombres", "mujeres"], *rows, *rest])
    block = one_block(grid)
    assert body(grid, block) == (2, 9)
    assert "rows.ghost" in codes(block.notes)


def test_blank_rows_inside_are_not_written() -> None:
    grid = text_file("""
departamento;hombres
Jalapa;160000
;
   ;
Jutiapa;230000
;
""")
    block = one_block(grid)
    assert body(grid, block) == (2, 5)
    assert written(grid, block) == [2, 5]


def test_a_header_repeated_on_each_page_is_not_written() -> None:
    grid = text_file("""
Cuadro 5;;
departamento;hombres;mujeres
Jalapa;160000;182000
Jutiapa;230000;258000

departamento;hombres;mujeres
Zacapa;119000;126000
Petén;270000;275000
""")
    block = one_block(grid)
    assert written(grid, block) == [3, 4, 7, 8]
    note = next(note for note in block.notes if note.code == "header.repeated")
    assert list(note.rows) == [6]


def test_a_title_that_goes_on_is_no_second_table() -> None:
    grid = text_file("""
Cuadro 5. Población;;
departamento;hombres;mujeres
Jalapa;160000;182000
Jutiapa;230000;258000

Cuadro 5. Población;;
departamento;hombres;mujeres
Zacapa;119000;126000
Petén;270000;275000
""")
    block = one_block(grid)
    assert written(grid, block) == [3, 4, 8, 9]


def test_comments_inside_a_text_file_are_not_written() -> None:
    grid = text_file("""
arma;daño;peso
espada;8;4
# las siguientes no se venden
daga;4;1
arco;6;2
""")
    block = one_block(grid)
    assert written(grid, block) == [2, 4, 5]
    assert "rows.comment" in codes(block.notes)


def test_hidden_rows_and_columns_are_read_and_asked_about() -> None:
    grid = sheet(
        [["departamento", "hombres", "mujeres"], ["Jalapa", 1, 2], ["Jutiapa", 3, 4]],
        hidden_rows=[3],
        hidden_columns=[2],
    )
    block = one_block(grid)
    assert written(grid, block) == [2, 3]
    assert block.hidden_rows == (2,)
    assert block.columns[2].hidden
    hidden = [note for note in block.notes if note.code in ("rows.hidden", "columns.hidden")]
    assert {note.severity for note in hidden} == {"question"}
    assert len(hidden) == 2


def test_ragged_rows_stay_rows() -> None:
    grid = text_file("""
id;pregunta;respuesta;depende
1;Qué es;Un número
2;Para qué;Para contar;1
3;Cómo
4;Cuándo;Siempre
""")
    assert written(grid, one_block(grid)) == [2, 3, 4, 5]
