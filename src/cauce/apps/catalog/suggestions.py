"""What a file, or the edition before, suggests to say about a dataset."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.utils.translation import ngettext, override

from cauce.apps.catalog.contracts import Description, TableView, TableWords
from cauce.apps.catalog.descriptions import words_of
from cauce.apps.catalog.levels import level_name, level_of
from cauce.apps.catalog.models import Dataset
from cauce.apps.catalog.tables import tables_of
from cauce.apps.core.models import Organisation
from cauce.base.numerals import number_es

NAMED: Final = 6
"""Columns that a made-up summary names."""
LONGEST_SUMMARY: Final = 300

_SOURCE: Final = re.compile(r"^\s*(?:fuentes?|elaboraci[oó]n)\b", re.IGNORECASE)


def suggested(
    tables: Sequence[TableView], dataset: Dataset | None, organisation: Organisation
) -> Description:
    """The description to begin with: of the edition before, or what title rows and notes say."""
    if dataset is not None and dataset.latest is not None:
        before = words_of(dataset)
        period = _period(tables) or before.period
        return replace(before, period=period, tables=_meanings(dataset))
    footnotes = list(dict.fromkeys(note for table in tables for note in table.footnotes))
    return Description(
        title=tables[0].title if tables else "",
        summary="",
        themes=(),
        owner=organisation.name,
        contact=organisation.contact_email,
        territory=_territory(tables),
        period=_period(tables),
        sources="\n".join(note for note in footnotes if _SOURCE.match(note)),
        notes="\n".join(note for note in footnotes if not _SOURCE.match(note)),
    )


def published_words(dataset: Dataset) -> Description | None:
    """What a dataset says of itself, its tables and columns now; nothing before its first version.
    """
    if dataset.latest is None:
        return None
    return replace(words_of(dataset), tables=_meanings(dataset))


def _territory(tables: Sequence[TableView]) -> str:
    """The level of the tables in the institution's language: it is stored, whoever looks now."""
    with override(settings.LANGUAGE_CODE):
        return level_name(level_of(column for table in tables for column in table.columns))


def _period(tables: Sequence[TableView]) -> str:
    """The years that the columns of years run over."""
    years = [
        int(year)
        for table in tables
        for column in table.columns
        if column.role == "year" and column.type == "integer"
        for year in (column.min, column.max)
        if year is not None
    ]
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def _meanings(dataset: Dataset) -> Mapping[str, TableWords]:
    """What the newest version says of its tables and columns."""
    if dataset.latest is None:
        return {}
    return {
        table.name: TableWords(
            table.title,
            {column.name: column.description for column in table.columns if column.description},
        )
        for table in tables_of(dataset.latest)
    }


def summary_of(tables: Sequence[TableView]) -> str:
    """A sentence about what the tables hold, for who writes none: rows and names of columns."""
    rows = sum(table.rows for table in tables)
    labels = list(dict.fromkeys(column.label for table in tables for column in table.columns))
    named = ", ".join(label for label in labels[:NAMED] if label)
    more = "…" if len(labels) > NAMED else "."
    counted = ngettext("%(rows)s fila de datos", "%(rows)s filas de datos", rows) % {
        "rows": number_es(rows)
    }
    return f"{counted}: {named}{more}"[:LONGEST_SUMMARY]
