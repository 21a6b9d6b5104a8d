"""What persons changed of a reading, in order, and the way back."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import CorrectionLine
from cauce.apps.catalog.models import Correction, Upload
from cauce.apps.core.models import User
from cauce.apps.core.permissions import Actor
from cauce.base.errors import Refusal

MOST: Final = 50
"""Corrections of one upload that are kept; the oldest go."""


def remember(upload: Upload, actor: Actor, said: Sequence[str]) -> None:
    """Keeps the recipe that is about to be replaced, with what is said to change."""
    Correction.objects.create(
        upload=upload,
        recipe=upload.recipe,
        said=list(said),
        made_by=actor if isinstance(actor, User) else None,
    )
    kept = upload.corrections.values_list("pk", flat=True)[:MOST]
    upload.corrections.exclude(pk__in=list(kept)).delete()


def take_back(upload: Upload) -> dict[str, Any] | None:
    """The recipe of before the last correction, which is forgotten.

    Raises:
        Refusal: when nothing was corrected.
    """
    last = upload.corrections.first()
    if last is None:
        raise Refusal(_("Nadie cambió esta lectura: no hay una anterior."), code="correction.none")
    before: dict[str, Any] | None = last.recipe
    last.delete()
    return before


def corrections_of(upload: Upload) -> tuple[CorrectionLine, ...]:
    """The corrections of an upload, the last first."""
    rows = upload.corrections.select_related("made_by").defer("recipe")
    return tuple(
        CorrectionLine(
            said=tuple(row.said),
            made_by=row.made_by.full_name if row.made_by else "",
            made_at=row.made_at,
        )
        for row in rows
    )
