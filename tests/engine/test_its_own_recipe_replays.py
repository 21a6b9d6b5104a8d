"""A recipe replayed on the file it was written for gives the same tables, to the byte.

Every real file in the long mode (``make test-long``), a few drawn by chance in the short one.
"""

from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from cauce.base.errors import Refusal
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.reader import Reading, read
from cauce.engine.reading.recipe import Recipe, recipe_from_json
from tests.fuzz.seeds import KINDS

SAMPLE = 12
SEED = 3


def files(shared_data: Path) -> list[Path]:
    return sorted(
        path
        for path in shared_data.rglob("*")
        if path.suffix.lower() in KINDS | {".parquet", ".gz"} and path.is_file()
    )


def differences(path: Path, folder: Path) -> list[str] | None:
    """What replaying the file's own recipe gives otherwise; ``None`` when it is no table."""
    first, second = folder / "first", folder / "second"
    first.mkdir(parents=True)
    second.mkdir()
    try:
        reading = read(path, workdir=first, limits=Limits())
    except Refusal:
        return None
    recipe = recipe_from_json(reading.recipe.to_json())
    again = read(path, workdir=second, recipe=recipe, limits=Limits())
    found = [
        f"{name}: {before} and then {after}"
        for name, before, after in _pairs(reading, again)
        if before != after
    ]
    if again.recipe.to_json()["tables"] != reading.recipe.to_json()["tables"]:
        found += _other_decisions(reading.recipe, again.recipe)
    return found


def _pairs(one: Reading, other: Reading) -> list[tuple[str, str, str]]:
    def told(reading: Reading) -> dict[str, str]:
        return {
            table.name: f"{table.typed.rows} rows, {_hash(table.typed.parquet)}"
            for table in reading.tables
        }

    before, after = told(one), told(other)
    names = dict.fromkeys([*before, *after])
    return [(name, before.get(name, "nothing"), after.get(name, "nothing")) for name in names]


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


def _other_decisions(one: Recipe, other: Recipe) -> list[str]:
    """Values of the recipe that the replay decided otherwise; the reasons may differ."""
    found = []
    for before, after in zip(one.tables, other.tables, strict=False):
        for field in ("header_rows", "body", "hierarchy"):
            if getattr(before, field).value != getattr(after, field).value:
                found.append(f"{before.name}.{field}")
        for field in ("totals", "subtotals", "groups", "left_out", "rows", "sums", "include"):
            if getattr(before, field) != getattr(after, field):
                found.append(f"{before.name}.{field}")
        for old, new in zip(before.columns, after.columns, strict=False):
            if (old.name, old.type.value, old.role.value, old.unit.value) != (
                (new.name, new.type.value, new.role.value, new.unit.value)
            ):
                found.append(f"{before.name}.{old.name}")
    return found


def test_a_few_real_files(shared_data: Path, tmp_path: Path) -> None:
    small = [path for path in files(shared_data) if path.stat().st_size < 200_000]
    for number, path in enumerate(Random(SEED).sample(small, SAMPLE)):
        assert not differences(path, tmp_path / str(number)), path.name


@pytest.mark.long
def test_every_real_file(shared_data: Path, tmp_path: Path) -> None:
    wrong = {}
    for number, path in enumerate(files(shared_data)):
        if found := differences(path, tmp_path / str(number)):
            wrong[path.relative_to(shared_data).as_posix()] = found
    assert wrong == {}
