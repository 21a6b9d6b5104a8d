"""Two people who write the same description at once: neither overwrites the other unknowingly."""

import json

from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import Description
from cauce.apps.catalog.descriptions import draft_json
from cauce.apps.catalog.models import Upload
from cauce.base.errors import Conflict
from cauce.base.ids import sha256_bytes


def fingerprint_of(upload: Upload) -> str:
    """What a form remembers of the description it was opened with."""
    written = json.dumps(upload.description, sort_keys=True, default=list).encode()
    return sha256_bytes(written)[:16]


def demand_unchanged(upload: Upload, seen: str | None, said: Description) -> None:
    """Lets a description be kept when nobody wrote another one since ``seen``.

    Raises:
        Conflict: naming nobody; who writes decides which of both stays.
    """
    now = fingerprint_of(upload)
    mine = json.loads(json.dumps(draft_json(said), default=list))
    if seen in (None, "", now) or mine == upload.description:
        return
    raise Conflict(
        _("Otra persona cambió esta descripción mientras usted la escribía."),
        code="description.changed",
        remedy=_(
            "Lo que escribió sigue aquí. Abra la página en otra pestaña para ver lo que puso; si"
            " envía otra vez, queda lo suyo."
        ),
    )
