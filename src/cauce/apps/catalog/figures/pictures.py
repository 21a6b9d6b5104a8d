"""Pictures: a figure as a file of its own, with its title, its sentence and its source inside."""

import json
from typing import Final

from django.conf import settings

from cauce.apps.catalog.citation import address_of_version
from cauce.apps.catalog.explorer.asked import Asked
from cauce.apps.catalog.explorer.sources import source_of
from cauce.apps.catalog.figures.drawings import figure_of, key_of, once
from cauce.apps.catalog.figures.shown import source_line
from cauce.apps.catalog.figures.states import drawable
from cauce.charts import rendering
from cauce.charts.figure import Figure

PIXELS: Final = 1200
"""How wide a PNG is."""


def picture(asked: Asked, extension: str, *, card: bool, site: str) -> bytes:
    """The bytes of a state's figure as ``svg``, ``png`` or ``json``, kept like every drawing.

    ``card``: a PNG of 1200 by 630 pixels for social networks. ``site``: see ``citation.site_of``.

    Raises:
        Refusal: when it cannot be drawn, saying why.
    """
    source = source_of(asked.page, asked.table, asked.joinable)
    state = drawable(asked.explore)
    number = asked.page.version.number
    address = address_of_version(asked.page.slug, number, site)
    credit = source_line(asked.page, asked.table)
    if not card:
        credit = f"{credit} · {address.partition('://')[2] or address}"
    form = "card" if card else extension
    key = ("picture", form, credit, settings.CAUCE.institution_short_name, *key_of(source, state))
    return once(key, lambda: _made(figure_of(source, state), form, credit), len)


def _made(figure: Figure, form: str, credit: str) -> bytes:
    match form:
        case "svg":
            return rendering.svg_file(figure, source=credit).encode()
        case "png":
            return rendering.png(figure, PIXELS, source=credit)
        case "card":
            return rendering.card_png(
                figure, source=credit, brand=settings.CAUCE.institution_short_name
            )
        case _:
            return json.dumps(figure.wide, ensure_ascii=False, allow_nan=False).encode()
