"""A large text file: a UTF-8 copy, its head and its tail, and memory that does not grow with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cauce.engine.reading.limits import Limits
from tests.engine.reading.opening import cells, codes, opened

SMALL = Limits(large=100_000)


def table(lines: int) -> str:
    return "código;municipio;valor\n" + "".join(
        f"{n:06d};San José {n};{n},5\n" for n in range(1, lines)
    )


def test_head_and_tail_of_the_file_and_a_copy_of_all(tmp_path: Path) -> None:
    text = table(20_000)
    found = opened(tmp_path, "a.csv", text.replace("\n", "\r\n").encode("cp1252"), limits=SMALL)
    (grid,) = found.grids
    assert grid.bulk is not None
    assert grid.dialect is not None
    assert (grid.bulk.head, grid.bulk.tail, grid.bulk.lines) == (2000, 500, 20_000)
    assert grid.bulk.text.read_text("utf-8") == text
    assert grid.dialect.encoding == "cp1252"
    assert grid.dialect.newline == "\r\n"
    assert list(grid.numbers) == [*range(1, 2001), *range(19_501, 20_001)]
    assert grid.rows[0] == ["código", "municipio", "valor"]
    assert grid.rows[-1] == ["019999", "San José 19999", "19999,5"]


def test_a_tail_inside_a_quoted_cell_is_cut_at_a_record(tmp_path: Path) -> None:
    text = "id;nota\n" + "".join(f'{n};"dos\nlíneas, {n}"\n' for n in range(60_000))
    found = opened(tmp_path, "a.csv", text, limits=SMALL)
    (grid,) = found.grids
    assert grid.bulk is not None
    assert all(len(row) == 2 for row in grid.rows)
    assert grid.rows[-1] == ["59999", "dos\nlíneas, 59999"]
    assert grid.numbers[-1] == 120_000
    assert grid.bulk.lines == 120_001


def test_few_long_lines_are_all_in_the_head(tmp_path: Path) -> None:
    text = "a;b\n" + "".join(f"{n};{'x' * 5000}\n" for n in range(50))
    found = opened(tmp_path, "a.csv", text, limits=SMALL)
    bulk = found.grids[0].bulk
    assert bulk is not None
    assert (bulk.head, bulk.tail) == (51, 0)
    assert len(cells(found)) == 51


def test_an_accent_at_the_very_end_decides_the_encoding(tmp_path: Path) -> None:
    text = "a;b\n" + "plano;1\n" * 60_000 + "Cobán;2\n"
    found = opened(tmp_path, "a.csv", text.encode("cp1252"), limits=SMALL)
    assert found.decisions["encoding"].value == "cp1252"
    assert cells(found)[-1] == ["Cobán", "2"]


def test_what_looks_wrong_is_found_in_the_middle(tmp_path: Path) -> None:
    text = table(30_000).splitlines()
    text[15_000] = "015000;CobÃ¡n;1"
    found = opened(tmp_path, "a.csv", "\n".join(text), limits=SMALL)
    note = next(note for note in found.notes if note.code == "encoding.mojibake")
    assert note.rows == (15_001,)
    assert "dialect.one_column" not in codes(found)


MEASURE = """
import resource, sys
from pathlib import Path
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.source import open_source
open_source(Path(sys.argv[1]), wanted=None, limits=Limits(large=1), workdir=Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, codec: str) -> None:
    line = "0101;San José Pinula;12345,67;31/12/2018;texto de relleno\n"
    peaks = []
    for megabytes in (6, 24):
        path = tmp_path / f"{megabytes}.csv"
        with path.open("w", encoding=codec) as file:
            for _ in range(megabytes):
                file.write(line * (1_000_000 // len(line)))
        ran = subprocess.run(
            [sys.executable, "-c", MEASURE, str(path), str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        peaks.append(int(ran.stdout))
    assert peaks[1] < peaks[0] + 6_000  # kilobytes
