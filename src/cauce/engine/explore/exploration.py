"""Explore: what somebody asks of a table. It is exactly what an address says.

An address writes it with these parameters, all optional:

========================  ==================================================================
``columnas=a,b``          the columns to show, in that order; all when absent
``f.<column>.<op>=v``     a filter; ``op`` is an `Operator`; repeated for several values;
                          ``missing=0`` is ``not_missing=1``
``q=words``               every word is somewhere in the row, accents and case aside
``orden=-a,b``            by ``a`` from greatest to least, then by ``b``; then by source row
``desde=50``              rows to pass over
``filas=25``              rows to give, at most `MOST_ROWS`
``clase=data,total``      kinds of row; only ``data`` when absent
``por=a,b``               group by up to three columns
``medida=sum.casos``      what is computed of each group (see ``measures``); repeated
``cruce=sexo``            one column of the answer for each value of that column
``comparar=anio.13.18``   every measure at two values of a column, difference and change
``con=``, ``union=``      a second table and what joins it (see ``joins``)
``ver=``, ``grafico=``…   how the answer is looked at (see ``views``)
========================  ==================================================================

Other parameters and blank values (a form's empty boxes) are left alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlencode

from cauce.base.errors import Refusal
from cauce.engine.columns import KINDS, ROW, Column
from cauce.engine.explore.filters import LONGEST_TEXT, OPERATORS, Filter, Operator
from cauce.engine.explore.grouping import check_comparison, check_groups, check_order
from cauce.engine.explore.joins import Join, Joinable, checked_join, pairs_of
from cauce.engine.explore.measures import MOST_GROUPS, MOST_MEASURES, Comparison, Measure
from cauce.engine.explore.views import CLASSING_WORDS, MARK_WORDS, PLAIN, VIEW_WORDS, View

T = TypeVar("T")

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
    """A question about a table: which rows or groups, which columns, in which order, from where.

    Without groups and measures it asks for rows; with measures alone, for one row. Then ``order``
    names groups and columns of the answer (see ``cells``): ``sum_casos``, ``sum_casos__c0``.
    """

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
    groups: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    pivot: str | None = None
    comparison: Comparison | None = None
    join: Join | None = None
    view: View = PLAIN

    @property
    def aggregates(self) -> bool:
        """Whether it asks for groups and measures instead of rows."""
        return bool(self.groups or self.measures or self.pivot or self.comparison)

    @property
    def measured(self) -> tuple[Measure, ...]:
        """What is computed of each group: how many rows it has when nobody says."""
        return self.measures or (Measure("count"),)

    @classmethod
    def from_query(
        cls,
        table: str,
        schema: Sequence[Column],
        params: Mapping[str, Sequence[str]],
        joinable: Joinable | None = None,
    ) -> "Explore":
        """What an address asks; ``params`` holds the list of values of each parameter.

        ``joinable`` is the table that ``con`` names, found by whoever knows the catalogue.

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
            groups=_listed(params, "por"),
            measures=tuple(Measure.of(text) for text in params.get("medida", ()) if text),
            pivot=_first(params, "cruce"),
            comparison=Comparison.of(text) if (text := _first(params, "comparar")) else None,
            join=Join(joinable.source, joinable.table, pairs_of(params.get("union", ())))
            if joinable
            else None,
            view=_view(params),
        )
        return asked.checked(schema, joinable)

    def to_params(self) -> dict[str, list[str]]:
        """The parameters that say this, without the defaults; `from_query` is the inverse."""
        said = {
            "columnas": [",".join(self.columns or ())],
            **{f"f.{one.column}.{one.op}": list(one.values) or ["1"] for one in self.filters},
            "q": [self.search or ""],
            "orden": [",".join("-" * by.descending + by.column for by in self.order)],
            "desde": [str(self.offset or "")],
            "filas": [str(self.limit) if self.limit != PAGE else ""],
            "clase": [",".join(self.kinds) if self.kinds != ("data",) else ""],
            "por": [",".join(self.groups)],
            "medida": [measure.text for measure in self.measures] or [""],
            "cruce": [self.pivot or ""],
            "comparar": [self.comparison.text if self.comparison else ""],
            "con": [self.join.source if self.join else ""],
            "union": [self.join.pairs_text if self.join else ""],
        }
        params = {name: texts for name, texts in said.items() if texts != [""]}
        return params | _said_of_view(self.view)

    def to_query(self) -> str:
        """The query string of an address that asks this; empty for the whole table."""
        return urlencode(self.to_params(), doseq=True, safe=",:~/@")

    def checked(self, schema: Sequence[Column], joinable: Joinable | None = None) -> "Explore":
        """The same question with every name known and every value canonical.

        A day alone asked of a column of moments means the whole day.

        Raises:
            Refusal: in Spanish, saying what is wrong and what to write instead.
        """
        known = {column.name: column for column in schema}
        join = self.join and checked_join(self.join, self.table, schema, joinable)
        if join and joinable:
            known |= {column.name: column for column in joinable.prefixed()}
        _within("columnas por las que se agrupa", len(self.groups), MOST_GROUPS)
        _within("medidas", len(self.measures), MOST_MEASURES)
        _within("filtros", len(self.filters), MOST_FILTERS)
        search = " ".join((self.search or "").split()) or None
        _within("letras en la búsqueda", len(search or ""), LONGEST_TEXT)
        _within("letras en «zoom»", len(self.view.zoom or ""), LONGEST_TEXT)
        _between("filas", self.limit, 1, MOST_ROWS)
        _between("desde", self.offset, 0, FURTHEST)
        for name in self._named():
            _known(known, name)
        filters = tuple(one.checked(known[one.column]) for one in self.filters)
        _once("columnas", self.columns or ())
        _once("orden", [by.column for by in self.order])
        _once("filtros", [f"{one.column}.{one.op}" for one in filters])
        _once("por", self.groups)
        _once("medida", [measure.text for measure in self.measures])
        check_groups(self.groups, self.measures, self.pivot, self.comparison, known)
        if self.aggregates:
            sorted_by = [by.column for by in self.order]
            check_order(
                sorted_by, self.groups, self.measured, bool(self.pivot), bool(self.comparison)
            )
        return replace(
            self,
            columns=self.columns or None,
            filters=filters,
            search=search,
            kinds=_kinds(self.kinds),
            join=join,
            comparison=self.comparison
            and check_comparison(self.comparison, known[self.comparison.column]),
            view=replace(self.view, zoom=self.view.zoom or None),
        )

    def _named(self) -> Iterator[str]:
        """The columns of the table that it names."""
        yield from self.columns or ()
        yield from self.groups
        yield from (one.column for one in self.filters)
        yield from (name for measure in self.measures for name in measure.columns)
        yield from filter(None, (self.pivot, self.comparison and self.comparison.column))
        if not self.aggregates:
            yield from (by.column for by in self.order if by.column != ROW)

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


def _first(params: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next((text for text in params.get(name, ()) if text), None)


def _view(params: Mapping[str, Sequence[str]]) -> View:
    """How the address asks to look at the answer.

    Raises:
        Refusal: in Spanish, for a word that is none of those that exist.
    """
    return View(
        kind=_word(params, "ver", VIEW_WORDS, "tabla"),
        mark=_word(params, "grafico", MARK_WORDS, "auto"),
        classing=_word(params, "clases", CLASSING_WORDS, "cuantiles"),
        zoom=_first(params, "zoom"),
    )


def _word(
    params: Mapping[str, Sequence[str]], name: str, words: Mapping[str, T], default: str
) -> T:
    text = _first(params, name) or default
    if text not in words:
        raise Refusal(
            f"«{name}» dice «{text[:80]}». Escriba uno de estos: {', '.join(words)}.",
            code="explore.view",
        )
    return words[text]


def _said_of_view(view: View) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for name, words, value, default in (
        ("ver", VIEW_WORDS, view.kind, "table"),
        ("grafico", MARK_WORDS, view.mark, "auto"),
        ("clases", CLASSING_WORDS, view.classing, "quantiles"),
    ):
        if value != default:
            said[name] = [word for word, meant in words.items() if meant == value]
    if view.zoom:
        said["zoom"] = [view.zoom]
    return said


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


def _within(what: str, count: int, most: int) -> None:
    """Refuse more than there may be of what may be absent; who writes it writes at least one."""
    if count > most:
        _between(what, count, 1, most)


def _between(what: str, count: int, fewest: int, most: int) -> None:
    if not fewest <= count <= most:
        raise Refusal(
            f"Se piden {count} ({what}): escriba entre {fewest} y {most}.", code="explore.count"
        )


def _kinds(kinds: tuple[str, ...]) -> tuple[str, ...]:
    if not kinds or not set(kinds) <= set(KINDS):
        raise Refusal(f"«clase» lleva {', '.join(KINDS)} o varias de ellas.", code="explore.kind")
    return tuple(kind for kind in KINDS if kind in kinds)
