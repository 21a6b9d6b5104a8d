"""Screening says what it could not look at, keeps the order of columns, and takes wide tables."""

import random
from pathlib import Path
from typing import Any

import pytest

from cauce.base.errors import NotFound, Refusal
from cauce.engine.store import Store
from cauce.engine.values import Values
from cauce.quality.screening import screen_table
from tests.engine.tables import column, write_table
from tests.quality.tables import cui, screened


def test_a_column_that_cannot_be_looked_at_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> Any:
        raise Refusal("La consulta pasó de 120 segundos y se detuvo.")

    monkeypatch.setattr(Values, "tallies", refused)
    (finding,) = screened(tmp_path, {"Nota": ["a", "b"]})
    assert (finding.status, finding.blocks, finding.column) == ("not_run", True, "c0")
    assert "120 segundos" in finding.message


def test_findings_follow_the_columns(tmp_path: Path) -> None:
    chance = random.Random(1)
    numbers = [cui(chance) for _ in range(9)]
    mails = [f"ana.lopez{n}@correo.gt" for n in range(9)]
    found = screened(tmp_path, {"A": mails, "B": list("abcdefghi"), "C": numbers, "D": mails})
    assert [finding.column for finding in found] == ["c0", "c2", "c3"]
    assert all(finding.table == "tabla" for finding in found)


def test_empty_tables_and_columns_say_nothing(tmp_path: Path) -> None:
    assert screened(tmp_path / "a", {"CUI": []}) == ()
    assert screened(tmp_path / "b", {"CUI": [None, None], "Edad": [None, None]}) == ()


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        screen_table("0" * 64, Store(tmp_path), [], table="t", country="gt")


def test_hundreds_of_columns(tmp_path: Path) -> None:
    chance = random.Random(2)
    schema = [column(f"c{n}", "text") for n in range(400)]
    rows = [tuple(f"valor {(row * n) % 17}" for n in range(400)) for row in range(30)]
    rows = [(*row[:-1], cui(chance)) for row in rows]
    table = write_table(tmp_path, schema, rows)
    found = screen_table(table.sha256, table.loose, schema, table="ancha", country="gt")
    assert [(finding.column, finding.kind) for finding in found] == [("c399", "cui")]


def test_names_with_quotes_and_percent_signs(tmp_path: Path) -> None:
    chance = random.Random(3)
    schema = [column('ra"ro %s $sieve', "text")]
    table = write_table(tmp_path, schema, [(cui(chance),) for _ in range(9)])
    (finding,) = screen_table(table.sha256, table.loose, schema, table="t", country="gt")
    assert finding.kind == "cui"
