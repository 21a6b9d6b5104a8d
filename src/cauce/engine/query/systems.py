"""Systems of codes: INEI and RENIEC number Peru's places differently, with the same digits.

Two columns of codes that belong to different systems look alike and would join most places to
others, without a sign of it.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from cauce.base.errors import Refusal
from cauce.engine.columns import Column
from cauce.engine.explore import PREFIX
from cauce.engine.explore.pairs import Key, level_of
from cauce.engine.query.asking import Asked
from cauce.engine.query.base import stored
from cauce.engine.query.cache import ByteCache
from cauce.engine.query.dialect import written
from cauce.engine.query.shapes import Second, Types
from cauce.territory import match_column

MOST: Final = 20_000
"""Different rows of places that are looked at."""
_OWNERS: Final = {"code": "INEI", "reniec": "RENIEC"}


def system_of(asked: Asked, second: Second, key: Key, kept: ByteCache[Any, Any]) -> str | None:
    """Who numbers the places of a key of Peru: ``INEI``, ``RENIEC``, or nobody that can be told.

    Raises:
        Refusal: in Spanish, with what to join by instead, when two systems would be compared.
    """
    if not key.like.startswith("pe."):
        return None
    own = [column for column in asked.columns if not column.name.startswith(PREFIX)]
    other = asked.columns[len(own) :]
    left = _system(asked, asked.shape.table, asked.types, key.left, own, kept)
    right = _system(asked, second.table, second.types, key.right, other, kept)
    if left and right and left != right:
        raise Refusal(
            f"«{asked.column(key.left).label}» lleva códigos de {left} y "
            f"«{asked.column(PREFIX + key.right).label}», de {right}: los mismos números son "
            "otros lugares. Una las tablas por nombres: distrito, provincia y departamento.",
            code="explore.join",
        )
    return left or right


def _system(
    asked: Asked,
    table: str,
    types: Types,
    name: str,
    columns: Sequence[Column],
    kept: ByteCache[Any, Any],
) -> str | None:
    """Who numbers the places of a column; ``None`` for names and what cannot be told."""
    key = ("system of codes", table, name)
    if (known := kept.get(key)) is not None:
        return str(known) or None
    plain = [column.name.removeprefix(PREFIX) for column in columns if level_of(column)]
    others = [each for each in plain if each != name]
    rows = stored(table, types)
    texts = rows.select(*(rows[each].cast("string").name(each) for each in (name, *others)))
    counts: Counter[str] = Counter()
    beside: dict[str, set[str]] = {}
    for text, *near in asked.sandbox.rows(written(texts.distinct().limit(MOST)), {}):
        if text is not None:
            counts[text] += 1
            beside.setdefault(text, set()).update(each for each in near if each)
    label = next((each.label for each in columns if each.name.removeprefix(PREFIX) == name), "")
    match = match_column(counts, label, beside=beside, country="pe")
    found = _OWNERS.get(match.how, "") if match else ""
    kept.put(key, found, 500)
    return found or None
