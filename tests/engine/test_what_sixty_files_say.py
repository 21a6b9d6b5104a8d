"""Sixty real files are read as a person wrote down, but for those listed with what is wrong.

Needs the shared data folder; it is skipped loudly where that is absent.
"""

import json
from pathlib import Path

import pytest

from tests.engine.expectations.judge import Expected, expectations, judge, read

KNOWN = json.loads((Path(__file__).parent / "expectations" / "known_wrong.json").read_text("utf-8"))
"""Path of a file that is not fully right yet: what the reader gets wrong."""
ALL = expectations()


def test_sixty_files_were_written_down() -> None:
    assert len(ALL) == 60
    assert set(KNOWN) <= {expected["path"] for expected in ALL}


@pytest.mark.parametrize("expected", ALL, ids=[expected["path"] for expected in ALL])
def test_a_file_is_read_as_written_down(shared_data: Path, expected: Expected) -> None:
    differences = judge(expected, read(shared_data, expected))
    if expected["path"] in KNOWN:
        assert differences, "now fully right: take it off known_wrong.json"
    else:
        assert differences == []
