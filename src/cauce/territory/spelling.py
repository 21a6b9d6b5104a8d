"""The ways in which offices write the name of a place, and what each says about it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cauce.base.fold import fold

_ABBREVIATIONS: Final = {
    "sta": "santa",
    "sto": "santo",
    "sn": "san",
    "fco": "francisco",
    "gral": "general",
    "cnel": "coronel",
    "crl": "coronel",
    "mcal": "mariscal",
    "tnte": "teniente",
}
_DEPARTMENT: Final = frozenset({"gt.department", "pe.department"})
_MUNICIPALITY: Final = frozenset({"gt.municipality"})
_PROVINCE: Final = frozenset({"pe.province"})
_DISTRICT: Final = frozenset({"pe.district"})
_KINDS: Final = {
    **dict.fromkeys(("departamento", "depto", "dpto", "dept", "dep"), _DEPARTMENT),
    **dict.fromkeys(("region", "gobierno regional"), frozenset({"pe.department"})),
    **dict.fromkeys(("municipio", "muni", "mun", "mpio", "mupio"), _MUNICIPALITY),
    **dict.fromkeys(("provincia", "prov", "municipalidad provincial"), _PROVINCE),
    **dict.fromkeys(("distrito", "dist", "municipalidad distrital"), _DISTRICT),
    "municipalidad": _MUNICIPALITY | _PROVINCE | _DISTRICT,
}
_KIND: Final = re.compile(
    rf"({'|'.join(sorted(_KINDS, key=len, reverse=True))})(?: (?:del?))? (.+)"
)
_PARTS: Final = re.compile(r"\s*[,;/|()\[\]]\s*|\s+[-–—]\s+|[–—]")
_LEADING_CODE: Final = re.compile(r"\W*(\d{1,6})\W+(?=[^\W\d])")
_LOST_LETTER: Final = re.compile("\ufffd|ï¿½")
"""What a decoder writes in place of bytes it cannot read, and the same read once more as cp1252."""
_STAND_IN: Final = "ʘ"
"""A letter that no name has, so that folding keeps the place of the lost one."""
_INITIAL: Final = re.compile(r"\bs\.\s*(?=\w{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text: a folded name and what the text says about it.

    ``holders`` are the folded names said to hold it, ``levels`` those said («Municipio de»; None
    when nothing is said), ``code`` the digits written before the name.
    """

    name: str
    holders: tuple[str, ...] = ()
    levels: frozenset[str] | None = None
    code: str | None = None


def lost_letters(folded: str) -> re.Pattern[str] | None:
    """What matches a folded name in which letters were lost; None when none was.

    Each run of lost marks stands for one letter up to as many as the marks, because an accented
    letter of UTF-8 may be lost as two.
    """
    if _STAND_IN not in folded:
        return None
    pieces = re.split(f"({_STAND_IN}+)", folded)
    spelled = (
        f".{{1,{len(piece)}}}" if piece.startswith(_STAND_IN) else re.escape(piece)
        for piece in pieces
    )
    return re.compile("".join(spelled))


def parts_of(text: str) -> list[str]:
    """The pieces of «Cobán, Alta Verapaz», «Cobán (Alta Verapaz)», «LIMA/LIMA/ATE», in order."""
    return [part for part in _PARTS.split(text) if part.strip()]


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[Reading, ...]:
    """The ways to read a text, the most literal first."""
    result = [Reading(plain) for plain in _plain_forms(text)]
    parts = parts_of(text)
    if len(parts) > 1:
        result += _readings_in_parts(parts)
    if found := _LEADING_CODE.match(text):
        rest = text[found.end() :]
        result += [
            Reading(each.name, each.holders, each.levels, found[1]) for each in readings(rest)
        ]
    return tuple(_with_kinds(result))


def _readings_in_parts(parts: list[str]) -> list[Reading]:
    """Each part as the name held by the others; the first and the last before the middle."""
    plain_forms = [_plain_forms(part) for part in parts]
    folded = [forms[0] if forms else "" for forms in plain_forms]
    order = sorted(range(len(parts)), key=lambda place: (0 < place < len(parts) - 1, place))
    return [
        Reading(plain, (*folded[:place], *folded[place + 1 :]))
        for place in order
        for plain in plain_forms[place]
    ]


def _plain_forms(text: str) -> list[str]:
    """The folded text with its abbreviations written out; «S.» may be San, Santa or Santo."""
    spelled = [text]
    if "." in text and _INITIAL.search(text):
        spelled = [_INITIAL.sub(f"{saint} ", text) for saint in ("san", "santa", "santo")]
    folded = [fold(_LOST_LETTER.sub(_STAND_IN, each)) for each in spelled]
    return [_spelled_out(plain) for plain in folded if plain]


def _spelled_out(folded: str) -> str:
    if _ABBREVIATIONS.keys().isdisjoint(words := folded.split()):
        return folded
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def _with_kinds(found: Iterable[Reading]) -> Iterable[Reading]:
    """Also without «Municipio de», «Depto.» before the name, or a part that only says so."""
    for reading in found:
        yield reading
        if kind := _KIND.fullmatch(reading.name):
            yield Reading(kind[2], reading.holders, _KINDS[kind[1]], reading.code)
        if said := [holder for holder in reading.holders if holder in _KINDS]:
            others = tuple(holder for holder in reading.holders if holder not in _KINDS)
            yield Reading(reading.name, others, _KINDS[said[0]], reading.code)
