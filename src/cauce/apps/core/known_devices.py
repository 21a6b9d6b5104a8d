"""Devices that entered before, so that a stranger who guesses does not lock the owner out.

Failures are counted by account for all unknown devices together, and apart for each device that
entered with that account (OWASP, "Slow down online guessing attacks with device cookies"). The
cookie opens nothing: it only chooses whose failures are counted together. It is signed and holds
a random number and a keyed hash of the e-mail.
"""

import hmac
import secrets
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from cauce.apps.core.models import User

COOKIE: Final = "cauce_equipo"
AGE: Final = timedelta(days=180)
_SALT: Final = "cauce.known_devices"


def device_of(request: HttpRequest, login: str) -> str:
    """The name of the device, when it entered before with that e-mail; otherwise empty."""
    written = request.get_signed_cookie(
        COOKIE, default="", salt=_SALT, max_age=int(AGE.total_seconds())
    )
    owner, _, number = (written or "").partition(":")
    if not number or not hmac.compare_digest(owner, _owner(login)):
        return ""
    return f"device:{number}"


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Leaves the cookie, unless this device has it."""
    if device_of(request, user.email):
        return
    response.set_signed_cookie(
        COOKIE,
        f"{_owner(user.email)}:{secrets.token_hex(12)}",
        salt=_SALT,
        max_age=int(AGE.total_seconds()),
        path="/cuenta/",
        secure=settings.CAUCE.https,
        httponly=True,
        samesite="Lax",
    )


def _owner(login: str) -> str:
    return salted_hmac(_SALT, login.strip().lower(), algorithm="sha256").hexdigest()[:32]
