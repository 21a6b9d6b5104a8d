"""The explorer's form as it was sent: its fields become the parameters of a state.

Most fields are parameters already (``por``, ``q``, ``f.anio.ge``…). These are not:

* ``m1.op``, ``m1.de``, ``m1.entre`` (and ``m2``…): one measure; ``m1.op`` empty for none.
* ``f.<column>.presencia``: ``missing``, ``not_missing`` or nothing.
* ``comparar.columna``, ``comparar.antes``, ``comparar.despues``.
* ``union.a1``, ``union.b1``…: a pair of columns of the join.
* ``filtrar``: a column whose filter is wanted; ``forma``: says that the form was sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cauce.apps.catalog.explorer.offered import first_measure, fitting_measure
from cauce.apps.catalog.presenters.row_table import WIDEST
from cauce.engine.columns import Column
from cauce.engine.explore.holders import holder_of, wider_levels
from cauce.engine.explore.joins import PREFIX
from cauce.engine.explore.measures import MOST_GROUPS, MOST_MEASURES
from cauce.engine.explore.pairs import MOST_PAIRS, coded, level_of

Params = Mapping[str, Sequence[str]]

MARK: Final = "forma"
_OWN: Final = (MARK, "filtrar", "desde")
_IS: Final = ("eq", "in")


def is_submitted(params: Params) -> bool:
    """Whether an address was made by sending the form."""
    return MARK in params


def said(params: Params, schema: Sequence[Column]) -> dict[str, list[str]]:
    """The parameters of the state that the form's fields describe; wrong values stay wrong, and
    are refused where every address is."""
    plain = {
        name: [text for text in texts if text.strip()]
        for name, texts in params.items()
        if name not in _OWN and not _is_composed(name)
    }
    groups = _told_apart(list(dict.fromkeys(plain.get("por", ()))), plain, schema)
    measures = list(dict.fromkeys(_measures(params, schema)))
    if groups and not measures:
        measures = [first_measure(schema).text]
    if not groups and not measures:
        for name in ("cruce", "comparar"):
            plain.pop(name, None)
    if set(plain.get("columnas", ())) == set(default_columns(schema)):
        plain.pop("columnas")
    plain |= {"por": groups, "medida": measures}
    if plain.get("cruce") and plain["cruce"][0] in groups:
        plain["cruce"] = []
    if measures and (compared := _comparison(params)):
        plain["comparar"] = [compared]
    if pairs := list(_pairs(params)):
        plain["union"] = [",".join(pairs)]
    plain |= dict(_filters(params, plain))
    plain |= dict(_year_of_population(plain, schema))
    return {name: texts for name, texts in plain.items() if texts}


def _year_of_population(plain: Params, schema: Sequence[Column]) -> Iterator[tuple[str, list[str]]]:
    """The last year, where amounts of several would be divided among the people of one."""
    per_person = [text for text in plain["medida"] if text.startswith("per_person.")]
    if not any(text.count(".") == 1 for text in per_person):
        return
    for column in schema:
        used = column.name in (*plain["por"], *plain.get("cruce", ())) or any(
            name.startswith(f"f.{column.name}.") and texts for name, texts in plain.items()
        )
        compared = plain.get("comparar", [""])[0].startswith(f"{column.name}.")
        if column.role == "year" and column.distinct > 1 and not (used or compared):
            yield f"f.{column.name}.eq", [str(column.max)]


def default_columns(schema: Sequence[Column]) -> tuple[str, ...]:
    """The columns that rows show when nobody chooses: all, or the first of a wide table."""
    names = tuple(column.name for column in schema)
    return names if len(names) <= WIDEST else names[:WIDEST]


def _told_apart(groups: list[str], plain: Params, schema: Sequence[Column]) -> list[str]:
    """The groups, names of places with what tells those of one name apart, where there is room.

    Of a single holder («Alta Verapaz») there are no two of one name.
    """
    known = {column.name: column for column in schema}
    found = list(groups)
    for name in groups:
        holder = holder_of(known[name], schema) if name in known else None
        if holder is None or len(found) >= MOST_GROUPS:
            continue
        telling = set(_telling(known[name], schema))
        single = any(len(plain.get(f"f.{each}.{op}", ())) == 1 for each in telling for op in _IS)
        if not telling & {*found} and not single:
            found.insert(found.index(name), holder.name)
    return found


def _telling(column: Column, schema: Sequence[Column]) -> Iterator[str]:
    """The columns of a table that say which place of one name is meant."""
    level = level_of(column)
    assert level is not None
    joined = column.name.startswith(PREFIX)
    for each in schema:
        if each.name.startswith(PREFIX) != joined:
            continue
        is_own_code = level_of(each) == level and coded(each)
        if is_own_code or level_of(each) in wider_levels(level):
            yield each.name


def _is_composed(name: str) -> bool:
    return (
        name.startswith(("comparar.", "union."))
        or name.endswith(".presencia")
        or (name[:1] == "m" and name[1:2].isdigit())
    )


def _first(params: Params, name: str) -> str:
    return next((text.strip() for text in params.get(name, ()) if text.strip()), "")


def _measures(params: Params, schema: Sequence[Column]) -> Iterator[str]:
    for place in range(1, MOST_MEASURES + 1):
        if op := _first(params, f"m{place}.op"):
            column, other = _first(params, f"m{place}.de"), _first(params, f"m{place}.entre")
            yield fitting_measure(op, column, other, schema)


def _comparison(params: Params) -> str:
    """``anio.2013.2018``; without its values, which the page then offers, nothing."""
    parts = [_first(params, f"comparar.{part}") for part in ("columna", "antes", "despues")]
    return ".".join(parts) if all(parts) else ""


def _pairs(params: Params) -> Iterator[str]:
    for place in range(1, MOST_PAIRS + 1):
        left, right = _first(params, f"union.a{place}"), _first(params, f"union.b{place}")
        if left and right:
            yield f"{left}:{right}"


def _filters(params: Params, plain: Params) -> Iterator[tuple[str, list[str]]]:
    """The filters that several fields say together: two ends are a range, one value is it."""
    columns = dict.fromkeys(
        name.removeprefix("f.").rpartition(".")[0] for name in params if name.startswith("f.")
    )
    for column in columns:
        least, most = _first(plain, f"f.{column}.ge"), _first(plain, f"f.{column}.le")
        if least and most:
            yield f"f.{column}.ge", []
            yield f"f.{column}.le", []
            if least == most:
                yield f"f.{column}.eq", [least]
            else:
                yield f"f.{column}.between", [least, most]
        chosen = list(dict.fromkeys(plain.get(f"f.{column}.in", ())))
        if len(chosen) == 1 and not plain.get(f"f.{column}.eq"):
            yield f"f.{column}.in", []
            yield f"f.{column}.eq", chosen
        if presence := _first(params, f"f.{column}.presencia"):
            yield f"f.{column}.{presence}", ["1"]
