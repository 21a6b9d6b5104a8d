"""Pages of institutional accounts: connecting and disconnecting one's own, and invitations."""

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cauce.apps.core import access, account_actions, invitations, queries
from cauce.apps.core.people import person_needed
from cauce.apps.core.provider import provider_named
from cauce.base.errors import NotFound, Refusal

if TYPE_CHECKING:
    from cauce.apps.core.models import User


@require_GET
@reauthentication_required
@person_needed
def identities(request: HttpRequest, person: "User") -> HttpResponse:
    """The institutional accounts by which one comes in, and those that may be connected."""
    connected = queries.identities_of(person)
    context = {
        "connected": connected,
        "providers": [
            each
            for each in settings.CAUCE.identity_providers
            if each.id not in {identity.provider for identity in connected}
        ],
    }
    return render(request, "core/identities.html", context)


@require_POST
@reauthentication_required
@person_needed
def connect(request: HttpRequest, person: "User", provider_id: str) -> HttpResponse:
    """Sends the person to the provider, to come back connected."""
    return _sent(request, provider_id, AuthProcess.CONNECT)


@require_POST
@reauthentication_required
@person_needed
def disconnect(request: HttpRequest, person: "User", number: int) -> HttpResponse:
    """Ends coming in by one of one's own institutional accounts."""
    identity = access.identity_for_disconnecting(person, number)
    try:
        account_actions.disconnect_identity(actor=person, identity=identity)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("La cuenta institucional quedó desconectada."))
    return redirect("core:identities")


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, person: str, key: str) -> HttpResponse:
    """Where an invited person goes on to the provider, once it is clear whose account it is."""
    guest = invitations.invited(person, key)
    if request.user.is_authenticated or guest is None:
        status = 200 if guest is not None else 404
        return render(request, "core/invitation.html", {"guest": None}, status=status)
    if request.method == "POST":
        name = request.POST.get("provider", "")
        return _sent(request, name, AuthProcess.LOGIN, **{invitations.STATE: [person, key]})
    context = {"guest": guest, "providers": settings.CAUCE.identity_providers}
    return render(request, "core/invitation.html", context)


@require_POST
@person_needed
def invite(request: HttpRequest, person: "User", number: int) -> HttpResponse:
    """Shows, once, the link with which a person connects their institutional account."""
    row = access.person_for_managing(person, number)
    path = account_actions.issue_invitation(actor=person, user=row)
    base = settings.CAUCE.base_url.rstrip("/")
    link = f"{base}{path}" if base else request.build_absolute_uri(path)
    return render(request, "core/invitation_issued.html", {"row": row, "link": link})


@require_POST
@person_needed
def cut(request: HttpRequest, person: "User", number: int) -> HttpResponse:
    """Ends coming in by somebody's institutional account, for administrators."""
    identity = access.identity_for_disconnecting(person, number)
    owner = identity.user_id
    account_actions.disconnect_identity(actor=person, identity=identity)
    messages.success(request, _("La cuenta institucional quedó desconectada."))
    return redirect("core:person", number=owner)


@require_POST
@person_needed
def reset_second_factor(request: HttpRequest, person: "User", number: int) -> HttpResponse:
    """Takes away somebody's lost second factor."""
    row = access.person_for_managing(person, number)
    account_actions.reset_second_factor(actor=person, user=row)
    messages.success(
        request, _("El segundo factor quedó quitado y las sesiones de la persona se cerraron.")
    )
    return redirect("core:person", number=row.pk)


def _sent(request: HttpRequest, provider_id: str, process: str, **state: list[str]) -> HttpResponse:
    if provider_named(provider_id) is None:
        raise NotFound(_("No hay un proveedor de identidad con ese nombre."))
    provider = get_adapter(request).get_provider(request, provider_id)
    answer: HttpResponse = provider.redirect(request, process, **state)
    return answer
