"""The second factor: whom it is demanded of, how its secrets are kept, when a provider's counts."""

import base64
from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cauce.apps.core.models import Membership, User
from cauce.base.errors import Refusal

ROLES: Final = (Membership.Role.OGD,)
"""Roles that do not work without a second factor; whoever administers does not either."""

_VOUCHED: Final = "cauce_second_factor_elsewhere"
_MARK: Final = "f1:"
_PURPOSE: Final = b"cauce second factor secrets 1"


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's behaviour, with secrets encrypted in the database.

    Fernet, with a key derived (HKDF-SHA-256) from the installation's secret key. What was written
    before this existed is read as it is.
    """

    def encrypt(self, text: str) -> str:
        """Marked and encrypted."""
        return _MARK + _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """What was encrypted; an old secret, which has no mark, as it is."""
        if not encrypted_text.startswith(_MARK):
            return encrypted_text
        try:
            return _box().decrypt(encrypted_text.removeprefix(_MARK).encode("ascii")).decode()
        except InvalidToken as error:
            raise Refusal(
                _("El segundo factor se guardó con otra clave secreta y no se puede comprobar."),
                remedy=_(
                    "Pida a quien administra la plataforma que lo quite para activarlo otra vez."
                ),
            ) from error


class SecondFactorStage(AuthenticateStage):
    """Asks for the code, unless the institution's login already had a second factor."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if is_vouched_for(request, self.login.user):
            return False
        asked: bool = super()._should_handle(request)
        return asked


def must_set_up(request: HttpRequest, person: User | AnonymousUser) -> bool:
    """Whether this person may go nowhere before having a second factor."""
    if not isinstance(person, User) or not is_demanded_here() or not is_demanded_of(person):
        return False
    return not has_second_factor(person) and not is_vouched_for(request, person)


def is_demanded_here() -> bool:
    """Whether this installation demands it: all do but a demonstration that says so."""
    return bool(settings.CAUCE.second_factor_required or not settings.CAUCE.demo)


def is_demanded_of(person: User) -> bool:
    """Whether this person's roles demand it."""
    return person.is_platform_admin or person.memberships.filter(role__in=ROLES).exists()


def has_second_factor(person: User) -> bool:
    """Whether the person has an authenticator application connected."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def vouch(request: HttpRequest, person: User) -> None:
    """Notes in the session that this login's second factor was given at the provider."""
    request.session[_VOUCHED] = person.pk


def is_vouched_for(request: HttpRequest, person: object) -> bool:
    """Whether this session's login had its second factor at the provider."""
    return isinstance(person, User) and request.session.get(_VOUCHED) == person.pk


def withdraw_vouch(request: HttpRequest) -> None:
    """Forgets what a provider said: another login begins."""
    request.session.pop(_VOUCHED, None)


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key))) for key in keys])


def _derived(key: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(made)
