"""Backups are named by their moment, and of the old ones only those asked for stay."""

from datetime import UTC, datetime, timedelta

import pytest

from cauce.base.errors import Refusal
from cauce.site.backup.shelf import keep_newest, name_for, shelved

MOMENT = datetime(2026, 3, 1, 2, tzinfo=UTC)


def test_only_backups_are_counted_and_removed(tmp_path):
    for day, suffix in enumerate((".tar", ".tar.age", ".clave.tar", ".tar")):
        (tmp_path / name_for(MOMENT + timedelta(days=day), suffix)).write_bytes(b"x" * day)
    for name in ("purgas.jsonl", "cauce-ayer.tar", "notas.tar", "cauce-2026-03-01T020000Z.tar.bak"):
        (tmp_path / name).write_text("de otro")
    assert [each.made_at.day for each in shelved(tmp_path)] == [4, 3, 2, 1]
    assert [each.made_at.day for each in keep_newest(tmp_path, 2)] == [2, 1]
    assert [each.size for each in shelved(tmp_path)] == [3, 2]
    assert keep_newest(tmp_path, 9) == ()
    assert len(list(tmp_path.iterdir())) == 6
    with pytest.raises(Refusal):
        keep_newest(tmp_path, 0)
    assert shelved(tmp_path / "nada") == ()
