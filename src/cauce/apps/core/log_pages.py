"""The audit log's pages, for auditors."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cauce.apps.core import access, chain, log_reading, rows
from cauce.apps.core.forms import LogFilterForm
from cauce.apps.core.models import User
from cauce.apps.core.people import person_needed
from cauce.apps.core.permissions import Verb, may, may_somewhere, organisations_where
from cauce.base.errors import Denied, Refusal

EVENTS_A_PAGE = 50


@require_GET
@person_needed
def log(request: HttpRequest, person: User) -> HttpResponse:
    """Events of the auditor's organisations, filtered and by pages."""
    _demand_auditor(person)
    readable = log_reading.readable_events(person)
    form = LogFilterForm(request.GET)
    form.fields["action"].choices = [("", _("Todo")), *log_reading.action_choices(readable)]  # type: ignore[attr-defined]
    form.fields["organisation"].queryset = organisations_where(person, Verb.READ_AUDIT)  # type: ignore[attr-defined]
    wanted = form.wanted()
    paginator = Paginator(log_reading.filtered(readable, wanted), EVENTS_A_PAGE)
    page = paginator.get_page(request.GET.get("pagina"))
    kept = {key: value for key, value in request.GET.dict().items() if key != "pagina" and value}
    context = {
        "form": form,
        "rows": rows.log_rows(log_reading.in_words(page)),
        "is_filtered": bool(kept),
        "reads_everything": may(person, Verb.READ_AUDIT),
        **rows.paging(page, kept),
    }
    return render(request, "core/log.html", context)


@require_GET
@person_needed
def event(request: HttpRequest, person: User, sequence: int) -> HttpResponse:
    """One event, whole, with its hashes."""
    told = log_reading.in_words([access.event_for_auditing(person, sequence)])[0]
    return render(request, "core/event.html", {"event": told, "rows": rows.event_facts(told)})


@require_GET
@person_needed
def verification(request: HttpRequest, person: User) -> HttpResponse:
    """Verifies the chain, if wished against a head noted elsewhere, and says what it proves."""
    _demand_auditor(person)
    text = request.GET.get("cabeza", "").strip()
    noted, problem = None, None
    if text:
        try:
            noted = chain.parse_head(text)
        except Refusal as refusal:
            problem = str(refusal)
    report = None if problem else chain.verify_chain(noted)
    context = {"report": report, "noted": text, "problem": problem}
    return render(request, "core/verification.html", context, status=400 if problem else 200)


def _demand_auditor(person: User) -> None:
    if not may_somewhere(person, Verb.READ_AUDIT):
        raise Denied(_("La bitácora es para quien audita. Pida el rol a quien administra Cauce."))
