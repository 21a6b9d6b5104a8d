"""The territorial level of a dataset: the most detailed territory its tables speak of."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from cauce.engine.columns import Column

LEVELS: Final = {
    "gt.municipality": _("Municipios de Guatemala"),
    "gt.department": _("Departamentos de Guatemala"),
    "pe.district": _("Distritos del Perú"),
    "pe.province": _("Provincias del Perú"),
    "pe.department": _("Departamentos del Perú"),
}
"""From the most detailed to the least, within each country."""


def level_name(level: str) -> str:
    """How people call a level; empty for none."""
    return str(LEVELS[level]) if level in LEVELS else ""


def finest_level(columns: Iterable[Column]) -> str:
    """The most detailed level among the roles of ``columns``; empty when none is a territory."""
    roles = {column.role for column in columns}
    return next((level for level in LEVELS if f"territory:{level}" in roles), "")
