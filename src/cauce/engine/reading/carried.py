"""What a file carries besides the cells that people see: the words for it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from cauce.base.numerals import number_es

_PROGRAMS: Final = re.compile(
    r"(?:apache poi|openpyxl|xlsxwriter|phpspreadsheet|phpexcel|epplus|closedxml|npoi|jxls?|"
    r"microsoft(?: office)?(?: excel)?(?: user)?|microsoft corporation|libreoffice|openoffice|"
    r"calc|pyexcelerate|"
    r"google(?: sheets)?|calibre|sas|r|stata|spss|ibm spss.*|crystal decisions|crystal reports|"
    r"oracle.*|power ?bi|tableau.*|aspose.*|gembox.*|sheetjs|exceljs|pandas|python|user|usuario|"
    r"unknown|desconocido|admin(?:istrador|istrator)?|owner|propietario|pc|hp|dell|lenovo|asus|acer)"
    r"(?:[ /.]v?[\d.]+)?",
    re.IGNORECASE,
)
"""Names that programs and shops write as authors."""


@dataclass(frozen=True)
class Carried:
    """One thing that a file carries besides what it shows."""

    kind: str
    """Stable, in English: ``authors``, ``comments``, ``sheets.hidden``…"""
    message: str
    """A Spanish sentence that says what, and where. It names no person."""
    blocks: bool
    """Whether the original may not be handed on as it is."""

    def to_json(self) -> dict[str, Any]:
        """``{"kind", "message", "blocks"}``."""
        return {"kind": self.kind, "message": self.message, "blocks": self.blocks}


def names_somebody(text: str | None) -> bool:
    """Whether a property may name a person: it says something, and not just a program."""
    said = (text or "").strip("\0 \t\r\n")
    return bool(said) and _PROGRAMS.fullmatch(said) is None


def counted(count: int, one: str, many: str) -> str:
    """«un comentario», «3 comentarios»."""
    return one if count == 1 else f"{number_es(count)} {many}"


def quoted(names: Iterable[str], most: int = 4) -> str:
    """«A», «B» y 3 más."""
    listed = list(dict.fromkeys(names))
    shown = [f"«{name[:60]}»" for name in listed[:most]]
    if len(listed) > most:
        shown.append(f"{number_es(len(listed) - most)} más")
    return " y ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def authors() -> Carried:
    """Properties that name who made or saved the file."""
    message = (
        "Las propiedades del archivo nombran a quien lo hizo o lo guardó. Quítelas con "
        "«Inspeccionar documento»."
    )
    return Carried("authors", message, True)


def organisation() -> Carried:
    """Properties that name an institution."""
    return Carried("company", "Las propiedades del archivo nombran a una institución.", False)


def comments(count: int, where: Iterable[str] = ()) -> Carried:
    """Comments in cells."""
    places = list(where)
    at = f" en {quoted(places)}" if places else ""
    said = counted(count, "un comentario", "comentarios")
    return Carried("comments", f"El libro tiene {said}{at}, que nadie ve en las tablas.", True)


def hidden_sheets(names: Iterable[str], *, very: bool = False) -> Carried:
    """Hidden sheets; ``very`` those that the menus of the program do not show."""
    listed = list(names)
    said = "La hoja" if len(listed) == 1 else "Las hojas"
    state = "está oculta" if len(listed) == 1 else "están ocultas"
    if very:
        state += (
            " de modo que el programa no la ofrece"
            if len(listed) == 1
            else (" de modo que el programa no las ofrece")
        )
    return Carried(
        "sheets.very_hidden" if very else "sheets.hidden", f"{said} {quoted(listed)} {state}.", True
    )


def hidden_columns(sheet: str, count: int) -> Carried:
    """Hidden columns with content."""
    said = counted(count, "una columna oculta", "columnas ocultas")
    return Carried("columns.hidden", f"La hoja «{sheet}» tiene {said} con contenido.", True)


def hidden_rows(sheet: str, count: int) -> Carried:
    """Hidden rows, which are read like the others."""
    said = counted(count, "una fila oculta", "filas ocultas")
    message = f"La hoja «{sheet}» tiene {said}; las de la tabla se leen como las demás."
    return Carried("rows.hidden", message, False)


def unchecked(what: str) -> Carried:
    """Something that could not be looked into."""
    message = f"No se pudo revisar {what}: puede llevar datos que no se ven."
    return Carried("unchecked", message, True)


SIMPLE: Final = {
    "macros": ("El libro tiene macros, que pueden guardar datos y claves.", True),
    "external_links": (
        "El libro toma valores de otros archivos: guarda sus nombres y una copia de sus celdas.",
        True,
    ),
    "connections": (
        "El libro guarda conexiones o consultas a bases de datos, que pueden llevar usuarios y "
        "claves.",
        True,
    ),
    "pivot_cache": (
        "El libro guarda una copia completa de los datos de sus tablas dinámicas, también de los "
        "que no se ven.",
        True,
    ),
    "data_model": ("El libro guarda un modelo de datos con tablas que no se ven.", True),
    "embedded": ("El libro lleva otros archivos u objetos incrustados.", True),
    "images": ("El libro lleva imágenes: mírelas antes de permitir la descarga.", False),
    "custom_xml": ("El libro lleva datos XML que ninguna hoja muestra.", True),
    "custom_properties": (
        "El archivo lleva propiedades propias de la institución o de una etiqueta de "
        "confidencialidad.",
        True,
    ),
    "revisions": ("El libro guarda los cambios que se le hicieron y quién los hizo.", True),
    "signatures": ("El archivo lleva una firma electrónica con los datos de quien firmó.", True),
    "names.hidden": ("El libro tiene nombres definidos ocultos, que pueden guardar datos.", True),
    "names.hidden_place": ("El libro tiene nombres que apuntan a hojas ocultas.", False),
    "validation.hidden": (
        "El libro tiene listas de opciones que se toman de hojas ocultas.",
        False,
    ),
    "thumbnail": ("El archivo lleva una vista en miniatura de su primera hoja.", False),
    "versions": ("El archivo guarda versiones anteriores de sí mismo.", True),
}
"""Sentence, and whether it blocks, of what needs no place."""


def simple(kind: str) -> Carried:
    """The item of one of `SIMPLE`."""
    message, blocks = SIMPLE[kind]
    return Carried(kind, message, blocks)
