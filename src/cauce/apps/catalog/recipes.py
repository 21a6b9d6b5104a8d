"""Changing the decisions of a reading: the recipe is edited and the file is read again."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cauce.apps.catalog import access, actions, queries
from cauce.apps.catalog.recipe_changes import corrected, remembered
from cauce.apps.core.models import User
from cauce.apps.core.people import person_needed
from cauce.base.errors import Conflict, Refusal


@require_POST
@person_needed
def change(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Every decision that a form changes, at once; the file is read again with them."""
    upload = access.upload_for_editing(person, key)
    view = queries.upload_view(upload)
    table = request.POST.get("tabla", "")
    here = _page(request, key, table)
    if view.recipe is None:
        return redirect(here)
    try:
        made = corrected(remembered(view.recipe, upload.recipe), table, request.POST.dict())
        actions.request_reading(actor=person, upload=upload, recipe=made.recipe, said=made.said)
    except (Refusal, Conflict) as refusal:
        messages.error(request, str(refusal))
    return redirect(here)


@require_POST
@person_needed
def undo(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Back to the reading of before the last correction."""
    upload = access.upload_for_editing(person, key)
    try:
        actions.request_reading(actor=person, upload=upload, undo=True)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(_page(request, key, request.POST.get("tabla", "")))


@require_POST
@person_needed
def read_again(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Forgets every decision and reads the file from the beginning."""
    upload = access.upload_for_editing(person, key)
    said = (_("Se leyó de nuevo desde cero"),)
    actions.request_reading(actor=person, upload=upload, said=said)
    return redirect("catalog:understood", key=key)


def page_asked(request: HttpRequest) -> int:
    """The page of the form of columns that an address asks for, from 1."""
    text = request.GET.get("columnas", "") or request.POST.get("columnas", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _page(request: HttpRequest, key: str, table: str) -> str:
    """The address of «Esto es lo que entendimos» where the form was sent from."""
    where = {"tabla": table} if table else {}
    if (page := page_asked(request)) > 1:
        where["columnas"] = str(page)
    path = reverse("catalog:understood", args=[key])
    return f"{path}?{urlencode(where)}" if where else path
