"""The explorer of a published table: a question, its answer as table, chart or map."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cauce.apps.catalog import kept
from cauce.apps.catalog.citation import site_of
from cauce.apps.catalog.explorer.asked import asked_of
from cauce.apps.catalog.explorer.page import context
from cauce.apps.catalog.explorer.taking import take_parts
from cauce.apps.catalog.figures.cards import card_of
from cauce.apps.catalog.figures.pinning import pin_address

_KEPT: Final = 8_000
"""Characters of the longest address whose page is kept."""


@require_safe
def explore(request: HttpRequest, slug: str, table: str, number: str | None = None) -> HttpResponse:
    """The explorer of a table, of the newest version or of version ``number``."""

    def make() -> HttpResponse:
        return _made(request, slug, table, int(number) if number else None)

    if len(request.META.get("QUERY_STRING", "")) > _KEPT:
        return make()
    return kept.page(request, ("explore",), make, keep="explored")


def _made(request: HttpRequest, slug: str, table: str, number: int | None) -> HttpResponse:
    asked = asked_of(request, slug, table, number)
    if asked.submitted and not asked.error:
        return HttpResponseRedirect(asked.address)
    found = context(asked, request.user, site_of(request))
    taken = None if found["error"] else take_parts(request, asked, found["answered"])
    found |= {"take": taken, "cited": taken["cited"] if taken else None}
    drawn = found["seen"]["drawing"] if found["seen"] else None
    found |= {
        "card": card_of(asked.page, asked.table, drawn, of_figure=True),
        "site": site_of(request),
        "pin_href": pin_address(request.user, asked),
    }
    status = 400 if found["error"] else 200
    response = render(request, "catalog/explore.html", found, status=status)
    if asked.submitted:
        # It could not be answered: the browser stays at the last address that could.
        response.headers["HX-Push-Url"] = "false"
    if found["seen"] and found["seen"]["passing"]:
        response.headers["Cache-Control"] = "no-store"
    return response
