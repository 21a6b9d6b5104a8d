"""Notes about a join: which keys met nothing or too much, and what to write instead."""

from collections.abc import Iterator, Sequence

from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import Joinable
from cauce.engine.explore.joins import PREFIX
from cauce.engine.explore.pairs import LEVEL_WORDS
from cauce.engine.query.asking import Asked
from cauce.engine.query.counted_again import again_notes
from cauce.engine.query.matching import Met
from cauce.engine.query.remedies import remedy
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Second


def joined_notes(
    asked: Asked, met: Met, schema: Sequence[Column], joinable: Joinable, queries: Queries
) -> Iterator[str]:
    """What must be known of a join not to be misled by it, the gravest first."""
    second = asked.shape.second
    if second is None:
        return
    yield from _nothing_met(met)
    yield from _doubled(asked, met, second, schema, joinable, queries)
    yield from again_notes(asked, queries)
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
