"""Compiling groups: components by group, then the pivot, the whole, the cells and their order.

A pivot and a comparison are made in two steps, of few rows the second: the table is grouped by
their columns too, and each cell picks its own from that.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache, reduce
from operator import add, and_

import ibis
import ibis.expr.types as ir

from cauce.engine.explore import Cell, Side
from cauce.engine.query.compile import ascending, sort_key
from cauce.engine.query.conditions import chosen
from cauce.engine.query.dialect import bound, strip_accents, written
from cauce.engine.query.grouping import COUNTED, PARTED, Component, GroupShape
from cauce.engine.query.people import people_in, with_people
from cauce.engine.query.shapes import Shape, Types

Getter = Callable[[Component], ir.Value]

TOTAL = "~total"
"""Column of a page: how many groups there are."""
_MONTHS = "ene feb mar abr may jun jul ago sep oct nov dic"


@lru_cache(maxsize=512)
def groups_page_sql(shape: GroupShape, types: Types) -> str:
    """SQL of a page of groups; ``limit`` and ``offset`` are bound.

    It gives the groups, the cells, whether each cell with hidden counts behind is withheld, and in
    every row how many groups there are and, if `GroupShape.parted`, the same of the whole.
    """
    table = _ordered(_with_whole(_by_group(shape, types), shape), shape)
    page = table.limit(bound("limit", "int64"), offset=bound("offset", "int64"))
    shown = [*_shown(page, shape), page[TOTAL]]
    return written(page.select(*shown, *_whole(page, shape)))


@lru_cache(maxsize=512)
def groups_sql(shape: GroupShape, types: Types) -> str:
    """SQL of every group in order: the groups and the cells; one row when there are no groups."""
    table = _by_group(shape, types)
    if shape.shares:
        table = _with_whole(table, shape)
    ordered = _ordered(table, shape)
    return written(ordered.select(*_shown(ordered, shape, withheld=False)))


@lru_cache(maxsize=512)
def whole_sql(shape: GroupShape, types: Types) -> str:
    """SQL of the cells over everything and whether each is withheld: one row."""
    whole = shape.whole()
    table = _by_group(whole, types)
    if whole.shares:
        table = _with_whole(table, whole)
    return written(table.select(*_shown(table, whole)))


@lru_cache(maxsize=512)
def groups_count_sql(shape: GroupShape, types: Types) -> str:
    """SQL of how many groups there are."""
    rows = compared_rows(shape.rows, shape.compared, types)
    groups = rows.select(*shape.groups).distinct()
    return written(groups.aggregate(groups=groups.count()))


def flagged(shape: GroupShape) -> tuple[int, ...]:
    """The places of the cells that may be withheld: a page has a flag for each, in this order."""
    return tuple(place for place, cell in enumerate(shape.cells) if shape.hidden_of(cell))


def compared_rows(shape: Shape, compared: str | None, types: Types) -> ir.Table:
    """The rows of a question; of those, the ones with either value when two are compared."""
    rows = chosen(shape, types)
    if compared is None:
        return rows
    column = rows[compared]
    sides = [column == bound(side, column.type()) for side in ("before", "after")]
    return rows.filter(sides[0] | sides[1])


def _by_group(shape: GroupShape, types: Types) -> ir.Table:
    """One row a group: its columns and every component as ``k0``, ``k1``…"""
    rows = compared_rows(shape.rows, shape.compared, types).select(*shape.columns)
    if shape.territory:
        rows = with_people(rows, shape.territory)
    beside = [*([shape.pivot.column] if shape.pivot else []), *filter(None, [shape.compared])]
    if not beside:
        made = {f"~k{n}": _aggregate(rows, one) for n, one in enumerate(shape.components)}
        return rows.aggregate(by=list(shape.groups), **made)
    plain = tuple(dict.fromkeys(one.plain for one in shape.components))
    parts = rows.aggregate(
        by=[*shape.groups, *beside],
        **{f"~a{n}": _aggregate(rows, one) for n, one in enumerate(plain)},
    )
    picked = {
        f"~k{n}": _merged(parts[f"~a{plain.index(one.plain)}"], one, _picks(parts, one, shape))
        for n, one in enumerate(shape.components)
    }
    return parts.aggregate(by=list(shape.groups), **picked)


def _picks(parts: ir.Table, one: Component, shape: GroupShape) -> ir.BooleanValue | None:
    """Which of the parts a component is made of; ``None`` for all of them."""
    conditions = []
    if one.value is not None and (pivot := shape.pivot):
        column = parts[pivot.column]
        absent = pivot.missing and one.value == pivot.values - 1
        conditions.append(
            column.isnull() if absent else column == bound(f"p{one.value}", column.type())
        )
    if one.side is not None and shape.compared:
        column = parts[shape.compared]
        conditions.append(column == bound(one.side, column.type()))
    return reduce(and_, conditions) if conditions else None


def _aggregate(rows: ir.Table, one: Component) -> ir.Value:
    if one.op == "rows":
        return rows.count()
    if one.op == "people":
        return people_in(rows)
    column = rows[one.column]
    match one.op:
        case "sum":
            return column.sum()
        case "present":
            return column.count()
        case "hidden":
            return rows.count() - column.count()
        case "min":
            return column.min()
        case "max":
            return column.max()
        case "median":
            exact = column.cast("float64") if column.type().is_decimal() else column
            return exact.median()
        case _:
            return column.nunique()


def _merged(column: ir.Column, one: Component, where: ir.BooleanValue | None) -> ir.Value:
    """A component made from those of its parts; one that cannot be, from its only part."""
    if one.op == "min":
        return column.min(where=where)
    if one.op == "max" or one.op not in PARTED:
        merged = column.max(where=where)
    else:
        merged = column.sum(where=where)
    return merged.coalesce(0) if one.op in COUNTED else merged


def _with_whole(table: ir.Table, shape: GroupShape) -> ir.Table:
    """Beside each group, how many there are and the components of the whole: ``w0``, ``w1``…"""
    wholes = {
        f"~w{n}": _merged(table[f"~k{n}"], one, None)
        for n, one in enumerate(shape.components)
        if one.op in PARTED
    }
    return table.cross_join(table.aggregate(**{TOTAL: table.count()}, **wholes))


def _getter(table: ir.Table, shape: GroupShape, letter: str) -> Getter:
    places = {one: n for n, one in enumerate(shape.components)}
    return lambda one: table[f"~{letter}{places[one]}"]


def _shown(table: ir.Table, shape: GroupShape, *, withheld: bool = True) -> Iterator[ir.Value]:
    of, whole = _getter(table, shape, "k"), _getter(table, shape, "w")
    yield from (table[name] for name in shape.groups)
    for cell in shape.cells:
        yield _cell(shape, cell, of, whole).name(cell.name)
    if withheld:
        for place in flagged(shape):
            cell = shape.cells[place]
            yield _is_hidden(shape, cell, of, whole).name(f"~h{place}")


def _whole(table: ir.Table, shape: GroupShape) -> Iterator[ir.Value]:
    """The cells of the whole, and whether each is withheld."""
    if not shape.parted:
        return
    whole = _getter(table, shape, "w")
    for place, cell in enumerate(shape.cells):
        yield _cell(shape, cell, whole, whole).name(f"~t{place}")
    for place in flagged(shape):
        yield _is_hidden(shape, shape.cells[place], whole, whole).name(f"~th{place}")


def _cell(shape: GroupShape, cell: Cell, of: Getter, whole: Getter) -> ir.Value:
    """The value of a cell, missing where a count behind it is hidden."""
    if cell.side == "diff":
        value = _side(shape, cell, "after", of, whole) - _side(shape, cell, "before", of, whole)
    elif cell.side == "change":
        before = _side(shape, cell, "before", of, whole)
        after = _side(shape, cell, "after", of, whole)
        rise = (after - before).cast("float64") * 100.0 / before.cast("float64")
        value = ibis.ifelse(before > 0, rise, ibis.null("float64"))
    else:
        value = _measured(cell, shape, of, whole)
    if not shape.hidden_of(cell):
        return value
    return ibis.ifelse(_is_hidden(shape, cell, of, whole), ibis.null(value.type()), value)


def _side(shape: GroupShape, cell: Cell, side: Side, of: Getter, whole: Getter) -> ir.Value:
    return _measured(Cell(cell.name, cell.measure, cell.value, side), shape, of, whole)


def _measured(cell: Cell, shape: GroupShape, of: Getter, whole: Getter) -> ir.Value:
    made = [one for one in shape.components_of(cell) if one.op != "hidden"]
    match cell.measure.op:
        case "mean" | "ratio" | "per_person":
            return _quotient(of(made[0]), of(made[1]))
        case "share":
            return _quotient(of(made[0]).cast("float64") * 100.0, whole(made[0]))
        case _:
            return of(made[0])


def _quotient(above: ir.Value, below: ir.Value) -> ir.Value:
    return above.cast("float64") / below.cast("float64").nullif(0.0)


def _is_hidden(shape: GroupShape, cell: Cell, of: Getter, whole: Getter) -> ir.BooleanValue:
    """Whether a count behind a cell is hidden; behind the total too, for a part of it."""
    hidden = shape.hidden_of(cell)
    counts = [of(one) for one in hidden]
    if cell.measure.op == "share":
        counts += [whole(one) for one in hidden]
    return reduce(add, counts) > 0


def _ordered(table: ir.Table, shape: GroupShape) -> ir.Table:
    """In the order asked, ties broken by the groups, missing values last."""
    of, whole = _getter(table, shape, "k"), _getter(table, shape, "w")
    cells = {cell.name: cell for cell in shape.every_cell}
    keys: list[ir.Value] = []
    for by in shape.order:
        turned = ibis.desc if by.descending else ibis.asc
        sorted_by = (
            _group_keys(table, by.column, shape)
            if by.column in shape.groups
            else [_cell(shape, cells[by.column], of, whole)]
        )
        keys += [turned(key, nulls_first=False) for key in sorted_by]
    for name in shape.ties:
        plain = name in shape.many
        keys += map(ascending, [table[name]] if plain else _group_keys(table, name, shape))
    return table.order_by(keys) if keys else table


def _group_keys(table: ir.Table, name: str, shape: GroupShape) -> list[ir.Value]:
    """What a group is sorted by; texts that Spanish sorts alike, by their letters."""
    column = table[name]
    months = [month_number(column)] if name in shape.months else []
    return [*months, sort_key(column), *([column] if column.type().is_string() else [])]


def month_number(column: ir.StringColumn) -> ir.Value:
    """From 1 to 12 for the name of a month, missing for anything else."""
    bare = strip_accents(column.lower())
    number = bare.substr(0, 3).cases(
        *((name, n) for n, name in enumerate(_MONTHS.split(), start=1))
    )
    return ibis.ifelse(bare.re_search(r"^[a-z]+\.?$"), number, ibis.null("int8"))
