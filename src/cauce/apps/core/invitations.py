"""Links with which a person connects the institution's account to the one they have here."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from allauth.account.internal.userkit import str_to_user_id, user_id_to_str
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.urls import reverse

from cauce.apps.core.models import User

AGE: Final = timedelta(days=3)
"""How long a link lasts: Django's PASSWORD_RESET_TIMEOUT."""

STATE: Final = "invitation"
"""Where a login's state keeps the link: with that one walk to the provider, and no other."""


class _Tokens(PasswordResetTokenGenerator):
    """A token dies with time, with the password, and with any connection made or undone."""

    key_salt = "cauce.apps.core.invitations"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        connected = (
            SocialAccount.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)
        )
        return f"{user.pk}{user.password}{user.is_active}{list(connected)}{timestamp}"


_tokens = _Tokens()


def invitation_path(user: User) -> str:
    """The path of the page where ``user`` connects the institution's account, once."""
    return reverse(
        "core:invitation",
        kwargs={"person": user_id_to_str(user), "key": _tokens.make_token(user)},
    )


def invited(person: str, key: str) -> User | None:
    """Whom a link invites, or nobody when it was used, expired or is incomplete."""
    try:
        user = User.objects.filter(pk=str_to_user_id(person), is_active=True).first()
    except ValidationError:
        return None
    return user if user is not None and _tokens.check_token(user, key) else None


def invited_by(state: Mapping[str, Any]) -> User | None:
    """Whom the link that began this login invites, if a link began it."""
    kept = state.get(STATE)
    return invited(*kept) if kept else None
