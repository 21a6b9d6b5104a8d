"""The page where a publisher pins, captions, orders and unpins the figures of a dataset."""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cauce.apps.catalog import access, actions, queries
from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.explorer.asked import Asked
from cauce.apps.catalog.figures.actions import MOST, Direction
from cauce.apps.catalog.figures.drawings import drawing_of
from cauce.apps.catalog.figures.models import LONGEST_CAPTION, PinnedFigure
from cauce.apps.catalog.figures.queries import Placed, pins_of, placed
from cauce.apps.catalog.figures.shown import presented
from cauce.apps.catalog.figures.states import drawable, read_state
from cauce.apps.core.access import Reader
from cauce.apps.core.models import User
from cauce.apps.core.people import person_needed
from cauce.base.errors import CauceError, Conflict, NotFound, Refusal
from cauce.charts.figure import NoFigure

DIRECTIONS: Final[dict[str, Direction]] = {"subir": "up", "bajar": "down"}


@require_safe
@never_cache
@person_needed
def figures(request: HttpRequest, person: User, slug: str) -> HttpResponse:
    """The figures pinned on a dataset; with a state in the address, that state to be pinned."""
    return _page(request, person, slug, request.GET)


@require_POST
@person_needed
def pin(request: HttpRequest, person: User, slug: str) -> HttpResponse:
    """Pins the state that the form carries."""
    dataset = access.dataset_for_publishing(person, slug)
    page = queries.dataset_page(dataset)
    caption = request.POST.get("pie", "")
    try:
        table = _table(page, request.POST.get("tabla", ""))
        _source, explore = read_state(page, table, request.POST.get("consulta", ""))
        if isinstance(found := drawing_of(_source, explore), NoFigure):
            raise Refusal(found.reason, code="figure.none")
        actions.pin_figure(
            actor=person,
            dataset=dataset,
            table=table.name,
            query=explore.to_query(),
            caption=caption,
        )
    except (Refusal, Conflict, NotFound) as error:
        asked = QueryDict(request.POST.get("consulta", ""), mutable=True)
        asked["tabla"] = request.POST.get("tabla", "")
        return _page(request, person, slug, asked, error=error, caption=caption)
    messages.success(request, _("La figura está en la página del conjunto."))
    return redirect("catalog:figures", slug=slug)


@require_POST
@person_needed
def caption(request: HttpRequest, person: User, slug: str, number: int) -> HttpResponse:
    """Changes what is said under a pinned figure."""
    row = _pin_for_editing(person, slug, number)
    try:
        actions.caption_figure(actor=person, pin=row, caption=request.POST.get("pie", ""))
    except Refusal as error:
        return _page(request, person, slug, QueryDict(), error=error, wrong=number)
    messages.success(request, _("Se cambió el pie."))
    return redirect("catalog:figures", slug=slug)


@require_POST
@person_needed
def move(request: HttpRequest, person: User, slug: str, number: int) -> HttpResponse:
    """Shows a pinned figure one place earlier or later."""
    row = _pin_for_editing(person, slug, number)
    direction = DIRECTIONS.get(request.POST.get("hacia", ""), "down")
    actions.move_figure(actor=person, pin=row, direction=direction)
    return redirect(f"{reverse('catalog:figures', args=[slug])}#pin-{number}")


@require_POST
@person_needed
def unpin(request: HttpRequest, person: User, slug: str, number: int) -> HttpResponse:
    """Takes a figure off the page."""
    actions.unpin_figure(actor=person, pin=_pin_for_editing(person, slug, number))
    messages.success(request, _("La figura ya no está en la página del conjunto."))
    return redirect("catalog:figures", slug=slug)


def pin_address(reader: Reader, asked: Asked) -> str:
    """Where who answers for a dataset pins a state of its newest version; empty for others."""
    newest = asked.page.version.number == asked.page.newest
    if not newest or asked.error or not isinstance(reader, User):
        return ""
    try:
        access.dataset_for_publishing(reader, asked.page.slug)
    except NotFound:
        return ""
    query = urlencode({"tabla": asked.table.name})
    address = reverse("catalog:figures", args=[asked.page.slug])
    return f"{address}?{query}&{drawable(asked.explore).to_query()}"


def _pin_for_editing(person: User, slug: str, number: int) -> PinnedFigure:
    dataset = access.dataset_for_publishing(person, slug)
    row = dataset.pinned_figures.select_related("dataset__organisation").filter(pk=number).first()
    if row is None:
        raise NotFound(_("Esta figura ya no está fijada."), code="figure.unpinned")
    return row


def _page(
    request: HttpRequest,
    person: User,
    slug: str,
    asked: QueryDict,
    *,
    error: CauceError | None = None,
    caption: str = "",
    wrong: int = 0,
) -> HttpResponse:
    """The page, with what was typed and what is wrong with it; ``wrong``: the pin it is about."""
    dataset = access.dataset_for_publishing(person, slug)
    page = queries.dataset_page(dataset)
    pinned = placed(page, pins_of(slug))
    proposed = None
    if "tabla" in asked:
        try:
            proposed = _proposed(page, asked)
        except (Refusal, NotFound) as refusal:
            error = error or refusal
    return render(
        request,
        "catalog/figures.html",
        {
            "page": page,
            "pins": [_line(page, each, at, len(pinned)) for at, each in enumerate(pinned)],
            "proposed": proposed,
            "caption": caption,
            "typed": request.POST.get("pie", ""),
            "error": error,
            "wrong": wrong,
            "most": MOST,
            "longest": LONGEST_CAPTION,
            "explore_href": Addresses(slug, page.tables[0].name).path,
        },
        status=400 if error else 200,
    )


def _proposed(page: DatasetPage, asked: QueryDict) -> dict[str, Any]:
    """The state that the address carries, drawn.

    Raises:
        Refusal: when it cannot be drawn, saying why.
    """
    table = _table(page, asked.get("tabla") or "")
    others = [(name, values) for name, values in asked.lists() if name != "tabla"]
    source, explore = read_state(page, table, urlencode(others, doseq=True))
    drawing = drawing_of(source, explore)
    if isinstance(drawing, NoFigure):
        raise Refusal(drawing.reason, code="figure.none")
    return {
        "figure": presented(drawing, page, table),
        "table": table.name,
        "query": explore.to_query(),
    }


def _table(page: DatasetPage, name: str) -> TableView:
    table = next((each for each in page.tables if each.name == name), None)
    if table is None:
        raise NotFound(
            _("«%(title)s» no tiene una tabla «%(name)s».")
            % {"title": page.title, "name": name[:80]},
            code="table.unknown",
        )
    return table


def _line(page: DatasetPage, each: Placed, at: int, count: int) -> dict[str, Any]:
    pin, figure = each.pin, None
    if each.drawing and each.table:
        figure = presented(each.drawing, page, each.table, caption=pin.caption)
    return {
        "number": pin.number,
        "caption": pin.caption,
        "broken": each.broken,
        "figure": figure,
        "title": each.drawing.title if each.drawing else f"{pin.table}: {pin.query}",
        "first": at == 0,
        "last": at == count - 1,
    }
