"""Names of places, and the divisions they may mean.

Understood: with or without accents and in any case; «Cobán (Alta Verapaz)», «COBÁN, ALTA VERAPAZ»,
«LIMA/LIMA/MIRAFLORES»; «Municipio de Cobán», «Depto. del Quiché», «Municipalidad Distrital de …»;
«Sta.», «Sto.», «Sn.», «S.»; «0101 Guatemala»; «FERRE�AFE», whose letter was lost on the way. A name
that several places share gives them all.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import permutations
from types import MappingProxyType
from typing import Final

from cauce.base.fold import fold
from cauce.territory.divisions import Division, by_code, code_digits, divisions
from cauce.territory.spelling import Reading, lost_letters, parts_of, readings

Within = Division | str | Sequence["Division | str"]

LONGEST: Final = 160
"""Characters beyond which a text is prose and no name; the longest full name has 60."""
_LINKS: Final = frozenset({"el", "la", "los", "las", "de", "del", "y"})
_NATIONAL: Final = re.compile(
    r"(?:(?:gran )?total |promedio |media |valor |a |nivel |en |de |todo |toda |el |la )*"
    r"(?:nacional|pais|republica|republica de guatemala|republica del? peru|peru"
    r"|guatemala pais|pais guatemala)"
    r"(?: total| completo| entero)?"
)
_COUNTRIES: Final = {
    "gt": frozenset({"guatemala", "republica de guatemala", "gt", "gtm"}),
    "pe": frozenset({"peru", "republica del peru", "pe", "per"}),
}


def by_name(level: str, name: str, within: Within | None = None) -> tuple[Division, ...]:
    """Every division of ``level`` that ``name`` may mean, those whose proper name it is first.

    ``within`` (a division, a name, a code, or several of them) keeps those held by all of them.
    Empty when the text says another level («Departamento de Guatemala» is no municipality), when
    nothing has that name, or when ``within`` holds none of them. ValueError for an unknown level.
    """
    found = read_name(level, name)
    if within is None:
        return found
    wanted = (within,) if isinstance(within, (Division, str)) else tuple(within)
    return tuple(each for each in found if held_by(each, wanted))


def is_national(text: str) -> bool:
    """Whether the text names the whole country: «Total nacional», «República», «Perú».

    «Guatemala» alone is not, because it is a department and a municipality too.
    """
    return _NATIONAL.fullmatch(fold(text)) is not None


def held_by(division: Division, holders: Iterable[Division | str]) -> bool:
    """Whether each holder (a division, name, code, «Lima, Lima») is a different one above it."""
    wanted: list[Division | str] = []
    for holder in holders:
        wanted += [holder] if isinstance(holder, Division) else parts_of(holder)
    return _held_by(division, wanted)


def read_name(level: str, text: str) -> tuple[Division, ...]:
    """``by_name`` without ``within``: the divisions of the first reading that gives any."""
    known = _index(level)
    if len(text) > LONGEST:
        return ()
    if literal := known.get(fold(text)):
        return literal
    for reading in readings(text):
        if found := _meant(level, reading, known):
            return found
    return ()


def _meant(
    level: str, reading: Reading, known: Mapping[str, tuple[Division, ...]]
) -> tuple[Division, ...]:
    if reading.levels is not None and level not in reading.levels:
        return ()
    found = known.get(reading.name) or known.get(_loose(reading.name), ())
    if not found and (pattern := lost_letters(reading.name)) is not None:
        found = _restored(known, pattern)
    if reading.holders:
        found = _held(found, reading.holders)
    if reading.code is not None and (coded := by_code(level, reading.code)) is not None:
        found = tuple(each for each in found if each == coded)
    return found


def _restored(
    known: Mapping[str, tuple[Division, ...]], pattern: re.Pattern[str]
) -> tuple[Division, ...]:
    """The divisions of the only name that fits a damaged one; none when several names do."""
    fitting = [found for name, found in known.items() if pattern.fullmatch(name)]
    return fitting[0] if fitting and all(found == fitting[0] for found in fitting) else ()


def _held_by(division: Division, wanted: Sequence[Division | str]) -> bool:
    return any(
        all(_holds(holder, above) for holder, above in zip(wanted, order, strict=True))
        for order in permutations(division.ancestors, len(wanted))
    )


def _held(found: tuple[Division, ...], holders: tuple[str, ...]) -> tuple[Division, ...]:
    """Those held by all holders; one holder may be the country when nothing nearer answers."""
    nearer = tuple(each for each in found if _held_by(each, holders))
    if nearer or not found:
        return nearer
    countries = [holder for holder in holders if holder in _COUNTRIES[found[0].country]]
    if not countries:
        return ()
    rest = list(holders)
    rest.remove(countries[-1])
    return tuple(each for each in found if _held_by(each, rest))


def _holds(holder: Division | str, above: Division) -> bool:
    if isinstance(holder, Division):
        return holder == above
    if holder[:1].isdigit() and (digits := code_digits(holder)) is not None:
        return by_code(above.level, digits) == above
    names = names_of(above)
    return holder in names or any(reading.name in names for reading in readings(holder))


@cache
def names_of(division: Division) -> frozenset[str]:
    """Its folded names: its own, its aliases, and both without articles and prepositions."""
    names = {fold(name) for name in (division.name, *division.aliases)}
    return frozenset(names | {_loose(name) for name in names})


@cache
def known_names(level: str) -> frozenset[str]:
    """Every folded name of a level. ValueError for an unknown level."""
    return frozenset(_index(level))


@cache
def _index(level: str) -> Mapping[str, tuple[Division, ...]]:
    """Divisions by folded name and alias; failing those, by either without articles and
    prepositions, or followed by the name of what holds it («San José Escuintla»)."""
    index: dict[str, list[Division]] = {}
    own = [(fold(each.name), each) for each in divisions(level)]
    alias = [(fold(other), each) for each in divisions(level) for other in each.aliases]
    for name, division in own + alias:
        _put(index, name, division)
    exact = set(index)
    for name, division in own + alias:
        for other in (_loose(name), *_followed(name, division)):
            if other not in exact:
                _put(index, other, division)
    return MappingProxyType({name: tuple(found) for name, found in index.items()})


def _followed(name: str, division: Division) -> Iterable[str]:
    """The name and what holds it without a mark between: each alone, then all of them."""
    above = [fold(each.name) for each in division.ancestors]
    yield from (f"{name} {each}" for each in above)
    yield " ".join((name, *above))


def _put(index: dict[str, list[Division]], name: str, division: Division) -> None:
    found = index.setdefault(name, [])
    if division not in found:
        found.append(division)


def _loose(name: str) -> str:
    return " ".join(word for word in name.split() if word not in _LINKS) or name
