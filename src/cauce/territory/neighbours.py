"""What stands beside a value says which place it means.

A code has its name beside it, a municipality its department; this tells INEI from RENIEC, one
country from another, and the San Pedro Sacatepéquez of Guatemala from that of San Marcos.
"""

from collections.abc import Collection, Mapping

from cauce.territory.divisions import Division
from cauce.territory.names import known_names, names_of
from cauce.territory.spelling import readings


def agreement(
    found: Mapping[str, tuple[Division, ...]],
    rows: Mapping[str, int],
    beside: Mapping[str, Collection[str]],
    *,
    coded: bool,
) -> float | None:
    """Share of rows (0 to 1) whose neighbours name the place or one that holds it.

    ``found``: the possible places of each text; ``rows``: how often it stands there. Beside a code
    its own name counts; beside a name only the names of what holds it. None when no neighbour is
    the name of such a place.
    """
    asked = agreed = 0
    for text, places in found.items():
        spoken = _spoken(beside.get(text, ()))
        if not spoken or not _is_name(spoken, places[0], coded):
            continue
        asked += rows[text]
        if any(_support(place, spoken, coded) for place in places):
            agreed += rows[text]
    return agreed / asked if asked else None


def likeliest(places: tuple[Division, ...], beside: Collection[str]) -> tuple[Division, ...]:
    """The places that most neighbours hold; all of them when neighbours say nothing."""
    if len(places) < 2 or not (spoken := _spoken(beside)):
        return places
    support = [_support(place, spoken, coded=False) for place in places]
    return tuple(
        place for place, count in zip(places, support, strict=True) if count == max(support)
    )


def _support(place: Division, spoken: set[str], coded: bool) -> int:
    named = (place, *place.ancestors) if coded else place.ancestors
    return sum(not spoken.isdisjoint(names_of(each)) for each in named)


def _is_name(spoken: set[str], place: Division, coded: bool) -> bool:
    """Whether the neighbours name anything of the levels that would count for ``place``."""
    levels = [above.level for above in place.ancestors]
    if coded:
        levels.append(place.level)
    return any(not known_names(level).isdisjoint(spoken) for level in levels)


def _spoken(beside: Collection[str]) -> set[str]:
    return {reading.name for text in beside for reading in readings(text)}
