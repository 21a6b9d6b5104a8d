"""Pages of a portal with 500 datasets: CPU of a request in this process, and bytes of a visit."""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.catalogue500 import DATASETS, prepare
from tests.bench.measure import Row
from tests.bench.spent import spent
from tests.bench.visits import median_cpu, weight

REQUESTS = 200
CPU = "3 ms"
FONTS = "80 kB"


def run(requests: int = REQUESTS) -> list[Row]:
    """CPU of warm requests of visitors and of a person, of pages made anew, and all bytes."""
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as folder:
        demonstration = prepare(Path(folder) / "portal")
        help_ = spent("-m", "cauce.cli", "--help", times=3)
        return [
            Row("`cauce --help`", help_.cpu, 0, "ms CPU", "300 ms"),
            Row("`cauce demo`, in all", demonstration.cpu, 0, "ms CPU"),
            *_measured(requests),
        ]


def _measured(requests: int) -> list[Row]:
    from cauce.apps.catalog.models import Dataset
    from cauce.site.wsgi import application

    water = Dataset.objects.get(title="Hogares por fuente de agua")
    assert water.latest is not None
    shown = f"/datos/{water.slug}/"
    pages = {
        "home": ("/", "60 kB"),
        f"catalogue of {DATASETS}": ("/datos/", "80 kB"),
        "dataset, 340 rows": (shown, "100 kB"),
    }
    cookie = _cookie()

    def row(name: str, addresses: Iterator[str], times: int, at_most: str = "", **who: str) -> Row:
        return Row(name, median_cpu(application, addresses, times, **who), 0, "ms CPU", at_most)

    rows = []
    for name, (address, _most) in pages.items():
        again = itertools.repeat(address)
        rows += [
            row(f"{name}: a visitor", again, requests, CPU),
            row(f"{name}: a person with an account", again, requests, CPU, cookie=cookie),
            row(f"{name}: made anew", _forgotten(address), requests // 4),
            row(f"{name}: after a publication", _published(address), 5),
        ]
    table = water.latest.tables.get()
    rows += [
        row("a search nobody made before", _searches(), requests // 4),
        row("rows nobody asked for before", _filters(shown, table), requests // 4),
    ]
    return [*rows, *_bytes(application, pages)]


def _bytes(application: Any, pages: dict[str, tuple[str, str]]) -> Iterator[Row]:
    fonts = 0
    for name, (address, most) in pages.items():
        measured = weight(application, address)
        fonts = max(fonts, measured.fonts)
        yield Row(f"{name}: on the wire", measured.travelled / 1000, 0, "kB", most)
        yield Row(f"{name}: unpacked", measured.plain / 1000, 0, "kB")
    yield Row("fonts", fonts / 1000, 0, "kB", FONTS)


def _cookie() -> str:
    """The session of somebody who publishes."""
    from django.conf import settings
    from django.test import Client

    from cauce.apps.core.demo import people
    from cauce.apps.core.models import User

    client = Client()
    client.force_login(User.objects.get(email=people()[0].email))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _forgotten(address: str) -> Iterator[str]:
    """The address, with the kept pages dropped each time before it is asked for."""
    from cauce.apps.catalog import kept

    while True:
        kept.forget()
        yield address


def _published(address: str) -> Iterator[str]:
    """The address, after the catalogue's generation has turned, as a publication turns it."""
    from cauce.apps.catalog.generation import turn

    while True:
        turn()
        yield address


def _searches() -> Iterator[str]:
    words = ("agua", "camino", "beca", "riego", "vivenda", "bosque", "nutricion", "mercado")
    for number in itertools.count():
        yield f"/datos/?q={words[number % len(words)]}+{number}"


def _filters(address: str, table: Any) -> Iterator[str]:
    figure = next(each["name"] for each in table.columns if each["type"] == "integer")
    for number in itertools.count(1):
        yield f"{address}?f.{figure}.ge={number}&orden=-{figure}"
