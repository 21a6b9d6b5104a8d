"""The dialect of a text file: which character separates its cells, which one quotes them, and how
quotes are escaped.

Every candidate is tried on the text, and scored by two things a table has and a wrong cut has not:
neighbouring rows have the same number of cells, and cells look like values. Weighted by type after
van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type patterns"
(2019); measured over neighbouring rows so that title rows, notes and several tables in one file do
not count against the right cut.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final

from cauce.engine.reading.delimited import Cut, Rows, cut_cells
from cauce.engine.reading.plausible import is_typed, plausibility

SAMPLE: Final = 256 * 1024
"""Characters of the text that are tried: a text above this is tried by its head, its middle and
its tail.
"""

_PRIORS: Final = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, " ": 0.55, ":": 0.35}
_RARE: Final = {"^": 0.9, "~": 0.85, "§": 0.95, "¦": 0.9, "¬": 0.9, "=": 0.4, "#": 0.6, "*": 0.4}
_UNUSUAL: Final = {
    "&": 0.4,
    "!": 0.4,
    "@": 0.4,
    "\x01": 0.95,
    "\x02": 0.9,
    "\x1e": 0.9,
    "\x1f": 0.95,
}
_SYMBOLS: Final = frozenset({"So", "Sk", "Po", "Sm", "Sc", "Co"})
_ACCEPTED: Final = 0.08
"""Below this score none of the usual separators is plausible."""
_ACCEPTED_RARE: Final = 0.2
_ACCEPTED_SPACE: Final = 0.25


@dataclass(frozen=True)
class Scored:
    """One candidate, how well it fits (0 to 1) and the width most rows have with it."""

    cut: Cut
    score: float
    width: int
    share: float
    """Part of the rows that are not blank with that width."""


@dataclass(frozen=True)
class Wish:
    """What is already known of the dialect; ``None`` is looked for. ``""`` as a quote or escape
    means none.
    """

    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None


def rank_cuts(text: str, wish: Wish | None = None) -> list[Scored]:
    """Every plausible candidate, best first; empty when the text is a single column.

    ``text`` has ``\\n`` line ends and no ``sep=`` line.
    """
    wish = wish or Wish()
    sample = take_sample(text)
    ranked = [
        _score(sample, cut)
        for delimiter in _delimiters(sample, wish)
        for cut in _cuts(sample, delimiter, wish)
    ]
    if wish.delimiter is None:
        ranked = [scored for scored in ranked if scored.score >= _threshold(scored.cut)]
    return sorted(ranked, key=lambda scored: -scored.score)


def separator_line(text: str) -> int:
    """Length of a first line ``sep=;`` (an instruction to Excel, not data), 0 when there is
    none.
    """
    end = text.find("\n", 0, 40)
    first = text[: end if end >= 0 else 40].strip('"').rstrip("\r")
    if end >= 0 and first.lower().startswith("sep=") and len(first) == 5:
        return end + 1
    return 0


def take_sample(text: str, size: int = SAMPLE) -> str:
    """Head, middle and tail of a long text, cut at line ends; a short text whole."""
    if len(text) <= size:
        return text
    part = size // 4
    head = text[: text.rfind("\n", 0, part * 2) + 1]
    if not head:
        return text[:size]
    pieces = [head]
    for start in (len(text) // 2, len(text) - part):
        begin = text.find("\n", start) + 1
        finish = text.rfind("\n", begin, begin + part) + 1 if begin else 0
        if begin and finish > begin:
            pieces.append(text[begin:finish])
    return "".join(pieces)


def _delimiters(sample: str, wish: Wish) -> Iterator[str]:
    if wish.delimiter is not None:
        yield wish.delimiter
        return
    present = Counter(sample)
    lines = sum(1 for line in sample.split("\n") if line.strip())
    for delimiter in (",", ";", "\t", "|", " ", ":", *_RARE, *_UNUSUAL):
        if present[delimiter]:
            yield delimiter
    symbols = (
        character
        for character, count in present.most_common(60)
        if ord(character) > 0x7F and count * 2 >= lines and character not in _RARE
        if unicodedata.category(character) in _SYMBOLS
    )
    yield from islice(symbols, 3)


def _threshold(cut: Cut) -> float:
    if cut.delimiter in {" ", ":"}:
        return _ACCEPTED_SPACE if cut.quote is None else _ACCEPTED_SPACE / 2
    return _ACCEPTED if cut.delimiter in _PRIORS else _ACCEPTED_RARE


def _prior(delimiter: str) -> float:
    return _PRIORS.get(delimiter, _RARE.get(delimiter, _UNUSUAL.get(delimiter, 0.5)))


def _cuts(sample: str, delimiter: str, wish: Wish) -> Iterator[Cut]:
    if wish.quote is not None:
        quotes: list[str | None] = [wish.quote or None]
    else:
        quotes = [quote for quote in ('"', "'") if _opens_cells(sample, delimiter, quote)]
        if '"' not in quotes:
            quotes.append(None)
    for quote in quotes:
        yield Cut(delimiter, quote, escape_of(sample, delimiter, quote, wish) if quote else None)


def _opens_cells(sample: str, delimiter: str, quote: str) -> bool:
    before = re.escape(delimiter) if delimiter else "(?!)"
    opened = len(re.findall(rf"(?:^|{before})[ ]*{quote}", sample, re.MULTILINE))
    closed = len(re.findall(rf"{quote}[ ]*(?:{before}|$)", sample, re.MULTILINE))
    if quote == '"':
        return bool(opened and closed)
    # Apostrophes open and close words: as quotes they come in pairs.
    return bool(opened and closed and abs(opened - closed) * 10 <= opened + closed)


def escape_of(sample: str, delimiter: str, quote: str, wish: Wish | None = None) -> str | None:
    """``\\`` when the text protects quotes with it, ``None`` when it doubles them."""
    if wish is not None and wish.escape is not None:
        return wish.escape if wish.escape not in {"", quote} else None
    stop = rf"(?:{re.escape(delimiter)}|\n|\Z)" if delimiter else r"(?:\n|\Z)"
    escaped = len(re.findall(rf"\\{quote}(?!{stop})", sample))
    escaped_last = len(re.findall(rf"\\{quote}{quote}{stop}", sample))
    return "\\" if escaped + escaped_last else None


def _score(sample: str, cut: Cut) -> Scored:
    rows, _ = cut_cells(sample, cut)
    filled = [row for row in rows if any(cell is not None and str(cell).strip() for cell in row)]
    if not filled:
        return Scored(cut, 0.0, 1, 0.0)
    widths = [len(row) for row in filled]
    common = Counter(widths)
    width, count = max(common.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))
    if width < 2:
        return Scored(cut, 0.0, 1, count / len(filled))
    consistency = _consistency(widths, width)
    worth = _worth(filled, width)
    gain = 1 - 0.35 ** (width - 1)
    fit = consistency * worth**2 * gain * _neatness(filled, cut)
    prior = max(_prior(cut.delimiter), _joints(sample, filled, cut))
    score = fit * prior * _prose(filled, cut) * _whole(filled, cut)
    return Scored(cut, score, width, count / len(filled))


def _joints(sample: str, rows: Rows, cut: Cut) -> float:
    """Part of the separators between two quotes: what is quoted throughout is surely cut there."""
    if cut.quote is None:
        return 0.0
    expected = sum(len(row) - 1 for row in rows)
    return min(1.0, sample.count(cut.quote + cut.delimiter + cut.quote) / max(expected, 1))


def _consistency(widths: list[int], width: int) -> float:
    """Neighbouring rows of equal width, and rows of the commonest one, without the narrow rows
    at both ends.
    """
    first = next(index for index, here in enumerate(widths) if here > 1)
    last = next(index for index in range(len(widths) - 1, -1, -1) if widths[index] > 1)
    core = widths[first : last + 1]
    kept = (len(core) / len(widths)) ** 0.5
    if len(core) == 1:
        return float(0.6 * kept)
    equal = sum(1 for above, below in pairwise(core) if above == below > 1) / (len(core) - 1)
    share = sum(1 for here in core if here == width) / len(core)
    wide = sum(1 for here in core if here > 1) / len(core)
    return float((0.5 * equal + 0.3 * share + 0.2 * wide) * kept)


def _worth(rows: Rows, width: int) -> float:
    """How plausible the cells are, on average over at most 2,000 rows; columns of one kind count
    more.
    """
    chosen = [row for row in rows if len(row) > 1][:2000] or rows[:2000]
    total = weight = 0.0
    for position in range(min(width, 200)):
        cells = [str(row[position] or "") for row in chosen if position < len(row)]
        seen = Counter(cells)
        if not cells:
            continue
        worth = sum(plausibility(cell) * count for cell, count in seen.items()) / len(cells)
        written = [cell for cell in cells[1:] if cell.strip()]
        typed = sum(1 for cell in written if is_typed(cell)) / len(written) if written else 0.5
        total += worth * (0.85 + 0.15 * abs(2 * typed - 1))
        weight += 1
    return total / weight if weight else 0.0


def _neatness(rows: Rows, cut: Cut) -> float:
    """Cells that begin or end with a quote were cut in the wrong place."""
    marks = ('"',) if cut.quote is None else (cut.quote,)
    cells = [str(cell) for row in rows[:2000] for cell in row if cell]
    if not cells:
        return 1.0
    torn = sum(
        1
        for cell in cells
        for mark in marks
        if (cell.lstrip().startswith(mark)) != (cell.rstrip().endswith(mark))
    )
    wrapped = sum(
        1 for cell in cells for mark in "\"'" if len(cell) > 1 and cell[0] == mark == cell[-1]
    )
    return max(0.05, 1 - 2 * torn / len(cells)) * (1 - 0.3 * wrapped / len(cells))


def _prose(rows: Rows, cut: Cut) -> float:
    """A mark that is nearly always followed by a space punctuates sentences more often than it
    separates cells.
    """
    if cut.delimiter not in {",", ";", ":"}:
        return 1.0
    return 1 - 0.3 * _spaced_share(rows) ** 2


def _spaced_share(rows: Rows) -> float:
    later = [str(cell) for row in rows[:2000] for cell in row[1:] if cell]
    return sum(1 for cell in later if cell[0] == " ") / len(later) if later else 0.0


def with_spaces(text: str, cut: Cut) -> Cut:
    """``cut`` with ``spaced`` set when nearly every cell after the first begins with a space."""
    if cut.delimiter not in {",", ";", "|", ":"}:
        return cut
    rows, _ = cut_cells(take_sample(text), replace(cut, quote=None, escape=None))
    return replace(cut, spaced=_spaced_share(rows) > 0.95)


def _whole(rows: Rows, cut: Cut) -> float:
    """Times and dates with a time are values: a cut inside them is wrong."""
    if cut.delimiter not in {" ", ":"}:
        return 1.0
    lines = [cut.delimiter.join(str(cell or "") for cell in row) for row in rows[-1000:]]
    return 1 - 0.8 * sum(1 for line in lines if is_typed(line)) / len(lines)
