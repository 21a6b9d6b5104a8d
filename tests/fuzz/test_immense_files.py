"""Immense files through the product, with their figures: read, or refused with what to do.

Minutes and gigabytes: in the long mode only. ``-s`` shows the figures.
"""

import io
import resource
import time
from collections.abc import Iterator

import pytest

from cauce.apps.catalog import actions
from cauce.apps.core.worker import run_job_now
from tests.fuzz.judging import wrong_in_refusal
from tests.people import People

pytestmark = pytest.mark.long


class Written(io.RawIOBase):
    """A stream of lines that are made as they are read; nothing holds them all."""

    def __init__(self, head: bytes, lines: Iterator[bytes]) -> None:
        self._left = head
        self._lines = lines

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while len(self._left) < len(buffer):
            piece = next(self._lines, b"")
            if not piece:
                break
            self._left += piece
        taken = self._left[: len(buffer)]
        self._left = self._left[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _rows(count: int, at_once: int = 20_000) -> Iterator[bytes]:
    for start in range(0, count, at_once):
        yield b"".join(
            b"%04d;Lugar %d;%d,%02d\n" % (n % 340, n % 997, n % 100_000, n % 100)
            for n in range(start, min(count, start + at_once))
        )


def _wide(columns: int) -> bytes:
    line = ",".join(str(n % 97) for n in range(columns))
    return (",".join(f"c{n}" for n in range(columns)) + f"\n{line}\n" * 30).encode()


def _try(people: People, name: str, stream: io.RawIOBase) -> tuple[str, int, str]:
    """State, rows and refusal; the figures are printed."""
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    upload = actions.receive_upload(
        actor=people.alicia,
        organisation=people.planning,
        name=name,
        stream=io.BufferedReader(stream, 1 << 20),
    )
    received = time.monotonic() - started
    run_job_now(upload.job_id)
    upload.refresh_from_db()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"\n{name}: {upload.size:,} bytes, received in {received:.1f} s, "
        f"{time.monotonic() - started - received:.1f} s to read "
        f"({spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime:.1f} s of CPU), "
        f"children {spent.ru_maxrss >> 10} MiB, "
        f"worker {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB: {upload.state} "
        f"{upload.refusal}"
    )
    rows = sum(table["rows"] for table in (upload.report or {}).get("tables", ()))
    return upload.state, rows, upload.refusal


HEAD = b"C\xc3\xb3digo;Municipio;Valor\n"


@pytest.mark.parametrize(("name", "rows"), [("diez_millones.csv", 10_000_000)])
def test_ten_million_rows(people: People, name: str, rows: int) -> None:
    state, found, refusal = _try(people, name, Written(HEAD, _rows(rows)))
    _read_or_told(state, refusal, name)
    assert state == "refused" or found == rows


def test_two_gigabytes(people: People) -> None:
    state, _, refusal = _try(people, "dos_gigas.csv", Written(HEAD, _rows(88_000_000)))
    _read_or_told(state, refusal, "dos_gigas.csv")


@pytest.mark.parametrize(("columns", "state"), [(2_000, "read"), (20_000, "refused")])
def test_thousands_of_columns(people: People, columns: int, state: str) -> None:
    found, _, refusal = _try(people, "ancho.csv", Written(_wide(columns), iter(())))
    assert found == state, refusal
    _read_or_told(found, refusal, "ancho.csv")


def _read_or_told(state: str, refusal: str, name: str) -> None:
    """A slow machine may not be done in time: then the sentence says so and what to do."""
    assert state in {"read", "refused"}
    if state == "refused":
        assert list(wrong_in_refusal(refusal, "told", name)) == []
