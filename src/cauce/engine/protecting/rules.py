"""The rules of protection: what a recipe may say of a column, and what each rule makes of it.

A rule is written as text, so that a recipe holds it as any other decision:

===============  ===================================================================
``none``         published as it is
``year``         dates become their year, a whole number
``month``        dates become ``yyyy-mm``, a text
``band:5``       numbers become bands of five: «20–24»; the last band is open
``prefix:2``     only the first two characters of a code stay
``suffix:4``     only the last four; of a CUI, the municipality where it was registered
``mask:cui+nit`` what looks like these inside texts becomes «[dato protegido]»
``small:5``      counts from 1 to 4 become missing, and what would give them away
===============  ===================================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cauce.base.errors import Refusal
from cauce.engine.columns import IDENTIFIER, ColumnType
from cauce.engine.masks import MASKS

NONE: Final = "none"
PROTECTED: Final = "protegido"
"""The mark of cells that become missing to protect whom they speak of."""
HIDDEN: Final = "[dato protegido]"
"""What stands in place of what is hidden."""

_DATES: Final = frozenset({"date", "datetime"})
_NUMBERS: Final = frozenset({"integer", "number"})
_CODES: Final = frozenset({"text", "integer"})
_FITS: Final[Mapping[str, frozenset[str]]] = {
    "year": _DATES,
    "month": _DATES,
    "band": _NUMBERS,
    "prefix": _CODES,
    "suffix": _CODES,
    "mask": frozenset({"text"}),
    "small": frozenset({"integer"}),
}
_NEEDS: Final[Mapping[str, str]] = {
    "year": "Publicar solo el año vale para columnas de fechas",
    "month": "Publicar solo el mes vale para columnas de fechas",
    "band": "Los tramos valen para columnas de números",
    "prefix": "Publicar solo el comienzo vale para columnas de texto o de códigos",
    "suffix": "Publicar solo el final vale para columnas de texto o de códigos",
    "mask": "Ocultar dentro del texto vale para columnas de texto",
    "small": "Ocultar cantidades pequeñas vale para columnas de números enteros",
}
_SIZES: Final[Mapping[str, tuple[int, int]]] = {
    "band": (2, 1_000_000_000),
    "prefix": (1, 50),
    "suffix": (1, 50),
    "small": (2, 1_000),
}
"""Least and most that the number of a rule may be."""
_TYPES: Final[Mapping[str, ColumnType]] = {
    "year": "integer",
    "month": "text",
    "band": "text",
    "prefix": "text",
    "suffix": "text",
}
_TOLD: Final[Mapping[str, str]] = {
    "year": "se publica solo con el año",
    "month": "se publica solo con el año y el mes",
    "band": "se publica en tramos de {size}; el último queda abierto",
    "prefix": "se publica solo con {size} del comienzo",
    "suffix": "se publica solo con {size} del final",
    "mask": "se publica sin {kinds}",
    "small": "se publica sin las cantidades de 1 a {below} ni las que permitirían calcularlas",
}
_KINDS: Final[Mapping[str, str]] = {
    "email": "correos electrónicos",
    "phone.gt": "teléfonos",
    "phone.pe": "teléfonos",
    "cui": "números de CUI",
    "nit": "números de NIT",
    "dni": "números de DNI",
    "ruc": "números de RUC",
}


@dataclass(frozen=True)
class Protection:
    """One rule: ``kind`` is the word before the colon; ``size`` its number, ``masks`` its names of
    `cauce.engine.masks.MASKS`."""

    kind: str
    size: int = 0
    masks: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.masks:
            return f"{self.kind}:{'+'.join(self.masks)}"
        return f"{self.kind}:{self.size}" if self.size else self.kind

    def type_of(self, before: str) -> str:
        """The type of the column once protected."""
        return _TYPES.get(self.kind, before)

    def role_of(self, before: str | None) -> str | None:
        """The role of the column once protected: part of an identifier tells nobody apart."""
        if self.kind in ("year", "month"):
            return self.kind
        if self.kind == "band" or (self.kind in ("prefix", "suffix") and before == IDENTIFIER):
            return None
        return before

    def mark(self) -> str:
        """The mark of the cells that this rule leaves missing."""
        return f"<{self.size}" if self.kind == "small" else PROTECTED

    def told(self) -> str:
        """What the rule does, to follow the column's name in a Spanish sentence."""
        size = f"{self.size} caracteres" if self.size > 1 else "un carácter"
        kinds = list(dict.fromkeys(_KINDS.get(name, name) for name in self.masks))
        listed = " ni ".join([", ".join(kinds[:-1]), kinds[-1]]) if kinds[1:] else "".join(kinds)
        return _TOLD[self.kind].format(
            size=size if self.kind in ("prefix", "suffix") else self.size,
            below=self.size - 1,
            kinds=listed,
        )


def parse_protection(text: str) -> Protection | None:
    """The rule that a text writes; ``None`` for ``none``.

    Raises:
        Refusal: a Spanish sentence that says what is wrong and which rules there are.
    """
    kind, colon, rest = text.partition(":")
    if text == NONE:
        return None
    if kind in ("year", "month") and not colon:
        return Protection(kind)
    if kind == "mask":
        names = tuple(dict.fromkeys(rest.split("+")))
        if unknown := [name for name in names if name not in MASKS]:
            raise _wrong(
                f"No se sabe ocultar «{unknown[0][:40]}» dentro de un texto: escriba uno o varios "
                f"de {', '.join(sorted(MASKS))}, unidos con +, como mask:email+cui"
            )
        return Protection(kind, masks=tuple(name for name in MASKS if name in names))
    if kind in _SIZES:
        least, most = _SIZES[kind]
        if not (rest.isascii() and rest.isdigit() and least <= int(rest[:12]) <= most):
            raise _wrong(f"Tras «{kind}:» va un número entero, de {least} a {most}")
        return Protection(kind, int(rest))
    raise _wrong(
        f"La protección «{text[:60]}» no existe: puede ser none, year, month, band:5, prefix:2, "
        "suffix:4, mask:email+cui o small:5, con el número que convenga"
    )


def check_fit(rule: Protection, type_: str, label: str) -> None:
    """Refuse a rule on a column of a type it cannot protect.

    Raises:
        Refusal: a Spanish sentence that names the column.
    """
    if type_ not in _FITS[rule.kind]:
        raise Refusal(
            f"{_NEEDS[rule.kind]}, y «{label}» no lo es. Elija otra protección o cambie el tipo de "
            "la columna.",
            code="protect.type",
        )


def _wrong(sentence: str) -> Refusal:
    return Refusal(f"{sentence}.", code="protect.value")
