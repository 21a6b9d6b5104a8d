"""The pages of a file on its way to publication, as their templates take them."""

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.contracts import UploadLine
from cauce.base.calendar import date_es
from cauce.base.numerals import bytes_es

ROWS: Final = 15
"""Rows of the typed table that are shown."""
WIDEST: Final = 24
"""Columns of the typed table that are shown."""
TONES: Final = {
    "received": "neutral",
    "reading": "info",
    "read": "warning",
    "refused": "error",
    "published": "good",
}
_NEXT: Final = {
    "received": gettext_lazy("Esperar la lectura"),
    "reading": gettext_lazy("Ver cómo va la lectura"),
    "read": gettext_lazy("Revisar y publicar"),
    "refused": gettext_lazy("Ver por qué no se pudo leer"),
}
"""What a person does next, by state."""
LETTERED: Final = frozenset({"xlsx", "xlsm", "xls", "ods"})
"""Formats whose columns people know by letters."""


def line(upload: UploadLine) -> dict[str, Any]:
    """An upload in the list: its file, where it stands, and where one goes on."""
    where = upload.state_label
    if upload.version is not None:
        where = _("Publicado como versión %d") % upload.version
    published = upload.state == "published" and upload.dataset
    return {
        "href": reverse("catalog:dataset", args=[upload.dataset])
        if published
        else reverse("catalog:understood", args=[upload.key]),
        "title": upload.title or upload.name,
        "file": upload.name,
        "state": where,
        "tone": TONES.get(upload.state, "neutral"),
        "facts": [
            upload.name if upload.title else "",
            upload.organisation.short_name,
            bytes_es(upload.size),
            _("subido el %s") % date_es(timezone.localdate(upload.uploaded_at), short=True),
            upload.uploaded_by,
        ],
        "next": _NEXT.get(upload.state, ""),
    }
