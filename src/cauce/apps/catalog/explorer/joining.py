"""The second table that an address names, found for who asks."""

import re
from typing import Final

from django.utils.translation import gettext as _

from cauce.apps.catalog import access, queries
from cauce.apps.catalog.contracts import DatasetPage
from cauce.apps.catalog.explorer.sources import title_of
from cauce.apps.core.access import Reader
from cauce.base.errors import NotFound, Refusal
from cauce.engine.explore import Joinable

_NAMED: Final = re.compile(r"([-\w]{1,200})(?:@([0-9]{1,9}))?/([-\w]{1,200})")


def joinable_of(reader: Reader, source: str) -> Joinable:
    """The table that ``slug[@version]/table`` names, when ``reader`` may read it.

    Raises:
        Refusal: in Spanish, when it names none.
    """
    match = _NAMED.fullmatch(source)
    if match is None:
        raise Refusal(
            _("«con» lleva un conjunto y su tabla, como agua-2018/hogares, y dice «%s».")
            % source[:80],
            code="explore.join",
        )
    slug, number, name = match.groups()
    try:
        dataset = access.dataset_for_reading(reader, slug)
        page = queries.dataset_page(dataset, int(number) if number else None)
    except NotFound as missing:
        raise _unknown(source) from missing
    table = next((each for each in page.tables if each.name == name), None)
    if table is None:
        raise _unknown(source)
    return Joinable(source, table.sha256, table.columns, title_of(page, table))


def named(page: DatasetPage, table: str) -> str:
    """A table of a dataset as an address names it, always in its newest version."""
    return f"{page.slug}/{table}"


def _unknown(source: str) -> Refusal:
    return Refusal(
        _("No hay una tabla «%s» que unir, o no está a su alcance. Elija otra de la lista.")
        % source[:80],
        code="explore.join",
    )
