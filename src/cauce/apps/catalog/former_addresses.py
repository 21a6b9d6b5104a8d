"""Pages of the addresses that a CKAN portal had: each leads for good to where its content is."""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from cauce.apps.catalog.ckan import addresses

REMEMBERED: Final = 24 * 3600
"""Seconds that a browser may remember an answer: a later import may change it."""
_PARAMETERS: Final = {"tags": "etiqueta", "organization": "entidad", "groups": "tema"}
_ORDERS: Final = {"metadata_modified desc": "recientes", "title_string asc": "titulo"}


@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """``/dataset?q=…``: the catalogue, with what was searched there."""
    asked: list[tuple[str, str]] = [("q", text) for text in request.GET.getlist("q")[:1] if text]
    for there, here in _PARAMETERS.items():
        kind = {"organization": "organization", "groups": "group"}.get(there, "")
        asked += [(here, _slug(kind, value)) for value in request.GET.getlist(there)[:10] if value]
    order = _ORDERS.get(request.GET.get("sort", ""))
    if order:
        asked.append(("orden", order))
    return _catalogue(asked)


@require_safe
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """``/dataset/<name or identifier>``: the dataset, or the catalogue of all that it became."""
    return _to(addresses.destination_of(name))


@require_safe
def resource(request: HttpRequest, name: str, resource: str) -> HttpResponse:
    """``/dataset/<name>/resource/<identifier>``: the dataset that has the file's rows."""
    return _to(addresses.resource_destination(name, resource))


@require_safe
def download(request: HttpRequest, name: str, resource: str) -> HttpResponse:
    """``…/resource/<identifier>/download/<file>``: the rows as CSV, whatever format it had."""
    found = addresses.resource_destination(name, resource)
    table = addresses.first_table(found.dataset) if found.dataset else ""
    if found.dataset is None or not table:
        return _to(found)
    return _moved(reverse("catalog:file", args=[found.dataset.slug, table, "csv"]))


@require_safe
def organisation(request: HttpRequest, name: str) -> HttpResponse:
    """``/organization/<name>``: what that organisation publishes."""
    return _catalogue([("entidad", addresses.label_slug("organization", name))])


@require_safe
def group(request: HttpRequest, name: str) -> HttpResponse:
    """``/group/<name>``: the datasets of that theme."""
    return _catalogue([("tema", addresses.label_slug("group", name))])


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
    answer["Cache-Control"] = f"max-age={REMEMBERED}"
    return answer
