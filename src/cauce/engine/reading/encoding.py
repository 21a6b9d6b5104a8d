"""The encoding of a text file, decided over the whole of it.

The ladder: byte order mark; UTF-16 and UTF-32 by their pattern of zeros; strict UTF-8 over the
whole file; else cp1252, unless the letters say clearly that it is Mac Roman, cp850 or cp1251.
Statistical detectors are not asked: on Spanish text they are wrong more often than this ladder.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.letters import CANDIDATES, collect_words, score_decodings
from cauce.engine.reading.limits import Budget

_BLOCK: Final = 256 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_LETTER: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH: Final = bytes(range(128, 256))
_NAMES: Final = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "iso8859-1": "iso8859-1",
}


@dataclass
class _Evidence:
    """What a pass over the bytes saw."""

    is_utf8: bool = True
    cut_short: bool = False
    """The only fault is a letter cut in half by the end of the file."""
    letters: int = 0
    """Well-formed UTF-8 letters outside ASCII, in the blocks looked at."""
    strays: int = 0
    """Bytes outside ASCII that belong to no such letter."""
    words: Counter[bytes] = field(default_factory=Counter)


def decide_encoding(
    path: Path, wanted: str | None, budget: Budget
) -> tuple[Decision[str], tuple[Note, ...]]:
    """The encoding of a text file with its reason, and questions for the person where the letters
    look wrong.

    Raises:
        Refusal: when ``wanted`` is not the name of a text encoding.
    """
    found, notes = _find(path, budget)
    if wanted is None:
        return found, notes
    asked = _known(wanted)
    if _fits(asked, found):
        return Decision(asked, "Lo decidió una persona o la receta."), ()
    note = Note(
        "question",
        "encoding.differs",
        f"El archivo se leyó como {asked}, como se pidió, pero parece {found.value}. Mire los "
        "nombres con tilde.",
    )
    decision = Decision(asked, "Lo decidió una persona o la receta.", (found.value,))
    return decision, (note,)


def _fits(asked: str, found: Decision[str]) -> bool:
    """Whether the bytes may be what was asked; nobody can tell single-byte encodings surely."""
    if not found.value.startswith("utf"):
        return not asked.startswith("utf")
    plain = found.value == "utf-8" and not found.alternatives
    return plain or _family(asked) == _family(found.value)


def _family(name: str) -> str:
    return name.removesuffix("-sig").removesuffix("-le").removesuffix("-be")


def _find(path: Path, budget: Budget) -> tuple[Decision[str], tuple[Note, ...]]:
    with path.open("rb") as file:
        head = file.read(64 * 1024)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Decision(name, "El archivo empieza con la marca de orden de bytes (BOM)."), ()
    wide = _wide_encoding(head)
    if wide is not None:
        return Decision(wide, "Los bytes nulos siguen el patrón de esta codificación."), ()
    evidence = _look(path, budget)
    if evidence.is_utf8:
        return _utf8(evidence)
    if evidence.letters >= 2 and evidence.letters > 3 * evidence.strays:
        return _damaged_utf8()
    return _single_byte(evidence.words)


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name)
        "".encode(found.name)
    except (LookupError, ValueError) as error:
        raise Refusal(
            f"No se conoce la codificación «{name}». Use por ejemplo utf-8, cp1252, utf-16, "
            "mac-roman o cp850.",
            code="encoding.unknown",
        ) from error
    if not getattr(found, "_is_text_encoding", True):
        raise Refusal(
            f"«{name}» no es una codificación de texto. Use por ejemplo utf-8, cp1252 o utf-16.",
            code="encoding.unknown",
        )
    return _NAMES.get(found.name, name.lower())


def _wide_encoding(head: bytes) -> str | None:
    if b"\x00" not in head:
        return None
    usable = head[: len(head) // 4 * 4]
    if len(usable) >= 8:
        zeros = [usable[place::4].count(0) * 4 / len(usable) for place in range(4)]
        if min(zeros[1:]) > 0.9 and zeros[0] < 0.1:
            return "utf-32"
        if min(zeros[:3]) > 0.9 and zeros[3] < 0.1:
            return "utf-32-be"
    usable = head[: len(head) // 2 * 2]
    if len(usable) < 4:
        return None
    even = usable[0::2].count(0) * 2 / len(usable)
    odd = usable[1::2].count(0) * 2 / len(usable)
    if odd > 0.4 and even < 0.02:
        return "utf-16"
    if even > 0.4 and odd < 0.02:
        return "utf-16-be"
    return None


def _blocks(path: Path, budget: Budget) -> Iterator[bytes]:
    """The file in blocks that end at a line end where there is one."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if len(block) == _BLOCK:
                block += file.readline(64 * 1024)
            budget.check_time()
            yield block


def _look(path: Path, budget: Budget) -> _Evidence:
    evidence = _Evidence()
    decoder = codecs.getincrementaldecoder("utf-8")()
    looked = 0
    for number, block in enumerate(_blocks(path, budget)):
        if block.isascii():
            continue
        if evidence.is_utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                evidence.is_utf8 = False
        # The first million bytes with such letters, and then a sixteenth of the rest.
        if looked < 4 or (number % 16 == 0 and looked < 12):
            looked += 1
            collect_words(block, evidence.words)
            rest, letters = _UTF8_LETTER.subn(b"", block)
            evidence.letters += letters
            evidence.strays += len(rest) - len(rest.translate(None, _HIGH))
        if looked == 12 and not evidence.is_utf8:  # nothing further on is looked at
            break
    if evidence.is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            evidence.cut_short = evidence.letters > 0
            evidence.is_utf8 = evidence.cut_short
    return evidence


def _utf8(evidence: _Evidence) -> tuple[Decision[str], tuple[Note, ...]]:
    if not evidence.letters and not evidence.cut_short:
        return Decision("utf-8", "Todo el archivo es ASCII, que también es UTF-8."), ()
    if not evidence.cut_short:
        return Decision("utf-8", "Todo el archivo es UTF-8 válido.", ("cp1252",)), ()
    note = Note(
        "warning",
        "encoding.cut_short",
        "El archivo termina a media letra: parece cortado. Compruebe que se subió completo.",
    )
    return Decision("utf-8", "Todo el archivo es UTF-8 salvo su último byte.", ("cp1252",)), (note,)


def _damaged_utf8() -> tuple[Decision[str], tuple[Note, ...]]:
    note = Note(
        "question",
        "encoding.mixed",
        "Casi todo el archivo es UTF-8, pero hay bytes que no lo son y se leyeron como cp1252. "
        "Revise los nombres con tilde.",
    )
    return Decision("utf-8", "Casi todas las letras con tilde son UTF-8 válido.", ("cp1252",)), (
        note,
    )


_TITLES: Final = {
    "cp1252": "Windows (cp1252)",
    "mac-roman": "Mac (Mac Roman)",
    "cp850": "MS-DOS (cp850)",
    "cp1251": "cirílico (cp1251)",
}


def _single_byte(words: Counter[bytes]) -> tuple[Decision[str], tuple[Note, ...]]:
    scores = score_decodings(words)
    default = CANDIDATES[0]
    best = max(CANDIDATES, key=lambda name: scores[name])
    others = tuple(name for name in CANDIDATES if name != default)
    seen = sum(words.values())
    lead = scores[best] - scores[default]
    if best == default or lead < 0.3:
        if scores[default] >= 0.0:
            return Decision(default, "No es UTF-8 y las letras son las de Windows.", others), ()
        note = Note(
            "question",
            "encoding.unusual",
            f"No es UTF-8 y, leído como {_TITLES[default]}, hay letras en lugares raros. Mire los "
            "nombres con "
            "tilde y elija otra codificación si no se leen bien.",
        )
        return Decision(default, "No es UTF-8; es la codificación más usual.", others), (note,)
    if seen >= 3 and scores[best] >= 0.55 and scores[default] <= 0.15 and lead >= 0.6:
        rest = tuple(name for name in CANDIDATES if name != best)
        letters = "las letras cirílicas" if best == "cp1251" else "las letras con tilde"
        note = Note(
            "question",
            "encoding.unusual",
            f"El texto se leyó como {_TITLES[best]} porque así {letters} quedan en su lugar. "
            "Mire los nombres y confirme.",
        )
        reason = (
            f"No es UTF-8 y, de {number_es(seen)} palabras con letras especiales, casi todas se "
            "leen bien así."
        )
        return Decision(best, reason, rest), (note,)
    note = Note(
        "question",
        "encoding.unusual",
        f"El texto se leyó como {_TITLES[default]}, pero podría ser {_TITLES[best]}: mire los "
        "nombres con "
        "tilde y elija.",
    )
    ordered = (best, *(name for name in others if name != best))
    return Decision(default, "No es UTF-8; es la codificación más usual.", ordered), (note,)
