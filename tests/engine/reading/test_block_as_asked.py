"""What a recipe or a person says of a table is followed."""

from cauce.engine.reading.block import Wanted
from cauce.engine.reading.blocks import find_block
from tests.engine.reading.sheets import body, header_rows, kinds, labels, text_file, written

GRID = text_file("""
Población;;
departamento;hombres;mujeres
Jalapa;160;182
Jutiapa;230;258
Zacapa;119;126
TOTAL;509;566
Fuente: INE;;
""")


def test_row_numbers_are_followed_exactly() -> None:
    block = find_block(GRID, Wanted(header_rows=(2,), first_row=4, last_row=5))
    assert block is not None
    assert header_rows(GRID, block) == [2]
    assert body(GRID, block) == (4, 5)
    assert written(GRID, block) == [4, 5]
    assert block.body.reason == "Lo decidió una persona."


def test_a_header_of_none_is_followed() -> None:
    block = find_block(GRID, Wanted(header_rows=(), first_row=2, last_row=6))
    assert block is not None
    assert header_rows(GRID, block) == []
    assert labels(block) == [None, None, None]
    assert body(GRID, block) == (2, 6)


def test_a_header_alone_leaves_the_body_to_be_found() -> None:
    block = find_block(GRID, Wanted(header_rows=(2,)))
    assert block is not None
    assert body(GRID, block) == (3, 6)
    assert kinds(GRID, block) == {6: "total"}


def test_a_first_row_alone_leaves_the_header_to_be_found() -> None:
    block = find_block(GRID, Wanted(first_row=4))
    assert block is not None
    assert header_rows(GRID, block) == [2]
    assert body(GRID, block) == (4, 6)


def test_totals_said_by_a_person_are_the_totals() -> None:
    block = find_block(GRID, Wanted(totals=(5,), subtotals=(3,)))
    assert block is not None
    assert kinds(GRID, block) == {3: "subtotal", 5: "total"}


def test_rows_the_file_does_not_have_give_nothing() -> None:
    assert find_block(GRID, Wanted(header_rows=(40,))) is None
    assert find_block(GRID, Wanted(first_row=40)) is None


def test_labels_find_the_header_where_it_moved_to() -> None:
    grid = text_file("""
Población;;
Segunda edición, corregida;;
;;
departamento;hombres;mujeres
Jalapa;160;182
Jutiapa;230;258
""")
    block = find_block(grid, Wanted(labels=["departamento", "hombres", "mujeres"]))
    assert block is not None
    assert header_rows(grid, block) == [4]
    assert body(grid, block) == (5, 6)


def test_labels_choose_among_several_tables() -> None:
    grid = text_file("""
departamento;hogares
Jalapa;80
Jutiapa;120

municipio;escuelas
Salamá;30
Cubulco;25
""")
    block = find_block(grid, Wanted(labels=["Municipio", "Escuelas"]))
    assert block is not None
    assert body(grid, block) == (6, 7)


def test_labels_find_a_header_that_looks_like_data() -> None:
    grid = text_file("""
rojo;grande
verde;chico
uno;dos
azul;mediano
negro;enorme
""")
    block = find_block(grid, Wanted(labels=["uno", "dos"]))
    assert block is not None
    assert header_rows(grid, block) == [3]
    assert "100 %" in block.header.reason


def test_labels_of_several_levels_are_found_again() -> None:
    grid = text_file("""
Nota nueva;;;;
;Hombres;;Mujeres;
lugar;urbana;rural;urbana;rural
Jalapa;1;2;3;4
Zacapa;5;6;7;8
""")
    wanted = ["lugar", "Hombres / urbana", "Hombres / rural", "Mujeres / urbana", "Mujeres / rural"]
    block = find_block(grid, Wanted(labels=wanted))
    assert block is not None
    assert header_rows(grid, block) == [2, 3]


def test_labels_that_are_nowhere_fall_back_to_what_is_found() -> None:
    block = find_block(GRID, Wanted(labels=["a", "b", "c"]))
    assert block is not None
    assert header_rows(GRID, block) == [2]


def test_a_table_that_had_no_header_is_found_without_one() -> None:
    grid = text_file("101;11;82\n102;12;32\n103;11;21")
    block = find_block(grid, Wanted(labels=[None, None, None]))
    assert block is not None
    assert header_rows(grid, block) == []
