"""XLS and ODS: small files written here byte by byte, and the real ones where they are."""

import datetime as dt
import io
import struct
import zipfile
from pathlib import Path

import pytest

from cauce.base.errors import Refusal
from cauce.engine.reading.grid import Span
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.numformat import format_kind, serial_cell
from cauce.engine.reading.source import open_source
from tests.engine.reading.opening import cells, codes, opened

moment = dt.datetime.fromisoformat


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def biff2(table: list[list[str | float]]) -> bytes:
    """A worksheet of Excel 2.1, the simplest of the format."""
    written = record(0x0009, struct.pack("<HH", 2, 0x10))
    for row, values in enumerate(table):
        for column, value in enumerate(values):
            place = struct.pack("<HH", row, column) + b"\0\0\0"
            if isinstance(value, str):
                text = value.encode("cp1252")
                written += record(0x0004, place + bytes([len(text)]) + text)
            else:
                written += record(0x0003, place + struct.pack("<d", value))
    return written + record(0x000A, b"")


def test_the_oldest_workbooks_are_read(tmp_path: Path) -> None:
    table: list[list[str | float]] = [["municipio", "valor"], ["Cobán", 12.0], ["Petén", 3.5]]
    found = opened(tmp_path, "a.xls", biff2(table))
    assert found.format == "xls"
    assert cells(found) == [["municipio", "valor"], ["Cobán", 12], ["Petén", 3.5]]
    assert list(found.grids[0].numbers) == [1, 2, 3]


def test_text_and_pages_that_call_themselves_xls(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, "a.xls", "a\tb\n1\t2\n")) == [["a", "b"], ["1", "2"]]
    with pytest.raises(Refusal, match=r"página web .HTML.*guárdelo como XLSX"):
        opened(tmp_path, "b.xls", "<html><body><table><tr><td>1</td></tr></table></body></html>")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", "general"),
        ("@", "general"),
        ("0000", "number"),
        ("0.0%", "number"),
        ("#,##0.00", "number"),
        ('"Q" #,##0.00', "number"),
        ("[Red]0", "number"),
        ("dd/mm/yyyy", "date"),
        ("mmm-yy", "date"),
        ("yyyy", "date"),
        ("[$-480A]d\\ de\\ mmmm\\ de\\ yyyy;@", "date"),
        ("dd/mm/yyyy hh:mm", "datetime"),
        ("h:mm AM/PM", "time"),
        ("[h]:mm:ss", "duration"),
        ('0 "días"', "number"),
    ],
)
def test_number_formats_are_told_apart(code: str, kind: str) -> None:
    assert format_kind(code) == kind


def test_serials_are_dates_of_their_calendar() -> None:
    assert serial_cell(43465, "dd/mm/yyyy", since_1904=False) == dt.date(2018, 12, 31)
    assert serial_cell(42003, "dd/mm/yyyy", since_1904=True) == dt.date(2018, 12, 31)
    assert serial_cell(1, "dd/mm/yyyy", since_1904=False) == dt.date(1900, 1, 1)
    assert serial_cell(0.5, "hh:mm", since_1904=False) == dt.time(12)
    assert serial_cell(1.5, "[h]:mm", since_1904=False) == "36:00:00"
    assert serial_cell(43465.25, "dd/mm/yyyy hh:mm", since_1904=False) == moment("2018-12-31T06:00")
    assert serial_cell(1e12, "dd/mm/yyyy", since_1904=False) == 1e12


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"
 xmlns:fo="f" xmlns:number="n">
<office:automatic-styles>
<number:number-style style:name="N1"><number:number number:min-integer-digits="4"
 number:decimal-places="0"/></number:number-style>
<number:number-style style:name="N2"><number:text>Q</number:text><number:number
 number:decimal-places="2" number:min-integer-digits="1"/></number:number-style>
<number:currency-style style:name="N3"><number:currency-symbol>S/</number:currency-symbol>
<number:text> </number:text><number:number number:decimal-places="2"/></number:currency-style>
<style:style style:name="c3" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="c4" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="c2" style:family="table-cell">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="t2" style:family="table">
<style:table-properties table:display="false"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>"""


def ods(tables: str, **parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS % tables)
        for name, content in parts.items():
            archive.writestr(f"META-INF/{name}.xml", content)
    return written.getvalue()


def text_cell(text: str, about: str = "") -> str:
    start = f'<table:table-cell office:value-type="string" {about}>'
    return f"{start}<text:p>{text}</text:p></table:table-cell>"


def value_cell(kind: str, value: str, about: str = "") -> str:
    name = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(
        kind, "value"
    )
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}" {about}/>'


def test_ods_keeps_rows_columns_and_kinds(tmp_path: Path) -> None:
    sheet = (
        '<table:table table:name="Hoja"><table:table-column/>'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        "<table:table-row>"
        + text_cell("título", 'table:number-columns-spanned="2" table:style-name="c2"')
        + "<table:covered-table-cell/></table:table-row>"
        "<table:table-row>"
        + value_cell("float", "101", 'table:style-name="c1"')
        + value_cell("float", "2.5")
        + value_cell("percentage", "0.5")
        + value_cell("date", "2018-12-31")
        + value_cell("date", "2018-12-31T08:30:00")
        + value_cell("time", "PT08H30M00S")
        + value_cell("boolean", "true")
        + "</table:table-row>"
        '<table:table-row table:visibility="filter"><table:table-cell'
        ' table:number-columns-repeated="2"/>'
        + text_cell('a<text:s text:c="2"/>b')
        + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048571"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row></table:table>'
        '<table:table table:name="Oculta" table:style-name="t2"><table:table-row>'
        + text_cell("x")
        + "</table:table-row></table:table>"
        '<table:table table:name="Vacía"/>'
    )
    found = opened(tmp_path, "a.ods", ods(sheet))
    first, second = found.grids
    assert list(first.numbers) == [3, 4, 5]
    assert first.rows[1] == [
        101,
        2.5,
        0.5,
        dt.date(2018, 12, 31),
        moment("2018-12-31T08:30"),
        dt.time(8, 30),
        True,
    ]
    assert first.rows[2][:3] == [None, None, "a  b"]
    assert dict(first.formats) == {(1, 0): "0000", (1, 2): "0.00%"}
    assert first.merged == (Span(0, 0, 0, 1),)
    assert first.bold == {(0, 0)}
    assert first.hidden_rows == {2}
    assert first.hidden_columns == {1}
    assert (second.name, second.hidden) == ("Oculta", True)
    assert {"sheet.hidden", "sheet.empty"} <= codes(found)


def test_ods_number_formats_say_the_currency(tmp_path: Path) -> None:
    sheet = (
        '<table:table table:name="Hoja"><table:table-row>'
        + value_cell("float", "1234.5", 'table:style-name="c3"')
        + value_cell("float", "2.5", 'table:style-name="c4"')
        + value_cell("currency", "2.5", 'table:style-name="c4" office:currency="PEN"')
        + "</table:table-row></table:table>"
    )
    (grid,) = opened(tmp_path, "a.ods", ods(sheet)).grids
    assert dict(grid.formats) == {
        (0, 0): '"Q" #,##0.00',
        (0, 1): '"S/" #,##0.00',
        (0, 2): '"PEN" #,##0.00',
    }


def test_ods_repeated_values_are_written_out(tmp_path: Path) -> None:
    row = (
        '<table:table-row table:number-rows-repeated="3">'
        + value_cell("float", "7", 'table:number-columns-repeated="2"')
        + "</table:table-row>"
    )
    table = f'<table:table table:name="H">{row}</table:table>'
    assert cells(opened(tmp_path, "a.ods", ods(table))) == [[7, 7]] * 3


def test_ods_that_repeats_without_end_is_refused(tmp_path: Path) -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1000000">'
        + value_cell("float", "7", 'table:number-columns-repeated="16000"')
        + "</table:table-row>"
    )
    with pytest.raises(Refusal, match="celdas"):
        opened(tmp_path, "a.ods", ods(f'<table:table table:name="H">{row}</table:table>'))


def test_ods_errors_comments_and_passwords(tmp_path: Path) -> None:
    row = (
        '<table:table-row><table:table-cell table:formula="=1/0" office:value-type="string">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
        '<table:table-cell office:value-type="string"><office:annotation><text:p>nota</text:p>'
        "</office:annotation><text:p>uno</text:p><text:p>dos</text:p></table:table-cell>"
        "</table:table-row>"
    )
    content = ods(f'<table:table table:name="H">{row}</table:table>')
    found = opened(tmp_path, "a.ods", content)
    assert cells(found) == [[None, "uno\ndos"]]
    assert found.grids[0].errors == {(0, 0): "#DIV/0!"}
    locked = ods("", manifest=b"<manifest:encryption-data/>")
    with pytest.raises(Refusal, match="contraseña"):
        opened(tmp_path, "b.ods", locked)


def test_ods_with_entities_is_refused(tmp_path: Path) -> None:
    content = ods('<table:table table:name="H"/>')
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            text = before.read(name).replace(
                b'encoding="UTF-8"?>', b'encoding="UTF-8"?><!DOCTYPE a [<!ENTITY b "c">]>'
            )
            after.writestr(name, text)
    with pytest.raises(Refusal, match="entidades"):
        opened(tmp_path, "a.ods", written.getvalue())


def test_real_old_workbooks_keep_their_formats(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "messy_xlsx/readxl"

    def read(name: str) -> list[list[object]]:
        path = folder / f"tests__testthat__sheets__{name}.xls"
        found = open_source(path, wanted=None, limits=Limits(), workdir=tmp_path)
        return [list(row) for row in found.grids[0].rows]

    for name in ("dates-1900", "dates-1904"):
        assert read(name)[0][0] == dt.date(2000, 1, 1)
    path = folder / "tests__testthat__sheets__types.xls"
    types = open_source(path, wanted=None, limits=Limits(), workdir=tmp_path)
    assert any(grid.errors for grid in types.grids)
    old = folder / "tests__testthat__sheets__biff5-rich-text-string.xls"
    rich = open_source(old, wanted=None, limits=Limits(), workdir=tmp_path).grids[0]
    assert len(rich.formats) == 14
    assert len(rich.indents) == 3
