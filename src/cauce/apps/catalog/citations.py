"""The citation of a version for reference managers: BibTeX and RIS."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cauce.apps.catalog import access, queries
from cauce.apps.catalog.citation import address_of_version, site_of
from cauce.apps.catalog.contracts import DatasetPage
from cauce.base.errors import NotFound

TYPES = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}
"""What HTTP calls each."""


@require_safe
def citation(request: HttpRequest, slug: str, number: int, extension: str) -> HttpResponse:
    """The citation of a version, as a file."""
    if extension not in TYPES:
        raise NotFound(_("La cita se da en .bib o en .ris."))
    page = queries.dataset_page(access.dataset_for_reading(request.user, slug), number)
    address = address_of_version(slug, number, site_of(request))
    body = bibtex(page, address) if extension == "bib" else ris(page, address)
    response = HttpResponse(body, content_type=f"{TYPES[extension]}; charset=utf-8")
    name = f"{slug}-v{number}.{extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def bibtex(page: DatasetPage, address: str) -> str:
    """A ``@misc`` entry, which old styles know; braces keep the names as they are written."""
    day = timezone.localdate(page.version.published_at)
    fields = {
        "author": f"{{{bibtex_text(page.organisation.name)}}}",
        "title": f"{{{bibtex_text(page.title)}}}",
        "year": str(day.year),
        "month": str(day.month),
        "howpublished": bibtex_text(_("Conjunto de datos, versión %d") % page.version.number),
        "url": address,
        "note": f"sha256:{page.version.hash}",
    }
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items())
    return f"@misc{{{page.slug}-v{page.version.number},\n{lines}\n}}\n"


def ris(page: DatasetPage, address: str) -> str:
    """A record of type ``DATA``."""
    day = timezone.localdate(page.version.published_at)
    fields = [
        ("TY", "DATA"),
        ("AU", page.organisation.name),
        ("TI", page.title),
        ("PY", str(day.year)),
        ("DA", f"{day:%Y/%m/%d}/"),
        ("ET", str(page.version.number)),
        ("AB", page.summary),
        ("UR", address),
        ("N1", f"sha256:{page.version.hash}"),
        ("ER", ""),
    ]
    return ris_record(fields)


def ris_record(fields: Sequence[tuple[str, str]]) -> str:
    """A record of RIS from its tags and texts."""
    return "".join(f"{tag}  - {' '.join(text.split())}\r\n" for tag, text in fields)


def bibtex_text(text: str) -> str:
    """Text without what BibTeX reads as commands."""
    for sign in "\\{}":
        text = text.replace(sign, "")
    for sign in "&%$#_":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
