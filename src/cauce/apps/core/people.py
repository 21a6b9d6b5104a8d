"""Who asks for a page: a person with an account, or nobody yet."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cauce.apps.core.models import User

Rest = ParamSpec("Rest")


def person_needed(
    page: Callable[Concatenate[HttpRequest, User, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]:
    """Gives the page the person who asks, after ``request``; others are sent to log in first."""

    @wraps(page)
    def asked(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        return page(request, request.user, *args, **kwargs)

    return asked
