"""A large text file: a UTF-8 copy written in a stream, and the cells of its head and its tail."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from cauce.engine.reading.delimited import Cut, Rows, cut_cells
from cauce.engine.reading.dialect import SAMPLE, separator_line
from cauce.engine.reading.grid import Bulk
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.opened import Place
from cauce.engine.reading.transcode import Inspector

HEAD_ROWS: Final = 2000
TAIL_ROWS: Final = 500
_HEAD_BYTES: Final = 4 * 1024 * 1024
_TAIL_BYTES: Final = 1024 * 1024


@dataclass(frozen=True)
class Copy:
    """The UTF-8 copy of a text file, and what was learned while it was written."""

    path: Path
    lines: int
    size: int
    sample: str
    """Whole lines of the head, and of two places further on, for the dialect."""


def write_copy(stream: Iterable[str], place: Place, inspector: Inspector) -> Copy:
    """Write the text of ``stream`` to a new file in ``place.workdir``, in UTF-8 with ``\\n``
    line ends; ``inspector`` counts the lines of the stream.
    """
    size = 0
    ends_open = False
    with NamedTemporaryFile(dir=place.workdir, suffix=".utf8.txt", delete=False) as file:
        path = Path(file.name)
        for text in stream:
            written = text.encode("utf-8", "replace")
            file.write(written)
            size += len(written)
            ends_open = not text.endswith("\n")
    return Copy(path, inspector.newlines + ends_open, size, _sample(path, size))


def _sample(path: Path, size: int) -> str:
    part = SAMPLE // 4
    with path.open("rb") as file:
        head = file.read(2 * part)
        pieces = [head[: head.rfind(b"\n") + 1] or head]
        for start in (size // 2, size - part):
            if start <= len(head):
                continue
            file.seek(start)
            piece = file.read(part)
            pieces.append(piece[piece.find(b"\n") + 1 : piece.rfind(b"\n") + 1])
    return b"".join(pieces).decode("utf-8", "replace")


def cut_bulk(copy: Copy, cut: Cut, budget: Budget) -> tuple[Bulk, Rows, list[int]]:
    """Cells of the first 2,000 and the last 500 records; a first ``sep=`` line stays in the
    copy, not in the rows.
    """
    head, head_numbers, whole = _cut_head(copy, cut)
    budget.check_time()
    tail: Rows = []
    tail_numbers: list[int] = []
    if not whole:
        tail, tail_numbers = _cut_tail(copy, cut)
        last = head_numbers[-1] if head_numbers else 0
        first = next((place for place, line in enumerate(tail_numbers) if line > last), len(tail))
        tail, tail_numbers = tail[first:], tail_numbers[first:]
    bulk = Bulk(copy.path, len(head), len(tail), copy.lines)
    return bulk, head + tail, head_numbers + tail_numbers


def _cut_head(copy: Copy, cut: Cut) -> tuple[Rows, list[int], bool]:
    with copy.path.open("rb") as file:
        raw = file.read(_HEAD_BYTES)
    whole = len(raw) >= copy.size
    if not whole and b"\n" in raw:
        raw = raw[: raw.rfind(b"\n") + 1]
    text = raw.decode("utf-8", "replace")
    skipped = separator_line(text)
    rows, numbers = cut_cells(text[skipped:], cut, 2 if skipped else 1)
    if not whole and len(rows) > 1 and len(rows) <= HEAD_ROWS:
        rows.pop()  # The last record may be cut in two.
        numbers.pop()
    if len(rows) > HEAD_ROWS:
        whole = False
    return rows[:HEAD_ROWS], numbers[:HEAD_ROWS], whole


def _cut_tail(copy: Copy, cut: Cut) -> tuple[Rows, list[int]]:
    start = max(0, copy.size - _TAIL_BYTES)
    with copy.path.open("rb") as file:
        file.seek(start)
        raw = file.read()
    if start:
        raw = raw[raw.find(b"\n") + 1 :]
    if cut.quote is not None and _quotes_before(copy, len(raw), cut.quote) % 2:
        # The first lines are the rest of a quoted cell: begin after the line that closes it.
        closing = raw.find(cut.quote.encode())
        raw = raw[raw.find(b"\n", closing) + 1 :] if closing >= 0 else raw
    first_line = copy.lines - (raw.count(b"\n") + (not raw.endswith(b"\n"))) + 1
    rows, numbers = cut_cells(raw.decode("utf-8", "replace"), cut, first_line)
    return rows[-TAIL_ROWS:], numbers[-TAIL_ROWS:]


def _quotes_before(copy: Copy, tail: int, quote: str) -> int:
    """Quotes ahead of the last ``tail`` bytes: an odd number means that the tail begins inside a
    quoted cell.
    """
    mark, left, count = quote.encode(), copy.size - tail, 0
    with copy.path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(1024 * 1024, left))):
            count += chunk.count(mark)
            left -= len(chunk)
    return count
