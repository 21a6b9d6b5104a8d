"""Figures at addresses of their own: the picture, its specification, the frame for other sites."""

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cauce.apps.catalog.citation import site_of
from cauce.apps.catalog.explorer.asked import Asked, asked_of
from cauce.apps.catalog.explorer.sources import source_of
from cauce.apps.catalog.figures import pictures
from cauce.apps.catalog.figures.drawings import RECIPE, drawing_of
from cauce.apps.catalog.figures.shown import presented
from cauce.apps.catalog.figures.states import drawable
from cauce.apps.catalog.maps import maps_mark
from cauce.base.errors import Busy, CauceError, Refusal
from cauce.base.ids import sha256_bytes
from cauce.charts.figure import NoFigure

TYPES: Final = {
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "json": "application/json; charset=utf-8",
}
FRAME_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors *"
)
"""Of the frame alone: any site may show it. It has no script, no form and no cookie."""

PICTURE_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Of a picture opened alone: it draws with attributes and needs nothing."""


@require_safe
def figure(
    request: HttpRequest, slug: str, table: str, extension: str, number: str | None = None
) -> HttpResponse:
    """The figure of a state: ``svg`` and ``png`` stand alone, ``json`` is its specification.

    ``tarjeta=1`` gives the PNG of a card for social networks, 1200 by 630 pixels.
    """
    asked = asked_of(request, slug, table, int(number) if number else None)
    if asked.error:
        raise Refusal(asked.error, code="explore.unanswerable")
    card = extension == "png" and request.GET.get("tarjeta") == "1"
    etag = _etag(asked, extension, card=card, site=site_of(request))
    response = get_conditional_response(request, etag)
    if response is None:
        made = pictures.picture(asked, extension, card=card, site=site_of(request))
        response = HttpResponse(made, content_type=TYPES[extension])
        name = f"{slug}-{table}-v{asked.page.version.number}.{extension}"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        if extension == "svg":
            response.headers["Content-Security-Policy"] = PICTURE_POLICY
        if extension != "json":
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.user.is_anonymous:
        response.headers["Cache-Control"] = "public, no-cache"
    return response


@require_safe
def embed(request: HttpRequest, slug: str, table: str, number: str | None = None) -> HttpResponse:
    """The figure of a state in a frame for other sites, which anybody sees alike."""
    request.user = AnonymousUser()
    context: dict[str, object] = {"figure": None, "error": "", "address": ""}
    status = 200
    try:
        asked = asked_of(request, slug, table, int(number) if number else None)
        context["address"] = site_of(request) + asked.addresses.path
        if asked.error:
            raise Refusal(asked.error)
        state = drawable(asked.explore)
        found = drawing_of(source_of(asked.page, asked.table, asked.joinable), state)
        if isinstance(found, NoFigure):
            raise Refusal(found.reason)
        context["address"] = site_of(request) + asked.addresses.page(state)
        context["figure"] = presented(found, asked.page, asked.table, of_version=number is not None)
    except CauceError as error:
        context["error"] = str(error)
        status = 503 if isinstance(error, Busy) else 400 if isinstance(error, Refusal) else 404
    response = render(request, "catalog/embed.html", context, status=status)
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"{'public' if status == 200 else 'private'}, no-cache"
    return response


def _etag(asked: Asked, extension: str, *, card: bool, site: str) -> str:
    """A weak name of these bytes: the version, the state, the form and how drawings are made."""
    said = (
        RECIPE,
        asked.page.version.hash,
        asked.table.sha256,
        asked.joinable.table if asked.joinable else "",
        asked.explore.to_query(),
        extension,
        str(card),
        site,
        translation.get_language() or "",
        str(maps_mark()),
    )
    return f'W/"{sha256_bytes("|".join(said).encode())[:32]}"'
