"""Bytes to text in a stream: nothing is lost, line ends become ``\\n``, and what looks wrong is
counted on the way.
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.reading.decision import Note, Severity
from cauce.engine.reading.limits import Budget

CHUNK: Final = 256 * 1024
"""Bytes at a time: what a processor keeps at hand; four times as much costs a third more."""
LENIENT: Final = "cauce.lenient"
"""Name of the error handler that reads what an encoding cannot as cp1252, byte by byte."""

_UNDEFINED: Final = b"\x81\x8d\x8f\x90\x9d"
_LISTED: Final = 100
_MOJIBAKE: Final = re.compile(
    "Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\u00a0-\u00bf]|â€[œ\u009d™“”˜¦¢\u0093\u0094]"
)
_CONTROLS: Final = re.compile("[\u0080-\u009f]")
_UNDEFINED_CONTROLS: Final = "\x81\x8d\x8f\x90\x9d"
"""What cp1252 leaves undefined: no other control comes out of it."""
_USUAL_CONTROLS: Final = _UNDEFINED_CONTROLS + "\x80\x85\x91\x92\x93\x94\x96\x97"
"""Those, and what the typographic marks of cp1252 become when they are read as Latin-1."""


def _read_leniently(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.encoding.lower().startswith(
        ("utf-16", "utf-32", "utf_16", "utf_32", "utf16", "utf32")
    ):
        return "\ufffd", error.end
    wrong = error.object[error.start : error.end]
    return "".join(_WINDOWS[byte] for byte in wrong), error.end


codecs.register_error(LENIENT, _read_leniently)
_WINDOWS: Final = [
    bytes([byte]).decode("cp1252") if byte not in _UNDEFINED else chr(byte) for byte in range(256)
]


def decode_lenient(raw: bytes, encoding: str) -> str:
    """Text of ``raw``, complete: a byte the encoding does not define becomes what cp1252 makes
    of it, or a control.
    """
    return raw.decode(encoding, LENIENT)


@dataclass
class Symptom:
    """How often something wrong was seen, and in which lines."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, count: int, lines: Iterator[int]) -> None:
        """Count ``count`` more, keeping the first hundred of ``lines``."""
        self.count += count
        while len(self.lines) < _LISTED and (line := next(lines, None)) is not None:
            if not self.lines or self.lines[-1] != line:
                self.lines.append(line)


@dataclass
class Inspector:
    """Looks at decoded text as it passes, counts its lines and notes what a person should know."""

    newlines: int = 0
    mojibake: Symptom = field(default_factory=Symptom)
    lost: Symptom = field(default_factory=Symptom)
    controls: Symptom = field(default_factory=Symptom)
    nul: Symptom = field(default_factory=Symptom)
    marks: Symptom = field(default_factory=Symptom)
    ends: str | tuple[str, ...] | None = None
    """The kinds of line end seen, as ``io.IncrementalNewlineDecoder`` says them."""

    def clean(self, text: str, likely: str = _USUAL_CONTROLS) -> str:
        """``text`` (whole characters, ``\\n`` ends) without NUL and inner byte order marks;
        symptoms are counted.

        Args:
            likely: the controls that show that there are any.
        """
        if not text.isascii():
            if "\ufffd" in text:
                self._find(self.lost, re.compile("\ufffd"), text)
            if "Ã" in text or "Â" in text or "â€" in text:
                self._find(self.mojibake, _MOJIBAKE, text)
            if any(mark in text for mark in likely):
                self._find(self.controls, _CONTROLS, text)
            if "\ufeff" in text:
                self._find(self.marks, re.compile("\ufeff"), text)
                text = text.replace("\ufeff", "")
        if "\x00" in text:
            self._find(self.nul, re.compile("\x00"), text)
            text = text.replace("\x00", "")
        self.newlines += text.count("\n")
        return text

    def _find(self, symptom: Symptom, pattern: re.Pattern[str], text: str) -> None:
        places = [found.start() for found in pattern.finditer(text)]
        if places:
            symptom.add(len(places), self._lines(text, places))

    def _lines(self, text: str, places: list[int]) -> Iterator[int]:
        line, behind = self.newlines + 1, 0
        for place in places:
            line += text.count("\n", behind, place)
            behind = place
            yield line

    @property
    def newline(self) -> str:
        """``\\n``, ``\\r\\n``, ``\\r`` or ``mixed``; ``\\n`` for a file of one line."""
        if isinstance(self.ends, tuple):
            return "mixed"
        return self.ends or "\n"

    def notes(self) -> list[Note]:
        """What was seen, worst first."""
        found: list[tuple[Symptom, Severity, str, str, str, str]] = [
            (
                self.lost,
                "question",
                "encoding.lost_letters",
                "Hay una letra perdida",
                "Hay {n} letras perdidas",
                " (en su lugar hay «\ufffd»): el daño es anterior a esta lectura. "
                "Pida el archivo original o corrija esas celdas.",
            ),
            (
                self.mojibake,
                "question",
                "encoding.mojibake",
                "Hay una secuencia",
                "Hay {n} secuencias",
                " como «Ã³» en lugar de letras con tilde: el texto se convirtió dos veces. "
                "Revise esas filas y vuelva a exportar desde el sistema de origen.",
            ),
            (
                self.controls,
                "question",
                "encoding.controls",
                "Hay un carácter",
                "Hay {n} caracteres",
                " de control que ningún texto usa: la codificación puede ser otra. "
                "Revise esas filas.",
            ),
            (
                self.nul,
                "warning",
                "encoding.nul",
                "Se quitó un byte nulo",
                "Se quitaron {n} bytes nulos",
                ", que ningún texto lleva. Revise que esas filas estén completas.",
            ),
            (
                self.marks,
                "info",
                "encoding.inner_bom",
                "Se quitó una marca de orden de bytes",
                "Se quitaron {n} marcas de orden de bytes",
                " en medio del archivo, como deja la unión de varios archivos.",
            ),
        ]
        return [
            Note(
                severity,
                code,
                (one if symptom.count == 1 else many.format(n=number_es(symptom.count))) + rest,
                tuple(symptom.lines),
            )
            for symptom, severity, code, one, many, rest in found
            if symptom.count
        ]


def _codec(path: Path, encoding: str) -> str:
    """Python's codec: UTF-16 and UTF-32 without byte order mark are little-endian."""
    if encoding not in {"utf-16", "utf-32"}:
        return encoding
    with path.open("rb") as file:
        head = file.read(4)
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    return encoding if marked else f"{encoding}-le"


def stream_text(path: Path, encoding: str, inspector: Inspector, budget: Budget) -> Iterator[str]:
    """The whole file as text, a piece at a time, with ``\\n`` line ends and without byte
    order mark.
    """
    codec = codecs.lookup(_codec(path, encoding))
    likely = _UNDEFINED_CONTROLS if codec.name == "cp1252" else _USUAL_CONTROLS
    raw_decoder = codecs.getincrementaldecoder(codec.name)(LENIENT)
    decoder = io.IncrementalNewlineDecoder(raw_decoder, translate=True)
    first = True
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            budget.check_time()
            text = decoder.decode(chunk, final=not chunk)
            if first and text:
                text = text.removeprefix("\ufeff")
                first = False
            if text:
                yield inspector.clean(text, likely)
            if not chunk:
                break
    inspector.ends = decoder.newlines
