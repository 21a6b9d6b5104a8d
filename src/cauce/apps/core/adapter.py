"""What allauth asks of us about accounts: nobody signs up, guessing passwords is slow, a
demonstration's accounts stay on its machine."""

from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cauce.apps.core import logins, second_factor
from cauce.apps.core.known_devices import device_of, remember_device
from cauce.apps.core.models import User
from cauce.apps.core.permissions import Verb, may_somewhere

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
_ALLAUTHS_STAGE = "allauth.mfa.stages.AuthenticateStage"
_OUR_STAGE = "cauce.apps.core.second_factor.SecondFactorStage"


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour; nobody signs up, and failures count as ``known_devices`` says."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody may make an account by themselves."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who publishes or reviews goes to what waits for them; everybody else to the home page."""
        visitor = request.user
        if isinstance(visitor, User) and may_somewhere(visitor, Verb.WITHDRAW_DATASET):
            return reverse("catalog:publish")
        home: str = super().get_login_redirect_url(request)
        return home

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address; the nearest machine's when the proxies do not tell it."""
        try:
            found: str = super().get_client_ip(request)
        except ImproperlyConfigured:  # fewer proxies in X-Forwarded-For than were configured
            return str(request.META.get("REMOTE_ADDR", ""))
        return found

    def get_login_stages(self) -> list[str]:
        """allauth's, with our second factor, which knows what a provider vouched for."""
        stages: list[str] = super().get_login_stages()
        return [_OUR_STAGE if each == _ALLAUTHS_STAGE else each for each in stages]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuses a demonstration's public passwords from elsewhere; then counts the attempt."""
        if settings.CAUCE.demo and not comes_from_this_machine(request):
            raise ValidationError(
                _("Las cuentas de la demostración solo entran desde la máquina en que corre Cauce.")
            )
        if not request.user.is_authenticated:
            second_factor.withdraw_vouch(request)
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            logins.tell_throttled(str(credentials.get("email", "")), self.get_client_ip(request))
            raise

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Remembers that this device entered with this account."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Whose failures are counted together: this device's, or those of all unknown ones."""
        login = str(credentials.get("email", "")).lower()
        return device_of(request, login) or f"unknown:{login}"


def comes_from_this_machine(request: HttpRequest) -> bool:
    """Whether the visitor sits at this machine; whoever comes through a proxy is not believed."""
    if any(header in request.META for header in _FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
