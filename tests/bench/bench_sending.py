"""Sending: what a large file costs the server, in parts and by the form, beside cp and sha256."""

import os
import random
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.measure import Row
from tests.bench.spent import spent
from tests.http.served import Served, served

MEGABYTES = 300
PART = 8 * 2**20

_RAW = """
import hashlib, shutil, sys
shutil.copyfile(sys.argv[1], sys.argv[2])
with open(sys.argv[2], "rb") as file:
    hashlib.file_digest(file, "sha256")
"""


def run(megabytes: int = MEGABYTES) -> list[Row]:
    """Megabytes that a CPU second of the server receives and keeps, and the memory that takes."""
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as name:
        folder = Path(name)
        source = folder / "grande.csv"
        size = _write(source, megabytes)
        raw = spent("-c", _RAW, str(source), str(folder / "copia.csv"), times=2)
        raw_speed = size / 1e6 / (raw.cpu / 1000)
        data = folder / "datos"
        data.mkdir()
        with served(data) as portal:
            portal.start()
            rest = portal.memory()
            parts = _cpu(portal, lambda: _in_parts(portal, source, size))
            after_parts = portal.memory()
            whole = _cpu(portal, lambda: _in_one_piece(portal, source, size))
            after_whole = portal.memory()
    name = f"{megabytes} MB"
    return [
        Row(f"{name} in parts of 8 MB / cp and sha256", size / 1e6 / parts, raw_speed, "MB/s CPU"),
        Row(f"{name} by the form / cp and sha256", size / 1e6 / whole, raw_speed, "MB/s CPU"),
        Row("memory it took, in parts / at rest", after_parts - rest, rest, "MB", "32 MB"),
        Row("memory it took, by the form / at rest", after_whole - rest, rest, "MB", "32 MB"),
    ]


def _cpu(portal: Served, do: Any) -> float:
    before = portal.cpu()
    do()
    return max(portal.cpu() - before, 0.01)


def _in_parts(portal: Served, source: Path, size: int) -> None:
    address = portal.begin("partes.csv", size)
    with source.open("rb") as file:
        for at in range(0, size, PART):
            status, _headers, text = portal.add(address, at, file.read(PART))
            if status != 204:
                raise RuntimeError(text.decode())


def _in_one_piece(portal: Served, source: Path, size: int) -> None:
    edge = "frontera-de-la-prueba"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="organisation"\r\n\r\nseplan\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="entero.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    ).encode()
    tail = f"\r\n--{edge}--\r\n".encode()

    def pieces() -> Any:
        yield head
        with source.open("rb") as file:
            while chunk := file.read(2**18):
                yield chunk
        yield tail

    headers = {
        "Content-Type": f"multipart/form-data; boundary={edge}",
        "Content-Length": str(len(head) + size + len(tail)),
    }
    status, _headers, text = portal.ask("POST", "/publicar/nuevo/", headers, pieces())
    if status != 302:
        raise RuntimeError(text.decode()[:2000])


def _write(path: Path, megabytes: int) -> int:
    block = random.Random(3).randbytes(2**20)
    with path.open("wb") as file:
        for number in range(megabytes):
            file.write(number.to_bytes(4) + block[4:])
    return os.path.getsize(path)
