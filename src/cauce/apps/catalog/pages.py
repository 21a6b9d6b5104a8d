"""The public pages: home, catalogue, datasets and their versions, and what Cauce is."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cauce.apps.catalog import access, kept, queries
from cauce.apps.catalog.citation import site_of
from cauce.apps.catalog.presenters import catalogue_list, dataset_view, home_view
from cauce.apps.catalog.presenters.dataset_view import Asked
from cauce.apps.catalog.presenters.search_address import search_of
from cauce.apps.core.permissions import Verb

if TYPE_CHECKING:
    from cauce.apps.catalog.models import Dataset


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page."""

    def make() -> HttpResponse:
        part = kept.part(("home",), "catalog/_home.html", home_view.context)
        return render(request, "catalog/home.html", {**part, "site": site_of(request)})

    return kept.page(request, ("home",), make)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue: what was searched, narrowed and ordered as the address says."""

    def make() -> HttpResponse:
        search = search_of(dict(request.GET.lists()))
        part = kept.part(
            ("catalogue", search),
            "catalog/_list.html",
            lambda: catalogue_list.context(queries.find(search)),
        )
        return render(request, "catalog/list.html", part)

    return kept.page(request, ("catalogue",), make)


@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """A dataset, in its newest version."""
    return kept.page(request, ("dataset",), lambda: _dataset(request, slug, None))


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version of a dataset, as it was."""
    return kept.page(request, ("version",), lambda: _dataset(request, slug, number))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Cauce is here: how to cite, licences, addresses for programs, accessibility."""
    return kept.page(request, ("about",), lambda: render(request, "catalog/about.html"))


def _dataset(request: HttpRequest, slug: str, number: int | None) -> HttpResponse:
    row = access.dataset_for_reading(request.user, slug)
    asked = Asked.of(dict(request.GET.lists()))
    if asked.form is not None:
        shown = queries.dataset_page(row, number)
        address = dataset_view.filtered_address(shown, asked, of_version=number is not None)
        if address is not None:
            return redirect(address)
    part = kept.part(
        ("dataset", row.pk, number, row.state, asked, site_of(request)),
        "catalog/_dataset.html",
        lambda: dataset_view.context(
            queries.dataset_page(row, number, request), asked, of_version=number is not None
        ),
    )
    part = {**part, **_doors(request, row), "site": site_of(request)}
    return render(request, "catalog/dataset.html", part, status=400 if part["error"] else 200)


def _doors(request: HttpRequest, row: "Dataset") -> dict[str, str]:
    """Where who answers for a dataset publishes its next version or withdraws it; empty texts for
    everybody else."""
    verbs = access.what_may_be_done(request.user, row)
    next_one = f"{reverse('catalog:upload')}?{urlencode({'conjunto': row.slug})}"
    published = row.state == "published"
    return {
        "publish_href": next_one if published and Verb.EDIT_DATASET in verbs else "",
        "figures_href": reverse("catalog:figures", args=[row.slug]),
        "withdraw_href": reverse("catalog:withdraw", args=[row.slug])
        if Verb.WITHDRAW_DATASET in verbs
        else "",
    }
