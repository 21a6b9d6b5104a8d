"""Error pages, in our own words. The page of error 500 asks nothing of the database."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cauce.base.errors import Busy, CauceError, Conflict, Denied, Gone, NotFound
from cauce.site.disk_trouble import DiskTrouble, disk_trouble


def error_page(request: HttpRequest, error: CauceError) -> HttpResponse:
    """The page that says what happened, where, and what to do.

    Browsers ask again each time: what was withdrawn may be put back.
    """
    response = _error_page(request, error)
    response.headers["Cache-Control"] = "private, no-cache"
    if isinstance(error, Busy):
        response.headers["Cache-Control"] = "no-store"
        response.headers["Retry-After"] = "5"
    return response


def _error_page(request: HttpRequest, error: CauceError) -> HttpResponse:
    if isinstance(error, Gone):
        return render(request, "410.html", {"why": str(error)}, status=410)
    if isinstance(error, NotFound):
        return render(request, "404.html", {"message": str(error)}, status=404)
    if isinstance(error, Denied):
        return render(request, "403.html", {"message": str(error)}, status=403)
    status = 409 if isinstance(error, Conflict) else 503 if isinstance(error, Busy) else 400
    return render(request, "core/refused.html", {"error": error}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be understood."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something this person may not do."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is at this address."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke on our side, or the disk is full. Without session, person or database."""
    from django.template.loader import render_to_string

    if trouble := disk_trouble(sys.exc_info()[1]):
        words = {"read_only": trouble is DiskTrouble.READ_ONLY}
        return HttpResponse(render_to_string("507.html", words), status=507)
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that expired or whose cookie is missing."""
    return render(request, "403_csrf.html", status=403)
