"""Codes that lie outside the place the same row names: a municipality's in another department."""

from collections.abc import Iterator, Mapping
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.reading.decision import Note
from cauce.engine.reading.staging import Staged
from cauce.engine.reading.values import distinct_pairs, rows_with
from cauce.territory import ColumnMatch, by_code

CONTAINS: Final = {
    "gt.municipality": ("gt.department",),
    "pe.province": ("pe.department",),
    "pe.district": ("pe.province", "pe.department"),
}
"""The levels whose codes begin the codes of a level."""
LISTED: Final = 100


def contradictions(
    staged: Staged, matches: Mapping[str, ColumnMatch], labels: Mapping[str, str]
) -> Iterator[Note]:
    """One warning for each column of codes and the first column of a wider place it contradicts.

    INE's and INEI's codes begin with the code of what contains the place; texts that a column's
    match could not settle are left out.
    """
    for code, inner in matches.items():
        if inner.how == "name":
            continue
        for name, outer in matches.items():
            if outer.level not in CONTAINS.get(inner.level, ()):
                continue
            wrong = [
                (a, b)
                for a, b in distinct_pairs(staged, code, name)
                if _outside(inner.codes.get(a), outer.codes.get(b))
            ]
            if wrong:
                first = rows_with(staged, wrong[:1], code, name)
                rows = rows_with(staged, wrong[:LISTED], code, name)
                message = _told(wrong, inner, first[0], labels[code], labels[name])
                yield Note("warning", "territory.disagreement", message, tuple(rows))
                break


def _outside(inner: str | None, outer: str | None) -> bool:
    return bool(inner and outer and not inner.startswith(outer))


def _told(
    wrong: list[tuple[str, str]], inner: ColumnMatch, row: int, code_label: str, name_label: str
) -> str:
    text, beside = wrong[0]
    place = by_code(inner.level, inner.codes[text])
    said = f", que es {place.full_name}," if place else ""
    rest = f" Hay {number_es(len(wrong) - 1)} casos más." if len(wrong) > 2 else ""
    rest = " Hay otro caso." if len(wrong) == 2 else rest
    return (
        f"La fila {row} lleva en «{code_label}» el código {inner.codes[text]}{said} y en "
        f"«{name_label}», «{beside}».{rest} Revise cuál vale."
    )
