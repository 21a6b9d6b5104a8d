"""What travels with a download: where the rows come from, and what their columns mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cauce.base.fold import slugify
from cauce.engine.columns import KIND, ROW, Column
from cauce.engine.explore import Explore

TYPE_WORDS = {
    "text": "texto",
    "integer": "entero",
    "number": "número",
    "boolean": "sí o no",
    "date": "fecha",
    "time": "hora",
    "datetime": "fecha y hora",
}
"""The types, as a person reads them."""

ROLE_WORDS = {
    "territory:gt.department": "departamento de Guatemala",
    "territory:gt.municipality": "municipio de Guatemala",
    "territory:pe.department": "departamento del Perú",
    "territory:pe.province": "provincia del Perú",
    "territory:pe.district": "distrito del Perú",
    "year": "año",
    "month": "mes",
    "money": "dinero",
    "percent": "porcentaje",
    "identifier": "identificador",
}
"""The roles, as a person reads them."""


@dataclass(frozen=True)
class ExportMeta:
    """Where the rows of a download come from. Texts may be empty, and are then left out."""

    title: str
    """Of the dataset."""
    slug: str
    """Short name for files: ``poblacion-2018``."""
    version: str
    """Number of the version: ``"3"``."""
    organisation: str = ""
    source: str = ""
    """Who made the figures, as the dataset says it."""
    licence: str = ""
    licence_url: str = ""
    published: str = ""
    """ISO date of the version."""
    url: str = ""
    """Permanent address of the version."""
    citation: str = ""
    notes: str = ""
    table: str = ""
    """Name of the table, when the dataset has several."""
    question: str = ""
    """What was asked, as a sentence; empty for downloads that are not of the explorer."""
    joined: str = ""
    """The second table, when there is one, and which version of it."""

    def lines(self, explore: Explore) -> list[tuple[str, str]]:
        """What a person should know of the download, as pairs of Spanish name and text."""
        pairs = [
            ("Título", self.title),
            ("Tabla", self.table),
            ("Entidad", self.organisation),
            ("Fuente", self.source),
            ("Versión", self.version),
            ("Publicada", self.published),
            ("Licencia", " ".join(filter(None, (self.licence, self.licence_url)))),
            ("Dirección", self.url),
            ("Cómo citar", self.citation),
            ("Notas", self.notes),
            ("SHA-256 de la tabla", explore.table),
            ("Pregunta", self.question),
            ("Unida con", self.joined),
            ("Consulta", explore.at(0).to_query() or "todas las filas de datos"),
        ]
        return [(name, text) for name, text in pairs if text]

    def to_json(self, explore: Explore, columns: Sequence[Column]) -> dict[str, Any]:
        """The same for programs, with the dictionary of the columns."""
        texts = {
            "title": self.title,
            "table": self.table,
            "organisation": self.organisation,
            "source": self.source,
            "version": self.version,
            "published": self.published,
            "licence": self.licence,
            "licence_url": self.licence_url,
            "url": self.url,
            "citation": self.citation,
            "notes": self.notes,
            "sha256": explore.table,
            "question": self.question,
            "joined": self.joined,
            "query": explore.at(0).to_query(),
        }
        dictionary = [
            {
                "name": column.name,
                "label": column.label,
                "type": column.type,
                "unit": column.unit,
                "role": column.role,
                "description": column.description,
            }
            for column in columns
        ]
        return {**{name: text for name, text in texts.items() if text}, "columns": dictionary}

    def filename(self, extension: str) -> str:
        """A name in plain ASCII: ``poblacion-2018-v3-municipios.csv``."""
        parts = (self.slug, f"v{self.version}", self.table)
        return f"{'-'.join(slugify(part) for part in parts if part)}.{extension}"


def headings(columns: Sequence[Column]) -> list[str]:
    """One heading for each column, all different: its label, or its name when that is taken."""
    given: list[str] = []
    taken = {ROW, KIND}
    for column in columns:
        label = " ".join(column.label.split())
        heading = label if label and label.casefold() not in taken else column.name
        while heading.casefold() in taken:
            heading += "_"
        taken.add(heading.casefold())
        given.append(heading)
    return given
