"""The pages that take out of public view: withdrawing a dataset, destroying a version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cauce.apps.catalog import access, actions, queries
from cauce.apps.catalog.forms import ReasonForm
from cauce.apps.core.models import User
from cauce.apps.core.people import person_needed
from cauce.base.errors import CauceError, Conflict, Refusal


@require_http_methods(["GET", "POST"])
@never_cache
@person_needed
def withdraw(request: HttpRequest, person: User, slug: str) -> HttpResponse:
    """Taking a dataset out of public view, saying why."""
    dataset = access.dataset_for_withdrawing(person, slug)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_dataset(
                actor=person, dataset=dataset, reason=form.cleaned_data["reason"]
            )
        except (Refusal, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("«%s» ya no es público. Su página dice por qué.") % dataset)
            return redirect("catalog:dataset", slug=slug)
    return render(request, "catalog/withdraw.html", {"dataset": dataset, "form": form})


@require_POST
@person_needed
def reinstate(request: HttpRequest, person: User, slug: str) -> HttpResponse:
    """Bringing a withdrawn dataset back into public view."""
    dataset = access.dataset_for_withdrawing(person, slug)
    actions.reinstate_dataset(actor=person, dataset=dataset)
    messages.success(request, _("«%s» vuelve a ser público.") % dataset)
    return redirect("catalog:dataset", slug=slug)


@require_http_methods(["GET", "POST"])
@never_cache
@person_needed
def purge(request: HttpRequest, person: User, slug: str, number: int) -> HttpResponse:
    """Asking that a version be destroyed; for the second person, confirming it or not."""
    version = access.version_for_purging(person, slug, number)
    view = queries.purge_view(version, person)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            if view.requested_at is None:
                if form.is_valid():
                    reason = form.cleaned_data["reason"]
                    actions.ask_purge(actor=person, version=version, reason=reason)
                    messages.success(request, _("Se pidió. Otra persona tiene que confirmarlo."))
                    return redirect("catalog:purge", slug=slug, number=number)
            elif request.POST.get("decision") == "no":
                actions.refuse_purge(actor=person, purge=version.purge)
                messages.success(request, _("La versión %d no se destruye.") % number)
                return redirect("catalog:version", slug=slug, number=number)
            elif request.POST.get("huella", "").strip().lower() != version.hash[:8]:
                form = ReasonForm(None)
                raise Refusal(_("Escriba los primeros ocho signos de la huella para confirmar."))
            else:
                actions.confirm_purge(actor=person, purge=version.purge)
                messages.success(request, _("La versión %d se destruyó.") % number)
                return redirect("catalog:dataset", slug=slug)
        except (Refusal, Conflict) as error:
            return _purge_page(request, slug, number, person, form, error)
    return _purge_page(request, slug, number, person, form)


def _purge_page(
    request: HttpRequest,
    slug: str,
    number: int,
    person: User,
    form: ReasonForm,
    error: CauceError | None = None,
) -> HttpResponse:
    """The page as things stand now, with what went wrong."""
    view = queries.purge_view(access.version_for_purging(person, slug, number), person)
    context = {"view": view, "form": form, "error": error}
    return render(request, "catalog/purge.html", context, status=400 if error else 200)
