"""Who answers for a dataset: an office and its mailbox, never a person and theirs."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cauce.apps.catalog.ckan.package import Package
from cauce.base.fold import fold, words

_OFFICES: Final = frozenset(
    words(
        "direccion subdireccion unidad ministerio viceministerio secretaria subsecretaria instituto"
        " departamento oficina gerencia municipalidad organismo plataforma programa centro comision"
        " consejo superintendencia registro banco fondo autoridad division jefatura gobierno equipo"
        " coordinacion corporacion agencia administracion procuraduria academia universidad"
    )
)
_MAILBOXES: Final = frozenset(
    words(
        "info informacion datos datosabiertos data opendata contacto correo atencion transparencia"
        " estadistica estadisticas uip uaip uai acceso consultas soporte portal webmaster admin"
        " secretaria direccion unidad oficina planificacion comunicacion comunicaciones prensa mesa"
        " ayuda servicio servicios sistemas informatica gis sig geoportal biblioteca"
    )
)
_FREE: Final = re.compile(
    r"@(?:gmail|hotmail|outlook|yahoo|live|icloud|proton|protonmail|msn|aol|gmx)\.", re.IGNORECASE
)


def owner_of(package: Package, institution: str) -> str:
    """The office that maintains or wrote it; the institution when only persons are named."""
    for name, _email in package.people:
        if _OFFICES & set(fold(name).split()):
            return name[:200]
    return institution[:200]


def contact_of(package: Package) -> str:
    """The mailbox of an office among those given; empty when they may be persons'.

    >>> is_mailbox("datos@ejemplo.gob.gt"), is_mailbox("juan.chub@ejemplo.gob.gt")
    (True, False)
    """
    return next((email for _name, email in package.people if is_mailbox(email)), "")


def is_mailbox(email: str) -> bool:
    """Whether an address is an office's: its own domain, and a function or the domain as name."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    if _FREE.search(email):
        return False
    local, _at, domain = email.lower().partition("@")
    parts = set(re.split(r"[._+-]|\d+", local))
    return bool(parts & _MAILBOXES) or local in domain.split(".")
