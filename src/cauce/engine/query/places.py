"""Places: names of places in the keys of a join, with the code that each is the name of.

So «El Quiché» meets «Quiché», and a table of names one of codes. A name that several places share
has no code; it still meets itself, and a second pair, of what holds the places, tells them apart.
"""

from dataclasses import replace
from typing import Any, Final

from cauce.engine.explore import PREFIX
from cauce.engine.explore.pairs import coded
from cauce.engine.query.asking import Asked
from cauce.engine.query.base import stored
from cauce.engine.query.binding import Question
from cauce.engine.query.cache import ByteCache
from cauce.engine.query.dialect import written
from cauce.engine.query.shapes import Second, Types
from cauce.engine.query.systems import system_of
from cauce.territory import LEVELS, by_code, by_name

MOST: Final = 5_000
"""Different texts beyond which a column is not read as names of places."""


def with_places(asked: Asked, kept: ByteCache[Any, Any]) -> Asked:
    """The same question with the codes of its keys' names of places bound to it.

    Raises:
        Refusal: in Spanish, when codes of two systems would be compared.
    """
    if (second := asked.shape.second) is None:
        return asked
    named: list[str] = []
    values: dict[str, Any] = {}
    for place, key in enumerate(second.keys):
        if key.like not in LEVELS:
            continue
        system = system_of(asked, second, key, kept)
        left = (asked.shape.table, asked.types, key.left)
        right = (second.table, second.types, key.right)
        for side, where in (("left", left), ("right", right)):
            prefix = PREFIX if side == "right" else ""
            if coded(asked.column(prefix + where[2])):
                continue
            codes = _codes(asked, *where, key.like, system, kept)
            named.append(f"{side}{place}")
            values[f"{side}{place}_texts"], values[f"{side}{place}_codes"] = codes
    return replace(asked, question=_named(asked.question, second, tuple(named), values))


def _named(
    question: Question, second: Second, named: tuple[str, ...], values: dict[str, Any]
) -> Question:
    shape = replace(question.shape, second=replace(second, named=named))
    return Question(shape, {**question.values, **values})


def _codes(
    asked: Asked,
    table: str,
    types: Types,
    name: str,
    level: str,
    system: str | None,
    kept: ByteCache[Any, Any],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts of a column that are names of one place, and their codes without leading zeros."""
    key = ("codes of names", table, name, level, system)
    found: tuple[tuple[str, ...], tuple[str, ...]] | None = kept.get(key)
    if found is None:
        rows = stored(table, types)
        texts = rows.select(text=rows[name].cast("string")).distinct().limit(MOST + 1)
        given = [text for (text,) in asked.sandbox.rows(written(texts), {}) if text]
        given = given if len(given) <= MOST else []
        codes = {text: code for text in sorted(given) if (code := _code(level, text, system))}
        found = tuple(codes), tuple(codes.values())
        kept.put(key, found, 1000 + 200 * len(codes))
    return found


def _code(level: str, text: str, system: str | None) -> str:
    coded_place = by_code(level, text)
    places = (coded_place,) if coded_place else by_name(level, text)
    if len(places) != 1:
        return ""
    code = places[0].reniec if system == "RENIEC" else places[0].code
    return (code or "").lstrip("0")
