"""The catalogue's index: which words each public dataset is found by.

A dataset is indexed in the transaction that publishes it. Values of identifier columns never
enter, nor what a person left out of the table.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import F

from cauce.apps.catalog import generation
from cauce.apps.catalog.contracts import TableView
from cauce.apps.catalog.models import Dataset, Word
from cauce.apps.catalog.search_table import demand_sqlite, occurs
from cauce.apps.catalog.store import store
from cauce.apps.catalog.terms import BETWEEN, indexed, stem, written_words
from cauce.engine.columns import IDENTIFIER
from cauce.engine.values import distinct_texts

MOST_VALUES: Final = 2_000
"""Different values of a column that are indexed, the commonest first."""
LONGEST_VALUE: Final = 300
"""Letters of a value that are indexed."""
BATCH: Final = 500


@dataclass(frozen=True)
class Entry:
    """The texts a dataset is found by, by weight."""

    title: str
    summary: str
    body: Sequence[str]
    """Description, notes, sources, organisation, owner, territory, period, themes, tags."""
    columns: Sequence[str]
    """Labels and descriptions of columns, titles of tables."""
    contents: Sequence[str]
    """Values of text columns that are no identifiers."""

    def texts(self) -> Iterator[str]:
        """All of them."""
        yield self.title
        yield self.summary
        yield from self.body
        yield from self.columns
        yield from self.contents


def index(dataset: Dataset, tables: Sequence[TableView]) -> None:
    """Puts a dataset into the index, in place of what stood there; inside the transaction."""
    demand_sqlite()
    entry = entry_of(dataset, tables)
    before = _take_out(dataset)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog_search (rowid, title, summary, body, columns, contents)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [
                dataset.pk,
                indexed([entry.title]),
                indexed([entry.summary]),
                indexed(entry.body),
                indexed(entry.columns),
                indexed(entry.contents),
            ],
        )
    _learn(entry.texts())
    _unlearn(before)
    generation.turn()


def forget(dataset: Dataset) -> None:
    """Takes a dataset out of the index, with the words that only it had."""
    demand_sqlite()
    _unlearn(_take_out(dataset))
    generation.turn()


def entry_of(dataset: Dataset, tables: Sequence[TableView]) -> Entry:
    """What a dataset is found by: its words and what its tables hold."""
    organisation = dataset.organisation
    return Entry(
        title=dataset.title,
        summary=dataset.summary,
        body=(
            dataset.description,
            dataset.notes,
            dataset.sources,
            dataset.owner,
            dataset.territory,
            dataset.period,
            organisation.name,
            organisation.short_name,
            *(theme.name for theme in dataset.themes.all()),
            *(tag.name for tag in dataset.tags.all()),
        ),
        columns=tuple(_labels(tables)),
        contents=tuple(_contents(tables)),
    )


def _labels(tables: Iterable[TableView]) -> Iterator[str]:
    for table in tables:
        yield table.title
        for column in table.columns:
            yield column.label
            yield column.description


def _contents(tables: Iterable[TableView]) -> Iterator[str]:
    for table in tables:
        names = [
            column.name
            for column in table.columns
            if column.type == "text" and column.role != IDENTIFIER
        ]
        for value in distinct_texts(table.sha256, store(), names, most=MOST_VALUES):
            yield value[:LONGEST_VALUE]


def _learn(texts: Iterable[str]) -> None:
    """Remembers the words, for completing and correcting what people type."""
    shown: dict[str, str] = {}
    for word, as_written in written_words(texts):
        shown.setdefault(word, as_written)
    words = list(shown)
    known: set[str] = set()
    for start in range(0, len(words), BATCH):
        some = Word.objects.filter(pk__in=words[start : start + BATCH])
        known.update(some.values_list("pk", flat=True))
        some.update(frequency=F("frequency") + 1)
    Word.objects.bulk_create(
        [
            Word(word=word, stem=stem(word), shown=as_written, frequency=1)
            for word, as_written in shown.items()
            if word not in known
        ],
        batch_size=BATCH,
    )


def _take_out(dataset: Dataset) -> set[str]:
    """Removes a dataset's row, if there is one; the stems it had."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title, summary, body, columns, contents FROM catalog_search WHERE rowid = %s",
            [dataset.pk],
        )
        texts = cursor.fetchone() or ()
        cursor.execute("DELETE FROM catalog_search WHERE rowid = %s", [dataset.pk])
    return {term for text in texts for term in text.split()} - {BETWEEN}


def _unlearn(stems: Iterable[str]) -> None:
    """Forgets the words of stems that no dataset has any more."""
    gone = [term for term in stems if not occurs(term)]
    for start in range(0, len(gone), BATCH):
        Word.objects.filter(stem__in=gone[start : start + BATCH]).delete()
