"""What the heading of a column says about the places in it."""

import re
from dataclasses import dataclass
from typing import Final

from cauce.base.fold import fold
from cauce.territory.divisions import WIDTH, Level, System

_CAMEL: Final = re.compile(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])")
_GLUED: Final = r"(?:codigo|cod|id|nombre|nomb|nom|cve|first)?"
_ENDINGS: Final[dict[str, tuple[Level, ...]]] = {
    r"departament(?:o|os|al|ales)|deptos?|dpto?s?|dept|depart|depa|dep": (
        "gt.department",
        "pe.department",
    ),
    r"municipi(?:o|os)|municipal(?:es|idad|idades)?|munic?|mun|mpios?|mupios?": (
        "gt.municipality",
    ),
    r"provincias?|provincial(?:es)?|prov": ("pe.province",),
    r"distritos?|distrital(?:es)?|distr?": ("pe.district",),
    r"region|regiones": ("pe.department",),
    r"ubigeo\d?": ("pe.district", "pe.province", "pe.department"),
}
_LEVELS: Final = [
    (re.compile(rf"{_GLUED}(?:{ending})"), levels) for ending, levels in _ENDINGS.items()
]
_CODE: Final = re.compile(r"(?:codigos?|cod|code|id|clave|cve|ubigeo\d?|inei|ine|reniec)")
_GLUED_CODE: Final = re.compile(r"(?:codigo|cod|id|cve)(?:dep|dpto|mun|mpio|mupio|prov|dist)\w*")
_TIME: Final = "ano anos anio anios year ejercicio periodo fecha mes dia hora trimestre semestre"
_MEASURE: Final = (
    "cantidad total totales numero promedio porcentaje tasa indice ranking posicion puesto monto "
    "valor suma poblacion viviendas hogares casos densidad superficie"
)
_OTHER_PLACE: Final = (
    "comunidad comunidades poblado poblados localidad localidades aldea aldeas caserio caserios "
    "barrio barrios capital capitales zona direccion domicilio calle idioma apellido apellidos "
    "pais paises"
)
_MEASURES: Final = frozenset(_MEASURE.split())
_ELSEWHERE: Final = frozenset(_TIME.split() + _OTHER_PLACE.split())


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says.

    ``levels``: those its words name, in the order written; empty when none. ``first``: those of
    the first such word. ``coded``: it says code, id or ubigeo. ``system``: INEI or RENIEC when it
    says which. ``measured``: it speaks of an amount. ``elsewhere``: it names something that is no
    place of these levels (a year, a community, an address).
    """

    levels: tuple[Level, ...]
    first: tuple[Level, ...]
    coded: bool
    system: System | None
    measured: bool
    elsewhere: bool

    def says_codes_of(self, level: Level) -> bool:
        """Whether it says that the numbers under it are codes of ``level``.

        Of «código municipio en departamento» two digits are no department: the first word counts.
        """
        named = self.first if WIDTH[level] == 2 else self.levels
        return level in named and (self.coded or not self.measured)


def read_heading(label: str) -> Heading:
    """The heading of a column, read word by word; «NOMBDEP», «idDepto» and «cod_muni» too."""
    words = fold(_CAMEL.sub(" ", label)).split()
    named = [levels for word in words if (levels := _levels_of(word))]
    levels = tuple(dict.fromkeys(level for group in named for level in group))
    coded = any(_CODE.fullmatch(word) or _GLUED_CODE.fullmatch(word) for word in words)
    spoken = set(words)
    return Heading(
        levels=levels,
        first=named[0] if named else (),
        coded=coded,
        system=_system(spoken),
        measured=not spoken.isdisjoint(_MEASURES),
        elsewhere=not levels and not spoken.isdisjoint(_ELSEWHERE),
    )


def _levels_of(word: str) -> tuple[Level, ...]:
    for pattern, levels in _LEVELS:
        if pattern.fullmatch(word):
            return levels
    return ()


def _system(spoken: set[str]) -> System | None:
    if "reniec" in spoken:
        return "reniec"
    return "statistics" if not spoken.isdisjoint({"inei", "ine"}) else None
