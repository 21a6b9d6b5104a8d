"""The pages of publishing: a file is sent, read, described and published."""

from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cauce.apps.catalog import access, actions, queries, transfers
from cauce.apps.catalog.contracts import UploadView
from cauce.apps.catalog.form_files import too_large
from cauce.apps.catalog.forms import UploadForm
from cauce.apps.catalog.presenters import desk_view, reading_view, transfer_view
from cauce.apps.catalog.recipe_changes import remembered
from cauce.apps.catalog.recipes import page_asked
from cauce.apps.core.access import organisation_by_slug
from cauce.apps.core.models import User
from cauce.apps.core.people import person_needed
from cauce.apps.core.permissions import Verb, may_somewhere
from cauce.base.errors import CauceError, Conflict, Denied

REFRESH: str = "3"
"""Seconds after which a browser without JavaScript asks how a reading goes."""


@require_GET
@never_cache
@person_needed
def uploads(request: HttpRequest, person: User) -> HttpResponse:
    """What waits for the person, and every file of their organisations on its way."""
    if not may_somewhere(person, Verb.READ_DRAFTS):
        raise _denied()
    state, organisation = request.GET.get("estado", ""), request.GET.get("entidad", "")
    context = desk_view.context(queries.uploads_of(person), state, organisation) | {
        "unfinished": [transfer_view.line(each) for each in transfers.unfinished_of(person)],
        "may_publish": bool(queries.organisations_to_publish_for(person)),
        "purges": queries.purges_waiting_for(person),
    }
    return render(request, "catalog/uploads.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@person_needed
def receive(request: HttpRequest, person: User) -> HttpResponse:
    """Sending a file."""
    organisations = queries.organisations_to_publish_for(person)
    if not organisations:
        raise _denied()
    asked = request.GET.get("envio", "")
    going_on = transfers.transfer_of(person, asked) if asked else None
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        organisations=organisations,
        datasets=queries.datasets_to_publish(person),
        initial=transfer_view.initial(going_on, request.GET.get("conjunto", "")),
    )
    if request.method == "POST" and (refusal := too_large(request)):
        form.errors["file"] = form.error_class([refusal])
    elif request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            upload = transfers.receive_whole(
                person=person,
                organisation=organisation_by_slug(sent["organisation"]),
                name=sent["file"].name,
                path=Path(sent["file"].temporary_file_path()),
                dataset=access.dataset_for_publishing(person, sent["dataset"])
                if sent["dataset"]
                else None,
            )
        except CauceError as error:
            form.add_error("file", str(error))
        else:
            return redirect("catalog:understood", key=upload.key)
    context = {"form": form, "sending": transfer_view.sending(going_on)}
    return render(request, "catalog/upload.html", context)


@require_GET
@never_cache
@person_needed
def understood(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """How the reading goes, why it failed, or «Esto es lo que entendimos»."""
    upload = access.upload_for_reading(person, key)
    view = queries.upload_view(upload, person)
    if view.line.state == "published":
        return redirect("catalog:dataset", slug=view.line.dataset)
    if view.line.state in ("received", "reading"):
        response = render(request, "catalog/reading.html", _progress(view))
        response.headers["Cache-Control"] = "no-store"
        return response
    if view.report is None or view.line.state == "refused":
        return render(request, "catalog/unreadable.html", {"view": view})
    assert view.recipe is not None
    recipe = remembered(view.recipe, upload.recipe)
    wanted = request.GET.get("tabla", "")
    context = reading_view.understood(view, recipe, wanted, page_asked(request))
    return render(request, "catalog/understood.html", context)


@require_GET
@never_cache
@person_needed
def progress(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """How the reading goes, for htmx: the bar alone; when it is done, the address to go to."""
    view = queries.upload_view(access.upload_for_reading(person, key))
    response = render(request, "catalog/_progress.html", _progress(view))
    if view.line.state not in ("received", "reading"):
        response.headers["HX-Redirect"] = reverse("catalog:understood", args=[key])
    return response


@require_POST
@person_needed
def discard(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Sets a file aside."""
    upload = access.upload_for_editing(person, key)
    try:
        actions.discard_upload(actor=person, upload=upload)
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return redirect("catalog:review", key=key)
    messages.success(request, _("«%s» se descartó. No se publicó nada.") % upload.name)
    return redirect("catalog:publish")


def _progress(view: UploadView) -> dict[str, object]:
    job = view.job
    waiting = job is None or job.state == "queued"
    return {
        "view": view,
        "share": job.share if job else None,
        "message": _("Esperando turno") if waiting else (job.message if job else ""),
        "here": reverse("catalog:understood", args=[view.line.key]),
        "poll": reverse("catalog:progress", args=[view.line.key]),
        "open": view.line.state in ("received", "reading"),
        "refresh": REFRESH,
    }


def _denied() -> Denied:
    return Denied(
        _("Su cuenta no publica por ninguna entidad. Pida el rol a quien administra Cauce.")
    )
