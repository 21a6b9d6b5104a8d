"""Units: of the signs in the cells, of the number formats, of the header and of the title."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cauce.base.fold import fold
from cauce.base.numerals import number_es
from cauce.engine.reading.decision import Decision
from cauce.engine.reading.numbers import CURRENCIES

ISO: Final = frozenset(CURRENCIES.values())
ENOUGH: Final = 0.5
"""Share of the cells that must carry a sign for it to be the column's unit."""

_MONEY_WORDS: Final = (
    (re.compile(r"\b(?:quetzal(?:es)?|gtq|qtz)\b"), "GTQ"),
    (re.compile(r"\b(?:nuevos soles|nuevo sol|soles|pen)\b"), "PEN"),
    (re.compile(r"\b(?:dolar(?:es)?|usd|us dollars?)\b"), "USD"),
    (re.compile(r"\b(?:euros?|eur)\b"), "EUR"),
    (re.compile(r"\b(?:pesos mexicanos|mxn)\b"), "MXN"),
    (re.compile(r"\b(?:lempiras?|hnl)\b"), "HNL"),
    (re.compile(r"\b(?:cordobas?|nio)\b"), "NIO"),
    (re.compile(r"\b(?:balboas?|pab)\b"), "PAB"),
    (re.compile(r"\bbolivianos\b"), "BOB"),
)
_SIGN: Final = re.compile(
    r"(?<![A-Za-z$])(US\$|U\$S|S/\.?|Q\.?(?=\s*(?:\)|\]|$|mill|miles))|\$|€|£|₡)(?![A-Za-z$])"
)
_SCALE: Final = re.compile(
    r"\b(?:en |de )?(miles de millones|cientos de miles|millones|millon|miles|mill|mm)\b"
)
_SCALES: Final = {"millon": "millones", "mill": "millones", "mm": "millones"}
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]")
_WRITTEN: Final = {
    "km²": "km2|km²|kilometros cuadrados",
    "m²": "m2|m²|metros cuadrados",
    "m³": "m3|m³|metros cubicos",
    "km": "km|kms|kilometros",
    "m": "m|mts|metros",
    "cm": "cm",
    "mm": "mm",
    "ha": "ha|has|hectareas",
    "mz": "mz|manzanas",
    "kg": "kg|kilogramos|kilos",
    "g": "g|gramos",
    "t": "t|tm|ton|toneladas|toneladas metricas",
    "qq": "qq|quintales",
    "lb": "lb|libras",
    "l": "l|litros",
    "gal": "gal|galones",
    "MW": "mw",
    "kW": "kw",
    "kWh": "kwh",
    "MWh": "mwh",
    "GWh": "gwh",
    "m s. n. m.": "msnm|m s n m",
    "hab/km²": "hab km2|hab km²",
    "hab": "hab",
    "años": "anos",
    "meses": "meses",
    "días": "dias",
    "horas": "horas|hrs",
    "min": "min|minutos",
    "°C": "°c|c",
    "miles": "miles|en miles",
    "millones": "millones|en millones",
    "miles de personas": "miles de personas",
    "‰": "‰|por mil",
}
_KNOWN: Final = {word: unit for unit, words in _WRITTEN.items() for word in words.split("|")}
_COMPOUND: Final = re.compile(r"\s*[^\W\d]{1,6}[²³23]?\s?/\s?[^\W\d]{1,6}[²³23]?\s*")
"""One unit over another: µg/m³, km/h."""
_ANYWHERE: Final = frozenset({"km²", "m²", "m³", "m s. n. m.", "kWh", "MWh", "GWh"})
"""Units known by their word wherever it stands in a header."""


@dataclass(frozen=True)
class Money:
    """A currency said in words or by its sign, and the scale said beside it."""

    currency: str
    scale: str | None

    @property
    def unit(self) -> str:
        """``"GTQ"``, or ``"millones de GTQ"``."""
        return f"{self.scale} de {self.currency}" if self.scale else self.currency


def money_said(text: str) -> Money | None:
    """The currency a header or title says: "(Q)", "en quetzales", "Millones de soles".

    >>> money_said("Monto en miles de quetzales").unit
    'miles de GTQ'
    """
    plain = fold(text)
    scale = _SCALE.search(plain)
    said = _SCALES.get(scale[1], scale[1]) if scale else None
    for pattern, currency in _MONEY_WORDS:
        if pattern.search(plain):
            return Money(currency, said)
    sign = _SIGN.search(text)
    return Money(CURRENCIES[sign[1]], said) if sign else None


def unit_said(label: str) -> str | None:
    """The unit, other than money and percentages, that a header says: "Superficie (km2)", "Altitud
    msnm"."""
    for inside in _BRACKETS.findall(label):
        folded = fold(inside).removeprefix("en ")
        if inside.strip().casefold() in _KNOWN:
            return _KNOWN[inside.strip().casefold()]
        if folded in _KNOWN:
            return _KNOWN[folded]
    for inside in _BRACKETS.findall(label):
        if _COMPOUND.fullmatch(inside):
            return str(inside).strip()
    said = (_KNOWN.get(word) for word in fold(_BRACKETS.sub(" ", label)).split())
    return next((unit for unit in said if unit in _ANYWHERE), None)


def unit_of_signs(signs: Mapping[str, int], cells: int) -> Decision[str | None] | None:
    """The unit that most cells carry, as an ISO currency, ``%``, ``‰`` or the unit as written."""
    if not signs or not cells:
        return None
    sign, count = max(signs.items(), key=lambda item: (item[1], item[0]))
    if count < ENOUGH * cells:
        return None
    others = tuple(other for other in signs if other != sign)
    reason = f"{number_es(count)} de {number_es(cells)} celdas lo llevan escrito."
    if sign == "USD" and "USD" in ISO:
        reason = f"{number_es(count)} de {number_es(cells)} celdas llevan el signo de dólar."
    return Decision(sign, reason, (*others, None))


_FORMAT_SIGN: Final = re.compile(
    r'\[\$([^\]-]*)(?:-[^\]]*)?\]|"([^"]*)"|(US\$|S/\.?|Q(?=[#0*_ ?])|€|\$|£)'
)


def currency_of_formats(formats: Mapping[str, int], cells: int) -> Decision[str | None] | None:
    """The currency of the number formats, such as ``[$Q-100A]#,##0.00`` or ``"S/" #,##0``."""
    found: dict[str, int] = {}
    for written, count in formats.items():
        for match in _FORMAT_SIGN.finditer(written):
            sign = next((part for part in match.groups() if part), "").strip()
            if sign in CURRENCIES:
                found[CURRENCIES[sign]] = found.get(CURRENCIES[sign], 0) + count
                break
    if not found or not cells:
        return None
    currency, count = max(found.items(), key=lambda item: item[1])
    if count < ENOUGH * cells:
        return None
    reason = f"El formato de {number_es(count)} de {number_es(cells)} celdas muestra esa moneda."
    return Decision(currency, reason, (None,))
