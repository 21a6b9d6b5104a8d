"""Where there is no table, a note says so."""

from cauce.engine.reading.block import Wanted
from cauce.engine.reading.blocks import find_block, find_blocks
from cauce.engine.reading.grid import Cell, Grid
from tests.engine.reading.sheets import codes, sheet, text_file


def test_an_empty_sheet_has_no_table() -> None:
    empties: list[list[list[Cell]]] = [[], [[]], [[None, "  "], [None, None]]]
    for rows in empties:
        blocks, notes = find_blocks(sheet(rows))
        assert blocks == ()
        assert codes(notes) == {"table.empty"}
        assert find_block(sheet(rows), Wanted()) is None


def test_a_header_without_rows_is_refusable() -> None:
    blocks, notes = find_blocks(text_file("isbn;autor;titulo;fecha_publicacion"))
    assert blocks == ()
    (note,) = notes
    assert (note.severity, note.code) == ("error", "table.no_rows")
    assert "Suba un archivo con datos" in note.message


def test_one_row_of_texts_is_a_header_whatever_it_says() -> None:
    blocks, notes = find_blocks(text_file("a;b;c"))
    assert blocks == ()
    assert codes(notes) == {"table.no_rows"}


def test_prose_is_no_table() -> None:
    grid = sheet(
        [
            ["Este libro acompaña al informe anual y explica cómo se obtuvieron las cifras."],
            [None],
            ["Las consultas pueden dirigirse a la dirección de estadística del ministerio."],
        ]
    )
    blocks, notes = find_blocks(grid)
    assert blocks == ()
    assert codes(notes) == {"table.prose"}


def test_records_are_taken_as_they_are() -> None:
    grid = Grid(
        name="datos",
        rows=[["Jalapa", 1], ["Jutiapa", 2], ["Total", 3]],
        numbers=[1, 2, 3],
        records=True,
        labels=["departamento", "casos"],
    )
    blocks, notes = find_blocks(grid)
    (block,) = blocks
    assert block.header.value == ()
    assert block.body.value == (0, 2)
    assert [column.label for column in block.columns] == ["departamento", "casos"]
    assert block.kinds == {2: "total"}
    assert notes == ()
    asked = find_block(grid, Wanted(totals=(), subtotals=()))
    assert asked is not None
    assert asked.kinds == {}


def test_no_records_are_refusable() -> None:
    blocks, notes = find_blocks(Grid(name="datos", rows=[], numbers=[], records=True, labels=["a"]))
    assert blocks == ()
    assert codes(notes) == {"table.no_rows"}
