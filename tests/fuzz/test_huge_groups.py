"""Groups without number are answered and drawn in bounded time, and say that they are partial.

And while one visitor asks for them, the others are served: in the long mode, by the real server.
"""

import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cauce.charts.drawing import draw
from cauce.charts.figure import Figure
from cauce.charts.source import Source
from cauce.engine.explore import Explore
from cauce.engine.query import Queries, answer
from cauce.engine.store import LooseTable
from tests.engine.tables import column
from tests.http.served import ROOT, Served, served

ROWS = 60_000
MOST_SECONDS = 15.0
"""CPU of one answer or drawing, on a busy machine."""
_PREPARE = """
import sys
from pathlib import Path
import django
django.setup()
from cauce.apps.core.models import Organisation, User
from tests.http.publications import Field, publish, table_report, words
fields = (Field("clave", "Clave"), Field("otra", "Otra"), Field("n", "Cantidad", "integer"))
rows = [(f"Clave {each:07d}", f"Otra {each * 7 % 300_007}", each) for each in range(300_000)]
made = table_report(Path(sys.argv[1]), "tabla", fields, rows)
alicia = User.objects.get(email__startswith="alicia")
publish(alicia, Organisation.objects.get(slug="seplan"), [made], words(title="Enorme"))
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """A table where every row has values of its own."""
    path = tmp_path_factory.mktemp("t") / "t.parquet"
    table = {
        "_row": pa.array(range(2, ROWS + 2), pa.int64()),
        "_kind": pa.array(["data"] * ROWS),
        "clave": pa.array([f"Clave {each:07d}" for each in range(ROWS)]),
        "n": pa.array(range(ROWS), pa.int64()),
        "v": pa.array([each * 0.37 for each in range(ROWS)]),
    }
    pq.write_table(pa.table(table), path)
    loose = LooseTable.at(path)
    schema = (
        column("clave", "text", distinct=ROWS),
        column("n", "integer", distinct=ROWS),
        column("v", "number", distinct=ROWS),
    )
    return Source(loose.sha256, "Enorme", schema, ROWS, loose, "gt", None)


def asked(source: Source, query: str) -> Explore:
    return Explore.from_query(source.table, source.schema, parse_qs(query))


@pytest.mark.parametrize(
    ("query", "total", "partial"),
    [
        ("por=clave&medida=median.v&orden=-median_v", ROWS, False),
        ("por=clave,n&medida=share.v&desde=59999&filas=1000", ROWS, False),
        ("por=n&cruce=clave&medida=sum.v", ROWS, True),
        ("cruce=clave&medida=distinct.n&medida=sum.v", 1, True),
    ],
)
def test_groups_without_number_are_answered(
    source: Source, query: str, total: int, partial: bool
) -> None:
    began = time.process_time()
    found = answer(asked(source, query), source.tables, source.schema, using=Queries())
    assert time.process_time() - began < MOST_SECONDS
    assert found.total == total
    assert len(found.rows) <= 1000
    assert any("es parcial" in note for note in found.notes) is partial


@pytest.mark.parametrize(
    "query",
    [
        "por=clave&medida=sum.n&ver=grafico",
        "por=clave&cruce=n&medida=sum.v&ver=grafico&grafico=apiladas",
        "por=clave&medida=sum.n&medida=sum.v&ver=grafico&grafico=dispersion",
    ],
)
def test_drawings_of_groups_without_number_say_that_they_are_partial(
    source: Source, query: str
) -> None:
    began = time.process_time()
    found = draw(source, asked(source, query))
    assert time.process_time() - began < MOST_SECONDS
    assert isinstance(found, Figure)
    assert any("El dibujo es parcial" in note for note in found.notes)
    assert len(str(found.wide)) < 1_000_000


@pytest.mark.long
def test_other_visitors_notice_nothing(tmp_path: Path) -> None:
    """The home page is served while pages, charts and files of 300,000 groups are asked for."""
    data = tmp_path / "portal"
    data.mkdir()
    with served(data) as portal:
        made = [sys.executable, "-c", _PREPARE, str(tmp_path / "t")]
        subprocess.run(made, env=portal.environ, check=True, cwd=ROOT)
        portal.start()
        home = [_seconds(portal, "/")[0] for _ in range(3)]
        where, heavy = "/datos/enorme/tabla/", list[tuple[float, int]]()
        asks = [
            "explorar/?por=clave&cruce=otra&medida=sum.n&ver=grafico&grafico=apiladas",
            "explorar/?por=clave,otra&medida=median.n&orden=-median_n",
            "explorar.csv?por=clave,otra&medida=sum.n",
            "figura.svg?por=otra&medida=sum.n&ver=grafico",
        ]
        busy = [
            threading.Thread(target=lambda ask=ask: heavy.append(_seconds(portal, where + ask)))
            for ask in asks
        ]
        for each in busy:
            each.start()
        meanwhile = []
        while any(each.is_alive() for each in busy):
            meanwhile.append(_seconds(portal, "/"))
            time.sleep(0.1)
        for each in busy:
            each.join()
        print(f"home {min(home):.2f} s alone, {max(meanwhile)[0]:.2f} s at most meanwhile")
        print(f"asked {max(heavy)[0]:.2f} s at most, {portal.memory():.0f} MB")
        assert [status for _, status in heavy] == [200] * len(asks)
        assert {status for _, status in meanwhile} == {200}
        assert max(meanwhile)[0] < 5.0
        assert portal.memory() < 2_000


def _seconds(portal: Served, path: str) -> tuple[float, int]:
    began = time.monotonic()
    status, _headers, _body = portal.ask("GET", path)
    return time.monotonic() - began, status
