"""Explore: which rows of a table somebody asks to see. It is exactly what an address says.

An address writes it with these parameters, all optional:

========================  ==================================================================
``columnas=a,b``          the columns to show, in that order; all when absent
``f.<column>.<op>=v``     a filter; ``op`` is an `Operator`; repeated for several values
``q=words``               every word is somewhere in the row, accents and case aside
``orden=-a,b``            by ``a`` from greatest to least, then by ``b``; then by source row
``desde=50``              rows to pass over
``filas=25``              rows to give, at most `MOST_ROWS`
``clase=data,total``      kinds of row; only ``data`` when absent
========================  ==================================================================

Other parameters and blank values (a form's empty boxes) are left alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from cauce.base.errors import Refusal
from cauce.engine.columns import KINDS, ROW, Column
from cauce.engine.explore_filter import LONGEST_TEXT, OPERATORS, Filter, Operator

PAGE = 25
"""Rows given when nobody says how many."""
MOST_ROWS = 1000
"""Rows a page may ask for; downloads give them all."""
MOST_FILTERS = 30
FURTHEST = 2**40
"""Rows that may be passed over."""


@dataclass(frozen=True, slots=True)
class Order:
    """Sorting by a column, or by the source row (``_row``). Missing values always come last."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Explore:
    """A question about one table: which rows, which columns, in which order, from where."""

    table: str
    """SHA-256 of the table."""
    columns: tuple[str, ...] | None = None
    filters: tuple[Filter, ...] = ()
    """All must hold; at most one for each column and operator."""
    search: str | None = None
    order: tuple[Order, ...] = ()
    offset: int = 0
    limit: int = PAGE
    kinds: tuple[str, ...] = ("data",)

    @classmethod
    def from_query(
        cls, table: str, schema: Sequence[Column], params: Mapping[str, Sequence[str]]
    ) -> "Explore":
        """What an address asks; ``params`` holds the list of values of each parameter.

        Raises:
            Refusal: in Spanish, for an unknown column or a value that is not of the column's type.
        """
        asked = cls(
            table=table,
            columns=_listed(params, "columnas") or None,
            filters=tuple(_filters(params)),
            search=" ".join(" ".join(params.get("q", ())).split()) or None,
            order=tuple(
                Order(name.removeprefix("-"), name.startswith("-"))
                for name in _listed(params, "orden")
            ),
            offset=_count(params, "desde", 0),
            limit=_count(params, "filas", PAGE),
            kinds=_listed(params, "clase") or ("data",),
        )
        return asked.checked(schema)

    def to_params(self) -> dict[str, list[str]]:
        """The parameters that say this, without the defaults; `from_query` is the inverse."""
        params: dict[str, list[str]] = {}
        if self.columns:
            params["columnas"] = [",".join(self.columns)]
        for one in self.filters:
            params[f"f.{one.column}.{one.op}"] = list(one.values) or ["1"]
        if self.search:
            params["q"] = [self.search]
        if self.order:
            params["orden"] = [",".join("-" * by.descending + by.column for by in self.order)]
        if self.offset:
            params["desde"] = [str(self.offset)]
        if self.limit != PAGE:
            params["filas"] = [str(self.limit)]
        if self.kinds != ("data",):
            params["clase"] = [",".join(self.kinds)]
        return params

    def to_query(self) -> str:
        """The query string of an address that asks this; empty for the whole table."""
        return urlencode(self.to_params(), doseq=True, safe=",")

    def checked(self, schema: Sequence[Column]) -> "Explore":
        """The same question with every name known and every value canonical.

        A day alone asked of a column of moments means the whole day.

        Raises:
            Refusal: in Spanish, saying what is wrong and what to write instead.
        """
        known = {column.name: column for column in schema}
        for name in self.columns or ():
            _known(known, name)
        for by in self.order:
            if by.column != ROW:
                _known(known, by.column)
        filters = tuple(one.checked(_known(known, one.column)) for one in self.filters)
        _once("columnas", self.columns or ())
        _once("orden", [by.column for by in self.order])
        _once("filtros", [f"{one.column}.{one.op}" for one in filters])
        _within("filtros", len(filters), 0, MOST_FILTERS)
        _within("letras en la búsqueda", len(self.search or ""), 0, LONGEST_TEXT)
        _within("filas", self.limit, 1, MOST_ROWS)
        _within("desde", self.offset, 0, FURTHEST)
        return replace(self, filters=filters, kinds=_kinds(self.kinds))

    def at(self, offset: int) -> "Explore":
        """The same rows from another place."""
        return replace(self, offset=max(0, offset))

    def ordered_by(self, column: str) -> "Explore":
        """From the start and sorted by a column: upwards, then downwards, then no longer by it."""
        if self.order[:1] == (Order(column),):
            order: tuple[Order, ...] = (Order(column, descending=True),)
        elif self.order[:1] == (Order(column, descending=True),):
            order = ()
        else:
            order = (Order(column),)
        return replace(self, order=order, offset=0)

    def without(self, column: str, op: Operator) -> "Explore":
        """From the start and without that filter."""
        kept = tuple(one for one in self.filters if (one.column, one.op) != (column, op))
        return replace(self, filters=kept, offset=0)


def _listed(params: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...]:
    """The names in a parameter that separates them with commas or is repeated."""
    return tuple(part for text in params.get(name, ()) for part in text.split(",") if part)


def _filters(params: Mapping[str, Sequence[str]]) -> Iterator[Filter]:
    for name, texts in params.items():
        if not name.startswith("f."):
            continue
        column, _, op = name.removeprefix("f.").rpartition(".")
        if op not in OPERATORS:
            raise Refusal(
                f"El filtro «{name[:80]}» no existe. Escriba f.columna.operador, con uno de estos "
                f"operadores: {', '.join(OPERATORS)}.",
                code="explore.operator",
            )
        if values := tuple(text for text in texts if text):
            yield Filter(column, op, values)


def _count(params: Mapping[str, Sequence[str]], name: str, default: int) -> int:
    text = next((text for text in params.get(name, ()) if text), None)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refusal(f"«{name}» lleva un número y dice «{text[:80]}».", code="explore.count")
    return int(text)


def _known(known: Mapping[str, Column], name: str) -> Column:
    if name not in known:
        raise Refusal(
            f"La tabla no tiene una columna «{name[:80]}». Sus columnas son: "
            f"{', '.join(list(known)[:40])}.",
            code="explore.column",
        )
    return known[name]


def _once(what: str, names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise Refusal(
            f"En «{what}» algo está repetido. Quite lo que sobra.", code="explore.repeated"
        )


def _within(what: str, count: int, fewest: int, most: int) -> None:
    if not fewest <= count <= most:
        raise Refusal(
            f"Se piden {count} ({what}): escriba entre {fewest} y {most}.", code="explore.count"
        )


def _kinds(kinds: tuple[str, ...]) -> tuple[str, ...]:
    if not kinds or not set(kinds) <= set(KINDS):
        raise Refusal(f"«clase» lleva {', '.join(KINDS)} o varias de ellas.", code="explore.kind")
    return tuple(kind for kind in KINDS if kind in kinds)
