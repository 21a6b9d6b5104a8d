"""What a file, or the edition before, suggests to say about a dataset."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Final

from django.conf import settings
from django.utils.translation import ngettext, override

from cauce.apps.catalog.contracts import Description, TableView, TableWords
from cauce.apps.catalog.descriptions import words_of
from cauce.apps.catalog.levels import finest_level, level_name
from cauce.apps.catalog.models import Dataset, Theme
from cauce.apps.catalog.tables import tables_of
from cauce.apps.catalog.terms import terms
from cauce.apps.core.models import Organisation
from cauce.base.fold import fold
from cauce.base.numerals import number_es

NAMED: Final = 6
"""Columns that a made-up summary names."""
LONGEST_SUMMARY: Final = 300
MOST_TITLES: Final = 500
"""Public datasets whose titles tell what a theme is about."""
MOST_DATASETS: Final = 30
"""Datasets of an organisation in which the meaning of a column is looked for."""
OF_TITLE: Final = 2
"""What a word of the title counts; those of columns count one."""
ENOUGH: Final = 1.0
"""What a theme must score: one word that no other theme has."""

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
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
    title = tables[0].title if tables else ""
    labels = [column.label for table in tables for column in table.columns]
    return Description(
        title=title,
        summary="",
        themes=likely_themes([title, *labels]) if tables else (),
        tables=meanings_elsewhere(tables, organisation),
        owner=organisation.name,
        contact=organisation.contact_email,
        territory=_territory(tables),
        period=_period(tables),
        sources="\n".join(note for note in footnotes if _SOURCE.match(note)),
        notes="\n".join(note for note in footnotes if not _SOURCE.match(note)),
    )


def origins(
    begin: Description, tables: Sequence[TableView], dataset: Dataset | None
) -> dict[str, str]:
    """Where each suggestion comes from, by field of the description; ``tables`` for the dictionary.

    ``before``: the version before; ``file``: titles, columns and notes of the file;
    ``organisation``: its address book; ``words``: the words that datasets of a theme have;
    ``elsewhere``: columns of the same name in other datasets.
    """
    said = {field.name: bool(getattr(begin, field.name)) for field in fields(begin)}
    if dataset is not None and dataset.latest is not None:
        from_file = {"period": "file"} if _period(tables) else {}
        return {name: "before" for name, any_ in said.items() if any_} | from_file
    found = {
        **dict.fromkeys(("title", "territory", "period", "sources", "notes"), "file"),
        **dict.fromkeys(("owner", "contact"), "organisation"),
        "themes": "words",
        "tables": "elsewhere",
    }
    return {name: origin for name, origin in found.items() if said[name]}


def likely_themes(texts: Sequence[str]) -> tuple[str, ...]:
    """The theme whose words these texts, a title first, have most; none where none stands out.

    A word counts less the more themes have it; a theme's words are those of its name, its
    description and the titles of its public datasets.
    """
    found: dict[str, set[str]] = {
        theme.slug: set(terms(f"{theme.name} {theme.description}")) for theme in Theme.objects.all()
    }
    titles = Dataset.objects.filter(state=Dataset.State.PUBLISHED).order_by("-updated_at")
    for slug, title in titles.values_list("themes__slug", "title")[:MOST_TITLES]:
        if slug in found:
            found[slug].update(terms(title))
    asked = {word: 1 for text in texts for word in terms(text)}
    asked |= {word: OF_TITLE for text in texts[:1] for word in terms(text)}
    shared = {word: sum(word in has for has in found.values()) for word in asked}
    scores = {
        slug: sum(asked[word] / shared[word] for word in has & asked.keys())
        for slug, has in found.items()
    }
    best = max(scores.values(), default=0)
    likely = tuple(slug for slug, score in scores.items() if score == best)
    return likely if best >= ENOUGH and len(likely) == 1 else ()


def meanings_elsewhere(
    tables: Sequence[TableView], organisation: Organisation
) -> Mapping[str, TableWords]:
    """What columns of the same label and type mean in other datasets of an organisation."""
    latest = (
        Dataset.objects.filter(organisation=organisation, state=Dataset.State.PUBLISHED)
        .select_related("latest")
        .order_by("-updated_at")[:MOST_DATASETS]
    )
    known: dict[tuple[str, str], str] = {}
    for dataset in latest if tables else ():
        for table in tables_of(dataset.latest) if dataset.latest else ():
            for column in table.columns:
                if column.description and column.label:
                    known.setdefault((fold(column.label), column.type), column.description)
    told = {
        table.name: {
            column.name: known[fold(column.label), column.type]
            for column in table.columns
            if (fold(column.label), column.type) in known
        }
        for table in tables
    }
    return {name: TableWords("", columns) for name, columns in told.items() if columns}


def published_words(dataset: Dataset) -> Description | None:
    """What a dataset says of itself and its columns now; nothing before its first version."""
    if dataset.latest is None:
        return None
    return replace(words_of(dataset), tables=_meanings(dataset))


def _territory(tables: Sequence[TableView]) -> str:
    """The level of the tables in the institution's language: it is stored, whoever looks now."""
    with override(settings.LANGUAGE_CODE):
        return level_name(finest_level(column for table in tables for column in table.columns))


def _period(tables: Sequence[TableView]) -> str:
    """The years that the columns of years run over; without any, those that the titles name."""
    years = [
        int(year)
        for table in tables
        for column in table.columns
        if column.role == "year" and column.type == "integer"
        for year in (column.min, column.max)
        if year is not None
    ] or [int(year) for table in tables for year in _YEAR.findall(table.title)]
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
