"""Cells of delimited text: quotes, escapes, line numbers, ragged rows."""

import time
from pathlib import Path

import pytest

from cauce.engine.reading.delimited import Cut, cut_cells
from tests.engine.reading.opening import cells, codes, opened


@pytest.mark.parametrize(
    ("text", "cut", "rows"),
    [
        ('a,"b, c",d\n1,2,3', Cut(",", '"'), [["a", "b, c", "d"], ["1", "2", "3"]]),
        ('a,"say ""hi""",d', Cut(",", '"'), [["a", 'say "hi"', "d"]]),
        ('a,"say \\"hi\\"",d', Cut(",", '"', "\\"), [["a", 'say "hi"', "d"]]),
        ('a,"mixed ""x"" \\"y\\"",d', Cut(",", '"', "\\"), [["a", 'mixed "x" "y"', "d"]]),
        ('a, "b, c" ,d', Cut(",", '"'), [["a", "b, c", "d"]]),
        ('a,2" pipe,"x"', Cut(",", '"'), [["a", '2" pipe', "x"]]),
        ('a,"the "big" one",d', Cut(",", '"'), [["a", 'the "big" one', "d"]]),
        ('a,"never closed,d\n1,2,3', Cut(",", '"'), [["a", '"never closed', "d"], ["1", "2", "3"]]),
        ('a,"",,b', Cut(",", '"'), [["a", "", None, "b"]]),
        ('"","a"\n"b",""', Cut(",", '"'), [["", "a"], ["b", ""]]),
        ('"a,"",b",c', Cut(",", '"'), [['a,",b', "c"]]),
        ("'it''s';x", Cut(";", "'"), [["it's", "x"]]),
        ("a;;b;", Cut(";"), [["a", None, "b", None]]),
        ("a, b, c", Cut(",", spaced=True), [["a", "b", "c"]]),
        ("one\n\ntwo\n\n\n", Cut(""), [["one"], [], ["two"]]),
        ("", Cut(","), []),
    ],
)
def test_each_way_of_quoting(text: str, cut: Cut, rows: list[list[str | None]]) -> None:
    assert cut_cells(text, cut)[0] == rows


def test_line_numbers_are_where_records_begin() -> None:
    text = 'a,b\n"two\nlines",1\n\n"three\n\nlines",2\nz,9'
    rows, numbers = cut_cells(text, Cut(",", '"'))
    assert numbers == [1, 2, 4, 5, 8]
    assert rows[1] == ["two\nlines", "1"]
    escaped, same_numbers = cut_cells(text.replace("two", '\\"two'), Cut(",", '"', "\\"))
    assert same_numbers == numbers
    assert escaped[3] == ["three\n\nlines", "2"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_end(tmp_path: Path, newline: str) -> None:
    found = opened(tmp_path, "a.csv", newline.join(["a;b", "1;2", "3;4", ""]))
    assert cells(found) == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert found.decisions["newline"].value == newline


def test_mixed_line_ends_are_said(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", "a;b\r\n1;2\n3;4\r\n")
    assert found.decisions["newline"].value == "mixed"
    assert len(cells(found)) == 3


def test_ragged_rows_are_kept_and_listed(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", "a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3\n")
    assert cells(found)[2:4] == [["4", "5"], ["6", "7", "8", "9"]]
    note = next(note for note in found.notes if note.code == "rows.ragged")
    assert note.rows == (3, 4)


def test_a_sep_line_is_obeyed_and_is_no_row(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", "sep=^\na^b,c\n1^2,3\n")
    assert cells(found) == [["a", "b,c"], ["1", "2,3"]]
    assert list(found.grids[0].numbers) == [2, 3]


def test_twenty_thousand_columns_and_long_headers(tmp_path: Path) -> None:
    header = ",".join(f"columna {n} " + "x" * 20 for n in range(20_000))
    found = opened(tmp_path, "a.csv", header + "\n" + ",".join(["1"] * 20_000) + "\n")
    assert found.grids[0].width == 20_000
    assert "dialect.one_column" not in codes(found)


def test_broken_quotes_do_not_take_quadratic_time() -> None:
    text = ('a,"b' + '"x' * 5 + ",c\n") * 20_000
    started = time.process_time()
    rows, _ = cut_cells(text, Cut(",", '"'))
    assert time.process_time() - started < 5
    assert len(rows) == 20_000
