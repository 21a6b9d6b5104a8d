"""Counted again: sums of a column of the second table that take one of its rows several times.

Every row of the first table has at most one row of the second beside it, but one row of the second
may be beside several of the first: the population of a municipality beside each of its years. Added
up within a group it would count as often.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.explore import PREFIX, Measure, MeasureOp
from cauce.engine.query.asking import Asked
from cauce.engine.query.base import alone, beside
from cauce.engine.query.conditions import chosen
from cauce.engine.query.dialect import written
from cauce.engine.query.joining import ROWS
from cauce.engine.query.remedies import candidates, example_of
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Shape, Types

_ADDED: Final[frozenset[MeasureOp]] = frozenset({"sum", "share", "ratio", "per_person"})
"""Measures that add up the values of their columns."""
_WEIGHED: Final[frozenset[MeasureOp]] = frozenset({"mean", "median"})
"""Measures in which a row that is taken several times weighs as much."""
_ONE: Final = {"year": "año", "month": "mes"}


def added_again(asked: Asked, queries: Queries) -> frozenset[Measure]:
    """The measures that everything together must not have: there they would count rows again.

    Raises:
        Refusal: in Spanish, when they would within a group, or a share in the total of its column.
    """
    if not (added := _of_the_second(asked, _ADDED)):
        return frozenset()
    by, apart = _by(asked), _apart(asked)
    if (times := again(asked, by, queries)) > 1:
        inside = " dentro de un grupo" if by else ""
        listed = _listed(asked, added)
        raise Refusal(
            f"Una misma fila de la otra tabla está junto a hasta {number_es(times)} filas de esta"
            f"{inside}: {listed} se sumaría otras tantas veces. {_remedy(asked, by, queries)} "
            f"También puede pedir el promedio o el máximo de {listed}.",
            code="explore.again",
        )
    if by == apart or (times := again(asked, apart, queries)) <= 1:
        return frozenset()
    if shares := [measure for measure in added if measure.op == "share"]:
        raise Refusal(
            f"El total de {_listed(asked, shares)} contaría hasta {number_es(times)} veces una "
            "misma fila de la otra tabla, y las partes serían de ese total. "
            f"{_remedy(asked, apart, queries)}",
            code="explore.again",
        )
    return frozenset(added)


def again_notes(asked: Asked, queries: Queries) -> Iterator[str]:
    """What is not given, or weighs more than it seems, because rows count again."""
    added = [one for one in asked.explore.measured if one in added_again(asked, queries)]
    if added:
        yield (
            f"No se da el valor de todo el conjunto con {_listed(asked, added)}: en él "
            "una misma fila de la otra tabla se sumaría varias veces."
        )
    if not (weighed := _of_the_second(asked, _WEIGHED)):
        return
    by, listed = _by(asked), _listed(asked, weighed)
    if (times := again(asked, by, queries)) > 1:
        yield (
            f"{'Dentro de un grupo, una' if by else 'Una'} misma fila de la otra tabla está junto "
            f"a hasta {number_es(times)} filas de esta, y {listed} pesa otras tantas veces. "
            "Agrupe o filtre también por lo que distingue esas filas, como el año."
        )
    elif by and (times := again(asked, (), queries)) > 1:
        yield (
            f"En el valor de todo el conjunto, {listed} pesa hasta {number_es(times)} veces: no se "
            "compara con los de los grupos."
        )


def again(asked: Asked, by: tuple[str, ...], queries: Queries) -> int:
    """The most rows of one group that have the same row of the second table beside them."""
    key = ("joined again", asked.shape, by, tuple(asked.values.items()))
    times: int | None = queries.kept.get(key)
    if times is None:
        times = int(asked.rows(_again_sql(asked.shape, by, asked.types))[0][0] or 0)
        queries.kept.put(key, times, 1000)
    return times


def _of_the_second(asked: Asked, ops: frozenset[MeasureOp]) -> list[Measure]:
    if asked.shape.second is None or not asked.explore.aggregates:
        return []
    return [
        measure
        for measure in asked.explore.measured
        if measure.op in ops and any(name.startswith(PREFIX) for name in measure.columns)
    ]


def _apart(asked: Asked) -> tuple[str, ...]:
    """What keeps rows apart in everything together too."""
    explore = asked.explore
    compared = explore.comparison.column if explore.comparison else None
    return tuple(name for name in (explore.pivot, compared) if name)


def _by(asked: Asked) -> tuple[str, ...]:
    return (*asked.explore.groups, *_apart(asked))


def _listed(asked: Asked, measures: Sequence[Measure]) -> str:
    names = [name for one in measures for name in one.columns if name.startswith(PREFIX)]
    return " y ".join(f"«{asked.column(name).label}»" for name in dict.fromkeys(names))


def _remedy(asked: Asked, by: tuple[str, ...], queries: Queries) -> str:
    """«Filtre por un solo año en «Año», como 2018, o agrupe por «Año».»"""
    keys = {key.left for key in asked.shape.second.keys} if asked.shape.second else set()
    own = [column for column in asked.columns if not column.name.startswith(PREFIX)]
    free = [column for column in own if column.name not in {*by, *keys}]
    for column in candidates(free):
        if again(asked, (*by, column.name), queries) <= 1:
            what = _ONE.get(column.role or "", "valor")
            return (
                f"Filtre por un solo {what} en «{column.label}», como {example_of(column)}, "
                f"o agrupe también por «{column.label}»."
            )
    return "Filtre o agrupe también por lo que distingue esas filas, como el año."


@lru_cache(maxsize=256)
def _again_sql(shape: Shape, by: tuple[str, ...], types: Types) -> str:
    """SQL of the most rows of one group that have the same row of the second table."""
    if (second := shape.second) is None:
        raise ValueError("nothing is joined")
    own = alone(shape, *by)
    rows = chosen(own, types)
    theirs = [f"{PREFIX}{key.right}" for key in second.keys]
    keys = theirs if own.second else [key.left for key in second.keys]
    groups = rows.aggregate(by=list(dict.fromkeys((*by, *keys))), **{ROWS: rows.count()})
    if own.second is None:
        groups = beside(groups, shape)
    paired = groups.filter(*(groups[name].notnull() for name in theirs))
    return written(paired.aggregate(most=paired[ROWS].max()))
