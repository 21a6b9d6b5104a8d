"""Compressed files, and everything that is refused with a sentence saying what it is and what to
do.
"""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.engine.reading.limits import Limits
from tests.engine.reading.opening import cells, codes, opened

TABLE = "código;valor\n0101;1,5\n0102;2,5\n"


def zipped(**members: str | bytes) -> bytes:
    """A ZIP archive; ``__`` in a name stands for ``/`` and ``_`` before the extension for a dot."""
    return archive(
        {name.replace("__", "/").replace("_", "."): text for name, text in members.items()}
    )


def archive(members: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return written.getvalue()


def test_one_member_is_read_as_itself(tmp_path: Path) -> None:
    content = archive(
        {"datos/valores.csv": TABLE, "datos/LEEME.txt": "nota", "__MACOSX/._valores.csv": b"\0\5"}
    )
    found = opened(tmp_path, "a.zip", content)
    assert found.format == "csv"
    assert found.grids[0].name == "valores"
    assert found.decisions["member"].value == "datos/valores.csv"
    assert found.decisions["delimiter"].value == ";"
    assert "archive.companions" in codes(found)


def test_several_members_are_all_read(tmp_path: Path) -> None:
    content = zipped(
        uno_csv=TABLE, dos_json='[{"a": 1}]', foto_bin=b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    )
    found = opened(tmp_path, "a.zip", content)
    assert found.format == "zip"
    assert [grid.name for grid in found.grids] == ["uno", "dos"]
    assert found.decisions["member"].value == "*"
    assert found.decisions["encoding:uno.csv"].value == "utf-8"
    assert "archive.skipped" in codes(found)
    chosen = opened(tmp_path, "a.zip", content, member="dos.json")
    assert chosen.format == "json"
    assert chosen.decisions["member"].alternatives == ("uno.csv", "foto.bin")
    with pytest.raises(Refusal, match="no contiene «tres"):
        opened(tmp_path, "a.zip", content, member="tres.csv")


def test_a_workbook_within_an_archive_and_gzip(tmp_path: Path) -> None:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    book.add_worksheet().write_row(0, 0, ["a", 1])
    book.close()
    found = opened(tmp_path, "a.zip", zipped(libro_xlsx=written.getvalue()))
    assert found.format == "xlsx"
    assert cells(found) == [["a", 1]]
    packed = opened(tmp_path, "valores.csv.gz", gzip.compress(TABLE.encode()))
    assert packed.grids[0].name == "valores"
    assert len(cells(packed)) == 3


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../fuera.csv", "archive.path"),
        ("/etc/x.csv", "archive.path"),
        ("C:\\x.csv", "archive.path"),
    ],
)
def test_paths_that_leave_the_archive_are_refused(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(Refusal, match="sale de su carpeta") as refusal:
        opened(tmp_path, "a.zip", archive({name: TABLE}))
    assert refusal.value.code == code


def test_archives_within_archives_bombs_and_crowds(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="otro archivo comprimido"):
        opened(tmp_path, "a.zip", zipped(dentro_zip=zipped(a_csv=TABLE)))
    with pytest.raises(Refusal, match="comprimido dentro de otro"):
        opened(tmp_path, "a.zip", zipped(dentro_csv=zipped(a_csv=TABLE)))
    zeros = b"a;b\n" + b"0;0\n" * 10_000_000
    with pytest.raises(Refusal) as refusal:
        opened(tmp_path, "a.zip", zipped(b_csv=zeros), limits=Limits(ratio=100))
    assert refusal.value.code == "limit.ratio"
    with pytest.raises(Refusal) as refusal:
        opened(tmp_path, "a.csv.gz", gzip.compress(zeros), limits=Limits(ratio=100))
    assert refusal.value.code == "limit.ratio"
    with pytest.raises(Refusal) as refusal:
        opened(tmp_path, "a.csv.gz", gzip.compress(zeros), limits=Limits(decompressed=10**7))
    assert refusal.value.code == "limit.decompressed"
    with pytest.raises(Refusal, match="el máximo es 2"):
        opened(tmp_path, "a.zip", zipped(a_csv="a", b_csv="b", c_csv="c"), limits=Limits(members=2))


def test_time_and_columns_are_limited(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="tardó más de") as refusal:
        opened(tmp_path, "a.csv", TABLE, limits=Limits(seconds=0))
    assert refusal.value.code == "limit.seconds"
    with pytest.raises(Refusal, match="columnas"):
        opened(
            tmp_path,
            "a.csv",
            ",".join("abcdefgh") + "\n1,2,3,4,5,6,7,8\n",
            limits=Limits(columns=5),
        )


def dbf() -> bytes:
    head = struct.pack("<BBBBIHH20x", 0x03, 118, 5, 20, 1, 65, 11)
    return (
        head
        + b"NOMBRE\0\0\0\0\0C"
        + bytes(4)
        + bytes([10, 0])
        + bytes(14)
        + b"\x0d"
        + b" Coban     \x1a"
    )


def circular_xls() -> bytes:
    """An old workbook whose sectors 1 and 2 follow each other for ever."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<II", head, 60, 0xFFFFFFFE, 0)
    struct.pack_into("<I", head, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<4I", 0xFFFFFFFD, 2, 1, 0xFFFFFFFE) + b"\xff" * 496
    return bytes(head) + table + "Workbook\0".encode("utf-16-le").ljust(1024, b"\0")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (circular_xls(), "en círculo"),
        (b"", "vacío"),
        (b" \n\n\t\n", "en blanco"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF.*XLSX o CSV"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "imagen PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "imagen JPEG"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7-Zip"),
        (b"SQLite format 3\x00" + bytes(100), "SQLite"),
        (b"<!DOCTYPE html><html><body>hola</body></html>", "página web"),
        (b"\xef\xbb\xbf  <table><tr><td>1</td></tr></table>", "página web"),
        (b'<?xml version="1.0"?><datos><a>1</a></datos>', "XML"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "Excel 2003",
        ),
        (b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2">', "KML.*GeoJSON"),
        (dbf(), "DBF"),
        (bytes(range(256)) * 40, "binario"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(600)
            + "EncryptedPackage\0".encode("utf-16-le"),
            "contraseña",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument\0".encode("utf-16-le"),
            "Word",
        ),
        (b"PK\x03\x04" + bytes(50), "incompleto o dañado"),
        (b"PAR1" + bytes(50), "Parquet dañado"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "dañado"),
    ],
)
def test_each_foreign_kind_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    for name in ("a.csv", "a.xlsx"):
        with pytest.raises(Refusal, match=said) as refusal:
            opened(tmp_path, name, content)
        assert str(refusal.value).count(".") >= 1
        assert refusal.value.code


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped(a_csv=TABLE))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + place] |= 1
    with pytest.raises(Refusal, match="contraseña"):
        opened(tmp_path, "a.zip", bytes(content))


def samples() -> dict[str, bytes]:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 2, "título", book.add_format({"bold": True}))
    for row in range(1, 40):
        sheet.write_row(row, 0, [f"lugar {row}", row, row / 7])
    book.close()
    text = "código;lugar;nota\n" + "".join(f'{n:04d};Cobán;"a ""b""\n{n}"\n' for n in range(60))
    return {
        "a.xlsx": written.getvalue(),
        "a.csv": text.encode(),
        "b.csv": text.encode("utf-16"),
        "c.csv": text.encode("cp1252"),
        "a.zip": zipped(a_csv=text, b_csv=text),
        "a.csv.gz": gzip.compress(text.encode()),
        "a.json": b'{"data": [{"a": 1, "b": {"c": "x"}}, {"a": 2}]}',
        "a.jsonl": b'{"a": 1}\n{"a": 2}\n{"a": "\xc3\xb1"}\n',
    }


SAMPLES = samples()


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    kept=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4),
)
def test_cut_and_spoilt_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    kept: float,
    flips: list[tuple[float, int]],
) -> None:
    content = bytearray(SAMPLES[name][: int(len(SAMPLES[name]) * kept)])
    for place, value in flips:
        if content:
            content[int(place * (len(content) - 1))] = value
    try:
        found = opened(tmp_path_factory.mktemp("s"), name, bytes(content))
    except Refusal:
        return
    for grid in found.grids:
        assert len(grid.rows) == len(grid.numbers)
