"""Pages of the addresses that a CKAN portal had: each leads for good to where its content is."""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from cauce.apps.catalog.ckan import addresses

REMEMBERED: Final = 24 * 3600
"""Seconds that a browser may remember an answer: a later import may change it."""
_PARAMETERS: Final = {"tags": "etiqueta", "organization": "entidad", "groups": "tema"}
_ORDERS: Final = {"metadata_modified desc": "recientes", "title_string asc": "titulo"}


class Room(StringConverter):
    """The first word of CKAN's addresses."""

    regex = "dataset|organization|group"


class Language(StringConverter):
    """CKAN puts the language before its addresses, when it is not the portal's own."""

    regex = "[a-z]{2}(?:_[A-Za-z@]{2,12})?"


@require_safe
def front(request: HttpRequest, room: str, language: str = "") -> HttpResponse:
    """``/dataset?q=…`` and the lists of organisations and groups: the catalogue, so searched."""
    asked: list[tuple[str, str]] = [("q", text) for text in request.GET.getlist("q")[:1] if text]
    for there, here in _PARAMETERS.items():
        kind = {"organization": "organization", "groups": "group"}.get(there, "")
        asked += [(here, _slug(kind, value)) for value in request.GET.getlist(there)[:10] if value]
    order = _ORDERS.get(request.GET.get("sort", ""))
    if order:
        asked.append(("orden", order))
    return _catalogue(asked)


@require_safe
def page(request: HttpRequest, room: str, rest: str, language: str = "") -> HttpResponse:
    """``/dataset/…``, ``/organization/<name>`` and ``/group/<name>``, with or without a last slash.

    Of a dataset: ``<name or identifier>``, ``<name>/resource/<identifier>`` and
    ``<name>/resource/<identifier>/download/<file>``.
    """
    match room, rest.rstrip("/").split("/"):
        case "dataset", [name]:
            return _to(addresses.destination_of(name))
        case "dataset", [name, "resource", resource]:
            return _to(addresses.resource_destination(name, resource))
        case "dataset", [name, "resource", resource, "download", *_file]:
            return _download(addresses.resource_destination(name, resource))
        case "organization", [name]:
            return _catalogue([("entidad", addresses.label_slug("organization", name))])
        case "group", [name]:
            return _catalogue([("tema", addresses.label_slug("group", name))])
    raise addresses.unknown()


def _download(found: addresses.Destination) -> HttpResponse:
    """The rows as CSV, whatever format the file had."""
    table = addresses.first_table(found.dataset) if found.dataset else ""
    if found.dataset is None or not table:
        return _to(found)
    return _moved(reverse("catalog:file", args=[found.dataset.slug, table, "csv"]))


def _slug(kind: str, value: str) -> str:
    """The value of a filter here; what never came from there stays, and finds nothing."""
    return addresses.known_slug(kind, value) if kind else addresses.tag_of(value)


def _to(found: addresses.Destination) -> HttpResponse:
    if found.dataset is None:
        return _catalogue([("etiqueta", found.tag)])
    return _moved(reverse("catalog:dataset", args=[found.dataset.slug]))


def _catalogue(asked: list[tuple[str, str]]) -> HttpResponse:
    query = urlencode(asked)
    path = reverse("catalog:list")
    return _moved(f"{path}?{query}" if query else path)


def _moved(address: str) -> HttpResponse:
    answer = HttpResponsePermanentRedirect(address)
    answer["Cache-Control"] = f"private, max-age={REMEMBERED}"
    return answer
