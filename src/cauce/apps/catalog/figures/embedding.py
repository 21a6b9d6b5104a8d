"""The lines that show a figure on another site."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html

from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.figures.drawings import Drawing

GROWN: Final = 1.25
"""How much a drawing grows in a frame as wide as a column of text, at most."""
AROUND: Final = 210
"""Pixels of the title, sentence, notes and source around it."""
_SIZE: Final = re.compile(r'viewBox="[\d.]+ [\d.]+ [\d.]+ ([\d.]+)"')
_PLAIN_HEIGHT: Final = 400


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
    match = _SIZE.search(drawing.wide)
    height = float(match[1]) if match else _PLAIN_HEIGHT
    lines = format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" '
        'style="border:0"></iframe>',
        f"{site}{href}",
        drawing.title,
        str(round(height * GROWN) + AROUND),
    )
    return Snippet(str(lines), href)
