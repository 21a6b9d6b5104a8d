"""Whether a column holds places: of which level, and written as codes or as names.

The whole column decides, with its heading and, when given, what stands beside each value.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from cauce.base.numerals import number_es, percent_es
from cauce.territory.divisions import Country, Level
from cauce.territory.evidence import Column, Fit, How, fits_by_code, fits_by_name
from cauce.territory.headers import read_heading
from cauce.territory.neighbours import likeliest
from cauce.territory.thresholds import MOST_DISTINCT


@dataclass(frozen=True)
class ColumnMatch:
    """The level that a column holds and how.

    ``row_share`` and ``distinct_share`` (0 to 1) leave out what is in ``set_aside`` (totals, the
    country). ``unmatched``: texts that are no place of the level, commonest first. ``ambiguous``:
    texts that several places share. ``codes``: INE or INEI code of every text that means one place.
    ``told``: the heading names the level. ``reason``: why, in a Spanish sentence.
    """

    level: Level
    how: How
    row_share: float
    distinct_share: float
    unmatched: tuple[str, ...]
    ambiguous: tuple[str, ...]
    set_aside: tuple[str, ...]
    codes: Mapping[str, str]
    told: bool
    reason: str


def match_column(
    values: Mapping[str, int],
    header: str = "",
    *,
    beside: Mapping[str, Collection[str]] | None = None,
    country: Country | None = None,
) -> ColumnMatch | None:
    """The best reading of a column as places, or None when it is not one or cannot be decided.

    ``values``: each distinct text and its number of rows. ``header``: the label of the column.
    ``beside``: for each text, the distinct texts that stand in the same rows of other columns
    (names beside codes, departments beside municipalities). ``country`` leaves out the other one.
    """
    column = Column(values, read_heading(header), beside or {}, country)
    if not column.texts or len(values) > MOST_DISTINCT or column.heading.elsewhere:
        return None
    best = _best(column, fits_by_code(column) if column.looks_coded else fits_by_name(column))
    return None if best is None else _match(column, best, header)


def _best(column: Column, fits: list[Fit]) -> Fit | None:
    """The best fit; None when two countries fit equally well.

    At equal rank the wider level wins, and INEI over RENIEC unless the heading says which.
    """
    if not fits:
        return None
    top = max(fit.rank for fit in fits)
    best = [fit for fit in fits if fit.rank == top]
    if len({fit.level[:2] for fit in best}) > 1:
        best = [fit for fit in best if fit.complete]
    if not best or len({fit.level[:2] for fit in best}) > 1:
        return None
    wanted = "reniec" if column.heading.system == "reniec" else "code"
    return next((fit for fit in best if fit.how == wanted), best[0])


def _meaning(column: Column, fit: Fit) -> tuple[dict[str, str], tuple[str, ...]]:
    """The code of each text that means one place, and the texts that may mean several."""
    one: dict[str, str] = {}
    several: list[str] = []
    for text, places in fit.found.items():
        likely = likeliest(places, column.beside.get(text, ()))
        if len(likely) == 1:
            one[text] = likely[0].code
        else:
            several.append(text)
    return one, tuple(several)


def _match(column: Column, fit: Fit, header: str) -> ColumnMatch:
    one, several = _meaning(column, fit)
    unmatched = [text for text in column.texts if text not in fit.found]
    unmatched.sort(key=lambda text: -column.texts[text])
    return ColumnMatch(
        level=fit.level,
        how=fit.how,
        row_share=fit.row_share,
        distinct_share=fit.distinct_share,
        unmatched=tuple(unmatched),
        ambiguous=several,
        set_aside=column.set_aside,
        codes=MappingProxyType(one),
        told=fit.told,
        reason=_reason(column, fit, header),
    )


_WHAT: Final = {
    "gt.department": "departamentos de Guatemala",
    "gt.municipality": "municipios de Guatemala",
    "pe.department": "departamentos del Perú",
    "pe.province": "provincias del Perú",
    "pe.district": "distritos del Perú",
}


def _reason(column: Column, fit: Fit, header: str) -> str:
    what = _WHAT[fit.level]
    if fit.how == "name":
        kind = f"nombres de {what}"
    else:
        owner = "RENIEC" if fit.how == "reniec" else "INE" if fit.level[:2] == "gt" else "INEI"
        kind = f"códigos de {what} ({owner})"
    count = len(column.texts)
    values = "valores distintos" if count != 1 else "valor distinto"
    matched = f"{number_es(len(fit.found))} de {number_es(count)} {values}"
    share = percent_es(100 * fit.row_share, decimals=1)
    reason = f"{matched} ({share} de las filas) son {kind}"
    if fit.told:
        reason += f"; el encabezado «{' '.join(header.split())[:60]}» lo dice"
    if fit.agrees:
        reason += "; lo confirman los valores vecinos"
    return f"{reason}."
