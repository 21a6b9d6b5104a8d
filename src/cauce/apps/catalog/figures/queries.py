"""What is read of pinned figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.figures.drawings import Drawing, drawing_or_none
from cauce.apps.catalog.figures.models import PinnedFigure
from cauce.apps.catalog.figures.states import read_state
from cauce.apps.catalog.models import Dataset
from cauce.base.errors import CauceError


@dataclass(frozen=True)
class Pinned:
    """A figure that a publisher chose for a page."""

    number: int
    """Its key."""
    table: str
    query: str
    caption: str


@dataclass(frozen=True)
class Placed:
    """A pinned figure over the rows of one version."""

    pin: Pinned
    table: TableView | None
    drawing: Drawing | None
    broken: str
    """Why it cannot be shown there: a sentence; empty when it can."""


def pins_of(slug: str) -> tuple[Pinned, ...]:
    """The figures pinned on a dataset, in their order."""
    rows = PinnedFigure.objects.filter(dataset__slug=slug)
    return tuple(Pinned(row.pk, row.table, row.query, row.caption) for row in rows)


def slugs_with_pins(most: int) -> tuple[str, ...]:
    """The public datasets that have pinned figures, the one pinned last first."""
    rows = (
        PinnedFigure.objects.filter(dataset__state=Dataset.State.PUBLISHED)
        .order_by("-pinned_at", "-pk")
        .values_list("dataset__slug", flat=True)
    )
    return tuple(dict.fromkeys(rows[: 10 * most]))[:most]


def placed(page: DatasetPage, pins: Sequence[Pinned]) -> list[Placed]:
    """Each pinned figure over the rows of a version, those too that cannot be drawn of them."""
    return [_placed(page, pin) for pin in pins]


def _placed(page: DatasetPage, pin: Pinned) -> Placed:
    table = next((each for each in page.tables if each.name == pin.table), None)
    if table is None:
        reason = _("La versión %(number)d no tiene una tabla «%(table)s».")
        words = {"number": page.version.number, "table": pin.table}
        return Placed(pin, None, None, reason % words)
    try:
        source, explore = read_state(page, table, pin.query)
    except CauceError as error:
        return Placed(pin, table, None, str(error))
    drawing = drawing_or_none(source, explore)
    broken = "" if drawing else _("Con las filas de esta versión ya no se puede dibujar.")
    return Placed(pin, table, drawing, broken)
