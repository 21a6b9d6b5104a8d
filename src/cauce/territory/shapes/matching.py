"""Which places the polygons of a file are: the property with their codes, level and system.

Codes are tried against the official lists and checked by the names beside them, which tells INEI's
ubigeo from RENIEC's and a code from any other number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, Final

from cauce.base.errors import Refusal
from cauce.base.fold import fold
from cauce.base.numerals import number_es
from cauce.territory.divisions import LEVELS, Division, Level, System, by_code
from cauce.territory.names import by_name, names_of
from cauce.territory.shapes.official import Feature

_LEAST: Final = 0.5
"""Share of the polygons that must be places of the level."""
_SPEAKING: Final = 0.9
"""The same when no name beside the codes confirms them."""


@dataclass(frozen=True)
class Matched:
    """A file read as places of a level.

    ``codes``: INE or INEI code of each feature, None where it is no place. ``by``: whether
    ``prop`` has codes or names. ``agreed``: how many names beside the codes say the same.
    """

    level: Level
    prop: str
    by: str
    system: System
    codes: tuple[str | None, ...]
    agreed: int

    @cached_property
    def distinct(self) -> int:
        """How many places there are."""
        return len({code for code in self.codes if code is not None})

    @property
    def rank(self) -> tuple[int, int, bool, bool]:
        """The more places confirmed by name, then the more places; INEI before RENIEC, codes
        before names."""
        confirmed = min(self.agreed, self.distinct)
        return confirmed, self.distinct, self.by == "code", self.system == "statistics"


def matched(
    features: Sequence[Feature],
    *,
    level: Level | None = None,
    prop: str | None = None,
    name: str | None = None,
) -> Matched:
    """The best reading of the features.

    ``level``, ``prop`` (the property with the codes) and ``name`` (that with the names) narrow the
    choice.

    Raises:
        Refusal: when there is no such property, or none says which places these are.
    """
    properties = list(dict.fromkeys(name for each in features for name in each.properties))
    for asked in (prop, name):
        if asked is not None and asked not in properties:
            raise Refusal(
                f"El archivo no tiene la propiedad «{asked}».",
                code="territory.property",
                remedy=f"Tiene: {_listed(properties)}.",
            )
    spoken = [
        frozenset(_texts(each.properties.values() if name is None else [each.properties.get(name)]))
        for each in features
    ]
    best = max(
        (
            read
            for each, wanted in product(
                [prop] if prop else properties, [level] if level else LEVELS
            )
            for read in _readings(features, each, wanted, spoken)
        ),
        key=lambda read: read.rank,
        default=None,
    )
    if best is None or not _convinces(best, len(features), told=prop is not None):
        raise Refusal(
            f"No se reconoce qué {_WHAT[level] if level else 'lugares'} son estos polígonos.",
            code="territory.codes",
            remedy="Diga con --code cuál propiedad tiene el código y con --level el nivel. El"
            f" archivo tiene: {_listed(properties)}.",
        )
    return best


def _readings(
    features: Sequence[Feature], prop: str, level: Level, spoken: Sequence[frozenset[str]]
) -> Iterator[Matched]:
    values = [each.properties.get(prop) for each in features]
    systems: tuple[System, ...] = ("statistics", "reniec") if level[:2] == "pe" else ("statistics",)
    for system in systems:
        found = [_coded(level, value, system) for value in values]
        if any(found):
            yield _matched(level, prop, "code", system, found, spoken)
    named = [_named(level, value) for value in values]
    if any(named):
        yield _matched(level, prop, "name", "statistics", named, spoken)


def _matched(
    level: Level,
    prop: str,
    by: str,
    system: System,
    found: Sequence[Division | None],
    spoken: Sequence[frozenset[str]],
) -> Matched:
    agreed = sum(
        place is not None and not names_of(place).isdisjoint(names)
        for place, names in zip(found, spoken, strict=True)
    )
    codes = tuple(None if place is None else place.code for place in found)
    return Matched(level, prop, by, system, codes, agreed)


def _coded(level: Level, value: Any, system: System) -> Division | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return by_code(level, value, system)


def _named(level: Level, value: Any) -> Division | None:
    """The place that a name alone means; the same name may be that of several."""
    if not isinstance(value, str) or not value.strip():
        return None
    found = by_name(level, value)
    return found[0] if len(found) == 1 else None


def _convinces(read: Matched, count: int, *, told: bool) -> bool:
    """Whether enough of the polygons are places, and not all of them one."""
    places = sum(code is not None for code in read.codes)
    if read.by == "code" and not told and read.agreed < _LEAST * places:
        return places >= _SPEAKING * count and read.distinct >= _SPEAKING * places
    return places >= _LEAST * count and read.distinct >= _LEAST * places


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str) and not value.strip().isdigit():
            yield fold(value)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"«{str(name)[:40]}»" for name in names[:30])
    more = len(names) - 30
    return f"{shown} y {number_es(more)} más" if more > 0 else shown or "ninguna"


_WHAT: Final[Mapping[Level, str]] = {
    "gt.department": "departamentos de Guatemala",
    "gt.municipality": "municipios de Guatemala",
    "pe.department": "departamentos del Perú",
    "pe.province": "provincias del Perú",
    "pe.district": "distritos del Perú",
}
