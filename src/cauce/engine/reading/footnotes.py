"""Where the body of a table ends and its notes and sources begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cauce.engine.reading.area import Area
from cauce.engine.reading.cells import BLANK, TEXT

_NOTE = re.compile(
    r"\s*(?:"
    r"(?:fuentes?|notas?|elaboraci[oó]n|elaborad[oa]s?(?: por)?"
    r"|observaci[oó]n|observaciones|nota bene|n\. ?b\.|aclaraci[oó]n(?:es)?"
    r"|leyenda|simbolog[ií]a|referencias?|datos? preliminar(?:es)?"
    r"|cifras? preliminar(?:es)?|cifras? revisadas?|actualizado|source|notes?|footnotes?"
    r"|fecha de (?:actualizaci[oó]n|corte|consulta|elaboraci[oó]n)|metodolog[ií]a"
    r"|\*? ?(?:no )?incluye|\*? ?excluye)\b\s*(?:\(?[\w*]{1,2}\)?)?\s*(?:[:.\-–/]|$)"
    r"|(?:fuente|elaboraci[oó]n|source)s?\b"
    r"|\(?(?:\d{1,2}|[a-zA-Z]|\*{1,4})\s?[/)]\s*\S"
    r"|\(\s*(?:\*{1,4}|-|–|\.{2,3}|…)\s*\)"
    r"|\*{1,4}\s*[A-Za-zÁÉÍÓÚáéíóúÑñ(\"]"
    r"|(?:-{1,2}|–|\.{2,3}|…|n\.?[ds]\.?|s\.?d\.?|[0o][.,]0|[¹²³⁴⁵⁶⁷⁸⁹])\s*[:=]?\s+"
    r"[A-ZÁÉÍÓÚÑ]\w+\s+\w+"
    r"|//|#|©"
    r")",
    re.IGNORECASE,
)
_LONG: Final = 70
_ALWAYS: Final = 0.95


@dataclass(frozen=True)
class Ending:
    """The last row of the body and what follows it."""

    last: int
    footnotes: tuple[tuple[int, str], ...]
    ghosts: tuple[int, ...] = ()
    """Rows after the data that hold only what a formula or a copy left behind."""


def is_note(text: str) -> bool:
    """Whether a text reads as a note, a source or the meaning of a mark."""
    return _NOTE.match(text) is not None


def is_comment(area: Area, row: int, usual: int) -> bool:
    """Whether the row is a comment of a text file: a text that begins with ``#`` or ``//`` and
    fills little else."""
    if area.cells.grid.dialect is None or usual < 2 or area.filled(row) > max(1, usual // 2):
        return False
    first = next(text for text in area.texts(row) if text)
    return first.startswith(("#", "//"))


def find_ending(area: Area, start: int) -> Ending:
    """Go up from the bottom of the area while rows are notes, sources or left-overs.

    A row is one when it reads as a note, when it is a long text alone in a table of several
    columns, when it stands alone after a blank row, or when it has no number where every row of
    the body has one.
    """
    body = [row for row in area.rows if row >= start]
    footnotes: list[tuple[int, str]] = []
    ghosts: list[int] = []
    if not body:
        return Ending(start - 1, ())
    habits = _habits(area, body)
    while len(body) > 1 or (body and _reads_as_note(area, body[-1])):
        row = body[-1]
        if habits.ghost(row):
            ghosts.insert(0, row)
        elif habits.note(row, body):
            footnotes.insert(0, (row, " ".join(text for text in area.texts(row) if text)))
        else:
            break
        body.pop()
    if body and len(footnotes) == 1 and habits.rather_data(*footnotes[0], body[-1]):
        body.append(footnotes.pop()[0])
    return Ending(body[-1] if body else start - 1, tuple(footnotes), tuple(ghosts))


def _reads_as_note(area: Area, row: int) -> bool:
    if area.width > 1 and area.filled(row) > 2:
        return False
    first = next((text for text in area.texts(row) if text), "")
    return is_note(first)


@dataclass(frozen=True)
class _Habits:
    """What the rows of a body usually do."""

    area: Area
    usual: int
    alone_often: bool
    """Rows with a single cell are common among the first three quarters of the body."""
    always: frozenset[int]
    """Columns of numbers, dates or truths where practically every row has something."""
    longest: int
    """Length below which nine of ten first cells stay."""

    def note(self, row: int, body: Sequence[int]) -> bool:
        area = self.area
        if is_comment(area, row, self.usual):
            return True
        looks = area.looks(row)
        filled = [j for j, look in enumerate(looks) if look != BLANK]
        texts = [area.cells.text(row, area.left + j) for j in filled]
        if self.usual < 2 or area.width < 2:
            return is_note(texts[0]) and (row - 1 not in body or _source(texts[0]))
        if any(looks[j] not in (BLANK, TEXT) for j in self.always):
            return False
        apart = self.usual > 2 or len(filled) == 1 or bool(self.always)
        if (
            apart
            and len(filled) <= 2
            and is_note(" ".join(texts))
            and all(looks[j] == TEXT for j in filled[1:])
        ):
            return True
        if len(filled) == 1:
            if looks[filled[0]] != TEXT:
                return False
            apart = row - 1 not in body
            long = len(texts[0]) > max(_LONG, self.longest)
            return not self.alone_often and (apart or long or bool(self.always) or self.usual > 3)
        return len(body) > 4 and len(self.always) >= 2 and set(looks) <= {BLANK, TEXT}

    def rather_data(self, row: int, text: str, last: int) -> bool:
        """A short label right under the data that does not read as a note: a row without values."""
        alone = self.area.filled(row) == 1
        return alone and row == last + 1 and len(text) <= self.longest and not is_note(text)

    def ghost(self, row: int) -> bool:
        """At most one cell, and not where a label or a note would be."""
        looks = self.area.looks(row)
        filled = [j for j, look in enumerate(looks) if look != BLANK]
        return (
            len(filled) == 1
            and self.usual >= 4
            and not self.alone_often
            and filled[0] > 0
            and looks[filled[0]] != TEXT
            and looks.lstrip()[0] != TEXT
        )


def _source(text: str) -> bool:
    return re.match(r"\s*(?:fuentes?|notas?|source|notes?)\s*:", text, re.IGNORECASE) is not None


def _habits(area: Area, body: Sequence[int]) -> _Habits:
    inner = body[: max(1, (3 * len(body)) // 4)]
    sample = inner if len(inner) <= 240 else inner[:: len(inner) // 240]
    looks = [area.looks(row) for row in sample]
    counts = sorted(area.width - look.count(BLANK) for look in looks)
    usual = counts[len(counts) // 2]
    alone = sum(1 for count in counts if count == 1)
    holding = area.holding(sample)
    full = [look for look in looks if area.width - look.count(BLANK) > 1] or looks
    always = frozenset(
        j
        for j in holding.typed
        if sum(1 for look in full if look[j] != BLANK) >= _ALWAYS * len(full)
    )
    lengths = sorted(len(next((text for text in area.texts(row) if text), "")) for row in sample)
    return _Habits(
        area,
        usual,
        alone > 0.2 * len(counts) and not always,
        always,
        lengths[(9 * len(lengths)) // 10 - 1 if len(lengths) > 1 else 0],
    )
