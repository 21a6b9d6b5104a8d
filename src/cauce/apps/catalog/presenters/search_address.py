"""The address of a page of the catalogue: every search is one address, and the other way round.

``/datos/?q=agua&tema=pobreza&entidad=ine&orden=titulo&pagina=2``; facets may be repeated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from cauce.apps.catalog.contracts import Search

FACETS: Final = {
    "tema": "themes",
    "entidad": "organisations",
    "nivel": "levels",
    "frecuencia": "frequencies",
    "licencia": "licences",
    "etiqueta": "tags",
}
"""The name of each facet in addresses, and the field of a search that holds its values."""

ORDERS: Final = {"relevancia": "relevance", "recientes": "recent", "titulo": "title"}
"""Orders as addresses write them."""

LONGEST: Final = 200
"""Letters of a search that are read."""
MOST_CHOICES: Final = 40
"""Choices of one facet that are read."""
FURTHEST: Final = 10_000
"""The last page that may be asked for."""


def search_of(params: Mapping[str, Sequence[str]]) -> Search:
    """The search that an address asks for; what makes no sense is left out."""
    text = " ".join(" ".join(params.get("q", ())).split())[:LONGEST]
    page = next(iter(params.get("pagina", ())), "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
    chosen = {
        field: tuple(dict.fromkeys(params.get(name, ())))[:MOST_CHOICES]
        for name, field in FACETS.items()
    }
    return Search(
        text=text,
        order=ORDERS.get(next(iter(params.get("orden", ())), ""), ""),
        page=min(max(1, number), FURTHEST),
        **chosen,
    )


def parameters(search: Search) -> dict[str, list[str]]:
    """The parameters that say this search, without the defaults; `search_of` is the inverse."""
    said: dict[str, list[str]] = {}
    if search.text:
        said["q"] = [search.text]
    for name, field in FACETS.items():
        if values := getattr(search, field):
            said[name] = list(values)
    if search.order:
        said["orden"] = [next(name for name, order in ORDERS.items() if order == search.order)]
    if search.page > 1:
        said["pagina"] = [str(search.page)]
    return said


def address(search: Search) -> str:
    """The address of this search."""
    query = urlencode(parameters(search), doseq=True)
    path = reverse("catalog:list")
    return f"{path}?{query}" if query else path


def toggled(search: Search, facet: str, value: str) -> Search:
    """The search with a choice added, or taken away when it was there; from the first page."""
    field = FACETS[facet]
    chosen: tuple[str, ...] = getattr(search, field)
    kept = tuple(each for each in chosen if each != value)
    change: dict[str, Any] = {field: kept if value in chosen else (*chosen, value)}
    return replace(search, **change, page=1)


def without_choices(search: Search) -> Search:
    """The search with its text alone."""
    return Search(text=search.text, order=search.order)
