"""Words that say a row sums others: Total, Suma, Subtotal, Nacional, the country above its
parts."""

import re
from functools import lru_cache
from typing import Final

from cauce.base.fold import fold
from cauce.engine.reading.block import Kind
from cauce.engine.reading.cells import tidy
from cauce.engine.reading.grid import Cell

_WHOLE: Final = (
    r"(?:general|generales|nacional|global|final|(?:de la )?republica|(?:del? )?pais"
    r"|de todo el pais)"
)
_TOTAL = re.compile(
    rf"(?:gran |grand )?total(?:es|s)?(?: {_WHOLE})*(?: \d)?"
    rf"|(?:sumas?|suma total|sumatoria|total suma)(?: {_WHOLE})*"
    r"|(?:todos?|todas?)(?: (?:los|las) \w+)?"
    r"|nacional|total nacional|nivel nacional|pais|todo el pais"
    r"|(?:la )?republica(?: de \w+(?: \w+)?)?"
    r"|promedio (?:nacional|general|total|republica)|media nacional|grand total|overall total"
)
_SUBTOTAL = re.compile(
    r"sub ?totale?s?(?: .*)?|suma parcial(?: .*)?|total parcial(?: .*)?"
    r"|total (?:del? )?(?:departament|municipi|provinci|distrit|region|area|zona|grupo|capitulo"
    r"|rubro|programa|renglon|pagina|hoja|mes|trimestre|semestre|ano)\w*(?: .*)?"
)
_NAMED_TOTAL = re.compile(r"total(?:es)? (?!.*\b(?:fertility|fecundidad)\b).+|.+ total")
COUNTRIES: Final = frozenset(
    {
        "guatemala", "peru", "mexico", "honduras", "nicaragua", "panama", "colombia",
        "ecuador", "bolivia", "paraguay", "uruguay", "chile", "argentina", "venezuela",
        "brasil", "cuba", "belice", "el salvador", "costa rica", "republica dominicana",
        "estados unidos mexicanos",
    }
)  # fmt: skip
_PROMISING = re.compile(r"tot|sum|tod[ao]|naci|pa[ií]s|rep[uú]b|promedio|media", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def is_total_label(text: str) -> Kind | None:
    """What the text of a label says by itself: ``"total"``, ``"subtotal"`` or ``None``.

    Accents, case, leader dots, colons and footnote marks do not count. "Totonicapán" is none;
    "Total departamento" and "Subtotal Petén" are subtotals; "Total de ingresos" is none here,
    because only its place or its arithmetic tell.
    """
    if not _PROMISING.search(text):
        return None
    folded = fold(text)
    if _TOTAL.fullmatch(folded):
        return "total"
    return "subtotal" if _SUBTOTAL.fullmatch(folded) else None


def may_be_total(text: str) -> bool:
    """A quick look: False when the text cannot say a total."""
    return _PROMISING.search(text) is not None


def names_a_sum(text: str) -> bool:
    """Whether the text says what it sums: "Total de ingresos", "Total Petén"."""
    return _NAMED_TOTAL.fullmatch(fold(text)) is not None


def is_sure(label: str) -> bool:
    """The word is "total" or "suma", which no place is called; "nacional" or "república" may
    name one."""
    return re.search(r"tot|sum", label, re.IGNORECASE) is not None


def says_nothing(value: Cell) -> bool:
    """A code that stands for everything: 0, 00, 0000."""
    return not tidy(value).strip("0.- ")
