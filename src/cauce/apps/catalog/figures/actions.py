"""What changes the figures that a publisher pins on the page of a dataset."""

from typing import Final, Literal

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog import generation
from cauce.apps.catalog.figures.models import LONGEST_CAPTION, LONGEST_QUERY, PinnedFigure
from cauce.apps.catalog.models import Dataset
from cauce.apps.core.acting import action, permit, record
from cauce.apps.core.models import User
from cauce.apps.core.permissions import Actor, Verb
from cauce.base.errors import Conflict, Refusal
from cauce.quality.identifiers.one_cell import may_tell_a_person

MOST: Final = 6
"""Figures that may be pinned on one page."""

Direction = Literal["up", "down"]


@action("catalog.pin_figure", gettext_lazy("Fijó una figura"))
def pin_figure(
    *, actor: Actor, dataset: Dataset, table: str, query: str, caption: str = ""
) -> PinnedFigure:
    """Shows a state of the explorer on the page of its dataset, after those pinned before.

    ``query`` is canonical (``Explore.to_query``) and was checked against the table by the page.

    Raises:
        Conflict: when it is pinned already, or as many are as a page shows.
        Refusal: for a caption that is too long or may tell who somebody is.
    """
    permit(actor, Verb.EDIT_DATASET, dataset.organisation)
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    pinned = list(dataset.pinned_figures.all())
    if any((pin.table, pin.query) == (table, query) for pin in pinned):
        raise Conflict(_("Esta figura ya está fijada."), code="figure.pinned")
    if len(pinned) >= MOST:
        raise Conflict(
            _("Ya hay %(count)d figuras fijadas, que es lo que una página muestra. Quite una.")
            % {"count": MOST},
            code="figure.most",
        )
    if len(query) > LONGEST_QUERY:
        raise Refusal(_("La consulta es demasiado larga para fijarla."), code="figure.query")
    last = dataset.pinned_figures.aggregate(last=Max("position"))["last"] or 0
    pin = PinnedFigure.objects.create(
        dataset=dataset,
        table=table,
        query=query,
        caption=_checked(caption),
        position=last + 1,
        pinned_by=actor if isinstance(actor, User) else None,
    )
    _told(pin)
    return pin


@action("catalog.caption_figure", gettext_lazy("Cambió el pie de una figura"))
def caption_figure(*, actor: Actor, pin: PinnedFigure, caption: str) -> PinnedFigure:
    """Says something else under a pinned figure; nothing leaves the sentence of its data alone.

    Raises:
        Refusal: for a caption that is too long or may tell who somebody is.
    """
    permit(actor, Verb.EDIT_DATASET, pin.dataset.organisation)
    pin.caption = _checked(caption)
    pin.save(update_fields=["caption"])
    _told(pin)
    return pin


@action("catalog.move_figure", gettext_lazy("Cambió el orden de las figuras"))
def move_figure(*, actor: Actor, pin: PinnedFigure, direction: Direction) -> PinnedFigure:
    """Shows a pinned figure before the one above it or after the one below; the ends stay."""
    permit(actor, Verb.EDIT_DATASET, pin.dataset.organisation)
    dataset = Dataset.objects.select_for_update().get(pk=pin.dataset_id)
    order = list(dataset.pinned_figures.all())
    place = next((at for at, each in enumerate(order) if each.pk == pin.pk), None)
    if place is None:
        raise Conflict(_("Esta figura ya no está fijada."), code="figure.unpinned")
    other = place + (-1 if direction == "up" else 1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order, start=1):
        each.position = position
    PinnedFigure.objects.bulk_update(order, ["position"])
    _told(pin)
    return next(each for each in order if each.pk == pin.pk)


@action("catalog.unpin_figure", gettext_lazy("Quitó una figura"))
def unpin_figure(*, actor: Actor, pin: PinnedFigure) -> Dataset:
    """Takes a pinned figure off the page of its dataset; gives the dataset."""
    permit(actor, Verb.EDIT_DATASET, pin.dataset.organisation)
    _told(pin)
    pin.delete()
    return pin.dataset


def _checked(caption: str) -> str:
    """The caption in one line.

    Raises:
        Refusal: when it is too long or may tell who somebody is.
    """
    said = " ".join(caption.split())
    if len(said) > LONGEST_CAPTION:
        raise Refusal(
            _("El pie tiene %(count)d letras; caben %(most)d.")
            % {"count": len(said), "most": LONGEST_CAPTION},
            code="figure.caption",
        )
    if may_tell_a_person(said):
        raise Refusal(
            _(
                "El pie parece nombrar a una persona o llevar un número que la identifica. "
                "Escríbalo sin él: la página es pública."
            ),
            code="figure.person",
        )
    return said


def _told(pin: PinnedFigure) -> None:
    """Words and values of a figure stay out of the log, which keeps everything for ever."""
    generation.turn()
    dataset = pin.dataset
    record(
        subject=dataset,
        organisation=dataset.organisation,
        details={"dataset": dataset.slug, "table": pin.table},
    )
