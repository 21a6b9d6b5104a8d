"""The pages of review: what another person looks at before it is public, and what they decide."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cauce.apps.catalog import access, actions, queries
from cauce.apps.catalog.contracts import UploadView
from cauce.apps.catalog.models import Upload
from cauce.apps.catalog.presenters import draft_table_view, review_view
from cauce.apps.catalog.review_forms import (
    AskWaiverForm,
    ReturnForm,
    RoundForm,
    ScheduleForm,
    WaiverForm,
)
from cauce.apps.catalog.suggestions import published_words
from cauce.apps.core.models import User
from cauce.apps.core.people import person_needed
from cauce.base.errors import CauceError, Conflict, Denied

Said = dict[str, Any]


@require_GET
@never_cache
@person_needed
def review(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Everything that would become public, on one page, and what the person may decide."""
    return _page(request, person, access.upload_for_reading(person, key))


@require_GET
@never_cache
@person_needed
def draft_table(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """A whole table that is not public yet, filtered and sorted as it will be."""
    view = queries.upload_view(access.upload_for_reading(person, key), person)
    if not _readable(view):
        return redirect("catalog:understood", key=key)
    params = dict(request.GET.lists())
    address = draft_table_view.filtered_address(view, params)
    if address is not None:
        return redirect(address)
    context = draft_table_view.context(view, params)
    return render(
        request, "catalog/review_table.html", context, status=400 if context["error"] else 200
    )


@require_POST
@person_needed
def give_back(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Returns it to who prepared it, with notes."""

    def act(upload: Upload, said: Said) -> str:
        actions.return_upload(actor=person, upload=upload, notes=said["notes"], seen=said["round"])
        messages.success(request, _("Se devolvió con sus notas. Se avisó a quien lo preparó."))
        return reverse("catalog:publish")

    return _decide(request, person, key, "give_back", ReturnForm(request.POST), act)


@require_POST
@person_needed
def publish(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Makes it public now."""

    def act(upload: Upload, said: Said) -> str:
        version = actions.publish_reviewed(actor=person, upload=upload, seen=said["round"])
        messages.success(
            request,
            _("«%(title)s», versión %(number)d, ya es pública.")
            % {"title": version.title, "number": version.number},
        )
        return reverse("catalog:dataset", args=[version.dataset.slug])

    return _decide(request, person, key, "publish", RoundForm(request.POST), act)


@require_POST
@person_needed
def schedule(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Lets it become public by itself at a date."""
    form = ScheduleForm(request.POST)

    def act(upload: Upload, said: Said) -> str:
        moment = form.moment()
        actions.schedule_upload(actor=person, upload=upload, publish_at=moment, seen=said["round"])
        messages.success(request, _("Se publicará solo: %s.") % review_view.moment_words(moment))
        return reverse("catalog:review", args=[key])

    return _decide(request, person, key, "schedule", form, act)


@require_POST
@person_needed
def recall(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Takes it out of review, to be corrected."""

    def act(upload: Upload, _said: Said) -> str:
        actions.recall_review(actor=person, upload=upload)
        messages.success(request, _("Es un borrador otra vez: puede corregirlo."))
        return reverse("catalog:review", args=[key])

    return _decide(request, person, key, "recall", RoundForm(request.POST), act)


@require_POST
@person_needed
def ask_waiver(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Asks the data officer to let a finding pass."""

    def act(upload: Upload, said: Said) -> str:
        actions.ask_waiver(actor=person, upload=upload, **said)
        messages.success(request, _("Se pidió la dispensa. Se le avisará de la respuesta."))
        return reverse("catalog:review", args=[key])

    return _decide(request, person, key, "ask_waiver", AskWaiverForm(request.POST), act)


@require_POST
@person_needed
def decide_waiver(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Lets a finding pass, or does not."""

    def act(upload: Upload, said: Said) -> str:
        if request.POST.get("decision") == "dar":
            actions.grant_waiver(actor=person, upload=upload, **said)
            messages.success(request, _("Se dio la dispensa; su motivo se publicará."))
        else:
            said.pop("standing", None)
            actions.refuse_waiver(actor=person, upload=upload, **said)
            messages.success(request, _("No se dio la dispensa. Se avisó a quien la pidió."))
        return reverse("catalog:review", args=[key])

    return _decide(request, person, key, "decide_waiver", WaiverForm(request.POST), act)


@require_POST
@person_needed
def choose_key(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Compares a table with the version before by other columns."""

    def act(upload: Upload, said: Said) -> str:
        columns = request.POST.getlist("columnas")
        table = request.POST.get("tabla", "")
        actions.choose_key(actor=person, upload=upload, table=table, columns=columns)
        messages.success(request, _("Se está comparando de nuevo. Vuelva a abrir esta página."))
        return f"{reverse('catalog:confirm', args=[key])}#comparacion"

    return _decide(request, person, key, "choose_key", RoundForm(request.POST), act)


def _decide(
    request: HttpRequest,
    person: User,
    key: str,
    name: str,
    form: forms.Form,
    act: Callable[[Upload, Said], str],
) -> HttpResponse:
    """Does what a form asks; what cannot be done is said on the page, with what was typed."""
    upload = access.upload_for_reading(person, key)
    status = 400
    if form.is_valid():
        try:
            return redirect(act(upload, form.cleaned_data))
        except Denied:
            raise
        except CauceError as error:
            form.add_error(None, str(error))
            status = 409 if isinstance(error, Conflict) else 400
    return _page(request, person, access.upload_for_reading(person, key), {name: form}, status)


def _page(
    request: HttpRequest,
    person: User,
    upload: Upload,
    sent: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    view = queries.upload_view(upload, person)
    if not _readable(view):
        for form in (sent or {}).values():
            for text in form.non_field_errors():
                messages.warning(request, str(text))
        return redirect("catalog:understood", key=upload.key)
    before = published_words(upload.dataset) if upload.dataset else None
    context = review_view.context(view, before, queries.themes(), sent or {})
    return render(request, "catalog/review.html", context, status=status)


def _readable(view: UploadView) -> bool:
    """Whether there is something to review; else the page of the file says how it goes."""
    return bool(view.tables) and view.line.state in ("read", "review", "scheduled")
