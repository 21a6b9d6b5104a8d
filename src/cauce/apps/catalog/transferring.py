"""The addresses of sending in parts: tus 1.0.0, the open protocol of resumable uploads.

``POST /publicar/envios/`` creates, ``HEAD …/<key>/`` tells how far it has come, ``PATCH`` adds,
``DELETE`` gives up. Extensions: creation, expiration, termination, checksum (SHA-1, SHA-256).
Whoever sends has a session and the header ``X-CSRFToken``, and goes on with their own files only.
Of our own: the header ``Cauce-Next``, the page to go to once the file is whole, and a Spanish
sentence in the body of every refusal. https://tus.io/protocols/resumable-upload
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cauce.apps.catalog import access, transfers, uploading
from cauce.apps.catalog.models import Transfer
from cauce.apps.catalog.turns import Turns
from cauce.apps.catalog.tus import (
    VERSION,
    Checksum,
    checksum_of,
    metadata_of,
    number_in,
    verified,
    written_metadata,
)
from cauce.apps.core.access import organisation_by_slug
from cauce.apps.core.models import User
from cauce.apps.core.people import person_needed
from cauce.base.errors import CauceError, Conflict, Denied, NotFound, Refusal
from cauce.engine.part_file import EndMoved

Rest = ParamSpec("Rest")
Page = Callable[Concatenate[HttpRequest, User, Rest], HttpResponse]

CHUNK: Final = 256 * 1024
"""Bytes asked for at once: the most that a killed server loses."""
_STATUS: Final = {
    "limit.upload": 413,
    "limit.announced": 413,
    "limit.checksum": 413,
    "transfer.many": 429,
    "transfer.space": 507,
    "transfer.expired": 410,
    "transfer.checksum": 460,
    "transfer.media": 415,
    "transfer.turn": 503,
    "store.disk": 507,
}
"""What a refusal is in HTTP, by its code; otherwise by its kind."""
_turns = Turns()


def _spoken(page: Page[Rest]) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """The protocol's manners: its version in and out, who asks, refusals as plain sentences."""

    @never_cache
    @wraps(page)
    def answer(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if request.method == "OPTIONS":
            response = _abilities()
        elif request.headers.get("Tus-Resumable") != VERSION:
            response = _told(412, _("Se habla tus %s.") % VERSION)
            response.headers["Tus-Version"] = VERSION
        elif not isinstance(request.user, User):
            response = _told(401, _("Su sesión terminó. Entre otra vez y continúe el envío."))
        else:
            try:
                response = page(request, request.user, *args, **kwargs)
            except CauceError as error:
                response = _refused(error)
        response.headers["Tus-Resumable"] = VERSION
        return response

    return answer


@_spoken
def begin(request: HttpRequest, person: User) -> HttpResponse:
    """Creates a transfer."""
    if request.method != "POST":
        return _told(405, _("Aquí solo se empieza un envío."))
    size = number_in(request.headers, "Upload-Length")
    said = metadata_of(request.headers.get("Upload-Metadata", ""))
    dataset = (
        access.dataset_for_publishing(person, said["dataset"]) if said.get("dataset") else None
    )
    organisation = (
        dataset.organisation if dataset else organisation_by_slug(said.get("organisation", ""))
    )
    transfer = transfers.begin(
        person=person,
        organisation=organisation,
        name=said.get("filename", ""),
        size=size,
        dataset=dataset,
    )
    response = _dated(HttpResponse(status=201), transfer)
    response.headers["Location"] = reverse("catalog:transfer", args=[transfer.key])
    return response


@_spoken
def transfer(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Tells how far a transfer has come, adds to it, or gives it up."""
    found = transfers.transfer_of(person, key)
    method = request.method or ""
    if method == "POST":  # anything else says what it is, and a GET comes without a token
        method = request.headers.get("X-HTTP-Method-Override", method)
    if method == "HEAD":
        return _how_far(found)
    if method == "PATCH":
        return _more(request, person, found)
    if method == "DELETE":
        transfers.give_up(found)
        return HttpResponse(status=204)
    return _told(405, _("Un envío se consulta, se continúa o se descarta."))


@require_POST
@person_needed
def give_up(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """Gives up a transfer from the list of files."""
    found = transfers.transfer_of(person, key)
    transfers.give_up(found)
    messages.success(request, _("El envío de «%s» se descartó.") % found.name)
    return redirect("catalog:publish")


def _how_far(found: Transfer) -> HttpResponse:
    response = _dated(HttpResponse(status=200), found)
    response.headers["Upload-Offset"] = str(transfers.received(found))
    response.headers["Upload-Length"] = str(found.size)
    response.headers["Upload-Metadata"] = written_metadata(filename=found.name)
    if found.upload:
        response.headers["Cauce-Next"] = reverse("catalog:understood", args=[found.upload.key])
    return response


def _more(request: HttpRequest, person: User, found: Transfer) -> HttpResponse:
    if request.content_type != "application/offset+octet-stream":
        raise Refusal(_("Una parte viaja como offset+octet-stream."), code="transfer.media")
    at = number_in(request.headers, "Upload-Offset")
    checksum = checksum_of(request.headers.get("Upload-Checksum", ""))
    coming = int(request.META.get("CONTENT_LENGTH") or 0)
    end = transfers.received(found)
    if at != end:
        raise EndMoved(end)
    if at + coming > found.size:
        raise Refusal(_("La parte pasa del tamaño que se anunció."), code="limit.announced")
    if coming:
        with _turns.taken():
            end = _append(request, found, at, coming, checksum)
    response = HttpResponse(status=204)
    if end == found.size:
        upload = transfers.finish(person, found)
        response.headers["Cauce-Next"] = reverse("catalog:understood", args=[upload.key])
    response.headers["Upload-Offset"] = str(end)
    return _dated(response, found)


def _append(
    request: HttpRequest, found: Transfer, at: int, coming: int, checksum: Checksum | None
) -> int:
    chunks = _arriving(request)
    if checksum is not None:
        chunks = iter([verified(chunks, coming, checksum)])
    return transfers.go_on(found, chunks, at)


def _arriving(request: HttpRequest) -> Iterator[bytes]:
    """What comes, until the end or until the connection breaks."""
    with suppress(OSError):
        while chunk := request.read(CHUNK):
            yield chunk


def _abilities() -> HttpResponse:
    response = HttpResponse(status=204)
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Max-Size"] = str(uploading.most_bytes())
    response.headers["Tus-Extension"] = "creation,expiration,termination,checksum"
    response.headers["Tus-Checksum-Algorithm"] = "sha1,sha256"
    return response


def _dated(response: HttpResponse, found: Transfer) -> HttpResponse:
    if not found.upload_id:
        response.headers["Upload-Expires"] = http_date(transfers.expires_at(found).timestamp())
    return response


def _refused(error: CauceError) -> HttpResponse:
    response = _told(_status_of(error), str(error))
    if isinstance(error, EndMoved):
        response.headers["Upload-Offset"] = str(error.length)
    if error.code == "transfer.turn":
        response.headers["Retry-After"] = "2"
    return response


def _status_of(error: CauceError) -> int:
    if error.code in _STATUS:
        return _STATUS[error.code]
    if isinstance(error, EndMoved):
        return 409
    kinds = ((NotFound, 404), (Denied, 403), (Conflict, 422))  # 409 speaks of offsets alone
    return next((status for kind, status in kinds if isinstance(error, kind)), 400)


def _told(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
