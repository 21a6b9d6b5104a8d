"""Pages of a portal with 500 datasets: CPU of a request in this process, and bytes of a visit."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
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
    rows = []
    for name, (address, _most) in pages.items():
        again = itertools.repeat(address)
        rows += [
            Row(f"{name}: a visitor", median_cpu(application, again, requests), 0, "ms CPU", CPU),
            Row(
                f"{name}: a person with an account",
                median_cpu(application, again, requests, cookie),
                0,
                "ms CPU",
                CPU,
            ),
            Row(
                f"{name}: made anew each time",
                median_cpu(application, _forgotten(address), requests // 4),
                0,
                "ms CPU",
            ),
        ]
    rows += [
        Row(
            "a search nobody made before",
            median_cpu(application, _searches(), requests // 4),
            0,
            "ms CPU",
        ),
        Row(
            "rows nobody asked for before",
            median_cpu(application, _filters(shown, water.latest.tables.get()), requests // 4),
            0,
            "ms CPU",
        ),
        Row(
            "home after a publication",
            median_cpu(application, _published("/"), 10),
            0,
            "ms CPU",
        ),
    ]
    return [*rows, *_bytes(application, pages)]


def _bytes(application: Any, pages: dict[str, tuple[str, str]]) -> Iterator[Row]:
    fonts = 0
    for name, (address, most) in pages.items():
        measured = weight(application, address)
        fonts = max(fonts, measured.fonts)
        yield Row(
            f"{name}: bytes sent / unpacked",
            measured.travelled / 1000,
            measured.plain / 1000,
            "kB",
            most,
        )
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
    """The address, with all of the catalogue's memory dropped each time, as a publication does."""
    from cauce.apps.catalog import catalogue, kept, queries

    drop: tuple[Callable[[], None], ...] = (catalogue.forget, queries.forget, kept.forget)
    while True:
        for each in drop:
            each()
        yield address


def _searches() -> Iterator[str]:
    words = ("agua", "camino", "beca", "riego", "vivenda", "bosque", "nutricion", "mercado")
    for number in itertools.count():
        yield f"/datos/?q={words[number % len(words)]}+{number}"


def _filters(address: str, table: Any) -> Iterator[str]:
    figure = next(each["name"] for each in table.columns if each["type"] == "integer")
    for number in itertools.count(1):
        yield f"{address}?f.{figure}.ge={number}&orden=-{figure}"
