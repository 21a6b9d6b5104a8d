"""Cards: how a page is announced where its address is shared (Open Graph, Twitter)."""

from dataclasses import dataclass

from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.figures.drawings import Drawing


@dataclass(frozen=True)
class Card:
    """What ``catalog/_card.html`` takes."""

    title: str
    description: str
    image: str
    """Path of a picture of 1200 by 630 pixels; empty for none."""
    alt: str


def card_of(
    page: DatasetPage, table: TableView, drawing: Drawing | None, *, of_figure: bool = False
) -> Card:
    """The card of a page that shows ``drawing`` first; ``of_figure``: of that figure alone."""
    if drawing is None:
        return Card(page.title, page.summary, "", "")
    alt = " ".join(part for part in (f"{drawing.title}.", drawing.sentence) if part)
    addresses = Addresses(page.slug, table.name, page.version.number)
    image = addresses.figure(drawing.explore, "png")
    image = f"{image}{'&' if '?' in image else '?'}tarjeta=1"
    said = drawing.sentence or page.summary
    if of_figure:
        return Card(drawing.title, said, image, alt)
    return Card(page.title, said, image, alt)
