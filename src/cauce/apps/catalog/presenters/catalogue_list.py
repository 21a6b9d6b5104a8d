"""The catalogue as lists and links: results, facets, filters that can be lifted, orders, pages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import DatasetCard, Facet, Found, Search
from cauce.apps.catalog.generation import number as generation
from cauce.apps.catalog.levels import level_name
from cauce.apps.catalog.presenters.card_shape import shape_of
from cauce.apps.catalog.presenters.search_address import (
    address,
    parameters,
    toggled,
    without_choices,
)
from cauce.base.calendar import date_es
from cauce.base.numerals import number_es

PAGE: Final = 20
"""Datasets on a page of the catalogue; see `cauce.apps.catalog.catalogue.PAGE`."""


def context(found: Found) -> dict[str, Any]:
    """Everything the template of the catalogue takes."""
    search = found.search
    title = _("Datos sobre «%s»") % search.text if search.text else _("Datos")
    return {
        "title": title,
        "search": search,
        "found": found,
        "found_words": found_words(found),
        "results": results(found),
        "groups": facet_groups(found),
        "filters": active_filters(found),
        "clear_href": clear_address(search),
        "all_href": reverse("catalog:list"),
        "orders": sort_choices(found),
        "paging": pagination(found),
        "hidden": hidden_choices(search),
        "spelling": {"asked": search.text, "used": found.corrected} if found.corrected else None,
    }


def found_words(found: Found) -> str:
    """«18 conjuntos de datos»."""
    return ngettext("%s conjunto de datos", "%s conjuntos de datos", found.total) % number_es(
        found.total
    )


def results(found: Found) -> list[dict[str, Any]]:
    """The datasets of this page as result items, each with its facts in one line."""
    now = generation()
    return [
        {
            "href": reverse("catalog:dataset", args=[card.slug]),
            "title": card.title,
            "sentence": card.summary,
            "facts": card_facts(card),
            "late": card.late,
            "shape": shape_of(card.slug, now, get_language() or ""),
        }
        for card in found.cards
    ]


def card_facts(card: DatasetCard) -> list[str]:
    """Who, when, where, how much and how fresh, for one grey line."""
    rows = ngettext("%s fila", "%s filas", card.rows) % number_es(card.rows)
    if card.tables > 1:
        rows = _("%(tables)s tablas, %(rows)s") % {"tables": number_es(card.tables), "rows": rows}
    published = date_es(card.published_at.date(), short=True)
    facts = [
        card.organisation.short_name,
        card.period,
        card.territory or level_name(card.level),
        rows,
        _("versión %(number)s, %(date)s") % {"number": card.version, "date": published},
    ]
    return [fact for fact in facts if fact]


def facet_groups(found: Found) -> list[dict[str, Any]]:
    """The facets that can narrow or widen what was found; those that cannot are left out."""
    return [_group(found.search, facet) for facet in found.facets if _is_useful(facet)]


def active_filters(found: Found) -> list[dict[str, str]]:
    """What narrows the catalogue now, each with the address that lifts it."""
    search = found.search
    chosen = [
        {
            "text": f"{facet.label}: {choice.label}",
            "remove_href": address(toggled(search, facet.name, choice.value)),
        }
        for facet in found.facets
        for choice in facet.choices
        if choice.chosen
    ]
    tags = [
        {
            "text": _("Etiqueta: %s") % tag,
            "remove_href": address(toggled(search, "etiqueta", tag)),
        }
        for tag in search.tags
    ]
    text = {
        "text": f"«{search.text}»",
        "remove_href": address(replace(search, text="", order="", page=1)),
    }
    return ([text] if search.text else []) + chosen + tags


def clear_address(search: Search) -> str:
    """The address without any choice; with its text, unless nothing but the text is left."""
    cleared = without_choices(search)
    return address(cleared if cleared != replace(search, page=1) else Search())


def sort_choices(found: Found) -> list[dict[str, Any]]:
    """The orders that make sense, the one in force marked."""
    search = found.search
    orders = [("recent", _("más recientes")), ("title", _("título"))]
    if search.text:
        orders.insert(0, ("relevance", _("relevancia")))
    return [
        {
            "label": label,
            "href": address(replace(search, order=order, page=1)),
            "current": order == search.order,
        }
        for order, label in orders
    ]


def pagination(found: Found) -> dict[str, Any]:
    """The parts of the pagination."""
    search, page = found.search, found.search.page
    first = (page - 1) * PAGE + 1
    last = first + len(found.cards) - 1
    return {
        "summary": _("%(first)s–%(last)s de %(total)s")
        % {"first": number_es(first), "last": number_es(last), "total": number_es(found.total)},
        "previous_href": address(replace(search, page=page - 1)) if page > 1 else None,
        "next_href": address(replace(search, page=page + 1)) if page < found.pages else None,
        "pages": _page_links(search, found.pages),
    }


def hidden_choices(search: Search) -> dict[str, list[str]]:
    """What the search box keeps of the address: the choices, and an order that was asked for."""
    kept = parameters(replace(search, text="", page=1))
    if search.order == "relevance":
        kept.pop("orden", None)
    return kept


def _group(search: Search, facet: Facet) -> dict[str, Any]:
    return {
        "title": facet.label,
        "shown": 7,
        "choices": [
            {
                "label": choice.label,
                "href": address(toggled(search, facet.name, choice.value)),
                "count_text": number_es(choice.count),
                "selected": choice.chosen,
            }
            for choice in facet.choices
        ],
    }


def _is_useful(facet: Facet) -> bool:
    return len(facet.choices) > 1 or any(choice.chosen for choice in facet.choices)


def _page_links(search: Search, pages: int) -> list[Mapping[str, Any]]:
    if pages < 2:
        return []
    here = search.page
    wanted = sorted({1, pages, *range(max(1, here - 1), min(pages, here + 1) + 1)})
    links: list[Mapping[str, Any]] = []
    for before, page in zip([0, *wanted], wanted, strict=False):
        if page - before > 1:
            links.append({"text": "…", "href": None, "current": False})
        href = address(replace(search, page=page))
        links.append({"text": number_es(page), "href": href, "current": page == here})
    return links
