"""XLSX: values, row numbers, and what its XML says beside them."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.engine.reading.grid import Span
from cauce.engine.reading.limits import Limits
from tests.engine.reading.opening import cells, codes, opened

moment = dt.datetime.fromisoformat


def workbook(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, options)
    fill(book)
    book.close()
    return written.getvalue()


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a piece of one part replaced, as other programs write it."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(written, "w") as after:
        for info in before.infolist():
            text = before.read(info)
            if info.filename == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            after.writestr(info.filename, text)
    return written.getvalue()


def test_values_keep_their_kind(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Hoja")
        form = {
            name: book.add_format({"num_format": code})
            for name, code in {
                "day": "dd/mm/yyyy",
                "moment": "dd/mm/yyyy hh:mm",
                "hour": "hh:mm",
                "length": "[h]:mm",
            }.items()
        }
        sheet.write_row(0, 0, ["texto", 3.0, 2.5, True])
        sheet.write_number(0, 4, 1234.5678901)
        sheet.write_datetime(0, 5, moment("2018-12-31T00:00"), form["day"])
        sheet.write_datetime(0, 6, moment("2018-12-31T00:00"), form["moment"])
        sheet.write_datetime(0, 7, moment("2018-12-31T08:30"), form["moment"])
        sheet.write_number(0, 8, 0.5, form["hour"])
        sheet.write_number(0, 9, 1.5, form["length"])
        sheet.write_formula(0, 10, "=1/0", None, "#DIV/0!")

    found = opened(tmp_path, "a.xlsx", workbook(fill))
    (row,) = cells(found)
    assert row == [
        "texto",
        3,
        2.5,
        True,
        1234.5678901,
        dt.date(2018, 12, 31),
        moment("2018-12-31T00:00"),
        moment("2018-12-31T08:30"),
        dt.time(12),
        "36:00:00",
    ]
    assert [type(cell) for cell in row[:4]] == [str, int, float, bool]


def test_an_error_cell_is_none_and_its_text_is_kept(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(2, 0, [1, 2])
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    found = opened(tmp_path, "a.xlsx", workbook(fill))
    assert cells(found)[1] == [None, None]
    assert found.grids[0].errors == {(1, 1): "#DIV/0!"}
    assert next(note for note in found.notes if note.code == "cells.errors").rows == (2,)


def test_rows_and_columns_are_counted_as_a_person_sees_them(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        percent = book.add_format({"num_format": "0.0%"})
        code = book.add_format({"num_format": "0000"})
        deep = book.add_format({"indent": 2})
        sheet.write_row(6, 2, ["código", "valor"], bold)
        sheet.write_number(8, 2, 101, code)
        sheet.write_number(8, 3, 0.5, percent)
        sheet.write_string(9, 2, "detalle", deep)
        sheet.write_number(9, 3, 7)

    grid = opened(tmp_path, "a.xlsx", workbook(fill)).grids[0]
    assert list(grid.numbers) == [7, 8, 9, 10]
    assert grid.rows[0] == [None, None, "código", "valor"]
    assert grid.rows[1] == [None] * 4
    assert dict(grid.formats) == {(2, 2): "0000", (2, 3): "0.0%"}
    assert grid.formats.get((0, 2)) is None
    assert len(grid.formats) == 2
    assert grid.bold == {(0, 2), (0, 3)}
    assert dict(grid.indents) == {(3, 2): 2}


def test_merged_and_hidden_are_told(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(1, 1, 1, 3, "Población")
        sheet.write_row(2, 0, ["lugar", "total", "hombres", "mujeres"])
        sheet.write_row(3, 0, ["x", 1, 2, 3])
        sheet.write_row(4, 0, ["y", 1, 2, 3])
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})

    grid = opened(tmp_path, "a.xlsx", workbook(fill)).grids[0]
    assert list(grid.merged) == [Span(0, 1, 0, 3)]
    assert grid.hidden_rows == {2}
    assert grid.hidden_columns == {2}


def test_every_sheet_is_offered(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("uno", "dos", "tres"):
            book.add_worksheet(name).write_row(0, 0, ["a", 1])
        book.get_worksheet_by_name("dos").hide()
        book.get_worksheet_by_name("tres").very_hidden()
        book.add_worksheet("vacía")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=uno!$B$1"})
        book.add_chartsheet("gráfico").set_chart(chart)

    found = opened(tmp_path, "a.xlsx", workbook(fill))
    assert [(grid.name, grid.sheet, grid.hidden) for grid in found.grids] == [
        ("uno", "uno", False),
        ("dos", "dos", True),
        ("tres", "tres", True),
    ]
    assert {"sheet.hidden", "sheet.empty", "sheet.not_table"} <= codes(found)


def test_ghost_rows_are_left_out_and_said(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        grey = book.add_format({"bg_color": "#eeeeee"})
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, [1, 2])
        sheet.write_blank(900, 0, None, grey)
        sheet.write_string(400, 70, "  ")

    found = opened(tmp_path, "a.xlsx", workbook(fill))
    assert cells(found) == [["a", "b"], [1, 2]]
    assert "sheet.ghosts" in codes(found)


def test_formulas_without_a_value_are_said(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_number(1, 0, 5)
        sheet.write_formula(1, 1, "=A2*2", None, 10)

    content = workbook(fill)
    never = changed(content, "xl/worksheets/sheet1.xml", "<v>10</v>", "")
    note = next(
        note
        for note in opened(tmp_path, "a.xlsx", never).notes
        if note.code == "cells.uncalculated"
    )
    assert note.rows == (2,)
    assert "cells.uncalculated" not in codes(opened(tmp_path, "b.xlsx", content))


def test_formulas_that_are_all_zero_are_asked(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for row in range(5):
            sheet.write_number(row, 0, row)
            sheet.write_formula(row, 1, f"=A{row + 1}*2")

    assert "cells.all_zero" in codes(opened(tmp_path, "a.xlsx", workbook(fill)))


def test_dates_of_1904(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet().write_datetime(0, 0, moment("2018-12-31T00:00"), day)

    found = opened(tmp_path, "a.xlsx", workbook(fill, date_1904=True))
    assert cells(found) == [[dt.date(2018, 12, 31)]]


def test_comments_and_authors_are_said_and_not_shown(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.set_properties({"author": "Nadie en Particular"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", 1])
        sheet.write_comment(0, 0, "revisar", {"author": "Alguien"})

    found = opened(tmp_path, "a.xlsx", workbook(fill))
    assert {"workbook.comments", "workbook.authors"} <= codes(found)
    assert "Nadie" not in str(found.notes)


def test_attributes_in_another_order_and_another_prefix(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        percent = book.add_format({"num_format": "0%"})
        sheet = book.add_worksheet()
        sheet.write_number(0, 0, 0.5, percent)
        sheet.write_number(0, 1, 3)

    part = "xl/worksheets/sheet1.xml"
    swapped = changed(workbook(fill), part, '<c r="A1" s="1">', '<c s="1" r="A1">')
    assert dict(opened(tmp_path, "a.xlsx", swapped).grids[0].formats) == {(0, 0): "0%"}


def test_a_part_with_entities_is_refused(tmp_path: Path) -> None:
    content = workbook(lambda book: book.add_worksheet().write(0, 0, "a"))
    bomb = changed(
        content,
        "xl/worksheets/sheet1.xml",
        "<worksheet",
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet',
    )
    with pytest.raises(Refusal, match="entidades XML"):
        opened(tmp_path, "a.xlsx", bomb)


def test_one_cell_in_the_last_corner_is_refused_before_it_is_held(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "z")

    with pytest.raises(Refusal, match="celdas") as refusal:
        opened(tmp_path, "a.xlsx", workbook(fill))
    assert refusal.value.code == "limit.cells"


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    content = workbook(lambda book: book.add_worksheet())
    with pytest.raises(Refusal, match="Ninguna hoja"):
        opened(tmp_path, "a.xlsx", content)


def test_a_macro_workbook_and_a_wrong_name_are_read(tmp_path: Path) -> None:
    content = workbook(lambda book: book.add_worksheet().write_row(0, 0, ["a", 1]))
    assert opened(tmp_path, "a.xls", content).format == "xlsx"
    assert opened(tmp_path, "a.csv", content).format == "xlsx"


def test_a_smaller_limit_of_cells_is_kept(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for row in range(50):
            sheet.write_row(row, 0, [1, 2, 3])

    with pytest.raises(Refusal, match="celdas"):
        opened(tmp_path, "a.xlsx", workbook(fill), limits=Limits(cells=100))


VALUES = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=20),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9, allow_nan=False).filter(lambda value: not value.is_integer()),
    st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    table=st.lists(st.lists(VALUES, min_size=1, max_size=6), min_size=1, max_size=8),
    top=st.integers(0, 5),
    left=st.integers(0, 5),
)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[object]], top: int, left: int
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for row, values in enumerate(table):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(top + row, left + column, value)
                elif value is not None:
                    sheet.write(top + row, left + column, value)

    if not any(value is not None for row in table for value in row):
        return
    grid = opened(tmp_path_factory.mktemp("x"), "a.xlsx", workbook(fill)).grids[0]
    read = {
        (grid.numbers[row] - 1 - top, column - left): value
        for row, values in enumerate(grid.rows)
        for column, value in enumerate(values)
        if value is not None
    }
    assert read == {
        (row, column): pytest.approx(value, rel=1e-12) if isinstance(value, float) else value
        for row, values in enumerate(table)
        for column, value in enumerate(values)
        if value is not None
    }
