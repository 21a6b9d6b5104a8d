"""The lines that show a figure on another site."""

from dataclasses import dataclass
from html import escape
from typing import Final

from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.figures.drawings import Drawing

GROWN: Final = 1.25
"""How much a drawing grows in a frame as wide as a column of text, at most."""
AROUND: Final = 210
"""Pixels of the title, sentence, notes and source around it."""


@dataclass(frozen=True)
class Snippet:
    """An ``<iframe>`` to copy, and the address of the frame alone."""

    snippet: str
    href: str


def snippet(drawing: Drawing, addresses: Addresses, site: str) -> Snippet:
    """The lines for a figure; ``site``: see ``citation.site_of``.

    As high as the figure needs in a column of text; a narrower frame scrolls.
    """
    href = addresses.embed(drawing.explore)
    height = round(drawing.height * GROWN) + AROUND
    # Plain text: a page shows these lines, it does not obey them.
    lines = (
        f'<iframe src="{escape(site + href)}" title="{escape(drawing.title)}" width="100%" '
        f'height="{height}" loading="lazy" style="border:0"></iframe>'
    )
    return Snippet(lines, href)
