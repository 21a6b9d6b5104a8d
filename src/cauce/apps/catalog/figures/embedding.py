"""The lines that show a figure on another site."""

from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Final

from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.figures.drawings import Drawing

GROWN: Final = 640 / 560
"""How much a drawing grows in a frame as wide as a column of text: up to 40rem (figures.css)."""
AROUND: Final = 132
"""Pixels of the source, its links and the room between the parts."""
_TITLE: Final = (62, 23)
_SENTENCE: Final = (64, 26)
_NOTE: Final = (90, 23)
"""Letters that a line holds in such a frame, and its pixels."""


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
    height = round(drawing.height * GROWN) + AROUND + _text_height(drawing)
    # Plain text: a page shows these lines, it does not obey them.
    lines = (
        f'<iframe src="{escape(site + href)}" title="{escape(drawing.title)}" width="100%" '
        f'height="{height}" loading="lazy" style="border:0"></iframe>'
    )
    return Snippet(lines, href)


def _text_height(drawing: Drawing) -> int:
    said = [(drawing.title, _TITLE), (drawing.sentence, _SENTENCE)]
    said += [(note, _NOTE) for note in drawing.notes]
    return sum(ceil(len(text) / letters) * pixels for text, (letters, pixels) in said)
