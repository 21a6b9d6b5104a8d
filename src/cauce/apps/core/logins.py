"""What happens at the door, told to the audit log: logins, failures, passwords, second factors."""

import hashlib
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from allauth.account import signals as account_signals
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa import signals as mfa_signals
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth import signals as auth_signals
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cauce.apps.core import audit
from cauce.apps.core.models import User

_OWN_EVENTS: dict[str, tuple[Signal, Any]] = {
    "core.login": (account_signals.user_logged_in, _("Inició sesión")),
    "core.logout": (auth_signals.user_logged_out, _("Cerró la sesión")),
    "core.password_changed": (account_signals.password_changed, _("Cambió su contraseña")),
    "core.password_set": (account_signals.password_set, _("Definió su contraseña")),
    "core.password_reset": (account_signals.password_reset, _("Restableció su contraseña")),
    "core.second_factor_added": (
        mfa_signals.authenticator_added,
        _("Activó un segundo factor"),
    ),
    "core.second_factor_removed": (
        mfa_signals.authenticator_removed,
        _("Quitó un segundo factor"),
    ),
    "core.recovery_codes_reset": (
        mfa_signals.authenticator_reset,
        _("Generó códigos de recuperación"),
    ),
}
"""What a person does to their own account: the signal that tells it, and its label."""

LOGIN_FAILED = "core.login_failed"
LOGIN_THROTTLED = "core.login_throttled"
IDENTITY_REFUSED = "core.identity_refused"
SECOND_FACTOR_FAILED = "core.second_factor_failed"

THROTTLED_EVERY: Final = 300
"""Seconds between two events that tell of the same account being tried too often."""


def connect() -> None:
    """Listens to the signals of Django and allauth. Called once, when the application starts."""
    for name, (signal, label) in _OWN_EVENTS.items():
        audit.EVENT_LABELS[name] = label
        signal.connect(_teller(name), weak=False, dispatch_uid=f"cauce.{name}")
    audit.EVENT_LABELS[LOGIN_FAILED] = _("No logró iniciar sesión")
    audit.EVENT_LABELS[SECOND_FACTOR_FAILED] = _("Falló el segundo factor")
    audit.EVENT_LABELS[LOGIN_THROTTLED] = _("Se frenaron los intentos de entrar")
    audit.EVENT_LABELS[IDENTITY_REFUSED] = _("No se admitió una cuenta institucional")
    audit.DETAIL_LABELS["provider"] = _("Proveedor de identidad")
    audit.DETAIL_LABELS["why"] = _("Por qué")
    audit.VALUE_LABELS["why"] = {
        "token": _("la respuesta del proveedor no prueba nada"),
        "nonce": _("la respuesta era de otra visita"),
        "unknown": _("no está conectada con ninguna cuenta"),
        "closed": _("la cuenta está desactivada"),
        "taken": _("no se pudo conectar"),
        "demo": _("las cuentas de la demostración solo entran desde su máquina"),
    }
    auth_signals.user_login_failed.connect(_login_failed, dispatch_uid="cauce.login_failed")
    mfa_signals.authenticator_added.connect(
        _second_factor_added, dispatch_uid="cauce.second_factor_added"
    )
    mfa_signals.authentication_failed.connect(
        _second_factor_failed, dispatch_uid="cauce.second_factor_failed"
    )


def password_path(user: User) -> str:
    """The path of the one-time page where ``user`` sets a password; it expires when used."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )


def tell_throttled(login: str, address: str) -> None:
    """Tells the log, once every five minutes, that attempts on an account are being refused."""
    key = hashlib.sha256(f"{login.lower()} {address}".encode()).hexdigest()
    if cache.add(f"cauce:throttled:{key}", True, timeout=THROTTLED_EVERY):
        _tell_failure(LOGIN_THROTTLED, _account(login))


def tell_identity_refused(provider: str, why: str, user: User | None = None) -> None:
    """Tells the log that an institutional account was not let in."""
    _tell_failure(IDENTITY_REFUSED, user, {"provider": provider, "why": why})


def end_sessions(user: User, *, but: str | None = None) -> None:
    """Ends every open session of a person, wherever it is, ``but`` the one with that key."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    open_ones = Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but)
    for row in open_ones.iterator():
        if store().decode(row.session_data).get(SESSION_KEY) == str(user.pk):
            row.delete()


def _teller(name: str) -> Any:
    def tell(sender: object, user: User | None = None, **kwargs: object) -> None:
        if user is not None and user.pk is not None:
            login = kwargs.get("sociallogin")
            details = {} if login is None else {"provider": login.account.provider}  # type: ignore[attr-defined]
            with transaction.atomic():
                audit.append(name, actor=user, subject=user, details=details)

    return tell


def _login_failed(
    sender: object,
    credentials: dict[str, Any],
    request: HttpRequest | None = None,
    **kwargs: object,
) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")
    # What was typed is kept only when it is an account: people type passwords in the wrong box.
    _tell_failure(LOGIN_FAILED, _account(tried))


def _second_factor_added(
    sender: object, request: HttpRequest, user: User, **kwargs: object
) -> None:
    """Sessions that began with the password alone do not inherit what this one just proved."""
    end_sessions(user, but=request.session.session_key)


def _second_factor_failed(sender: object, user: User, **kwargs: object) -> None:
    _tell_failure(SECOND_FACTOR_FAILED, user)


def _account(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first() if email else None


def _tell_failure(name: str, user: User | None, details: Mapping[str, Any] | None = None) -> None:
    told = dict(details or {}) | ({} if user is None else {"account": user})
    with transaction.atomic():
        audit.append(name, actor=None, subject=user, details=told)
