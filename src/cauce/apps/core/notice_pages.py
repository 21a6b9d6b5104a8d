"""The pages of notices: a person's own, how they want them, and the mails of a demonstration."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cauce.apps.core import access, notice_actions, notice_mail, notices, rows
from cauce.apps.core.acting import demand
from cauce.apps.core.forms import NoticeChoiceForm
from cauce.apps.core.models import User
from cauce.apps.core.people import person_needed
from cauce.apps.core.permissions import Verb, may

NOTICES_A_PAGE = 30


@require_GET
@person_needed
def inbox(request: HttpRequest, person: User) -> HttpResponse:
    """A person's notices, unread first."""
    return _inbox(request, person, NoticeChoiceForm(initial=_choice(person)))


@require_GET
@person_needed
def opened(request: HttpRequest, person: User, number: int) -> HttpResponse:
    """Goes where a notice leads; who opened it has read it."""
    notice = access.notice_for_reading(person, number)
    notices.mark_read(person, notice.pk)
    return redirect(notice.link or "core:notices")


@require_POST
@person_needed
def read(request: HttpRequest, person: User) -> HttpResponse:
    """Marks a notice (``numero``) as read, or all of them."""
    number = request.POST.get("numero", "")
    notices.mark_read(person, access.notice_for_reading(person, number).pk if number else None)
    return redirect("core:notices")


@require_POST
@person_needed
def choice(request: HttpRequest, person: User) -> HttpResponse:
    """Whether a person wants notices by mail, and in which language."""
    form = NoticeChoiceForm(request.POST)
    if not form.is_valid():
        return _inbox(request, person, form)
    notice_actions.choose_notices(actor=person, user=person, **form.cleaned_data)
    messages.success(request, _("Quedó guardado cómo quiere recibir los avisos."))
    return redirect("core:notices")


@require_GET
@person_needed
def mails(request: HttpRequest, person: User) -> HttpResponse:
    """In a demonstration, the mails as they would have gone out; nowhere else does this exist."""
    access.demonstration_only()
    demand(person, Verb.MANAGE_PEOPLE)
    page = Paginator(notices.mails_kept(), NOTICES_A_PAGE).get_page(request.GET.get("pagina"))
    base = settings.CAUCE.base_url or f"{request.scheme}://{request.get_host()}"
    context = {
        "mails": [notice_mail.shown(notice, base) for notice in page],
        **rows.paging(page, {}),
    }
    return render(request, "core/notice_mails.html", context)


def _inbox(request: HttpRequest, person: User, form: NoticeChoiceForm) -> HttpResponse:
    page = Paginator(notices.inbox(person), NOTICES_A_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "notices": page.object_list,
        "unread": notices.unread_count(person),
        "form": form,
        "mailed": bool(settings.CAUCE.email_host) or settings.CAUCE.demo,
        "shows_mails": settings.CAUCE.demo and may(person, Verb.MANAGE_PEOPLE),
        **rows.paging(page, {}),
    }
    return render(request, "core/notices.html", context)


def _choice(person: User) -> dict[str, object]:
    return {
        "notices_by_mail": person.notices_by_mail,
        "language": notice_mail.language_of(person),
    }
