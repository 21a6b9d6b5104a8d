"""What stands above a table: its title, and the unit the title says for all of it."""

import re
from collections.abc import Iterable
from typing import Final

from cauce.engine.reading.area import Area
from cauce.engine.reading.cells import TEXT

_COMMENT = re.compile(r"^[#/;*'\s]+|[#*\s]+$")
_SCALE: Final = (
    r"(?:miles|millones|millardos|billones|cientos|decenas)(?:\s+de\s+(?:millones|miles))?"
)
_OF_ALL: Final = r"(?: estadounidenses| de (?:los )?(?:estados unidos|ee\.? ?uu\.?))?"
_PRICES: Final = r"(?:\s+(?:corrientes|constantes)(?:\s+de\s+\d{4})?)?"
_THING: Final = (
    rf"(?:quetzales|soles|nuevos soles|d[oó]lares{_OF_ALL}|balboas|lempiras|c[oó]rdobas|colones"
    r"|pesos|euros|bol[ií]vares|guaran[ií]es|reales|us\$|q\.?|s/\.?|personas|habitantes|hogares"
    r"|viviendas|hect[aá]reas|toneladas(?: m[eé]tricas)?|kil[oó]metros(?: cuadrados)?"
    r"|metros(?: c[uú]bicos| cuadrados)?|kilogramos|quintales|manzanas|cabezas|unidades|d[ií]as"
    r"|horas|a[nñ]os)"
)
_UNIT = re.compile(
    rf"(?P<scale>{_SCALE}\s+de\s+{_THING}{_PRICES})"
    r"|(?:\ben|\(|\bcifras en|\bvalores en|expresad[oa]s? en|unidad(?: de medida)?:)\s*"
    rf"(?P<plain>{_SCALE}|{_THING}{_PRICES}|porcentajes?|por ciento"
    r"|tasas? por [\d., ]+(?:\s\w+)?|tanto por (?:ciento|mil)|%|‰)"
    r"(?=\s*(?:[),.;:]|$|\by\b))",
    re.IGNORECASE,
)


def title_of(area: Area, rows: Iterable[int]) -> tuple[str, ...]:
    """The texts of the rows above a header, top first; the cells of a row joined by a blank,
    each said once."""
    title: list[str] = []
    for row in rows:
        if TEXT not in area.looks(row):
            continue
        cells = list(dict.fromkeys(text for text in area.texts(row) if text))
        text = _COMMENT.sub("", " ".join(cells))
        if text:
            title.append(text)
    return tuple(title)


def unit_of(title: Iterable[str]) -> str | None:
    """The unit a title says for the whole table: "En miles de quetzales" gives "miles de
    quetzales"."""
    for text in title:
        if found := _UNIT.search(text):
            return (found["scale"] or found["plain"]).strip().lower()
    return None
