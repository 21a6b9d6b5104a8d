"""Extremes: who has the most and who the least, of places and of categories."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cauce.base.numerals import number_es
from cauce.charts.sentences.quantities import Quantity, times
from cauce.charts.sentences.seen import Seen
from cauce.charts.sentences.superlatives import superlative
from cauce.charts.sentences.ties import MOST_NAMED, sharers, tied
from cauce.charts.sentences.wording import capitalized, joined, level_words, of_level, place_name
from cauce.territory.divisions import divisions

MANY_PLACES: Final = 60
"""Places from which a map is told by where its highest values lie."""
_FEW_PLACES: Final = 6
"""Places up to which a map is told as their order is."""
_MANY_OF: Final = 0.15
"""Of the highest, those that one department must have to be named."""


@dataclass(frozen=True)
class Known:
    """A name and its number."""

    name: str
    value: float
    code: str = ""


def known_of(seen: Seen) -> list[Known]:
    """The names that have a number, in the order of the answer."""
    codes = seen.codes or ("",) * len(seen.names)
    return [
        Known(name, value, code)
        for name, code, value in zip(seen.names, codes, seen.lines[0].values, strict=True)
        if value is not None and (code or not seen.codes)
    ]


def of_extremes(seen: Seen) -> str:
    """«Alta Verapaz tiene el valor más alto, 89.4 %, el triple que Guatemala, 29.7 %.»"""
    found = known_of(seen)
    quantity = seen.quantity
    if len(found) < 2:
        return _alone(seen, found, quantity)
    ordered = sorted(found, key=lambda each: -each.value)
    if quantity.same(ordered[0].value, ordered[-1].value):
        value = quantity.text(ordered[0].value)
        nearly = "" if tied(ordered[0].value, ordered[-1].value) else "casi "
        return f"{_everyone(seen, len(found))} tienen {nearly}el mismo valor, {value}."
    if seen.selection == "lowest":
        return _lowest(seen, ordered, quantity)
    head = _highest(seen, ordered, quantity)
    if seen.selection == "some":
        first = ordered[0].name
        head = first + head[len(first) :] if head.startswith(capitalized(first)) else head
        return f"De los {number_es(len(seen.names))} que se muestran, {head}"
    said = [head, _whole(seen, quantity), missing(seen)]
    return " ".join(part for part in said if part)


def _lowest(seen: Seen, ordered: Sequence[Known], quantity: Quantity) -> str:
    """Of the least of many: the lowest and the following one."""
    bottom = [each for each in ordered if tied(each.value, ordered[-1].value)]
    value = quantity.text(bottom[0].value)
    lowest = superlative(seen).lowest
    if len(bottom) > 1:
        return (
            f"{capitalized(sharers([each.name for each in bottom]))} comparten {lowest}, {value}."
        )
    follows = ordered[-2]
    return (
        f"{capitalized(bottom[0].name)} tiene {lowest}, {value}; le sigue {follows.name}, "
        f"{quantity.short(follows.value)}."
    )


def of_map(seen: Seen) -> str:
    """Where the highest and lowest are; of many places, where the highest fifth of them lies."""
    found = known_of(seen)
    if len(found) <= _FEW_PLACES or seen.level is None or seen.selection:
        return of_extremes(seen)
    quantity = seen.quantity
    ordered = sorted(found, key=lambda each: -each.value)
    top, bottom = ordered[0], ordered[-1]
    if quantity.same(top.value, bottom.value):
        return of_extremes(seen)
    low = f"{quantity.short(bottom.value)} en {_where(seen, ordered, bottom)}"
    high = f"{quantity.text(top.value)} en {_where(seen, ordered, top)}"
    reach = f"Va de {low} a {high}."
    if len(found) < MANY_PLACES or seen.level.endswith("department"):
        said = [reach, _next_to_the_ends(ordered), _whole(seen, quantity), missing(seen)]
    else:
        said = [reach, _concentrated(seen, ordered), _absent(seen, len(found))]
    return " ".join(part for part in said if part)


def _next_to_the_ends(ordered: Sequence[Known]) -> str:
    """Who follows the highest, and whom the lowest follows; nothing where several share an end."""
    if tied(ordered[0].value, ordered[1].value) or tied(ordered[-1].value, ordered[-2].value):
        return ""
    above = joined([each.name for each in ordered[1:MOST_NAMED]])
    below = joined([each.name for each in reversed(ordered[-MOST_NAMED:-1])])
    return f"Entre los más altos están también {above}; entre los más bajos, {below}."


def _where(seen: Seen, ordered: Sequence[Known], end: Known) -> str:
    """«Flores», «Flores y Petén», «23 municipios»: where the value of an end is."""
    alike = [each.name for each in ordered if tied(each.value, end.value)]
    many = len(alike) > MOST_NAMED
    return f"{sharers(alike)} {level_words(seen.level or '')}" if many else sharers(alike)


def _absent(seen: Seen, known: int) -> str:
    """How many places of the country a map shows without a number."""
    every = len(divisions(seen.level or ""))
    if seen.filtered_places or 2 * known < every or known == every:
        return missing(seen)
    return _without_value(seen, every - known - len(seen.withheld))


def _alone(seen: Seen, found: Sequence[Known], quantity: Quantity) -> str:
    if not found or seen.selection == "some":
        return ""
    if seen.selection:
        words = superlative(seen)
        end = words.highest if seen.selection == "highest" else words.lowest
        return f"{capitalized(found[0].name)} tiene {end}, {quantity.text(found[0].value)}."
    return f"Solo hay dato de {found[0].name}: {quantity.text(found[0].value)}."


def _everyone(seen: Seen, count: int) -> str:
    if seen.selection:
        return f"Los {number_es(count)} que se muestran"
    if seen.level is None:
        return f"Los {number_es(count)}"
    return capitalized(
        f"{of_level(seen.level).split()[0]} {number_es(count)} {level_words(seen.level)}"
    )


def _highest(seen: Seen, ordered: Sequence[Known], quantity: Quantity) -> str:
    top = [each for each in ordered if tied(each.value, ordered[0].value)]
    value = quantity.text(ordered[0].value)
    highest = superlative(seen).highest
    if len(top) > 1:
        head = f"{capitalized(sharers([each.name for each in top]))} comparten {highest}, {value}"
    else:
        share = _share_of_all(seen, top[0].value)
        head = f"{capitalized(top[0].name)} {_has(seen, highest)}{value}{share}"
    return f"{head}{_against(seen, top, ordered[len(top) :], quantity)}."


def _has(seen: Seen, highest: str) -> str:
    """«suma » of what adds up, «es lo más frecuente: » of rows counted."""
    least = min((value for value in seen.lines[0].values if value is not None), default=0.0)
    if _op(seen) == "sum" and seen.additive and least >= 0:
        return "suma "
    if _op(seen) == "count":
        return "reúne " if seen.level else "es lo más frecuente: "
    return f"tiene {highest}, "


def _against(
    seen: Seen, highest: Sequence[Known], rest: Sequence[Known], quantity: Quantity
) -> str:
    """What the highest is held against: the lowest; of the first few of many, the following."""
    if not rest:
        return ""
    if seen.total > len(seen.names) or seen.adds_up:
        said = times(highest[0].value, rest[0].value)
        following = f"{rest[0].name}, {quantity.short(rest[0].value)}"
        follows = "les sigue" if len(highest) > 1 else "le sigue"
        return f", {said} {following}" if said else f"; {follows} {following}"
    lowest = rest[-1]
    led = superlative(seen).other_end
    alike = [each.name for each in rest if tied(each.value, lowest.value)]
    if len(alike) > 1:
        them = "la" if led.startswith("la") else "lo"
        value = quantity.short(lowest.value)
        return f"; {led}, {value}, {them} comparten {sharers(alike)}"
    said = times(highest[0].value, lowest.value)
    last = f"{lowest.name}, {quantity.short(lowest.value)}"
    return f", {said} {last}" if said else f"; {led} es {led[:2]} de {last}"


def _share_of_all(seen: Seen, value: float) -> str:
    """«, el 45.1 % del total», where the numbers add up to one."""
    whole = seen.lines[0].whole
    values = [each for each in seen.lines[0].values if each is not None]
    if not seen.adds_up or _op(seen) == "share" or not whole or whole <= 0 or min(values) < 0:
        return ""
    if value > whole:
        return ""
    percent = Quantity(1.0, 1, "%", seen.country)
    return f", el {percent.text(value / whole * 100)} del total"


def _whole(seen: Seen, quantity: Quantity) -> str:
    whole = seen.lines[0].whole
    if whole is None or seen.total > len(seen.names):
        return ""
    if _op(seen) in ("ratio", "per_person"):
        where = "En todo el país" if _covers_country(seen) else "En conjunto"
        return f"{where}, {quantity.text(whole)}."
    if _op(seen) == "mean" and seen.single and seen.level:
        return f"El promedio simple de {of_level(seen.level)} es {quantity.text(whole)}."
    return ""


def _covers_country(seen: Seen) -> bool:
    """Whether every place of the country is there with a number."""
    if seen.level is None or not seen.every_place:
        return False
    return len({each.code for each in known_of(seen)}) == len(divisions(seen.level))


def missing(seen: Seen) -> str:
    """Of how many places the value is withheld, and of how many there is none."""
    if seen.level is None or not seen.codes:
        return ""
    count = sum(
        value is None and bool(code)
        for code, value in zip(seen.codes, seen.lines[0].values, strict=True)
    )
    return _without_value(seen, count - len(seen.withheld))


def _without_value(seen: Seen, count: int) -> str:
    level, said = seen.level or "", []
    if hidden := len(seen.withheld):
        said.append(f"Se oculta el dato de {number_es(hidden)} {level_words(level, hidden)}.")
    if count > 0:
        said.append(f"De {number_es(count)} {level_words(level, count)} no hay dato.")
    return " ".join(said)


def _concentrated(seen: Seen, ordered: Sequence[Known]) -> str:
    """«De los 68 municipios con los valores más altos, 31 están en Alta Verapaz y 12 en Quiché.»"""
    level = seen.level or ""
    if not all(each.code.isdecimal() for each in ordered):
        return ""
    threshold = ordered[max(0, len(ordered) // 5 - 1)].value
    highest = [each for each in ordered if each.value >= threshold]
    if len(highest) > len(ordered) // 2:
        return ""
    holders = Counter(each.code[:2] for each in highest).most_common(2)
    if holders[0][1] < _MANY_OF * len(highest):
        return ""
    department = f"{level[:2]}.department"
    places = [
        f"{number_es(count)} están en {place_name(department, code)}"
        if not at
        else f"{number_es(count)} en {place_name(department, code)}"
        for at, (code, count) in enumerate(holders)
    ]
    article = of_level(level).split()[0]
    return (
        f"De {article} {number_es(len(highest))} {level_words(level)} con los valores más altos, "
        f"{joined(places)}."
    )


def _op(seen: Seen) -> str:
    return seen.measure.op if seen.measure else ""
