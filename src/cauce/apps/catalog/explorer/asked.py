"""What a request asks of the explorer: the table, the state, and what of it cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cauce.apps.catalog import access, queries
from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.explorer.comparing import comparable_values, wants_ends, with_ends
from cauce.apps.catalog.explorer.joining import joinable_of
from cauce.apps.catalog.explorer.nearness import FIELD, near
from cauce.apps.catalog.explorer.submitted import is_submitted, said
from cauce.base.errors import NotFound, Refusal
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Joinable

Params = Mapping[str, Sequence[str]]

LONGEST_QUERY: Final = 60_000
"""Characters of an address that are read."""
MOST_PARAMETERS: Final = 800
_FIRST: Final = ("con", "union", "por", "medida", "cruce", "comparar")
_LISTED: Final = ("por", "columnas", "orden")
"""Parameters that separate their values with commas."""
_MOST_TRIED: Final = 30
_LAST: Final = ("orden", "desde", "filas", "ver", "grafico", "clases", "zoom")


@dataclass(frozen=True)
class Asked:
    """A state of the explorer of a table, as an address asks it."""

    page: DatasetPage
    table: TableView
    addresses: Addresses
    explore: Explore
    joinable: Joinable | None
    params: Params
    """As they were typed; a form that cannot be answered keeps them."""
    error: str = ""
    """Why it cannot be answered as it was asked: then ``explore`` is what could be understood."""
    submitted: bool = False
    """Whether the form sent it: then it has an address of its own to be sent to."""

    @property
    def schema(self) -> tuple[Column, ...]:
        """The columns that can be asked about, those of the joined table too."""
        return self.table.columns + (self.joinable.prefixed() if self.joinable else ())

    @property
    def address(self) -> str:
        """The state's own address, with what the form is about to ask of whom."""
        opened = {"filtrar": self.opened, "comparar.columna": self.compared}
        query = urlencode({name: text for name, text in opened.items() if text}, safe="~")
        address = self.addresses.page(self.explore)
        return f"{address}{'&' if '?' in address else '?'}{query}" if query else address

    @property
    def compared(self) -> str:
        """The column whose values are about to be compared, if any."""
        name = next(iter(self.params.get("comparar.columna", ())), "")
        known = any(column.name == name for column in self.schema)
        return name if known and not self.explore.comparison and self.explore.measures else ""

    @property
    def opened(self) -> str:
        """The column whose filter is being added, if any."""
        name = next(iter(self.params.get("filtrar", ())), "")
        known = any(column.name == name for column in self.schema)
        return name if known and all(one.column != name for one in self.explore.filters) else ""


def asked_of(request: HttpRequest, slug: str, table: str, number: int | None) -> Asked:
    """What the request asks.

    Raises:
        NotFound: when there is no such dataset, version or table for who asks.
    """
    dataset = access.dataset_for_reading(request.user, slug)
    page = queries.dataset_page(dataset, number, request)
    view = next((each for each in page.tables if each.name == table), None)
    if view is None:
        raise NotFound(
            _("La versión %(number)d no tiene una tabla «%(table)s».")
            % {"number": page.version.number, "table": table[:80]},
            code="table.unknown",
        )
    addresses = Addresses(page.slug, view.name, number)
    try:
        params = _params(request)
    except Refusal as refusal:
        return Asked(page, view, addresses, Explore(view.sha256), None, {}, str(refusal))
    source = next((text for text in params.get("con", ()) if text), "")
    joinable, error = None, ""
    if source:
        try:
            joinable = joinable_of(request.user, source)
        except Refusal as refusal:
            error = str(refusal)
    schema = view.columns + (joinable.prefixed() if joinable else ())
    submitted = is_submitted(params) or FIELD in params
    plain = _said(params, view, schema, joinable)
    if submitted and not _is_answerable(view, plain, joinable):
        # What was asked before was sorted by something that the new question does not have.
        plain = {name: texts for name, texts in plain.items() if name != "orden"}
    try:
        explore = Explore.from_query(view.sha256, view.columns, plain, joinable)
    except Refusal as refusal:
        error = error or str(refusal)
        explore = understood(view, plain, joinable)
    return Asked(page, view, addresses, explore, joinable, params, error, submitted)


def _said(
    params: Params, table: TableView, schema: Sequence[Column], joinable: Joinable | None
) -> Params:
    """The parameters of the state that was asked, whichever form sent it."""
    if FIELD in params:
        return near(params, table)
    if not is_submitted(params):
        return params
    name = wants_ends(params)
    column = next((each for each in schema if each.name == name), None)
    if column is not None:
        values = comparable_values(table, _joined(table, params, joinable), column, joinable)
        params = with_ends(params, [each["value"] for each in values])
    return said(params, schema)


def _joined(table: TableView, params: Params, joinable: Joinable | None) -> Explore:
    """The table beside the one that is joined to it, with nothing asked of them yet."""
    plain = said(params, table.columns) if joinable else {}
    kept: Params = {name: texts for name, texts in plain.items() if name in ("con", "union")}
    return understood(table, kept, joinable)


def _is_answerable(table: TableView, params: Params, joinable: Joinable | None) -> bool:
    try:
        Explore.from_query(table.sha256, table.columns, params, joinable)
    except Refusal:
        return False
    return True


def understood(table: TableView, params: Params, joinable: Joinable | None) -> Explore:
    """As much of an address as can be answered together, one value at a time where it has many."""
    kept: dict[str, list[str]] = {}
    explore = Explore(table.sha256)
    for name in _in_order(params):
        whole = [*params[name]]
        for texts in (whole, *([text] for text in _one_by_one(name, whole))):
            trial = {**kept, name: [*kept.get(name, ()), *texts]}
            try:
                explore = Explore.from_query(
                    table.sha256, table.columns, trial, joinable if "con" in trial else None
                )
            except Refusal:
                continue
            kept = trial
            if texts is whole:
                break
    return explore


def _one_by_one(name: str, texts: Sequence[str]) -> list[str]:
    """The values of a parameter apart; a bounded number of them."""
    if name in _LISTED:
        texts = [part for text in texts for part in text.split(",") if part]
    return [*texts][:_MOST_TRIED] if len(texts) > 1 else []


def _in_order(params: Params) -> list[str]:
    """The names of the parameters, each after those it leans on; a bounded number of them."""
    others = sorted(set(params) - {*_FIRST, *_LAST})[:60]
    return [name for name in (*_FIRST, *others, *_LAST) if name in params]


def _params(request: HttpRequest) -> Params:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY or query.count("&") > MOST_PARAMETERS:
        raise Refusal(
            _(
                "La dirección es demasiado larga para una pregunta. Quite filtros o valores; "
                "aquí se ve la tabla entera."
            ),
            code="explore.address",
        )
    return {name: tuple(texts) for name, texts in request.GET.lists()}
