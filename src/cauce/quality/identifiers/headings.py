"""Headings: what the label of a column says about persons."""

import re
from functools import lru_cache
from typing import Final

from cauce.base.fold import fold

_DOCUMENT: Final = r"(?:num(?:ero)?|nro|no|n|tipo y numero)? ?(?:de |del )?doc(?:umento)?s?"
_SAYS: Final = {
    "cui": r"\b(?:cui|dpi)\b|codigo unico de identificacion|documento personal de identificacion",
    "nit": r"\bnit\b|identificacion tributaria",
    "ruc": r"\bruc\b|registro unico de contribuyentes?",
    "dni": r"\bdni\b|documento (?:nacional )?de identidad|doc(?:umento)? identidad|\bdoc ident\b"
    rf"|^{_DOCUMENT}$",
    "phone": r"\b(?:tel|tels|telef|telefonos?|telefonicos?|celular(?:es)?|cel|moviles|movil"
    r"|whatsapp|whats app|fax|pbx|planta telefonica|contactos?)\b",
    "email": r"\b(?:correos?|e mails?|emails?|mail)\b",
    "birth": r"\bnacimiento\b|\bfec ?nac\b|\bf ?nac\b|\bbirth\b",
    "person": r"\b(?:apellidos?|director(?:a|es)?|supervisor(?:a|es)?|beneficiari[oa]s?|pacientes?"
    r"|propietari[oa]s?|titular(?:es)?|representantes?|responsables?|alcaldes?(?:a|as)?|alcaldesa"
    r"|gerentes?|funcionari[oa]s?|emplead[oa]s?|servidor(?:es)?|docentes?|maestr[oa]s?|alumn[oa]s?"
    r"|estudiantes?|madre|padre|encargad[oa]s?|contacto|solicitantes?|denunciantes?|victimas?"
    r"|encuestad[oa]s?|informantes?|contratistas?|proveedor(?:es)?|adjudicad[oa]s?|candidat[oa]s?"
    r"|miembros?|integrantes?|jef[ea]|coordinador(?:a)?|presidente|presidenta|secretari[oa]"
    r"|tutor(?:a)?|conyuge|persona|personas|usuari[oa]s?|participantes?|afiliad[oa]s?)\b"
    r"|nombres? (?:y|completo|del|de la|de los)|primer nombre|segundo nombre|^nombres$",
    "institution": r"\b(?:institucion(?:es)?|institucional(?:es)?|entidad(?:es)?|establecimientos?"
    r"|escuelas?|colegios?|centros?|empresas?|unidad(?:es)?|ministerios?|municipalidad(?:es)?"
    r"|comprador(?:a|es)?|oficinas?|dependencias?|organi[sz]acion(?:es)?|ie|iiee|cen edu|hospital"
    r"|sede|organos?|razon social|pliego|ejecutora|planta)\b",
    "address": r"\b(?:direccion(?:es)?|domicilio|ubicacion|calle|via|lugar|localidad|poblado"
    r"|centro poblado|aldea|barrio|colonia|anexo|dir)\b",
}
_SAID: Final = {what: re.compile(pattern) for what, pattern in _SAYS.items()}


@lru_cache(maxsize=8192)
def says(label: str) -> frozenset[str]:
    """What a label says its column holds: some of ``cui``, ``nit``, ``ruc``, ``dni``, ``phone``,
    ``email``, ``birth``, ``person``, ``institution`` and ``address``."""
    folded = fold(label)
    return frozenset(what for what, pattern in _SAID.items() if pattern.search(folded))
