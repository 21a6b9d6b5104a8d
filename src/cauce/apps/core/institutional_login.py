"""Coming in by the institution's account: who is let in, who is refused, who is connected."""

import hmac
from typing import Any, NoReturn

from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cauce.apps.core import invitations, logins, second_factor
from cauce.apps.core.account_actions import connect_identity
from cauce.apps.core.adapter import comes_from_this_machine
from cauce.apps.core.identity_tokens import had_second_factor
from cauce.apps.core.models import User
from cauce.apps.core.provider import InstitutionalOAuth2Adapter, provider_named
from cauce.base.errors import NotFound, Refusal
from cauce.base.identity_providers import IdentityProvider


class InstitutionalAdapter(DefaultSocialAccountAdapter):
    """allauth's behaviour, with providers from ``cauce.toml`` alone and nobody signing up."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody makes an account by having one elsewhere."""
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The configured providers; rows of the database do not count."""
        return [
            _app(each)
            for each in settings.CAUCE.identity_providers
            if provider in (None, each.id, "openid_connect")
        ]

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Never: an e-mail is given to somebody else when its owner leaves."""
        return

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Lets in who is known, connects who was invited or asked for it, refuses the others."""
        claims: dict[str, Any] = getattr(sociallogin, "claims", {})
        expected = str(sociallogin.state.get("nonce") or "")
        if not expected or not hmac.compare_digest(str(claims.get("nonce", "")), expected):
            _refuse(request, sociallogin, "nonce")
        if settings.CAUCE.demo and not comes_from_this_machine(request):
            _refuse(request, sociallogin, "demo")
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            _connect_to_who_asks(request, sociallogin)
        guest = invitations.invited_by(sociallogin.state)
        if not sociallogin.is_existing and guest is not None:
            _connect(request, sociallogin, guest)
        person = sociallogin.user
        if not sociallogin.is_existing or not isinstance(person, User):
            _refuse(request, sociallogin, "unknown")
        if not person.is_active:
            _refuse(request, sociallogin, "closed", person)
        second_factor.withdraw_vouch(request)
        provider = provider_named(sociallogin.account.provider)
        if provider and provider.accepts_second_factor and had_second_factor(claims):
            second_factor.vouch(request, person)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Tells the log of answers that proved nothing; what a visitor cancelled is not told."""
        if exception is not None:
            logins.tell_identity_refused(provider.app.provider_id, "token")


def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Sends a visitor to the provider; as often as the login page allows."""
    if request.method == "POST":
        slow = ratelimit.consume_or_429(request, action="login")
        if slow is not None:
            return slow
    return _viewed(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where the provider sends the visitor back, with what it says of them."""
    return _viewed(OAuth2CallbackView, request, provider_id)


def _viewed(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    if provider_named(provider_id) is None:
        raise NotFound(_("No hay un proveedor de identidad con ese nombre."))
    page = view.adapter_view(InstitutionalOAuth2Adapter(request, provider_id))
    answer: HttpResponseBase = page(request)
    return answer


def _app(provider: IdentityProvider) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.id,
        name=provider.name[:40],
        client_id=provider.client_id,
        secret=provider.secret,
        settings={"server_url": provider.issuer, "oauth_pkce_enabled": True},
    )


def _connect_to_who_asks(request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
    person = request.user
    if not isinstance(person, User):
        _refuse(request, sociallogin, "unknown")
    try:
        _create(sociallogin, person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("La cuenta institucional quedó conectada."))
    raise ImmediateHttpResponse(redirect("core:identities"))


def _connect(request: HttpRequest, sociallogin: SocialLogin, guest: User) -> None:
    try:
        sociallogin.account = _create(sociallogin, guest)
    except Refusal as refusal:
        _refuse(request, sociallogin, "taken", guest, str(refusal))
    sociallogin.user = guest


def _create(sociallogin: SocialLogin, person: User) -> Any:
    account = sociallogin.account
    return connect_identity(
        actor=person,
        user=person,
        provider=account.provider,
        key=account.uid,
        label=account.extra_data.get("label", ""),
    )


def _refuse(
    request: HttpRequest,
    sociallogin: SocialLogin,
    why: str,
    person: User | None = None,
    message: str = "",
) -> NoReturn:
    logins.tell_identity_refused(sociallogin.account.provider, why, person)
    context = {"why": why, "message": message}
    raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", context, status=403))
