"""Vega for the browser: made once by this installation, kept, and served for ever.

It is 900 kB that only a reader who asks for it loads, so it is not in the repository: a quiet
thread of the server makes it (``keep``), and who asks before that waits some seconds. Its address
names its version; a new one, after an upgrade, is made anew.
"""

import gzip
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cauce.charts.rendering.bundling import VERSION, vega_bundle
from cauce.charts.rendering.studio import busy

PATH: Final = f"vega/{VERSION}.js"
WAITERS: Final = 3
"""Readers who may wait for it to be made, one of whom makes it: each holds a thread."""
_one_at_a_time: Final = threading.Lock()
_waiting: Final = threading.BoundedSemaphore(WAITERS)


@require_safe
def vega(request: HttpRequest) -> HttpResponse:
    """``/vega/<version>.js``: the module that draws figures in the browser."""
    packed = _kept()
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        packed if zipped else gzip.decompress(packed),
        content_type="text/javascript; charset=utf-8",
    )
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def keep() -> None:
    """Makes it where it is not yet."""
    _kept()


def _kept() -> bytes:
    """The compressed bundle, made and written when it is not there yet.

    Raises:
        Busy: when others wait for it already.
    """
    path = Path(settings.STATIC_ROOT) / f"vega-{VERSION}.js.gz"
    with suppress(FileNotFoundError):
        return path.read_bytes()
    if not _waiting.acquire(blocking=False):
        raise busy()
    try:
        with _one_at_a_time:
            if not path.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                unfinished = path.with_suffix(f".{os.getpid()}")
                unfinished.write_bytes(gzip.compress(vega_bundle(), 9, mtime=0))
                unfinished.replace(path)
            return path.read_bytes()
    finally:
        _waiting.release()
