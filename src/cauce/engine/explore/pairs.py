"""Pairs: the columns of two tables that must be equal in a joined row, and how they are compared.

Columns of places of one level are compared as places: «101», 101, «0101» and the name of that place
are one, whatever the accents, case and punctuation of names. Years and months are compared as such,
everything else as it is stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cauce.base.errors import Refusal
from cauce.engine.columns import IDENTIFIER, Column
from cauce.territory import LEVELS, Level

MOST_PAIRS: Final = 3
LEVEL_WORDS: Final[Mapping[str, str]] = {
    "gt.department": "departamento",
    "gt.municipality": "municipio",
    "pe.department": "departamento del Perú",
    "pe.province": "provincia del Perú",
    "pe.district": "distrito del Perú",
}
_NUMERIC: Final = frozenset({"integer", "number"})
_PERIODS: Final = {"year": "años", "month": "meses"}


@dataclass(frozen=True, slots=True)
class Key:
    """A pair and how its columns are compared."""

    left: str
    """Column of the first table."""
    right: str
    """Column of the second, without prefix."""
    like: str
    """A territorial level, ``year``, ``month``, ``text`` (both written as text) or ``same``."""


def level_of(column: Column) -> Level | None:
    """The territorial level of the places that a column holds."""
    said = (column.role or "").removeprefix("territory:")
    return next((level for level in LEVELS if level == said), None)


def coded(column: Column) -> bool:
    """Whether a column of places holds their codes, not their names."""
    if column.type != "text":
        return True
    texts = [str(each) for each in (column.min, column.max, *column.examples) if each is not None]
    if texts:
        return all(text.strip().isdigit() for text in texts)
    return column.name.startswith(("cod", "ubigeo", "id_"))


def keys_of(
    pairs: Sequence[tuple[str, str]], schema: Sequence[Column], others: Sequence[Column]
) -> tuple[Key, ...]:
    """How each pair is compared; ``others`` are the columns of the second table.

    Raises:
        Refusal: in Spanish, for an unknown column, and for columns that cannot be compared or must
            not be.
    """
    keys = []
    for left, right in pairs:
        first = _known(schema, left, "Esta tabla")
        second = _known(others, right, "La otra tabla")
        keys.append(Key(left, right, _likeness(first, second)))
    return tuple(keys)


def proposed_pairs(
    schema: Sequence[Column], others: Sequence[Column]
) -> tuple[tuple[str, str], ...]:
    """The pairs of equal roles: the finest common territory, codes with codes, else names with
    names (and then what holds them too, because names repeat), else both; the year and the month.

    A second table of one year alone serves every year of the first, so that years are not paired.
    """
    pairs = list(_places(schema, others))
    for role in _PERIODS:
        left, right = _of_role(schema, role), _of_role(others, role)
        if left and right and not (pairs and right[0].distinct == 1):
            pairs.append(_best([(one, two) for one in left for two in right]))
        elif role == "year":
            break
    return tuple((left.name, right.name) for left, right in pairs[:MOST_PAIRS])


def _places(schema: Sequence[Column], others: Sequence[Column]) -> Iterator[tuple[Column, Column]]:
    found = None
    for level in reversed(LEVELS):
        both = [
            (left, right)
            for left in schema
            for right in others
            if level_of(left) == level_of(right) == level
        ]
        if not both or (found and level[:2] != found[:2]):
            continue
        pair = _best(sorted(both, key=_how_alike))
        yield pair
        if coded(pair[0]) or coded(pair[1]):
            return
        found = level


def _how_alike(pair: tuple[Column, Column]) -> int:
    """Codes with codes before names with names, and those before one with the other."""
    codes = coded(pair[0]) + coded(pair[1])
    return {2: 0, 0: 1, 1: 2}[codes]


def _best(pairs: Sequence[tuple[Column, Column]]) -> tuple[Column, Column]:
    """Of pairs in order, the first that is as alike and has equal names; else the first."""
    alike = [pair for pair in pairs if _how_alike(pair) == _how_alike(pairs[0])]
    return next((pair for pair in alike if pair[0].name == pair[1].name), alike[0])


def _of_role(columns: Sequence[Column], role: str) -> list[Column]:
    return [column for column in columns if column.role == role]


def _known(columns: Sequence[Column], name: str, table: str) -> Column:
    if (found := next((each for each in columns if each.name == name), None)) is None:
        raise Refusal(
            f"{table} no tiene una columna «{name[:80]}» para unir. Sus columnas son: "
            f"{', '.join(column.name for column in columns[:40])}.",
            code="explore.join",
        )
    return found


def _likeness(left: Column, right: Column) -> str:
    for column in (left, right):
        if column.role == IDENTIFIER:
            raise Refusal(
                f"«{column.label}» distingue personas o casos: las tablas no se unen por ella. "
                "Únalas por territorio o por año.",
                code="explore.join",
            )
    levels = [level for level in map(level_of, (left, right)) if level]
    if len(set(levels)) == 2:
        raise Refusal(
            f"«{left.label}» es de nivel {LEVEL_WORDS[levels[0]]} y «{right.label}», de nivel "
            f"{LEVEL_WORDS[levels[1]]}: no se unen. Elija columnas del mismo nivel territorial.",
            code="explore.join",
        )
    roles = {role for column in (left, right) if (role := column.role) in _PERIODS}
    if len(roles) + len(set(levels)) > 1:
        raise Refusal(
            f"«{left.label}» y «{right.label}» no dicen lo mismo (una tiene "
            f"{_what(left)} y la otra {_what(right)}): no se unen.",
            code="explore.join",
        )
    if levels:
        return levels[0]
    if roles:
        return str(roles.pop())
    return _plain_likeness(left, right)


def _what(column: Column) -> str:
    level = level_of(column)
    return f"lugares ({LEVEL_WORDS[level]})" if level else _PERIODS[column.role or "year"]


def _plain_likeness(left: Column, right: Column) -> str:
    if left.type == right.type or {left.type, right.type} == _NUMERIC:
        return "same"
    if {left.type, right.type} <= _NUMERIC | {"text"}:
        return "text"
    raise Refusal(
        f"«{left.label}» y «{right.label}» no se pueden comparar: una es de tipo {left.type} y la "
        f"otra, {right.type}. Elija columnas del mismo tipo.",
        code="explore.join",
    )
