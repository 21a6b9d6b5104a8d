"""What a workbook carries besides its visible cells is told, and blocks its download."""

import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cauce.engine.reading.hygiene import Carried, hygiene
from tests.engine.hygiene.workbooks import (
    RELATIONS,
    SPREADSHEET,
    ods,
    ods_table,
    record,
    with_core,
    with_parts,
    xls,
    xlsx,
)


def found(path: Path) -> dict[str, Carried]:
    return {one.kind: one for one in hygiene(path, path.suffix[1:])}


def test_a_plain_workbook_carries_nothing(tmp_path: Path) -> None:
    assert hygiene(xlsx(tmp_path / "a.xlsx"), "xlsx") == ()


def hidden_column(book: Any, sheet: Any) -> None:
    sheet.set_column(1, 1, None, None, {"hidden": True})


def empty_hidden_column(book: Any, sheet: Any) -> None:
    sheet.set_column(7, 9, None, None, {"hidden": True})


def very_hidden_sheet(book: Any, sheet: Any) -> None:
    book.add_worksheet("Claves").very_hidden()


def hidden_list(book: Any, sheet: Any) -> None:
    book.add_worksheet("Listas").hide()
    sheet.data_validation("A2:A9", {"validate": "list", "source": "=Listas!$A$1:$A$9"})
    book.define_name("opciones", "=Listas!$A$1:$A$9")


@pytest.mark.parametrize(
    ("fill", "kind", "said"),
    [
        (lambda book, sheet: sheet.write_comment("B2", "lo dijo Ana"), "comments", "«Datos»"),
        (lambda book, sheet: book.add_worksheet("Notas").hide(), "sheets.hidden", "«Notas»"),
        (very_hidden_sheet, "sheets.very_hidden", "«Claves»"),
        (hidden_column, "columns.hidden", "«Datos»"),
        (
            lambda book, sheet: book.set_properties({"author": "Ana Pérez"}),
            "authors",
            "Inspeccionar",
        ),
        (lambda book, sheet: book.set_properties({"manager": "Ana Pérez"}), "authors", "propied"),
        (
            lambda book, sheet: book.set_custom_property("Revisó", "Ana"),
            "custom_properties",
            "propias",
        ),
    ],
)
def test_what_blocks_is_told_with_its_place(
    tmp_path: Path, fill: Callable[[Any, Any], None], kind: str, said: str
) -> None:
    item = found(xlsx(tmp_path / "a.xlsx", fill))[kind]
    assert item.blocks
    assert said in item.message
    assert "Ana" not in item.message
    assert item.to_json() == {"kind": kind, "message": item.message, "blocks": True}


def test_what_does_not_block_is_told_too(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        lambda book, sheet: (
            sheet.set_row(2, None, None, {"hidden": True}),
            book.set_properties({"company": "SEGEPLAN", "author": "openpyxl"}),
        ),
    )
    assert {kind: item.blocks for kind, item in found(path).items()} == {
        "rows.hidden": False,
        "company": False,
    }


def test_a_hidden_column_without_content_is_nothing(tmp_path: Path) -> None:
    assert hygiene(xlsx(tmp_path / "a.xlsx", empty_hidden_column), "xlsx") == ()


def test_lists_and_names_of_hidden_sheets_are_told(tmp_path: Path) -> None:
    kinds = found(xlsx(tmp_path / "a.xlsx", hidden_list))
    assert set(kinds) == {"sheets.hidden", "validation.hidden", "names.hidden_place"}


def test_who_saved_it_last_is_an_author(tmp_path: Path) -> None:
    path = with_core(xlsx(tmp_path / "a.xlsx"), creator="openpyxl", lastModifiedBy="jperez")
    assert set(found(path)) == {"authors"}


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/externalLinks/externalLink1.xml", "external_links"),
        ("xl/connections.xml", "connections"),
        ("xl/queryTables/queryTable1.xml", "connections"),
        ("xl/pivotCache/pivotCacheRecords1.xml", "pivot_cache"),
        ("xl/model/item.data", "data_model"),
        ("xl/embeddings/oleObject1.bin", "embedded"),
        ("customXml/item1.xml", "custom_xml"),
        ("xl/revisions/revisionLog1.xml", "revisions"),
        ("_xmlsignatures/sig1.xml", "signatures"),
        ("xl/persons/person.xml", "comments"),
        ("xl/worksheets/sheet9.xml", "other"),
        ("secreto.txt", "other"),
    ],
)
def test_parts_that_no_sheet_shows_block(tmp_path: Path, part: str, kind: str) -> None:
    path = with_parts(xlsx(tmp_path / "a.xlsx"), {part: b"<datos>1</datos>"})
    assert {name: item.blocks for name, item in found(path).items()} == {kind: True}


@pytest.mark.parametrize(
    ("part", "kind"), [("xl/media/image1.png", "images"), ("docProps/thumbnail.jpeg", "thumbnail")]
)
def test_what_is_seen_does_not_block(tmp_path: Path, part: str, kind: str) -> None:
    path = with_parts(xlsx(tmp_path / "a.xlsx"), {part: b"x"})
    assert {name: item.blocks for name, item in found(path).items()} == {kind: False}


def test_settings_of_printers_and_empty_sources_are_nothing(tmp_path: Path) -> None:
    path = with_parts(
        xlsx(tmp_path / "a.xlsx"),
        {
            "xl/printerSettings/printerSettings1.bin": b"x",
            "customXml/item1.xml": b'<b:Sources xmlns:b="c"/>',
            "customXml/itemProps1.xml": b"<a/>",
        },
    )
    assert hygiene(path, "xlsx") == ()


def test_hidden_names_with_values_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Datos" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        '<definedName name="x" hidden="1">"1987123450101;2233445566778"</definedName>'
        '<definedName name="_xlnm._FilterDatabase" hidden="1">Datos!$A$1:$B$3</definedName>'
        "</definedNames></workbook>"
    )
    plain = xlsx(tmp_path / "b.xlsx")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, workbook if name == "xl/workbook.xml" else old.read(name))
    assert set(found(path)) == {"names.hidden"}


def test_entities_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    plain = xlsx(tmp_path / "b.xlsx")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == "docProps/core.xml" else old.read(name))
    assert found(path)["unchecked"].blocks


# ------------------------------------------------------------------ ODS


def test_a_plain_ods_carries_nothing(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", ods_table(), meta="<dc:creator>LibreOffice</dc:creator>")
    assert hygiene(path, "ods") == ()


def test_what_an_ods_carries_is_told(tmp_path: Path) -> None:
    note = (
        "<table:table-row><table:table-cell><office:annotation><dc:creator>Ana</dc:creator>"
        "<text:p>ojo</text:p></office:annotation></table:table-cell></table:table-row>"
    )
    hidden = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    path = ods(
        tmp_path / "a.ods",
        "<table:tracked-changes/>"
        + ods_table(columns=hidden, more=note)
        + ods_table("Oculta", "ta2")
        + ods_table("'file:///c:/otro.ods'#$Hoja1", "ta2"),
        styles='<style:style style:name="ta2"><style:table-properties table:display="false"/>'
        "</style:style>",
        meta="<meta:initial-creator>Ana Pérez</meta:initial-creator>",
        parts={
            "Basic/Standard/Module1.xml": b"<m/>",
            "Basic/Standard/script-lb.xml": b"<m/>",
            "Pictures/1.png": b"x",
            "META-INF/documentsignatures.xml": b"<s/>",
            "Object 1/content.xml": b"<office:text/>",
        },
    )
    items = found(path)
    assert set(items) == {
        "authors",
        "comments",
        "columns.hidden",
        "sheets.hidden",
        "external_links",
        "revisions",
        "macros",
        "images",
        "signatures",
        "embedded",
    }
    assert "«Oculta»" in items["sheets.hidden"].message
    assert "«Datos»" in items["comments"].message


# ------------------------------------------------------------------ XLS


NUMBER = record(0x0203, struct.pack("<HHHd", 0, 1, 0, 3.0))


def test_a_plain_xls_carries_nothing(tmp_path: Path) -> None:
    path = xls(tmp_path / "a.xls", b"", {"Datos": (0, NUMBER)})
    assert hygiene(path, "xls") == ()


def test_what_an_xls_carries_is_told(tmp_path: Path) -> None:
    user = record(0x5C, struct.pack("<HB", 9, 0) + b"Ana Perez".ljust(109))
    link = record(0x1AE, struct.pack("<HH", 1, 9) + b"\0c:\\o.xls")
    sheet = (
        record(0x7D, struct.pack("<6H", 1, 1, 0, 0, 1, 0))
        + record(0x208, struct.pack("<8H", 4, 0, 2, 255, 0, 0, 0x20, 0))
        + NUMBER
        + record(0x1C, bytes(8))
    )
    path = xls(
        tmp_path / "a.xls",
        user + link + record(0xD3),
        {"Datos": (0, sheet), "Notas": (1, NUMBER), "Claves": (2, NUMBER)},
    )
    items = found(path)
    assert {kind: item.blocks for kind, item in items.items()} == {
        "authors": True,
        "macros": True,
        "sheets.very_hidden": True,
        "sheets.hidden": True,
        "columns.hidden": True,
        "comments": True,
        "external_links": True,
        "rows.hidden": False,
    }
    assert "«Claves»" in items["sheets.very_hidden"].message
    assert "«Datos»" in items["comments"].message


# ------------------------------------------------------------------ other files


def test_texts_carry_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    assert hygiene(path, "csv") == ()


def test_a_compressed_workbook_is_looked_into(tmp_path: Path) -> None:
    inner = xlsx(
        tmp_path / "a.xlsx", lambda book, sheet: book.set_properties({"author": "Ana Pérez"})
    )
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.write(inner, "carpeta/a.xlsx")
        package.writestr("datos.csv", "a,b\n1,2\n")
        package.writestr("léame.txt", "Pregunte a Ana")
    assert set(found(path)) == {"authors", "members"}


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_damaged_files_never_break_it(tmp_path: Path, kind: str) -> None:
    """A few hundred mutations: an answer always comes, and what cannot be read blocks."""
    made = {
        "xlsx": lambda path: xlsx(path, hidden_list),
        "ods": lambda path: ods(path, ods_table()),
        "xls": lambda path: xls(path, b"", {"Datos": (1, NUMBER)}),
    }[kind](tmp_path / f"a.{kind}")
    whole = made.read_bytes()
    chance = random.Random(20)
    path = tmp_path / f"b.{kind}"
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content[: chance.randrange(30, len(content) + 1)])
        assert all(isinstance(item, Carried) for item in hygiene(path, kind))
    path.write_bytes(whole[: len(whole) // 2])
    if kind != "xls":
        assert any(item.blocks for item in hygiene(path, kind))
