"""The page of a dataset or of one of its versions, as its template takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.figures.cards import card_of
from cauce.apps.catalog.figures.first import Figures, drawn_first
from cauce.apps.catalog.figures.shown import presented_within
from cauce.apps.catalog.presenters import dataset_facts, reading_remarks, row_table
from cauce.apps.catalog.presenters.column_profiles import profiles
from cauce.apps.catalog.presenters.filter_words import FilterForm
from cauce.apps.catalog.presenters.row_table import Address
from cauce.apps.catalog.store import store
from cauce.base.errors import NotFound, Refusal
from cauce.base.numerals import number_es
from cauce.engine.explore import Explore
from cauce.engine.query import run

_OF_EXPLORE: Final = frozenset({"columnas", "q", "orden", "desde", "filas", "clase"})


@dataclass(frozen=True)
class Asked:
    """What an address asks of a dataset's page; parameters that mean nothing here are left out."""

    table: str
    params: tuple[tuple[str, tuple[str, ...]], ...]
    form: FilterForm | None

    @classmethod
    def of(cls, params: Mapping[str, Sequence[str]]) -> "Asked":
        """What the parameters of an address ask."""
        explored = {
            name: tuple(texts)
            for name, texts in params.items()
            if name in _OF_EXPLORE or name.startswith("f.")
        }
        return cls(
            table=next(iter(params.get("tabla", ())), ""),
            params=tuple(sorted(explored.items())),
            form=FilterForm.of(params),
        )


def filtered_address(page: DatasetPage, asked: Asked, *, of_version: bool) -> str | None:
    """Where the filter's form leads, as a canonical address; ``None`` when it cannot be read."""
    assert asked.form is not None
    table = _table(page, asked.table)
    try:
        explore = Explore.from_query(table.sha256, table.columns, dict(asked.params))
        wanted = asked.form.applied_to(explore, table.columns)
    except Refusal:
        return None
    return _address(page, asked, of_version=of_version).of(wanted)


def context(page: DatasetPage, asked: Asked, *, of_version: bool) -> dict[str, Any]:
    """Everything the template takes; ``error`` says what of the address cannot be answered."""
    table = _table(page, asked.table)
    explore, error = _explored(table, asked)
    address = _address(page, asked, of_version=of_version)
    explorer = Addresses(page.slug, table.name, page.version.number if of_version else None)
    columns = row_table.shown_columns(table, explore)
    figures = _figures(page, table, asked)
    result = run(row_table.asked_of_engine(table, explore), store(), table.columns)
    return {
        "title": _("%(title)s, versión %(number)d")
        % {"title": page.title, "number": page.version.number}
        if of_version
        else page.title,
        "description": page.summary,
        "canonical": address.path,
        "error": error,
        "page": page,
        "purge_href": reverse("catalog:purge", args=[page.slug, page.version.number]),
        "is_newest": page.version.number == page.newest,
        "newest_href": reverse("catalog:dataset", args=[page.slug]),
        "newest_sentence": dataset_facts.newest_sentence(page),
        "steps": dataset_facts.steps(page),
        "facts": dataset_facts.facts(page),
        "table": table,
        "table_size": dataset_facts.table_size(table),
        "explore_href": explorer.page(explore.at(0)),
        "tabs": _tabs(page, table, of_version=of_version),
        "columns": row_table.header(columns, explore, address),
        "rows": row_table.body(columns, result),
        "empty": not result.rows,
        "filter": row_table.filter_form(table, explore, address, asked.form),
        "choice": row_table.column_choice(table, explore, address),
        "kinds": row_table.other_kinds(table, explore, address),
        "paging": row_table.paging(table, explore, result.total, len(result.rows), address),
        "downloads": dataset_facts.downloads(page, table, explore, of_version=of_version),
        "original": dataset_facts.original_file(page),
        "downloads_note": _downloads_note(table, explore, result.total),
        "figures": presented_within(figures, page, of_version=of_version),
        **_card(page, table, figures),
        "profiles": profiles(table, address, explorer),
        "footnotes": _footnotes(page, table),
        "remarks": reading_remarks.remarks(table),
        "misfits": reading_remarks.misfits(table),
        "versions": dataset_facts.versions(page),
        "changes": list(dataset_facts.changes(page)),
        "citation_formats": dataset_facts.citation_formats(page),
    }


def _figures(page: DatasetPage, table: TableView, asked: Asked) -> Figures:
    """The figures above the table; none above some of its rows, which they would not be of."""
    if asked.params or asked.form:
        return []
    return drawn_first(page, table, of_table=bool(asked.table))


def _card(page: DatasetPage, table: TableView, figures: Figures) -> dict[str, str]:
    """How the page is announced, as texts: they are kept beside its body."""
    drawing, of_table, _caption = figures[0] if figures else (None, table, "")
    card = card_of(page, of_table, drawing)
    return {f"card_{name}": text for name, text in asdict(card).items()}


def _explored(table: TableView, asked: Asked) -> tuple[Explore, str]:
    """What is asked of the table, and what is wrong with it: then the whole table is shown."""
    try:
        explore = Explore.from_query(table.sha256, table.columns, dict(asked.params))
    except Refusal as refusal:
        return Explore(table.sha256), str(refusal)
    if asked.form is not None:
        try:
            asked.form.applied_to(explore, table.columns)
        except Refusal as refusal:
            return explore, str(refusal)
    return explore, ""


def _table(page: DatasetPage, name: str) -> TableView:
    """The table asked for, or the first.

    Raises:
        NotFound: when the dataset has no table of that name.
    """
    if not name:
        return page.tables[0]
    for table in page.tables:
        if table.name == name:
            return table
    raise NotFound(
        _("«%(title)s» no tiene una tabla «%(name)s».") % {"title": page.title, "name": name[:80]}
    )


def _address(page: DatasetPage, asked: Asked, *, of_version: bool) -> Address:
    return Address(_path(page, of_version=of_version), asked.table)


def _path(page: DatasetPage, *, of_version: bool) -> str:
    if of_version:
        return reverse("catalog:version", args=[page.slug, page.version.number])
    return reverse("catalog:dataset", args=[page.slug])


def _tabs(page: DatasetPage, table: TableView, *, of_version: bool) -> list[dict[str, Any]]:
    """The tables of the dataset as tabs; none for a single one."""
    if len(page.tables) < 2:
        return []
    path = _path(page, of_version=of_version)
    return [
        {
            "label": each.title,
            "href": f"{path}?tabla={each.name}{row_table.ANCHOR}",
            "current": each is table,
            "count_text": number_es(each.rows),
        }
        for each in page.tables
    ]


def _footnotes(page: DatasetPage, table: TableView) -> list[str]:
    """The notes under the original that sources and warnings do not repeat."""
    said = f"{page.sources}\n{page.notes}"
    return [note for note in table.footnotes if note not in said]


def _downloads_note(table: TableView, explore: Explore, total: int) -> str:
    """What the downloads hold when the page shows less than the whole table."""
    if not dataset_facts.carried(explore):
        return ""
    rows = ngettext("%s fila", "%s filas", total) % number_es(total)
    return _("Lo que se descarga es lo que se ve filtrado: %(rows)s de %(all)s.") % {
        "rows": rows,
        "all": number_es(table.rows),
    }
