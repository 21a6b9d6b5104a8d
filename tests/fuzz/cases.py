"""A spoilt file for each number: the same number and seeds give the same bytes, always."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from random import Random
from typing import Final

from tests.fuzz.seeds import Seeds
from tests.fuzz.spoiling_bytes import BYTES, Mutation
from tests.fuzz.spoiling_packages import PACKAGES
from tests.fuzz.spoiling_records import PARQUET, RECORDS
from tests.fuzz.spoiling_text import TEXT

_OWN: Final[dict[str, tuple[Mutation, ...]]] = {
    ".xlsx": PACKAGES,
    ".ods": PACKAGES,
    ".zip": PACKAGES,
    ".json": (*RECORDS, *TEXT),
    ".jsonl": (*RECORDS, *TEXT),
    ".geojson": (*RECORDS, *TEXT),
    ".parquet": PARQUET,
    ".gz": BYTES,
    ".xls": BYTES,
}
"""What suits a kind of file; text is what is not here."""
_WRITTEN_HERE: Final = 0.35
"""Share of the cases that spoil files of this repository, however many real ones there are."""
_ANOTHER_NAME: Final = 0.08
_LARGEST: Final = 3_000_000


@dataclass(frozen=True)
class Case:
    """A file to be read, and how it came to be."""

    number: int
    base: str
    name: str
    content: bytes
    how: tuple[str, ...]
    """Names of the mutations, in their order."""


def case(number: int, seeds: Seeds) -> Case:
    """The case of this number."""
    chance = Random(f"cauce:{number}")
    own = sorted(name for name in seeds if "/" not in name)
    real = sorted(name for name in seeds if "/" in name)
    base = _choose(chance, own if not real or chance.random() < _WRITTEN_HERE else real)
    content = seeds[base]
    others = [seeds[name] for name in own]
    how = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        suffix = PurePosixPath(base).suffix.lower()
        mutation = chance.choice(
            chance.choice((_OWN.get(suffix, TEXT), _OWN.get(suffix, TEXT), BYTES))
        )
        content = mutation(content, chance, others)[:_LARGEST]
        how.append(mutation.__name__)
    name = PurePosixPath(base).name
    if chance.random() < _ANOTHER_NAME:
        name = f"{PurePosixPath(base).stem}{chance.choice(sorted({*_OWN, '.csv', '.txt', ''}))}"
    return Case(number, base, name, content, tuple(how))


def _choose(chance: Random, names: list[str]) -> str:
    """A file: its kind first, so that the rare kinds are spoilt as often as CSV."""
    kinds = sorted({PurePosixPath(name).suffix.lower() for name in names})
    kind = chance.choice(kinds)
    return chance.choice([name for name in names if PurePosixPath(name).suffix.lower() == kind])
