"""How the rows of a new version differ from those of the one before, as the pages say it."""

from typing import Any

from cauce.apps.catalog.contracts import UploadView


def headline(view: UploadView) -> str:
    """What changed, in a few words: «12 filas más, 6 cambiadas»; empty when nothing is known."""
    return ""


def comparisons(view: UploadView) -> list[dict[str, Any]]:
    """The comparison of each table."""
    return []
