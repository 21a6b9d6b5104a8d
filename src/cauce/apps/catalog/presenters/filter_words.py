"""Filters of a table in words, and the form «Mostrar filas donde…» read into one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.presenters.cells import stored
from cauce.base.errors import Refusal
from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.explore.filters import OPERATORS, OPERATORS_OF, Filter, Operator
from cauce.engine.explore.values import value_of
from cauce.engine.explore.values import written as canonical_text

CONDITIONS: Final = (
    ("contains", gettext_lazy("contiene")),
    ("eq", gettext_lazy("es igual a")),
    ("in", gettext_lazy("es uno de (a; b; c)")),
    ("ge", gettext_lazy("es al menos")),
    ("le", gettext_lazy("es a lo sumo")),
    ("between", gettext_lazy("está entre (a; b)")),
    ("missing", gettext_lazy("no tiene dato")),
    ("not_missing", gettext_lazy("tiene dato")),
)
"""The conditions of the form, in its order, as its list names them."""

_SAID: Final = {
    "contains": gettext_lazy("«%(column)s» contiene «%(value)s»"),
    "eq": gettext_lazy("«%(column)s» es %(value)s"),
    "in": gettext_lazy("«%(column)s» es %(value)s"),
    "ge": gettext_lazy("«%(column)s» es al menos %(value)s"),
    "le": gettext_lazy("«%(column)s» es a lo sumo %(value)s"),
    "between": gettext_lazy("«%(column)s» está entre %(value)s"),
    "missing": gettext_lazy("«%(column)s» no tiene dato"),
    "not_missing": gettext_lazy("«%(column)s» tiene dato"),
}
_BETWEEN: Final = re.compile(r"\s*;\s*|\s+(?:y|a)\s+|\s*\.\.\s*")
_MOST_SAID: Final = 4
"""Values of a filter that its words name."""


@dataclass(frozen=True)
class FilterForm:
    """What stands in the filter's form: column, condition and value."""

    column: str = ""
    """Empty for «cualquier columna»."""
    condition: str = "contains"
    value: str = ""

    @classmethod
    def of(cls, params: Mapping[str, Sequence[str]]) -> "FilterForm | None":
        """The form as it was sent; ``None`` when the address is not of a sent form."""
        if "condicion" not in params:
            return None

        def first(name: str) -> str:
            return next(iter(params.get(name, ())), "").strip()

        return cls(first("columna"), first("condicion"), first("valor"))

    def applied_to(self, explore: Explore, schema: Sequence[Column]) -> Explore:
        """The exploration with this condition, from its start.

        Raises:
            Refusal: in Spanish, when the condition does not suit the column or its value.
        """
        if not self.column:
            return self._searched(explore)
        column = next((each for each in schema if each.name == self.column), None)
        if column is None:
            raise Refusal(_("La tabla no tiene esa columna. Elija una de la lista."))
        one = self._filter(column)
        kept = tuple(f for f in explore.filters if (f.column, f.op) != (one.column, one.op))
        return replace(explore, filters=(*kept, one), offset=0).checked(schema)

    def _searched(self, explore: Explore) -> Explore:
        if self.condition not in ("contains", "eq"):
            raise Refusal(
                _("En cualquier columna solo se puede buscar lo que contiene. Elija una columna.")
            )
        if not self.value:
            raise Refusal(_("Escriba qué se busca."))
        return replace(explore, search=" ".join(self.value.split()), offset=0)

    def _filter(self, column: Column) -> Filter:
        operator = next((each for each in OPERATORS if each == self.condition), None)
        if operator is None:
            raise Refusal(_("Esa condición no existe. Elija una de la lista."))
        if operator == "contains" and "contains" not in OPERATORS_OF[column.type]:
            operator = "eq"
        if operator not in OPERATORS_OF[column.type]:
            raise Refusal(
                _("«%(column)s» es texto: se puede buscar lo que contiene, o un valor exacto.")
                % {"column": column.label}
            )
        values = tuple(self._values(operator))
        if operator not in ("missing", "not_missing") and not values:
            raise Refusal(_("Escriba el valor con que se compara «%s».") % column.label)
        return Filter(column.name, operator, values)

    def _values(self, operator: Operator) -> Iterator[str]:
        if operator in ("missing", "not_missing"):
            return iter(())
        if operator == "in":
            return (part.strip() for part in self.value.split(";") if part.strip())
        if operator == "between":
            return (part for part in _BETWEEN.split(self.value) if part)
        return iter((self.value,) if self.value else ())


def filter_words(column: Column, one: Filter) -> str:
    """A filter as a sentence: «Departamento» contiene «Verapaz»."""
    shown = [value_words(column, text) for text in one.values[:_MOST_SAID]]
    more = len(one.values) - len(shown)
    value = (_(" y ") if one.op == "between" else _(" o ")).join(shown)
    if more > 0:
        value = _("%(values)s o %(more)d más") % {"values": value, "more": more}
    return str(_SAID[one.op]) % {"column": column.label, "value": value}


def value_words(column: Column, text: str) -> str:
    """A canonical value as a person reads it; text stays as it is, and what is no value too."""
    if column.type == "text":
        return text
    try:
        value: Any = value_of(column, text)
    except Refusal:
        return text
    if column.type == "time":
        return canonical_text(value)
    return (
        stored(column, value if column.type in ("integer", "number", "boolean") else text) or text
    )
