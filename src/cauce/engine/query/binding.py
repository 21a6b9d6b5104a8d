"""Binding: a checked question becomes a shape, which is compiled once, and its values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any, Literal

from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.explore.filters import Filter
from cauce.engine.explore.values import Value, value_of
from cauce.engine.query.pattern import pattern
from cauce.engine.query.shapes import Matching, Second, Shape, Test, Types, Word

FEW = 20_000
"""Up to so many different values, folding each is cheaper than a pattern."""
MOST_WORDS = 8
"""Words of a search that count; the rest of them are taken as one more, as it is written."""

_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_WHOLE_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_EXACT = Context(prec=80)
_INTEGER_BITS = {"TINYINT": 7, "SMALLINT": 15, "INTEGER": 31, "BIGINT": 63}


@dataclass(frozen=True)
class Question:
    """What is compiled and what is bound. Values are hashable: lists are tuples."""

    shape: Shape
    values: Mapping[str, Any]


def question(
    explore: Explore, schema: Sequence[Column], types: Types, second: Second | None = None
) -> Question:
    """The shape and the values of a checked exploration.

    ``schema`` and ``types`` are those of the base: of the joined table when there is a second.
    """
    columns = {column.name: column for column in schema}
    stored = dict(types)
    tests: list[Test] = []
    values: dict[str, Any] = {}
    for place, one in enumerate(explore.filters):
        column = columns[one.column]
        test = Test(one.column, one.op, f"f{place}", _matching(column))
        tests.append(test)
        values |= _test_values(test, one, column, stored[one.column])
    words = []
    for place, text in enumerate(_words(explore.search)):
        word = _word(f"w{place}", text, schema)
        words.append(word)
        values |= _word_values(word, text)
    shape = Shape(
        table=explore.table,
        columns=explore.columns or tuple(column.name for column in schema),
        tests=tuple(tests),
        words=tuple(words),
        order=explore.order,
        kinds=explore.kinds,
        second=second,
    )
    return Question(shape, values)


def _matching(column: Column) -> Matching:
    return "folded" if column.distinct <= FEW else "pattern"


def _test_values(test: Test, one: Filter, column: Column, stored: str) -> dict[str, Any]:
    name, texts = test.parameter, one.values
    match test.op:
        case "missing" | "not_missing":
            return {}
        case "contains":
            return _text_values(name, texts[0], folded=test.matching == "folded")
        case "in":
            fitting = (fit(value_of(column, text), stored, "eq") for text in texts)
            return {name: tuple(value for value in fitting if value is not None)}
        case "between":
            low, high = (value_of(column, text) for text in texts)
            return {f"{name}_low": fit(low, stored, "ge"), f"{name}_high": fit(high, stored, "le")}
        case op:
            return {name: fit(value_of(column, texts[0]), stored, op)}


def fit(value: Value, stored: str, op: Literal["eq", "ge", "le"]) -> Value | float | None:
    """The value of the stored type that asks the same of every stored value, or ``None`` for none.

    In a column of cents, at least 1.005 is at least 1.01, and equal to 1.005 is nothing.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    if not (range_ := _range(stored)):
        return float(value)
    scale, greatest = range_
    rounding = {"eq": ROUND_FLOOR, "ge": ROUND_CEILING, "le": ROUND_FLOOR}[op]
    unit = Decimal(1).scaleb(-scale)
    rounded = Decimal(value).quantize(unit, rounding=rounding, context=_EXACT)
    if (op == "eq" and rounded != value) or (op != "le" and rounded > greatest):
        return None
    if op != "ge" and rounded < -greatest:
        return None
    held = max(-greatest, min(greatest, rounded))
    return held if scale or stored.startswith("DECIMAL") else int(held)


def _range(stored: str) -> tuple[int, Decimal] | None:
    """Decimals and greatest value of an exact type; ``None`` for the others."""
    if match := _DECIMAL.fullmatch(stored):
        digits, scale = int(match[1]), int(match[2])
        return scale, (Decimal(10) ** digits - 1).scaleb(-scale, context=_EXACT)
    bits = _INTEGER_BITS.get(stored)
    return (0, Decimal(2**bits - 1)) if bits else None


def _words(search: str | None) -> list[str]:
    return (search or "").split(maxsplit=MOST_WORDS - 1)


def _word(name: str, text: str, schema: Sequence[Column]) -> Word:
    texts = [column for column in schema if column.type == "text"]
    numbers = [column for column in schema if column.type == "integer"]
    return Word(
        name,
        folded=tuple(one.name for one in texts if _matching(one) == "folded"),
        pattern=tuple(one.name for one in texts if _matching(one) == "pattern"),
        number=tuple(one.name for one in numbers if _WHOLE_NUMBER.fullmatch(text)),
    )


def _word_values(word: Word, text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if word.folded:
        values |= _text_values(word.parameter, text, folded=True)
    if word.pattern:
        values |= _text_values(word.parameter, text, folded=False)
    if word.number:
        values[f"{word.parameter}_number"] = int(text)
    return values


def _text_values(name: str, text: str, *, folded: bool) -> dict[str, Any]:
    return {name: text} if folded else {f"{name}_pattern": pattern(text)}
