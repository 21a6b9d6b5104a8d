"""What spoilt files found wrong, each with the smallest file that shows it."""

import io
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from cauce.base.errors import Refusal
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.reader import Reading, read


def twice(path: Path) -> tuple[Reading, Reading]:
    """A reading, and the same file read by its recipe."""
    first, second = path.parent / "first", path.parent / "second"
    first.mkdir()
    second.mkdir()
    reading = read(path, workdir=first, limits=Limits())
    return reading, read(path, workdir=second, recipe=reading.recipe, limits=Limits())


def stored(reading: Reading) -> list[bytes]:
    return [table.typed.parquet.read_bytes() for table in reading.tables]


def test_two_tables_side_by_side_are_found_again_where_they_were(tmp_path: Path) -> None:
    path = tmp_path / "dos.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Cuadro")
        for left, rows in ((0, 8), (5, 12)):
            sheet.write_row(0, left, ["Municipio", "Hogares", "Personas"])
            for row in range(1, rows):
                sheet.write_row(row, left, [f"Lugar {left} {row}", row, row * 4])
    first, again = twice(path)
    assert len(first.tables) == 2
    assert stored(first) == stored(again)


def test_members_of_an_archive_are_not_taken_for_one_another(tmp_path: Path) -> None:
    path = tmp_path / "varios.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("uno.csv", "a;b\n1;2\n3;4\n")
        archive.writestr("dos.json", '[{"a": 1, "c": 2}, {"a": 5, "c": 9}, {"a": 6, "c": 8}]')
    first, again = twice(path)
    assert [table.typed.rows for table in first.tables] == [2, 3]
    assert stored(first) == stored(again)


def test_one_column_with_quotes_is_cut_again_the_same_way(tmp_path: Path) -> None:
    path = tmp_path / "lineas.txt"
    path.write_text('uno "a"\n"dos"\ntres b\n"cuatro" c\ncinco\n', "utf-8")
    first, again = twice(path)
    assert stored(first) == stored(again)


def test_a_label_broken_over_two_rows_is_joined_again(tmp_path: Path) -> None:
    path = tmp_path / "partido.csv"
    rows = "".join(f"Lugar {n};{n};{n * 3}\n" for n in range(20))
    path.write_text(f"Lugar;a;b\n{rows}Municipio que va;;\nsobre dos filas;7;9\n", "utf-8")
    first, again = twice(path)
    assert stored(first) == stored(again)


def test_merged_cells_need_no_header(tmp_path: Path) -> None:
    path = tmp_path / "sin.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(12):
            sheet.write_row(row, 0, [row, row * 2.5, row * 3])
        sheet.merge_range(5, 1, 5, 2, 7)
    assert read(path, workdir=tmp_path, limits=Limits()).tables[0].typed.rows == 12


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "anonimo.zip"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("x", "nada")
        archive.writestr("a.csv", "a;b\n1;2\n3;4\n")
    raw = content.getvalue().replace(b"\x01\x00\x00\x00x", b"\x01\x00\x00\x00x")
    place = raw.find(b"PK\x01\x02")
    shortened = raw[: place + 28] + b"\x00\x00" + raw[place + 30 : place + 46] + raw[place + 47 :]
    end = shortened.rfind(b"PK\x05\x06")
    size = int.from_bytes(shortened[end + 12 : end + 16], "little") - 1
    path.write_bytes(shortened[: end + 12] + size.to_bytes(4, "little") + shortened[end + 16 :])
    assert read(path, workdir=tmp_path, limits=Limits()).tables[0].typed.rows == 2


def test_wide_tables_are_written_whole_and_too_wide_ones_refused(tmp_path: Path) -> None:
    path = tmp_path / "ancha.csv"
    columns = 700
    path.write_text(
        ",".join(f"c{n}" for n in range(columns))
        + "\n"
        + "".join(",".join(str(n * row % 89) for n in range(columns)) + "\n" for row in range(9)),
        "utf-8",
    )
    table = pq.read_table(read(path, workdir=tmp_path, limits=Limits()).tables[0].typed.parquet)
    assert (table.num_rows, table.num_columns) == (9, columns + 2)
    assert table.column("c5").to_pylist() == [5 * row % 89 for row in range(9)]
    with pytest.raises(Refusal, match="700 columnas y el máximo es 600") as refusal:
        read(path, workdir=tmp_path, limits=Limits(table_columns=600))
    assert refusal.value.code == "limit.columns"
