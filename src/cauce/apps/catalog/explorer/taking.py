"""What can be taken away of a state of the explorer: its files, its citation and lines of code."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.citation import site_of
from cauce.apps.catalog.explorer.asked import Asked
from cauce.apps.catalog.explorer.citing import apa
from cauce.apps.catalog.explorer.code import snippets
from cauce.apps.catalog.explorer.frozen import FINGERPRINT, Frozen, cited, frozen
from cauce.base.fold import slugify
from cauce.engine.columns import Column
from cauce.engine.export.geometry import geometry_of
from cauce.engine.export.places import place_column

_FORMATS: Final = (
    ("csv", "CSV", gettext_lazy("coma y punto decimal; para programas")),
    ("csv-es", gettext_lazy("CSV en español"), gettext_lazy("punto y coma; para hojas de cálculo")),
    ("xlsx", "XLSX", gettext_lazy("con una hoja de fuente y diccionario")),
    ("json", "JSON", gettext_lazy("con su fuente y su consulta")),
    ("ndjson", "NDJSON", gettext_lazy("un registro por línea")),
    ("parquet", "Parquet", gettext_lazy("con tipos; para análisis")),
    ("geojson", "GeoJSON", gettext_lazy("con el contorno o el punto de cada lugar")),
    ("zip", "ZIP", gettext_lazy("el CSV y una ficha con su fuente y su consulta")),
)


def take_parts(request: HttpRequest, asked: Asked, columns: tuple[Column, ...]) -> dict[str, Any]:
    """Everything the section «Llevar» takes; ``columns`` are those of the answer."""
    kept = frozen(request, asked)
    address = kept.address(request)
    site = site_of(request)
    csv = f"{site}{kept.addresses.file(kept.explore, 'csv')}"
    name = "-".join((asked.page.slug, f"v{asked.page.version.number}", kept.fingerprint[:8]))
    return {
        "files": list(_files(asked, columns)),
        "citation": {
            "text": apa(asked, kept, address),
            "permanent_href": address,
            "formats": [
                {"label": "BibTeX", "href": kept.addresses.citation(kept.explore, "bib")},
                {"label": "RIS", "href": kept.addresses.citation(kept.explore, "ris")},
            ],
        },
        "code": [
            {"name": one.name, "id": f"codigo-{slugify(one.language)}", "text": one.text}
            for one in snippets(csv, columns, f"{name}.csv")
        ],
        "cited": _cited(request, asked, kept),
    }


def _files(asked: Asked, columns: tuple[Column, ...]) -> Any:
    placed = geometry_of(columns) is not None or place_column(columns) is not None
    for key, label, note in _FORMATS:
        if key == "geojson" and not placed:
            continue
        extension, _dash, spanish = key.partition("-")
        href = asked.addresses.file(asked.explore, extension)
        if spanish:
            href += f"{'&' if '?' in href else '?'}formato=es"
        yield {"label": str(label), "href": href, "note": str(note)}


def _cited(request: HttpRequest, asked: Asked, kept: Frozen) -> dict[str, str] | None:
    """What is said to whoever comes by a citation; ``None`` to others."""
    same = cited(request, asked)
    if same is None:
        return None
    if not same:
        return {
            "kind": "error",
            "text": _(
                "La huella de esta dirección (%(said)s) no es la de lo que muestra (%(now)s): la "
                "dirección se copió incompleta o se cambió. Compárela con la cita original."
            )
            % {"said": request.GET.get(FINGERPRINT, "")[:40], "now": kept.fingerprint},
            "href": "",
        }
    text = _("Esto es lo que se citó: versión %(number)d, huella %(mark)s. No cambia.") % {
        "number": asked.page.version.number,
        "mark": kept.fingerprint,
    }
    if kept.newest:
        return {"kind": "info", "text": text, "href": ""}
    newer = _("Hay una versión más nueva (la %d) que puede dar otras cifras.") % asked.page.newest
    return {
        "kind": "warning",
        "text": f"{text} {newer}",
        "href": asked.addresses.of_version(None).page(asked.explore),
    }
