"""Notes about a join: which keys met nothing or too much, and what to write instead."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import Joinable, MeasureOp
from cauce.engine.explore.joins import PREFIX
from cauce.engine.explore.pairs import LEVEL_WORDS
from cauce.engine.query.asking import Asked
from cauce.engine.query.base import alone, beside
from cauce.engine.query.conditions import chosen
from cauce.engine.query.dialect import written
from cauce.engine.query.joining import ROWS
from cauce.engine.query.matching import Met
from cauce.engine.query.remedies import remedy
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Second, Shape, Types

_ADDED: Final[frozenset[MeasureOp]] = frozenset(
    {"sum", "mean", "median", "share", "ratio", "per_person"}
)
"""Measures that change when a row of the second table is beside several rows of the first."""


def joined_notes(
    asked: Asked, met: Met, schema: Sequence[Column], joinable: Joinable, queries: Queries
) -> Iterator[str]:
    """What must be known of a join not to be misled by it, the gravest first."""
    second = asked.shape.second
    if second is None:
        return
    yield from _nothing_met(met)
    yield from _doubled(asked, met, second, schema, joinable, queries)
    yield from _counted_again(asked, second, queries)
    chosen_by = [one for one in asked.explore.filters if one.column.startswith(PREFIX)]
    if any(one.op != "missing" for one in chosen_by) and met.matching.missing:
        yield (
            "Se filtra por la otra tabla: quedan fuera las filas de esta que no tienen pareja en "
            f"ella ({_keys(met.matching.missing, second, schema)})."
        )


def _nothing_met(met: Met) -> Iterator[str]:
    if met.matching.missing and not met.matching.matched and not met.matching.doubled:
        yield (
            "Ninguna fila tiene pareja en la otra tabla. Revise qué columnas se comparan («union»)."
        )


def _doubled(
    asked: Asked,
    met: Met,
    second: Second,
    schema: Sequence[Column],
    joinable: Joinable,
    queries: Queries,
) -> Iterator[str]:
    if not met.matching.doubled:
        return
    rows = f"{number_es(met.most)} filas"
    if met.fewest != met.most:
        rows = f"hasta {rows}"
    start = f"La otra tabla tiene {rows} por {_kind(second, schema)}"
    if met.matching.matched:
        start = f"De {_keys(met.matching.doubled, second, schema)} la otra tabla tiene {rows}"
    yield f"{start}: {remedy(asked, second, schema, joinable, queries)}"


def _counted_again(asked: Asked, second: Second, queries: Queries) -> Iterator[str]:
    """Sums of a column of the second table where several rows of a group have the same key."""
    added = [
        name
        for measure in asked.explore.measured
        if measure.op in _ADDED
        for name in measure.columns
        if name.startswith(PREFIX)
    ]
    if not asked.explore.aggregates or not added:
        return
    explore = asked.explore
    listed = " y ".join(f"«{asked.column(name).label}»" for name in dict.fromkeys(added))
    compared = explore.comparison.column if explore.comparison else None
    by = tuple(name for name in (*explore.groups, explore.pivot, compared) if name)
    if (again := _again(asked, by, queries)) > 1:
        yield (
            f"{'Dentro de un grupo, una' if by else 'Una'} misma fila de la otra tabla está junto "
            f"a hasta {number_es(again)} filas de esta, y {listed} se cuenta otras tantas veces. "
            "Agrupe o filtre también por lo que distingue esas filas, como el año."
        )
    elif by and (again := _again(asked, (), queries)) > 1:
        yield (
            f"En el valor de todo el conjunto, {listed} se cuenta hasta {number_es(again)} veces: "
            "no se compara con los de los grupos."
        )


def _again(asked: Asked, by: tuple[str, ...], queries: Queries) -> int:
    """The most rows of one group that have the same row of the second table beside them."""
    key = ("joined again", asked.shape, by, tuple(asked.values.items()))
    again: int | None = queries.kept.get(key)
    if again is None:
        again = int(asked.rows(_again_sql(asked.shape, by, asked.types))[0][0] or 0)
        queries.kept.put(key, again, 1000)
    return again


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


def _kind(second: Second, schema: Sequence[Column]) -> str:
    """What a key is: «municipio y año», «valor de «Sector»»."""
    words: dict[str, str] = {"year": "año", "month": "mes", **LEVEL_WORDS}
    return " y ".join(
        words.get(key.like, f"valor de «{_column(schema, key.left).label}»") for key in second.keys
    )


def _keys(count: int, second: Second, schema: Sequence[Column]) -> str:
    """«3 municipios», «1 departamento», «4 combinaciones de municipio y año»."""
    kind = _kind(second, schema)
    if len(second.keys) > 1:
        return f"{number_es(count)} combinaciones de {kind}" if count > 1 else f"1 de {kind}"
    first, _, rest = kind.partition(" ")
    plural = {"mes": "meses", "valor": "valores"}.get(first, f"{first}s")
    name = first if count == 1 else plural
    return " ".join(filter(None, (number_es(count), name, rest)))


def _column(columns: Sequence[Column], name: str) -> Column:
    return next(column for column in columns if column.name == name)
