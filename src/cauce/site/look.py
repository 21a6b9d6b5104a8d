"""The page of components: every piece the pages are made of, in its states."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """``/_componentes``, for who makes or reviews pages."""
    return render(request, "_componentes.html")
