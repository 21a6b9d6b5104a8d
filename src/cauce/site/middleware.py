"""What every request goes through: security headers, where it comes from, errors in words."""

from collections.abc import Callable

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from cauce.apps.core.origin import Origin, coming_from
from cauce.apps.core.second_factor import must_set_up
from cauce.base.errors import CauceError, Denied
from cauce.site.errors import error_page

Next = Callable[[HttpRequest], HttpResponseBase]


def content_security_policy() -> str:
    """The policy of every answer. A form may only lead here, or on to a configured login."""
    providers = sorted({each.origin for each in settings.CAUCE.identity_providers})
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            " ".join(("form-action 'self'", *providers)),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


_ALWAYS_OPEN = {"core:health", "set_language", "account_logout"}
_OF_THE_ACCOUNT = ("account_", "mfa_", "openid_connect_", "socialaccount_", "core:account")
PERMISSIONS_POLICY = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
)


def security_headers(get_response: Next) -> Next:
    """Adds the content security and permissions policies to every answer, static files too.

    What a person who is logged in sees stays in no cache: the next one at that machine could go
    back.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_security_policy())
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def request_origin(get_response: Next) -> Next:
    """Tells the audit log which address a request comes from (see ``trusted_proxies``)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with coming_from(Origin("web", client_address(request))):
            return get_response(request)

    return answer


def client_address(request: HttpRequest) -> str | None:
    """The visitor's network address, or ``None`` when the proxies do not tell it."""
    try:
        return get_client_ip(request)
    except ImproperlyConfigured:  # fewer proxies in X-Forwarded-For than were configured
        return None


class SecondFactorFirst:
    """Leads who governs data or administers to the second factor, until they have one.

    Pages of the account itself stay open, or nobody could set it up; everything else waits.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, page: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """The way to the set-up, or nothing."""
        match = request.resolver_match
        if match is None or match.view_name in _ALWAYS_OPEN or request.user.is_anonymous:
            return None
        if not must_set_up(request, request.user):
            return None
        request.second_factor_missing = True  # type: ignore[attr-defined]
        if match.view_name.startswith(_OF_THE_ACCOUNT):
            return None
        return redirect("mfa_index")


class SpokenErrors:
    """Turns our errors into pages.

    Not found 404, denied 403 (or the login), refused 400, 409, busy 503.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of one of our errors; other exceptions are not ours to explain."""
        if not isinstance(error, CauceError):
            return None
        if isinstance(error, Denied) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return error_page(request, error)
