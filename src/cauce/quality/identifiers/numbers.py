"""The three numbers with a check figure that are looked for: CUI, RUC and NIT."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from stdnum.gt import nit
from stdnum.pe import ruc

from cauce.engine.masks import shape
from cauce.quality.chance import smoothed
from cauce.quality.identifiers.checked import Checked, weigh
from cauce.quality.identifiers.column import Seen, Verdict
from cauce.quality.identifiers.cui import CHECKED, has_municipality, is_cui, municipality_rate

PERSONAL: Final = ("10", "15", "17")
"""First figures of the RUC of a person (10 holds the DNI itself); 20 is a company or an office."""
NIT_RATE: Final = 0.0905
"""Share of random numbers whose check figure is that of a NIT (measured)."""
RUC_CHECKED: Final = 0.105
"""Share of random numbers with a RUC's first figures whose check figure is right (measured)."""
RUC_BEGINS: Final = 0.04
"""Share of random numbers of 11 figures that begin like a RUC."""


def is_ruc(number: str) -> bool:
    """Whether 11 figures are a RUC of Peru, of a person or of a company."""
    return ruc.is_valid(number)


def is_nit(number: str) -> bool:
    """Whether figures and a check figure (or K) are a NIT of Guatemala: four figures or more."""
    return len(number.lstrip("0")) >= 4 and nit.is_valid(number)


def is_personal(number: str) -> bool:
    """Whether a RUC is of a person."""
    return number.startswith(PERSONAL)


def figures(written: str) -> str:
    """The figures of a number as somebody wrote it, without the «.0» of spreadsheets."""
    return re.sub(r"\D", "", re.sub(r"(?<=[0-9]{8})\.0$", "", written))


def _nit_figures(written: str) -> str:
    bare = re.sub(r"(?i)^.*nit[^0-9]*", "", written).upper()
    return re.sub(r"[^0-9K]", "", re.sub(r"\.0$", "", bare))


def _cui_rate(numbers: Iterable[str]) -> float:
    every = set(numbers)
    tails = sum(map(has_municipality, every))
    return smoothed(tails, len(every), municipality_rate()) * CHECKED


def _ruc_rate(numbers: Iterable[str]) -> float:
    every = set(numbers)
    begun = sum(number[:2] in (*PERSONAL, "20") for number in every)
    return smoothed(begun, len(every), RUC_BEGINS) * RUC_CHECKED


def _nit_rate(numbers: Iterable[str]) -> float:
    return NIT_RATE


_ELEVEN: Final = re.compile(r"\b[0-9]{11}(?:[.]0)?\b", re.ASCII)

CUI: Final = Checked(
    kind="cui",
    alone=shape("cui"),
    inside=shape("cui"),
    number=figures,
    valid=is_cui,
    rate=_cui_rate,
    called=re.compile(r"(?i)\b(?:dpi|cui)\b|identificaci[oó]n"),
    unit=lambda number: number[:9],
)
RUC: Final = Checked(
    kind="ruc",
    alone=_ELEVEN,
    inside=_ELEVEN,
    number=figures,
    valid=is_ruc,
    rate=_ruc_rate,
    called=re.compile(r"(?i)\br\.?u\.?c\b"),
)
NIT: Final = Checked(
    kind="nit",
    alone=re.compile(
        "(?i)^\\D{0,12}?\\b[0-9]{3,11} ?[\u2010\u2011\u2013-]? ?[0-9k](?:[.]0)?\\s*$", re.ASCII
    ),
    inside=shape("nit"),
    number=_nit_figures,
    valid=is_nit,
    rate=_nit_rate,
    called=re.compile(r"(?i)\bn\.?i\.?t\b"),
)


def weigh_ruc(seen: Seen) -> Verdict | None:
    """What the column holds of RUC; those of companies alone are no more than a note."""
    verdict = weigh(RUC, seen)
    if verdict is None:
        return None
    numbers = (number for one in verdict.values for number in _ELEVEN.findall(one.text))
    if any(is_personal(figures(number)) and is_ruc(figures(number)) for number in numbers):
        return verdict
    return replace(verdict, severity="info", company=True)


def weigh_nit(seen: Seen) -> Verdict | None:
    """What the column holds of NIT: those of the offices that buy or pay are less than others."""
    if seen.country == "pe":
        return None
    verdict = weigh(NIT, seen)
    if verdict and verdict.whole and "institution" in seen.heading and "person" not in seen.heading:
        return replace(verdict, severity="warning", company=True)
    return verdict
