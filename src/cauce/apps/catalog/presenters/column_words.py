"""What a column holds, in words: its type, role, unit and protection."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.engine.columns import IDENTIFIER, Column

TYPES: Final = {
    "text": gettext_lazy("texto"),
    "integer": gettext_lazy("número entero"),
    "number": gettext_lazy("número"),
    "boolean": gettext_lazy("sí o no"),
    "date": gettext_lazy("fecha"),
    "time": gettext_lazy("hora"),
    "datetime": gettext_lazy("fecha y hora"),
}
"""The seven types."""

ROLES: Final = {
    "territory:gt.department": gettext_lazy("departamento de Guatemala"),
    "territory:gt.municipality": gettext_lazy("municipio de Guatemala"),
    "territory:pe.department": gettext_lazy("departamento del Perú"),
    "territory:pe.province": gettext_lazy("provincia del Perú"),
    "territory:pe.district": gettext_lazy("distrito del Perú"),
    "year": gettext_lazy("año"),
    "month": gettext_lazy("mes"),
    "money": gettext_lazy("dinero"),
    "percent": gettext_lazy("porcentaje"),
    IDENTIFIER: gettext_lazy("identificador"),
}
"""What a column may mean."""

UNITS: Final = {
    "GTQ": gettext_lazy("quetzales"),
    "PEN": gettext_lazy("soles"),
    "USD": gettext_lazy("dólares"),
    "EUR": gettext_lazy("euros"),
}
"""Currencies as people call them."""

DECIMALS: Final = {",": gettext_lazy("coma (1.234,5)"), ".": gettext_lazy("punto (1,234.5)")}
"""Decimal marks, each with a number written so."""

DATE_ORDERS: Final = {
    "dmy": gettext_lazy("día, mes, año (31/12/2024)"),
    "mdy": gettext_lazy("mes, día, año (12/31/2024)"),
    "ymd": gettext_lazy("año, mes, día (2024-12-31)"),
}
"""Orders in which dates are written."""

_MASKS: Final = "mask:email+cui+ruc+phone.gt+phone.pe+nit+dni"
_PROTECTIONS: Final = {
    "year": gettext_lazy("publicar solo el año"),
    "month": gettext_lazy("publicar solo el año y el mes"),
    "band:5": gettext_lazy("publicar en tramos de 5"),
    "band:10": gettext_lazy("publicar en tramos de 10"),
    "band:100": gettext_lazy("publicar en tramos de 100"),
    "band:1000": gettext_lazy("publicar en tramos de 1000"),
    "small:3": gettext_lazy("ocultar cantidades menores que 3"),
    "small:5": gettext_lazy("ocultar cantidades menores que 5"),
    "small:10": gettext_lazy("ocultar cantidades menores que 10"),
    "prefix:2": gettext_lazy("publicar solo los 2 primeros caracteres"),
    "prefix:4": gettext_lazy("publicar solo los 4 primeros caracteres"),
    "suffix:4": gettext_lazy("publicar solo los 4 últimos caracteres"),
    _MASKS: gettext_lazy("ocultar correos, teléfonos y números de identidad en el texto"),
}
_FITTING: Final = {
    "date": ("year", "month"),
    "datetime": ("year", "month"),
    "integer": ("small:", "band:", "prefix:", "suffix:"),
    "number": ("band:",),
    "text": ("mask:", "prefix:", "suffix:"),
}
_MASKED: Final = {
    "email": gettext_lazy("correos"),
    "phone.gt": gettext_lazy("teléfonos"),
    "phone.pe": gettext_lazy("teléfonos"),
    "cui": gettext_lazy("CUI"),
    "nit": gettext_lazy("NIT"),
    "dni": gettext_lazy("DNI"),
    "ruc": gettext_lazy("RUC"),
}

NUMERIC: Final = frozenset({"integer", "number"})
"""Types that are numbers."""


def type_words(column: Column) -> str:
    """«código de municipio de Guatemala», «dinero, en quetzales», «número, en km»."""
    words = _said(column)
    unit = unit_words(column)
    return _("%(what)s, en %(unit)s") % {"what": words, "unit": unit} if unit else words


def role_words(role: str | None) -> str:
    """What a role is called; empty for none."""
    return str(ROLES[role]) if role in ROLES else ""


def unit_words(column: Column) -> str:
    """The unit of a column as a sentence says it; empty for none and for percentages."""
    if not column.unit or column.unit == "%":
        return ""
    return " ".join(str(UNITS.get(word, word)) for word in column.unit.split())


def unit_beside(column: Column) -> str:
    """The unit to write beside the column's label; empty when the label says it already."""
    unit = "%" if column.unit == "%" else unit_words(column)
    return "" if unit and unit.casefold() in column.label.casefold() else unit


def is_code(column: Column) -> bool:
    """Whether its values name things without being quantities: codes and identifiers."""
    if column.role == IDENTIFIER:
        return True
    return is_territory(column) and _all_digits(column.examples)


def is_territory(column: Column) -> bool:
    """Whether its values are places."""
    return column.role is not None and column.role.startswith("territory:")


def is_quantity(column: Column) -> bool:
    """Whether its values are amounts, which can be ranked and compared."""
    if column.type not in NUMERIC:
        return False
    return column.role in (None, "money", "percent")


def protection_words(rule: str | None) -> str:
    """What a protection does, as one chooses it: «publicar solo el año»; empty for none."""
    if rule in (None, "", "none"):
        return ""
    assert rule is not None
    if rule in _PROTECTIONS:
        return str(_PROTECTIONS[rule])
    kind, _colon, rest = rule.partition(":")
    if kind == "mask":
        names = dict.fromkeys(str(_MASKED.get(name, name)) for name in rest.split("+"))
        return _("ocultar %s en el texto") % ", ".join(names)
    words = {
        "band": _("publicar en tramos de %s"),
        "small": _("ocultar cantidades menores que %s"),
        "prefix": _("publicar solo los %s primeros caracteres"),
        "suffix": _("publicar solo los %s últimos caracteres"),
    }
    return words[kind] % rest if kind in words else rule


def protections_for(kind: str) -> dict[str, Any]:
    """The protections that fit a type of column, ``none`` first, by rule."""
    fitting = tuple(_FITTING.get(kind, ()))
    found = {rule: name for rule, name in _PROTECTIONS.items() if rule.startswith(fitting)}
    return {"none": _("publicar como está")} | (found if fitting else {})


def _said(column: Column) -> str:
    kind = str(TYPES[column.type])
    if is_territory(column) and column.role in ROLES:
        place = role_words(column.role)
        return _("código de %(place)s") % {"place": place} if is_code(column) else place
    if column.role == IDENTIFIER:
        return _("identificador (%(type)s)") % {"type": kind}
    return role_words(column.role) or kind


def _all_digits(texts: Iterable[str]) -> bool:
    found = list(texts)
    return bool(found) and all(text.strip().isdigit() for text in found)
