"""Open licences a dataset may carry, by SPDX identifier, and what each asks of who uses it."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Licence:
    """A licence: SPDX identifier, short name, address of its text, a sentence of what it asks."""

    code: str
    name: str | Promise
    url: str
    sentence: str | Promise


LICENCES: Final = (
    Licence(
        "CC-BY-4.0",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/deed.es",
        _("Se puede usar para todo, con cita de la fuente."),
    ),
    Licence(
        "CC0-1.0",
        "CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/deed.es",
        _("Dominio público: se puede usar para todo, sin condiciones."),
    ),
    Licence(
        "CC-BY-SA-4.0",
        "CC BY-SA 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/deed.es",
        _("Se puede usar para todo, con cita de la fuente y la misma licencia en lo derivado."),
    ),
    Licence(
        "ODC-By-1.0",
        "ODC-By 1.0",
        "https://opendatacommons.org/licenses/by/1-0/",
        _("Se puede usar para todo, con cita de la fuente."),
    ),
    Licence(
        "ODbL-1.0",
        "ODbL 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        _("Se puede usar para todo, con cita; las bases derivadas llevan la misma licencia."),
    ),
    Licence(
        "PDDL-1.0",
        "PDDL 1.0",
        "https://opendatacommons.org/licenses/pddl/1-0/",
        _("Dominio público: se puede usar para todo, sin condiciones."),
    ),
)

_BY_CODE: Final = {licence.code: licence for licence in LICENCES}


def licence(code: str) -> Licence | None:
    """The licence with that SPDX identifier, or ``None``."""
    return _BY_CODE.get(code)


def licence_name(code: str) -> str:
    """How people call it; the code itself for one that is not known here."""
    known = _BY_CODE.get(code)
    return str(known.name) if known else code
