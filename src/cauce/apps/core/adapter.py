"""What allauth asks of us: nobody signs up, and a demonstration's accounts stay on its machine."""

from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cauce.apps.core.models import User
from cauce.apps.core.permissions import Verb, may_somewhere

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour, with signing up closed and demonstrations kept on loopback."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody may make an account by themselves."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who may publish goes to their files; everybody else to the home page."""
        visitor = request.user
        if isinstance(visitor, User) and may_somewhere(visitor, Verb.PUBLISH_DATASET):
            return reverse("catalog:publish")
        home: str = super().get_login_redirect_url(request)
        return home

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuses a demonstration's public passwords from elsewhere; then allauth's own limits."""
        if settings.CAUCE.demo and not comes_from_this_machine(request):
            raise ValidationError(
                _("Las cuentas de la demostración solo entran desde la máquina en que corre Cauce.")
            )
        super().pre_authenticate(request, **credentials)


def comes_from_this_machine(request: HttpRequest) -> bool:
    """Whether the visitor sits at this machine; whoever comes through a proxy is not believed."""
    if any(header in request.META for header in _FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
