"""Sides: several measures side by side, or three lines and more of names without time."""

from typing import Final

from cauce.charts.sentences.seen import Seen
from cauce.charts.sentences.superlatives import superlative
from cauce.charts.sentences.ties import tied

_UNCOMPARED: Final = ("distinct", "share", "count")
"""Operations that say nothing of one column against another."""


def of_measures(seen: Seen) -> str:
    """The greatest of several columns and the following one; totals are not among their parts."""
    op = seen.measure.op if seen.measure else ""
    if op in _UNCOMPARED or (op == "sum" and not seen.additive):
        return ""
    known = [
        (value, name)
        for name, value in zip(seen.names, seen.lines[0].values, strict=True)
        if value is not None and name not in seen.totals
    ]
    if len(known) < 2:
        return ""
    quantity = seen.quantity
    (most, first), (following, second) = sorted(known, reverse=True)[:2]
    if tied(most, following):
        return ""
    follows = f"le sigue {second}, {quantity.text(following)}"
    if op == "sum":
        head = "Lo más frecuente es" if seen.counts else "Lo que más suma es"
        return f"{head} {first}, {quantity.text(most)}; {follows}."
    words = superlative(seen)
    of = "la" if words.feminine else "el"
    highest = words.highest[:1].upper() + words.highest[1:]
    return f"{highest} es {of} de {first}, {quantity.text(most)}; {follows}."


def of_many(seen: Seen) -> str:
    """Of three lines and more: the greatest number of all and where it is."""
    found = [
        (value, name, line.name)
        for line in seen.lines
        for name, value in zip(seen.names, line.values, strict=True)
        if value is not None
    ]
    if not found:
        return ""
    value, name, line = max(found)
    if sum(tied(value, other) for other, _, _ in found) > 1:
        return ""
    words = superlative(seen)
    of = "la" if words.feminine else "el"
    within = "De lo que se muestra, " if seen.selection else ""
    said = f"{within}{words.highest} es {of} de {line} en {name}: {seen.quantity.text(value)}."
    return said[:1].upper() + said[1:]
