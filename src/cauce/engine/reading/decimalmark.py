"""Which mark separates decimals in a column, with its evidence, and what to ask when nothing is
sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.reading.choice import ASKED, Clues
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.numbers import MarkEvidence, Written
from cauce.engine.reading.shapes import Shape

SIGN: Final = {",": "la coma", ".": "el punto"}
_MEASURES: Final = (
    "lat lon lng long latitud longitud latitude longitude coord coordenada x y idh indice index "
    "tasa promedio media coeficiente razon ratio gini"
)
MEASURES: Final = frozenset(_MEASURES.split())
"""Headers under which three figures after a mark are decimals."""


@dataclass(frozen=True)
class DecimalMark:
    """The decision, whether it is a guess, and the questions it raises."""

    decision: Decision[str]
    guessed: bool = False
    notes: tuple[Note, ...] = ()


def decimal_mark(
    evidence: MarkEvidence, clues: Clues, found: Sequence[tuple[Shape, Written]]
) -> DecimalMark:
    """The decimal mark of a column's numbers.

    Cells that read in one way only decide; else whole numbers without marks, the other columns of
    the table, the header; a mark that always stands before three figures is of thousands."""
    wanted = clues.wanted.decimal if clues.wanted else None
    if wanted in (",", "."):
        return DecimalMark(Decision(wanted, ASKED, (other_mark(wanted),)))
    comma, point = evidence.sure[","], evidence.sure["."]
    if comma or point:
        mark = "," if comma > point else "."
        reason = (
            f"En {number_es(max(comma, point))} de {number_es(evidence.with_marks)} celdas con "
            f"signos {SIGN[mark]} separa decimales; ejemplo: {evidence.example[mark]}."
        )
        notes = (_mixed(evidence, clues),) if comma and point else ()
        return DecimalMark(Decision(mark, reason, (other_mark(mark),)), notes=notes)
    either = max(evidence.either, key=lambda mark: evidence.either[mark])
    if not evidence.either[either]:
        mark = clues.table_decimal or "."
        return DecimalMark(Decision(mark, "Ningún número lleva decimales.", (other_mark(mark),)))
    return _guess(evidence, either, clues, found)


def other_mark(mark: str) -> str:
    """The comma of the point, and the point of the comma."""
    return "." if mark == "," else ","


def _guess(
    evidence: MarkEvidence,
    mark: str,
    clues: Clues,
    found: Sequence[tuple[Shape, Written]],
) -> DecimalMark:
    """Every mark stands before three figures: 1.234 may be thousands or a decimal."""
    example = evidence.example[f"either{mark}"]
    sign = SIGN[mark]
    percents = any(written.percent for _, written in found)
    if evidence.large > evidence.small and evidence.large * 5 > evidence.either[mark]:
        decimal = mark
        why = f"{number_es(evidence.large)} números de mil o más no llevan signo de miles"
    elif clues.table_decimal is not None:
        decimal, why = clues.table_decimal, clues.table_reason
    elif clues.header.says(MEASURES) or (mark == "." and percents):
        decimal, why = mark, "así se escriben estas medidas"
    else:
        decimal, why = other_mark(mark), f"{sign} va siempre delante de tres cifras"
    role = "decimales" if decimal == mark else "miles"
    reason = (
        f"En {number_es(evidence.either[mark])} celdas {sign} puede separar miles o decimales; se "
        f"leyó como {role} porque {why}; ejemplo: {example}."
    )
    note = Note(
        "question",
        "column.decimal",
        f"En «{clues.header.label}», {example} se leyó con {sign} de {role} porque {why}. "
        "Confirme que así sea.",
    )
    return DecimalMark(Decision(decimal, reason, (other_mark(decimal),)), True, (note,))


def _mixed(evidence: MarkEvidence, clues: Clues) -> Note:
    comma = f"{number_es(evidence.sure[','])} celdas, como {evidence.example[',']}"
    point = f"{number_es(evidence.sure['.'])}, como {evidence.example['.']}"
    return Note(
        "question",
        "column.decimal_mixed",
        f"En «{clues.header.label}» hay decimales con coma ({comma}) y con punto ({point}). "
        "Unifique la escritura o indique cuál vale.",
    )
