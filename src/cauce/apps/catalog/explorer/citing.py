"""Citing what a state of the explorer shows: in words after APA, and for reference managers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cauce import __version__
from cauce.apps.catalog.citations import TYPES, bibtex_text, ris_record
from cauce.apps.catalog.explorer.asked import Asked, asked_of
from cauce.apps.catalog.explorer.frozen import Frozen, frozen
from cauce.apps.catalog.explorer.words import question_words
from cauce.base.errors import Refusal


@require_safe
def citation(
    request: HttpRequest, slug: str, table: str, extension: str, number: str | None = None
) -> HttpResponse:
    """How to cite what a state of the explorer shows, in BibTeX or RIS.

    Raises:
        Refusal: when the address asks for something that cannot be answered.
    """
    asked = asked_of(request, slug, table, int(number) if number else None)
    if asked.error:
        raise Refusal(asked.error, code="citation.state")
    kept = frozen(request, asked)
    write = bibtex if extension == "bib" else ris
    response = HttpResponse(
        write(asked, kept, kept.address(request)), content_type=f"{TYPES[extension]}; charset=utf-8"
    )
    name = f"{slug}-v{asked.page.version.number}-{kept.fingerprint}.{extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def apa(asked: Asked, kept: Frozen, address: str) -> str:
    """One sentence after APA (7th edition), for a query of a dataset."""
    page = asked.page
    return _(
        "%(who)s (%(year)s). %(title)s, versión %(number)d: %(question)s [consulta de datos]."
        " Cauce. %(address)s"
    ) % {
        "who": page.organisation.name,
        "year": timezone.localtime(page.version.published_at).year,
        "title": page.title.rstrip("."),
        "number": page.version.number,
        "question": _said(asked),
        "address": address,
    }


def bibtex(asked: Asked, kept: Frozen, address: str) -> str:
    """A ``@misc`` entry; braces keep the names as they are written."""
    page = asked.page
    day = timezone.localdate(page.version.published_at)
    fields = {
        "author": f"{{{bibtex_text(page.organisation.name)}}}",
        "title": f"{{{bibtex_text(f'{page.title}: {_said(asked)}')}}}",
        "year": str(day.year),
        "howpublished": bibtex_text(
            _("Consulta de la versión %d del conjunto de datos") % page.version.number
        ),
        "url": address,
        "note": bibtex_text(_way_back(asked, kept)),
    }
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items())
    return f"@misc{{{page.slug}-v{page.version.number}-{kept.fingerprint},\n{lines}\n}}\n"


def ris(asked: Asked, kept: Frozen, address: str) -> str:
    """A record of type ``DATA``."""
    page = asked.page
    day = timezone.localdate(page.version.published_at)
    return ris_record(
        [
            ("TY", "DATA"),
            ("AU", page.organisation.name),
            ("TI", f"{page.title}: {_said(asked)}"),
            ("PY", str(day.year)),
            ("DA", f"{day:%Y/%m/%d}/"),
            ("ET", str(page.version.number)),
            ("UR", address),
            ("N1", _way_back(asked, kept)),
            ("ER", ""),
        ]
    )


def _said(asked: Asked) -> str:
    words = question_words(asked.explore, asked.table.columns, asked.joinable).rstrip(".")
    return words[:1].lower() + words[1:]


def _way_back(asked: Asked, kept: Frozen) -> str:
    """Versions, query and program: all that it takes to compute it again."""
    return (
        f"{settings.CAUCE.institution_name} · {kept.path} · sha256:{asked.page.version.hash}"
        f" · Cauce {__version__}"
    )
