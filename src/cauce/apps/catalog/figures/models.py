"""Rows of pinned figures. No verbs: see ``actions``."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cauce.apps.core.models import User

LONGEST_CAPTION = 300
LONGEST_QUERY = 8_000


class PinnedFigure(models.Model):
    """A state of the explorer that its publisher shows on the page of a dataset.

    It names a table and columns, not a version: in a new version it is drawn from the new rows, and
    where they lack what it names it is shown to nobody but its publisher.
    """

    dataset = models.ForeignKey(
        "catalog.Dataset", on_delete=models.CASCADE, related_name="pinned_figures"
    )
    table = models.CharField(max_length=100)
    """Name of the table in the versions of the dataset."""
    query = models.TextField(max_length=LONGEST_QUERY)
    """The state as an address writes it: ``Explore.to_query``."""
    caption = models.CharField(_("pie"), max_length=LONGEST_CAPTION, blank=True)
    """What the publisher says of it; empty: the sentence computed from the data."""
    position = models.PositiveSmallIntegerField(_("orden"))
    pinned_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    pinned_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "catalog"
        verbose_name = _("figura fijada")
        verbose_name_plural = _("figuras fijadas")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.table}?{self.query[:80]}"
