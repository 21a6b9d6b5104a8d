"""What happens at the door, told to the audit log: logins, failures, passwords, second factors."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import signals as auth_signals
from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest
from django.urls import reverse
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
SECOND_FACTOR_FAILED = "core.second_factor_failed"


def connect() -> None:
    """Listens to the signals of Django and allauth. Called once, when the application starts."""
    for name, (signal, label) in _OWN_EVENTS.items():
        audit.EVENT_LABELS[name] = label
        signal.connect(_teller(name), weak=False, dispatch_uid=f"cauce.{name}")
    audit.EVENT_LABELS[LOGIN_FAILED] = _("No logró iniciar sesión")
    audit.EVENT_LABELS[SECOND_FACTOR_FAILED] = _("Falló el segundo factor")
    auth_signals.user_login_failed.connect(_login_failed, dispatch_uid="cauce.login_failed")
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


def _teller(name: str) -> Any:
    def tell(sender: object, user: User | None = None, **kwargs: object) -> None:
        if user is not None and user.pk is not None:
            with transaction.atomic():
                audit.append(name, actor=user, subject=user, details={})

    return tell


def _login_failed(
    sender: object,
    credentials: dict[str, Any],
    request: HttpRequest | None = None,
    **kwargs: object,
) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")
    # What was typed is kept only when it is an account: people type passwords in the wrong box.
    user = User.objects.filter(email__iexact=tried).first() if tried else None
    _tell_failure(LOGIN_FAILED, user)


def _second_factor_failed(sender: object, user: User, **kwargs: object) -> None:
    _tell_failure(SECOND_FACTOR_FAILED, user)


def _tell_failure(name: str, user: User | None) -> None:
    with transaction.atomic():
        details = {} if user is None else {"account": user}
        audit.append(name, actor=None, subject=user, details=details)
