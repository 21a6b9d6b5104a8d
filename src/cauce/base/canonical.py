"""JSON with exactly one spelling, so that its hash means something (RFC 8785, JCS)."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Final

SAFE_INTEGER: Final = 2**53 - 1
"""Largest integer that every JSON reader keeps (I-JSON, RFC 7493)."""


def canonical_json(value: object) -> bytes:
    """``value`` as canonical JSON in UTF-8.

    Keys are sorted by UTF-16 code unit, there are no spaces, numbers are ECMAScript.
    Accepts None, bool, int (up to 2^53-1 in size), finite float, str, sequences and mappings with
    text keys. TypeError for any other kind; ValueError for NaN, infinities, larger integers and
    text with half a surrogate pair. Equal values always give equal bytes (1.0 is written as 1).
    """
    return _written(value).encode("utf-8")


def _written(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _string(value)
        case int():
            return _integer(value)
        case float():
            return _number(value)
        case Mapping():
            return _object(value)
        case bytes() | bytearray() | memoryview():
            pass
        case Sequence():
            return f"[{','.join(_written(item) for item in value)}]"
    raise TypeError(f"JSON no tiene un valor de tipo {type(value).__name__}.")


def _string(text: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("El texto tiene medio par sustituto y no se puede escribir en UTF-8.")
    return json.dumps(text, ensure_ascii=False)


def _object(value: Mapping[object, object]) -> str:
    members: list[tuple[bytes, str]] = []
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"Una clave de JSON es texto, no {type(key).__name__}.")
        written = f"{_string(key)}:{_written(item)}"
        members.append((key.encode("utf-16-be"), written))
    members.sort()
    return "{" + ",".join(written for _, written in members) + "}"


def _integer(value: int) -> str:
    if abs(value) > SAFE_INTEGER:
        raise ValueError(f"El entero {value} no cabe sin pérdida en JSON; escríbalo como texto.")
    return str(int(value))


def _number(value: float) -> str:
    """ECMAScript's Number::toString: the shortest digits that give the same double."""
    if not math.isfinite(value):
        raise ValueError("JSON no tiene NaN ni infinito.")
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    leading_zeros = len(whole + fraction) - len(digits)
    point = len(whole) - leading_zeros + int(exponent or 0)
    digits = digits.rstrip("0")
    return ("-" if value < 0 else "") + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """``digits`` with the decimal point after the first ``point`` of them."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    exponent = point - 1
    sign = "+" if exponent > 0 else "-"
    rest = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{rest}e{sign}{abs(exponent)}"
