"""Public ids are different, sort by the moment they were made, and say it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cauce.base.ids import is_id, new_id, sha256_bytes, sha256_of, time_of


def test_ids_are_different_and_in_order() -> None:
    ids = [new_id() for _ in range(5000)]
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    assert all(is_id(each) for each in ids)


def test_an_id_says_when_it_was_made() -> None:
    assert abs(time_of(new_id()) - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_order_survives_a_clock_that_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = new_id()
    monkeypatch.setattr("cauce.base.ids.time.time_ns", lambda: 0)
    assert new_id() > before


@pytest.mark.parametrize("text", ["", "8" + "0" * 25, "i" * 26, "0" * 25, "0" * 25 + "ñ"])
def test_other_text_is_not_an_id(text: str) -> None:
    assert not is_id(text)
    with pytest.raises(ValueError, match="no es un identificador"):
        time_of(text)


def test_bytes_and_files_have_the_same_sha256(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_of(file) == sha256_bytes(b"abc") == known
