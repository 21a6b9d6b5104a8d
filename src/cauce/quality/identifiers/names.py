"""Names of persons: by lists of given names and surnames of Guatemala and Peru.

A text reads as the name of a person when it has a given name and a surname, hardly anything else,
and no word of offices, schools, roads or places; names of departments, municipalities, provinces
and districts are never persons («San José Pinula», «José Leonardo Ortiz»). A column is of persons
by its share of such texts: schools and streets are called after persons too, though not most.

The lists are not complete and need not be: a column is judged by its whole. Names within prose are
found only after a word that announces them («Elaborado por: …», «Lic. …»).
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from cauce.base.fold import fold, words
from cauce.engine.values import Counted
from cauce.quality.chance import wilson_lower
from cauce.quality.identifiers.column import Seen, Verdict
from cauce.quality.identifiers.masked import EXAMPLES, masked
from cauce.territory.divisions import LEVELS, divisions

SHARE: Final = 0.30
"""What the share of names must exceed, at least, when the heading says nothing."""
TOLD_SHARE: Final = 0.03
"""The same under a heading of persons: suppliers are mostly companies, and the rest are people.
Three times the share of names of places, schools and goods that read as persons (measured)."""
OFFICE_SHARE: Final = 0.80
"""The same under a heading of offices, schools or addresses: many are called after persons."""
PARTS_SHARE: Final = 0.60
"""Part of the different values that are all given names, or all surnames, in columns of them."""
LOOKED_AT: Final = 3000
"""Different values read; a fair sample says as much as all."""
_KNOWN: Final = 0.6
"""Part of the words of a name that must be in the lists."""
_PARTICLES: Final = frozenset(
    {"de", "del", "la", "las", "los", "el", "y", "e", "da", "vda", "viuda"}
)
_TITLES: Final = re.compile(
    r"(?:(?:lic|licda|licenciad[oa]|ing|inga|ingenier[oa]|dr|dra|doctora?|arq|arquitect[oa]|prof"
    r"|profa|profra|profesora?|msc|mgtr|mtr[oa]|sr|sra|srta|senora?|don|dona|pem|mepu|br|bach|cpa"
    r"|econ|tec|abog|abogad[oa]) )+"
)
_PARTS: Final = re.compile(
    r"apellidos?|^nombres$|^(?:primer|segundo|tercer) nombre|^nombres? de pila$"
)
_ANNOUNCED: Final = re.compile(
    r"(?:(?:[Ee]laborad|[Pp]reparad|[Rr]evisad|[Aa]utorizad|[Aa]probad|[Dd]igitad)[oa](?: por)?"
    r"|ELABORAD[OA](?: POR)?|[Rr]esponsable|RESPONSABLE|[Cc]ontacto|[Ee]ncargad[oa]|[Aa]nalista"
    r"|[Ll]ic(?:da)?|[Ii]ng(?:a)?|[Dd]ra?|[Ss]ra?|[Ss]eñora?|[Dd]on|[Dd]oña|[Pp]aciente"
    r"|[Vv][ií]ctima|[Aa]lumn[oa]|[Nn]iñ[oa]|[Mm]enor|[Bb]eneficiari[oa]|[Aa] nombre de)"
    r"\s?[:.,]?\s+((?:(?:de|del|la|los) )?[A-ZÁÉÍÓÚÑ][\wÁÉÍÓÚÑáéíóúñ.]+"
    r"(?: (?:de |del |la |los )*[A-ZÁÉÍÓÚÑ][\wÁÉÍÓÚÑáéíóúñ.]+){1,4})"
)


def weigh_names(seen: Seen) -> Verdict | None:
    """What the column holds of names of persons."""
    if not seen.texts:
        return None
    values = seen.values[:LOOKED_AT]
    if _PARTS.search(fold(seen.label)) and (verdict := _as_parts(values)):
        return verdict
    named = [one for one in values if is_person(one.text)]
    lower = wilson_lower(len(named), len(values))
    if lower > _bar(seen) or ("person" in seen.heading and 2 * len(named) > len(values)):
        return Verdict(
            kind="person_name",
            severity="error",
            whole=True,
            values=tuple(named),
            examples=tuple(masked("person_name", one.text) for one in named[:EXAMPLES]),
            share=len(named) / len(values),
            lower_bound=lower,
        )
    return _as_text(values)


@lru_cache(maxsize=65536)
def is_person(text: str) -> bool:
    """Whether a text, alone, reads as the name of a person: given name and surname, or two
    surnames after names that are not in the lists."""
    if not 5 <= len(text) <= 80 or any(letter.isdigit() for letter in text):
        return False
    if (plain := fold(text)) in _places():
        return False
    every = _TITLES.sub("", plain, count=1).split() if _TITLES.match(plain) else plain.split()
    said = [word for word in every if word not in _PARTICLES and len(word) > 1]
    if not 2 <= len(said) <= 7 or every[0] in ("santa", "puerto", "el", "la", "los", "las"):
        return False
    if not _unnamed().isdisjoint(said):
        return False
    given = [word in _given() for word in said]
    last = [word in _surnames() for word in said]
    if sum(map(max, given, last)) < max(2, _KNOWN * len(said)):
        return False
    both = any(
        one and other
        for place, one in enumerate(given)
        for other in last[:place] + last[place + 1 :]
    )
    return both or (len(said) in (3, 4) and all(last[-2:]))


def persons_in(text: str) -> list[str]:
    """The names that a text announces, as it writes them."""
    return [name for name in _ANNOUNCED.findall(text) if is_person(name)]


def _bar(seen: Seen) -> float:
    if "person" in seen.heading and "institution" not in seen.heading:
        return TOLD_SHARE
    return OFFICE_SHARE if seen.heading & {"institution", "address"} else SHARE


def _as_parts(values: tuple[Counted, ...]) -> Verdict | None:
    """Columns of given names or of surnames alone."""
    known = _given() | _surnames()
    named = []
    for one in values:
        said = [word for word in words(one.text) if word not in _PARTICLES]
        if said and sum(word in known for word in said) >= _KNOWN * len(said):
            named.append(one)
    if not named or len(named) < PARTS_SHARE * len(values):
        return None
    return Verdict(
        kind="person_name",
        severity="error",
        whole=True,
        values=tuple(named),
        examples=tuple(masked("person_name", one.text) for one in named[:EXAMPLES]),
        share=len(named) / len(values),
        lower_bound=wilson_lower(len(named), len(values)),
    )


def _as_text(values: tuple[Counted, ...]) -> Verdict | None:
    found = {one: names for one in values if (names := persons_in(one.text))}
    named = list(dict.fromkeys(name for names in found.values() for name in names))
    if not named:
        return None
    return Verdict(
        kind="person_name",
        severity="error" if len(named) > 1 else "warning",
        whole=False,
        values=tuple(found),
        examples=tuple(masked("person_name", name) for name in named[:EXAMPLES]),
    )


@cache
def _given() -> frozenset[str]:
    return _listed("given_names")


@cache
def _surnames() -> frozenset[str]:
    return _listed("surnames")


@cache
def _unnamed() -> frozenset[str]:
    """Words of offices and places; not those that are surnames too («Valle», «Plaza»)."""
    return _listed("not_names") - _given() - _surnames()


@cache
def _places() -> frozenset[str]:
    return frozenset(
        fold(name)
        for level in LEVELS
        for each in divisions(level)
        for name in (each.name, *each.aliases)
    )


def _listed(name: str) -> frozenset[str]:
    text = files("cauce.quality.identifiers").joinpath("data", f"{name}.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold(word) for line in lines for word in line.split())
