"""A delimited text file: bytes to one grid, held whole when it fits and by head and tail when it
is large.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.reading.bulk import cut_bulk, write_copy
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.delimited import Cut, Rows, cut_cells
from cauce.engine.reading.dialect import Scored, Wish, rank_cuts, separator_line, with_spaces
from cauce.engine.reading.encoding import decide_encoding
from cauce.engine.reading.grid import Dialect, Grid
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.opened import Opened, Place, WantedSource
from cauce.engine.reading.transcode import Inspector, stream_text

_NAMES: Final = {
    ",": "coma",
    ";": "punto y coma",
    "\t": "tabulador",
    "|": "barra vertical",
    " ": "espacio",
    ":": "dos puntos",
}
_LISTED: Final = 100


@dataclass(frozen=True)
class Chosen:
    """The cut that was chosen, with the decisions that say why."""

    cut: Cut
    decisions: dict[str, Decision[Any]]
    notes: tuple[Note, ...]


def open_text(place: Place, wanted: WantedSource, budget: Budget) -> Opened:
    """Read a delimited text file.

    Raises:
        Refusal: when it holds no text, or a limit is exceeded.
    """
    encoding, notes = decide_encoding(place.path, wanted.encoding, budget)
    inspector = Inspector()
    stream = stream_text(place.path, encoding.value, inspector, budget)
    large = place.path.stat().st_size > budget.limits.large
    if large:
        copy = write_copy(stream, place, inspector)
        chosen = choose_cut(copy.sample, wanted)
        bulk, rows, numbers = cut_bulk(copy, chosen.cut, budget)
    else:
        text = "".join(stream)
        _refuse_blank(text, place)
        skipped = separator_line(text)
        chosen = choose_cut(text, wanted)
        rows, numbers = cut_cells(text[skipped:], chosen.cut, 2 if skipped else 1)
        bulk = None
    budget.spend_cells(len(rows), max((len(row) for row in rows), default=0), place.name)
    cut = chosen.cut
    dialect = Dialect(encoding.value, cut.delimiter, cut.quote, cut.escape, inspector.newline)
    decisions: dict[str, Decision[Any]] = {
        "format": Decision("csv", "Es texto con separadores."),
        "encoding": encoding,
        **chosen.decisions,
        "newline": Decision(inspector.newline, "Es el fin de línea del archivo."),
    }
    found = [*notes, *inspector.notes(), *chosen.notes, *_ragged(rows, numbers)]
    grid = Grid(place.stem, rows, numbers, dialect=dialect, bulk=bulk)
    return Opened("csv", (grid,), decisions, tuple(found))


def _refuse_blank(text: str, place: Place) -> None:
    if not text.strip():
        raise Refusal(
            f"«{place.name}» no tiene texto: está en blanco. Compruebe que se exportó bien y "
            "vuelva a subirlo.",
            code="file.empty",
        )


def choose_cut(text: str, wanted: WantedSource) -> Chosen:
    """The cut of ``text``: as asked, as a ``sep=`` line says, else the best of
    :func:`rank_cuts`.
    """
    skipped = separator_line(text)
    wish = Wish(wanted.delimiter, wanted.quote, wanted.escape)
    reason = None
    if wanted.delimiter is not None:
        reason = "Lo decidió una persona o la receta."
    elif skipped:
        wish = replace(wish, delimiter=text[:skipped].strip().strip('"')[4:])
        reason = "Lo dice la primera línea del archivo («sep=»)."
    ranked = rank_cuts(text[skipped:], wish)
    if not ranked or (ranked[0].cut.delimiter == "" and wanted.delimiter is None):
        return _one_column(text[skipped:], wanted)
    best = ranked[0]
    notes: tuple[Note, ...] = ()
    others = _other_delimiters(ranked)
    if reason is None:
        reason = (
            f"Con «{_NAMES.get(best.cut.delimiter, best.cut.delimiter)}» salen {best.width} "
            "columnas en "
            f"{best.share:.0%} de las filas y las celdas tienen sentido."
        )
        notes = _doubtful(ranked)
    cut = with_spaces(text[skipped:], best.cut)
    return Chosen(cut, _decide(cut, reason, (*others, "")), notes)


def _decide(cut: Cut, reason: str, others: tuple[str, ...]) -> dict[str, Decision[Any]]:
    quote_reason = (
        "Las celdas van entre estas comillas." if cut.quote else "Ninguna celda va entre comillas."
    )
    escape_reason = (
        "Protege las comillas dentro de las celdas."
        if cut.escape
        else "Las comillas dentro de una celda se escriben dos veces."
    )
    return {
        "delimiter": Decision(cut.delimiter, reason, others),
        "quote": Decision(cut.quote, quote_reason),
        "escape": Decision(cut.escape, escape_reason),
    }


def _other_delimiters(ranked: list[Scored]) -> tuple[str, ...]:
    seen = dict.fromkeys(scored.cut.delimiter for scored in ranked)
    return tuple(delimiter for delimiter in seen if delimiter != ranked[0].cut.delimiter)


def _doubtful(ranked: list[Scored]) -> tuple[Note, ...]:
    best = ranked[0]
    rival = next(
        (here for here in ranked if here.cut.delimiter.strip() != best.cut.delimiter.strip()), None
    )
    if rival is None or rival.score < 0.8 * best.score:
        return ()
    names = [_NAMES.get(here.cut.delimiter, here.cut.delimiter) for here in (best, rival)]
    return (
        Note(
            "question",
            "dialect.doubtful",
            f"El separador podría ser «{names[0]}» o «{names[1]}»; se usó «{names[0]}». Mire si "
            "las columnas "
            "quedaron bien cortadas.",
        ),
    )


def _one_column(text: str, wanted: WantedSource) -> Chosen:
    quote = wanted.quote if wanted.quote is not None else _single_quote(text)
    cut = Cut("", quote or None, wanted.escape or None)
    asked = wanted.delimiter is not None
    reason = (
        "Lo decidió una persona o la receta." if asked else "Ningún separador da filas parecidas."
    )
    note = Note(
        "question",
        "dialect.one_column",
        "No se encontró un separador: el archivo se leyó como una sola columna. Si tiene varias, "
        "indique el "
        "separador.",
    )
    others = tuple(mark for mark in (",", ";", "\t", "|") if mark in text)
    return Chosen(cut, _decide(cut, reason, others), () if asked else (note,))


def _single_quote(text: str) -> str:
    lines = [line for line in text[:65536].split("\n") if line.strip()]
    wrapped = sum(1 for line in lines if len(line) > 1 and line[0] == '"' == line.rstrip()[-1])
    return '"' if wrapped * 2 > len(lines) else ""


def _ragged(rows: Rows, numbers: list[int]) -> list[Note]:
    filled = [(len(row), number) for row, number in zip(rows, numbers, strict=True) if row]
    if not filled:
        return []
    width = Counter(length for length, _ in filled).most_common(1)[0][0]
    odd = [number for length, number in filled if length != width]
    if not odd:
        return []
    return [
        Note(
            "warning",
            "rows.ragged",
            f"{_odd_rows(len(odd))} {_cells(width)} como las demás. Se conservó todo; revise si "
            "hay títulos, notas o filas rotas.",
            tuple(odd[:_LISTED]),
        )
    ]


def _odd_rows(count: int) -> str:
    return "Una fila no tiene" if count == 1 else f"{number_es(count)} filas no tienen"


def _cells(count: int) -> str:
    return "una celda" if count == 1 else f"{number_es(count)} celdas"
