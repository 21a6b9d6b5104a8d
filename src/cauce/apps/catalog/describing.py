"""The pages that describe what was read of a file, and ask another person for a review."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cauce.apps.catalog import access, actions, queries
from cauce.apps.catalog.contracts import UploadView
from cauce.apps.catalog.descriptions import checked
from cauce.apps.catalog.forms import ChangeForm, DescriptionForm, meanings_of
from cauce.apps.catalog.models import Upload
from cauce.apps.catalog.presenters import confirm_view, description_view
from cauce.apps.catalog.written_at_once import demand_unchanged, fingerprint_of
from cauce.apps.core.models import User
from cauce.apps.core.people import person_needed
from cauce.base.errors import CauceError, Denied


@require_http_methods(["GET", "POST"])
@never_cache
@person_needed
def describe(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Saying what the dataset is; a draft is kept as it is, however much is missing."""
    upload = access.upload_for_editing(person, key)
    view = queries.upload_view(upload, person)
    if not _writable(view) and (request.method == "GET" or not view.tables):
        return redirect("catalog:review", key=key)
    form = DescriptionForm(
        request.POST or None,
        themes=queries.themes(),
        initial=DescriptionForm.initial_of(view.description),
    )
    if request.method == "POST":
        address = _describe(request, person, upload, view, form)
        if address:
            return redirect(address)
    context = description_view.form_context(view, form, request.POST.dict(), fingerprint_of(upload))
    return render(request, "catalog/describe.html", context)


def _describe(
    request: HttpRequest, person: User, upload: Upload, view: UploadView, form: DescriptionForm
) -> str:
    """Keeps what the form says, and gives where to go on; empty when it has to be corrected."""
    meanings = meanings_of(request.POST.dict(), view.tables, view.description)
    unfinished = "borrador" in request.POST
    if not form.is_valid() and not unfinished:
        return ""
    said = form.said(meanings, view.description.language)
    try:
        demand_unchanged(upload, request.POST.get("visto"), said)
        if not unfinished:
            checked(said)
        actions.describe_upload(actor=person, upload=upload, description=said)
    except Denied:
        raise
    except CauceError as error:
        form.add_error(None, str(error))
        return ""
    if unfinished:
        messages.success(request, _("Borrador guardado. Nada se ha enviado a revisión."))
        return reverse("catalog:describe", args=[upload.key])
    return reverse("catalog:confirm", args=[upload.key])


@require_http_methods(["GET", "POST"])
@never_cache
@person_needed
def confirm(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """A last look, and asking another person for a review."""
    upload = access.upload_for_editing(person, key)
    view = queries.upload_view(upload, person)
    if not _writable(view):
        if request.method == "POST":
            messages.warning(request, _("Ya no es un borrador: no se volvió a enviar."))
        return redirect("catalog:review", key=key)
    if not upload.description:
        return redirect("catalog:describe", key=key)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        initial={"change_note": view.change_note, "original_public": view.original_public},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_review(
                actor=person,
                upload=upload,
                change_note=form.cleaned_data["change_note"],
                message=form.cleaned_data["message"],
                original_public=form.cleaned_data["original_public"],
            )
        except Denied:
            raise
        except CauceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Se pidió la revisión. Le avisaremos de la respuesta."))
            return redirect("catalog:review", key=key)
    context = confirm_view.context(view, form, queries.themes())
    return render(request, "catalog/confirm.html", context)


def _writable(view: UploadView) -> bool:
    """Whether it was read and is a draft; else its other pages say how it stands."""
    return view.line.state == "read" and bool(view.tables)
