"""The ledger of purges keeps every purge, notices a changed line, and forgets half a line."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.errors import CauceError
from cauce.base.purges import (
    PurgeEntry,
    copy_ledger,
    merged_purges,
    note_purge,
    read_ledger,
    write_ledger,
)

WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def entry(number: int = 1, **said: object) -> PurgeEntry:
    values: dict[str, object] = {
        "at": WHEN + timedelta(days=number),
        "dataset": "hogares",
        "version": number,
        "hash": f"{number:064x}",
        "tables": ("a" * 64,),
        "originals": ("b" * 64,),
        "reason": "Tenía el CUI de 3 personas",
    }
    return PurgeEntry(**values | said)  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(1, 5), st.text(max_size=20)), max_size=6))
def test_what_was_noted_is_read_back_once(tmp_path_factory, noted):
    ledger = tmp_path_factory.mktemp("ledger") / "purgas.jsonl"
    entries = [entry(number, reason=reason) for number, reason in noted if reason.isprintable()]
    for each in entries:
        note_purge(each, ledger)
    first: dict[object, PurgeEntry] = {}
    for each in entries:
        first.setdefault(each.key, each)
    assert read_ledger(ledger) == tuple(first.values())


def test_the_ledger_is_private_and_its_copy_knows_what_both_knew(tmp_path):
    ledger, folder = tmp_path / "datos" / "purgas.jsonl", tmp_path / "respaldos"
    write_ledger(folder / "purgas.jsonl", [entry(7)])
    note_purge(entry(1), ledger, folder)
    note_purge(entry(2), ledger, folder)
    assert [each.version for each in read_ledger(ledger)] == [1, 2]
    assert [each.version for each in read_ledger(folder / "purgas.jsonl")] == [1, 2, 7]
    assert ledger.stat().st_mode & 0o777 == 0o600
    assert (folder / "purgas.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_copy_that_cannot_be_written_stops_no_purge(tmp_path):
    (tmp_path / "archivo").write_text("no es una carpeta")
    note_purge(entry(), tmp_path / "purgas.jsonl", tmp_path / "archivo")
    assert read_ledger(tmp_path / "purgas.jsonl") == (entry(),)
    with pytest.raises(CauceError, match="No se pudo"):
        copy_ledger(tmp_path / "purgas.jsonl", tmp_path / "archivo")


def test_a_ledger_that_cannot_be_written_stops_the_purge(tmp_path):
    (tmp_path / "archivo").write_text("no es una carpeta")
    with pytest.raises(CauceError, match="No se"):
        note_purge(entry(), tmp_path / "archivo" / "purgas.jsonl")


def test_half_a_line_is_no_purge_and_the_next_one_takes_its_place(tmp_path):
    ledger = tmp_path / "purgas.jsonl"
    note_purge(entry(1), ledger)
    whole = ledger.read_bytes()
    note_purge(entry(2), ledger)
    for end in range(len(whole), len(ledger.read_bytes())):
        half = tmp_path / "half.jsonl"
        half.write_bytes(ledger.read_bytes()[:end])
        assert read_ledger(half) == (entry(1),)
    note_purge(entry(3), half)
    assert read_ledger(half) == (entry(1), entry(3))


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[0].replace("CUI", "NIT"), *lines[1:]],
        lambda lines: [lines[0], "{}\n", lines[2]],
        lambda lines: ["no es json\n", *lines[1:]],
        lambda lines: [lines[0].replace("a" * 64, "../../nada"), *lines[1:]],
    ],
)
def test_a_changed_line_is_noticed(tmp_path, change):
    ledger = tmp_path / "purgas.jsonl"
    for number in (1, 2, 3):
        note_purge(entry(number), ledger)
    lines = ledger.read_text("utf-8").splitlines(keepends=True)
    ledger.write_text("".join(change(lines)), "utf-8")
    with pytest.raises(CauceError, match="no es la que se escribió"):
        read_ledger(ledger)


def test_ledgers_are_merged_by_time_and_no_ledger_is_empty(tmp_path):
    assert read_ledger(tmp_path / "nada.jsonl") == ()
    assert merged_purges([[entry(3), entry(1)], [entry(1), entry(2)]]) == (
        entry(1),
        entry(2),
        entry(3),
    )
