"""The public pages of a catalogue of 500 datasets: CPU of one answer, and bytes on the wire.

``warm`` is a page somebody has looked at since the catalogue last changed; ``first`` is the first
look after something was published, when the catalogue is read anew. Called as a WSGI server calls
the application, with compression as a browser asks for it.
"""

import gzip
import io
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.measure import Row, calibration, cpu

DATASETS = 500
TIMES = 200
WARM_MS = 3
PAGES = {
    "home": ("/", 60),
    "catalogue": ("/datos/", 80),
    "search": ("/datos/?q=agua&tema=pobreza", 80),
    "dataset": ("/datos/agua-entubada-por-municipio/", 100),
    "filtered": ("/datos/agua-entubada-por-municipio/?f.departamento.contains=verapaz", 100),
}
"""Addresses, and the kilobytes each was promised to keep within."""


def run(datasets: int = DATASETS) -> list[Row]:
    """CPU and weight of each page, beside a calibration loop."""
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as folder:
        _install(Path(folder))
        _fill(Path(folder), datasets)
        return list(_rows())


def _rows() -> Iterator[Row]:
    from django.core.wsgi import get_wsgi_application

    from cauce.apps.catalog.generation import turn

    application = get_wsgi_application()
    loop = calibration()
    for path, _kilobytes in PAGES.values():
        _asked(application, path)  # what a process imports once
    for name, (path, kilobytes) in PAGES.items():

        def once(path: str = path) -> bytes:
            return _asked(application, path)

        turn()
        first = cpu(once, 1)
        warm = cpu(lambda once=once: [once() for _ in range(TIMES)], 3) / TIMES
        weight = _weight(once()) / 1000
        yield Row(f"{name}, warm", warm, loop, "ms CPU", f"{WARM_MS} ms")
        yield Row(f"{name}, first", first, loop, "ms CPU")
        yield Row(f"{name}, on the wire", weight, 0, "kB", f"{kilobytes} kB")


def _asked(application: Any, path: str) -> bytes:
    """The body of an answer, which must be a page."""
    address, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_ACCEPT_LANGUAGE": "es-GT,es",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": None,
    }
    said: list[str] = []
    answer = application(environ, lambda status, headers: said.append(status))
    body = b"".join(answer)
    answer.close()
    assert said == ["200 OK"], (path, said)
    return body


def _weight(body: bytes) -> int:
    """Bytes on the wire of a page and its styles and scripts; fonts are apart and cached."""
    from django.contrib.staticfiles import finders

    page = gzip.decompress(body).decode()
    total = len(body)
    for path in re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg|ico))"', page):
        file = finders.find(path)
        assert isinstance(file, str), path
        total += len(gzip.compress(Path(file).read_bytes(), 9))
    return total


def _install(folder: Path) -> None:
    """Django on an empty database in ``folder``."""
    (folder / "cauce.toml").touch()
    os.environ |= {
        "CAUCE_CONFIG": str(folder / "cauce.toml"),
        "CAUCE_DATA_DIR": str(folder),
        "CAUCE_ENVIRONMENT": "test",
        "CAUCE_SECRET_KEY": "a key for measuring and nothing else, long enough for all",
        "CAUCE_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "cauce.site.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _fill(folder: Path, datasets: int) -> None:
    """The tests' library, and enough other datasets of one small table each."""
    from tests.http.conftest import FIELDS, PLACES, ROWS, make_library
    from tests.http.publications import publish, table_report, words
    from tests.people import make_people

    people = make_people()
    make_library(people, folder)
    table = table_report(folder / "many", "agua", FIELDS, ROWS)
    themes = ("pobreza", "inversion-publica", "desarrollo-territorial", "cooperacion-internacional")
    for number in range(datasets - 2):
        _code, place, department = PLACES[number % len(PLACES)]
        publish(
            people.alicia if number % 3 else people.carla,
            people.planning if number % 3 else people.water,
            [table],
            words(
                title=f"Hogares con agua en {place}, {department}, edición {number}",
                themes=(themes[number % 4],),
                tags=(department,),
            ),
        )
