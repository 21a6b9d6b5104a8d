"""Twenty readers with a second between pages, most of whose addresses nobody asked for before."""

import http.client
import random
import statistics
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field

from tests.bench.measure import Row
from tests.http.served import Served

CLIENTS = 20
SECONDS = 60.0
THINKING = 1.0
COLD = 0.7


@dataclass
class Heard:
    """What the readers met."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def loaded(portal: Served, table: str, seconds: float = SECONDS) -> list[Row]:
    """How long they wait, whether anything fails, and what the server and the readers cost."""
    heard = Heard()
    before, own = portal.cpu(), time.process_time()
    until = time.monotonic() + seconds
    readers = [
        threading.Thread(target=_reader, args=(portal.port, table, seed, until, heard))
        for seed in range(CLIENTS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    served, read = portal.cpu() - before, time.process_time() - own
    waits = sorted(heard.waits)
    for text in heard.errors[:5]:
        print(f"  {text}", flush=True)
    return [
        Row("20 readers: errors", len(heard.errors), 0, f"of {len(waits)}", "0"),
        Row("20 readers: median wait", statistics.median(waits) * 1000, 0, "ms"),
        Row("20 readers: 99th of 100", waits[int(0.99 * len(waits))] * 1000, 0, "ms", "500 ms"),
        Row("20 readers: the server's CPU", served / seconds * 100, 0, "% of one"),
        Row("20 readers: their own CPU", read / seconds * 100, 0, "% of one"),
    ]


def _reader(port: int, table: str, seed: int, until: float, heard: Heard) -> None:
    chance = random.Random(seed)
    time.sleep(chance.random() * THINKING)
    while time.monotonic() < until:
        path = _address(table, chance)
        start = time.monotonic()
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
                answer = connection.getresponse()
                answer.read()
                status = answer.status
        except OSError as error:
            status, path = 0, f"{path}: {error}"
        with heard.lock:
            heard.waits.append(time.monotonic() - start)
            if status != 200:
                heard.errors.append(f"{path} answered {status}")
        time.sleep(THINKING)


def _address(table: str, chance: random.Random) -> str:
    """A page of the explorer: rows, groups or a chart; new, or one of a few that many ask for."""
    number = chance.randrange(90_000) if chance.random() < COLD else chance.randrange(3)
    filtered = f"f.poblacion.ge={number}"
    kind = chance.random()
    if kind < 0.4:
        return f"{table}explorar/?{filtered}&filas=25"
    grouped = f"{filtered}&por=departamento&medida=sum.gasto"
    if kind < 0.8:
        return f"{table}explorar/?{grouped}"
    return f"{table}explorar/?{grouped}&ver=grafico"
