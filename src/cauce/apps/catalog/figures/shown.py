"""Figures as their macro takes them: texts, pictures and addresses."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from markupsafe import Markup

from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.figures.drawings import Drawing
from cauce.apps.catalog.figures.twins import ranked_list, twin_table

MAPS: Final = frozenset({"choropleth", "tiles", "points"})
AROUND: Final = 130
"""Pixels that the words in a picture of its own take, about: room is kept while it comes."""
WEIGHT: Final = 80_000
"""Bytes of drawings, compressed, that one page carries; further ones come when scrolled to."""


def presented(
    drawing: Drawing,
    page: DatasetPage,
    table: TableView,
    *,
    of_version: bool = False,
    caption: str = "",
    inline: bool = True,
) -> dict[str, Any]:
    """A figure for ``catalog/_figure.html``: what stands around it and its pictures.

    ``caption``: what its publisher says of it, in place of the computed sentence. Not ``inline``,
    it is a picture that browsers fetch when it is scrolled to.
    """
    fixed = Addresses(page.slug, table.name, page.version.number)
    shown = fixed if of_version else fixed.of_version(None)
    state = drawing.explore
    return {
        "id": drawing.identity,
        "title": drawing.title,
        "sentence": caption or drawing.sentence,
        "kind": drawing.kind,
        "wide": Markup(drawing.wide) if inline else "",  # noqa: S704 (charts.rendering escapes)
        "narrow": Markup(drawing.narrow) if inline else "",  # noqa: S704
        "ranked": None if drawing.narrow else ranked_list(drawing.twin),
        "picture_height": round(drawing.height) + AROUND,
        "picture_href": "" if inline else fixed.figure(state, "svg"),
        "notes": list(drawing.notes),
        "source": source_line(page, table),
        "explore_href": shown.page(state),
        "table_href": shown.page(replace(state, view=replace(state.view, kind="table"))),
        "cite_href": fixed.page(state, "#citar"),
        "svg_href": fixed.figure(state, "svg"),
        "png_href": fixed.figure(state, "png"),
        "json_href": fixed.figure(state, "json"),
        "twin": twin_table(drawing.twin),
    }


def presented_within(
    drawings: Sequence[tuple[Drawing, TableView, str]], page: DatasetPage, *, of_version: bool
) -> list[dict[str, Any]]:
    """Several figures of a page, with their captions; in place as long as they are light."""
    shown: list[dict[str, Any]] = []
    weight = 0
    for drawing, table, caption in drawings:
        weight += drawing.weight
        figure = presented(
            drawing,
            page,
            table,
            of_version=of_version,
            caption=caption,
            inline=not shown or weight <= WEIGHT,
        )
        shown.append(_apart_from(shown, figure))
    return shown


def _apart_from(others: Sequence[dict[str, Any]], figure: dict[str, Any]) -> dict[str, Any]:
    """The figure, not saying again what one before it says: a chart and its map often would."""
    if any(each["sentence"] == figure["sentence"] for each in others):
        figure["sentence"] = ""
    if any(each["title"] == figure["title"] for each in others) and figure["kind"] in MAPS:
        figure["title"] = _("Mapa: %(title)s") % {"title": figure["title"]}
    return figure


def source_line(page: DatasetPage, table: TableView) -> str:
    """«Segeplan, Ranking de la Gestión Municipal 2018 · versión 1»."""
    title = page.title
    if len(page.tables) > 1 and table.title != page.title:
        title = f"{title}, {table.title}"
    return _("%(who)s, %(title)s · versión %(number)d") % {
        "who": page.organisation.short_name,
        "title": title,
        "number": page.version.number,
    }
