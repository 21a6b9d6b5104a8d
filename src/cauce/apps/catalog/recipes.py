"""Changing a decision of a reading: the recipe is edited and the file is read again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cauce.apps.catalog import access, actions, queries
from cauce.apps.catalog.recipe_changes import changed, remembered
from cauce.apps.core.models import User
from cauce.apps.core.people import person_needed
from cauce.base.errors import Refusal


@require_POST
@person_needed
def change(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """One decision of a person; the file is read again with it."""
    upload = access.upload_for_editing(person, key)
    view = queries.upload_view(upload)
    here = reverse("catalog:understood", args=[key])
    table = request.POST.get("tabla", "")
    if view.recipe is None:
        return redirect(here)
    try:
        recipe = changed(remembered(view.recipe, upload.recipe), table, request.POST.dict())
        actions.request_reading(actor=person, upload=upload, recipe=recipe)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{here}?tabla={table}")


@require_POST
@person_needed
def read_again(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Forgets every decision and reads the file from the beginning."""
    upload = access.upload_for_editing(person, key)
    actions.request_reading(actor=person, upload=upload)
    return redirect("catalog:understood", key=key)
