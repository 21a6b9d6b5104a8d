"""E-mail addresses: of persons, or of offices («info@…», «transparencia@…»), which are less."""

import re
from functools import lru_cache
from typing import Final

from cauce.base.fold import words
from cauce.engine.masks import shape
from cauce.quality.chance import wilson_lower
from cauce.quality.finding import Severity
from cauce.quality.identifiers.column import Seen, Verdict
from cauce.quality.identifiers.masked import EXAMPLES, masked

WHOLE: Final = 0.02
"""What the share of values with an address must exceed, at least, to make a column of them."""
_AT: Final = re.compile(r" ?@ ?| ?[(\[](?:at|arroba)[)\]] ?")
_OFFICES: Final = re.compile(
    r"^(?:info(?:rmacion|rmes)?|contact(?:o|enos)?|ventas|secretaria|recepcion|mesa ?de ?partes"
    r"|transparencia|uip|uaip|acceso|alcaldia|gerencia|administracion|admin|soporte|ayuda|atencion"
    r"|servicio|webmaster|no ?reply|datos|estadistica|planificacion|dmp|dafim|compras|rrhh"
    r"|recursos ?humanos|prensa|comunicacion|direccion|oficina|muni(?:cipalidad)?|escuela|eorm|inst"
    r"|instituto|colegio|liceo|centro|hospital|ugel|drel?|ministerio|sede|tesoreria|contabilidad"
    r"|denuncias|quejas|buzon|consultas|portal|web|sistemas|informatica|archivo|biblioteca|empleos"
    r"|cooperativa|asociacion|fundacion|empresa|grupo|hotel|clinica|farmacia|correo|email|mail)"
)


def weigh_emails(seen: Seen) -> Verdict | None:
    """What the column holds of e-mail addresses."""
    if not seen.texts:
        return None
    found = {one: some for one in seen.looked_at if (some := shape("email").findall(one.text))}
    if not found:
        return None
    personal = list(
        dict.fromkeys(one for some in found.values() for one in some if not is_office(one))
    )
    severity: Severity = "error" if len(personal) > 1 else "warning" if personal else "info"
    shown = personal or list(dict.fromkeys(one for some in found.values() for one in some))
    held = sum(one in found for one in seen.numbered)
    lower = wilson_lower(held, len(seen.values))
    whole = lower > WHOLE and all(_mostly(one.text, some) for one, some in found.items())
    return Verdict(
        kind="email",
        severity=severity,
        whole=whole,
        values=tuple(found),
        examples=tuple(masked("email", one) for one in shown[:EXAMPLES]),
        share=held / len(seen.values) if whole else None,
        lower_bound=lower if whole else None,
        company=not personal,
    )


@lru_cache(maxsize=65536)
def is_office(address: str) -> bool:
    """Whether an address names an office rather than a person, by what stands before its @."""
    local = " ".join(words(_AT.split(address)[0]))
    return _OFFICES.match(local) is not None


def _mostly(text: str, found: list[str]) -> bool:
    return sum(map(len, found)) >= 0.6 * len(text.strip())
