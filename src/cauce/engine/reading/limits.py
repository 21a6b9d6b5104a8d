"""The limits of one reading, and the budget that spends them."""

import time
from dataclasses import dataclass, field
from typing import Final

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one reading may use. Exceeding any of them is a normal refusal that says which one
    and what to do.
    """

    memory: int = 1536 * MEBIBYTE
    """Bytes of memory of the reading process. The process that starts the reading enforces it."""
    seconds: int = 120
    """Wall-clock seconds for the whole reading."""
    decompressed: int = 2048 * MEBIBYTE
    """Bytes that archives and workbooks may grow to, all members together."""
    cells: int = 12_000_000
    """Cells (rows times columns) held at once, all sheets and records together. Text files above
    ``large`` are not held and do not count."""
    columns: int = 20_000
    """Columns of one sheet or text, blank ones between among them."""
    table_columns: int = 2_000
    """Columns of one table: one with more is nearly always cut with the wrong delimiter, or turned
    on its side."""
    members: int = 1_000
    """Members of a ZIP archive."""
    ratio: float = 300.0
    """How many times its compressed size a member may grow to, above the first 32 MiB."""
    large: int = 16 * MEBIBYTE
    """Text files above this many bytes are read by their head and their tail, and staged from a
    UTF-8 copy.
    """


@dataclass
class Budget:
    """Counts what a reading has used and refuses, in Spanish, when a limit is exceeded."""

    limits: Limits
    started: float = field(default_factory=time.monotonic)
    used_cells: int = 0
    used_bytes: int = 0

    def check_time(self) -> None:
        """Refuse when the reading has taken longer than ``limits.seconds``."""
        if time.monotonic() - self.started > self.limits.seconds:
            raise Refusal(
                f"La lectura tardó más de {number_es(self.limits.seconds)} segundos, el máximo "
                "permitido. "
                "Divida el archivo en partes o guárdelo como CSV en UTF-8 y vuelva a intentarlo.",
                code="limit.seconds",
            )

    def spend_cells(self, rows: int, columns: int, where: str) -> None:
        """Count ``rows`` times ``columns`` cells of ``where`` (a sheet or file name)."""
        if columns > self.limits.columns:
            raise too_many_columns(where, columns, self.limits.columns)
        self.used_cells += rows * columns
        if self.used_cells > self.limits.cells:
            raise Refusal(
                f"«{where}» llega a {number_es(self.used_cells)} celdas y el máximo es "
                f"{number_es(self.limits.cells)}. Borre filas y columnas vacías al final, divida "
                "el archivo o guárdelo como CSV, que no tiene este límite.",
                code="limit.cells",
            )

    def spend_bytes(self, count: int, where: str) -> None:
        """Count ``count`` decompressed bytes of ``where`` (an archive or one of its members)."""
        self.used_bytes += count
        if self.used_bytes > self.limits.decompressed:
            megabytes = self.limits.decompressed // MEBIBYTE
            raise Refusal(
                f"Al descomprimir «{where}» se pasa de {number_es(megabytes)} MB, el máximo "
                "permitido. "
                "Suba las tablas por separado.",
                code="limit.decompressed",
            )

    def check_ratio(self, compressed: int, decompressed: int, where: str) -> None:
        """Refuse a member that grows suspiciously: more than ``limits.ratio`` times, above 32
        MiB.
        """
        excess = decompressed > 32 * MEBIBYTE
        if excess and decompressed > self.limits.ratio * max(compressed, 1):
            raise Refusal(
                f"«{where}» crece más de {number_es(self.limits.ratio)} veces al descomprimirse, "
                "como una bomba "
                "de compresión. Si el archivo es legítimo, ábralo y guárdelo de nuevo, o "
                "descomprímalo y suba su contenido.",
                code="limit.ratio",
            )


def too_many_columns(where: str, columns: int, most: int) -> Refusal:
    """The refusal of a sheet, text or table that is too wide."""
    return Refusal(
        f"«{where}» tiene {number_es(columns)} columnas y el máximo es {number_es(most)}. Revise "
        "que el separador sea el correcto; si lo es, divida la tabla o póngala a lo largo: una "
        "fila por dato en vez de una columna.",
        code="limit.columns",
    )
