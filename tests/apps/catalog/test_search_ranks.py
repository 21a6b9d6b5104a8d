"""The dataset whose title says the word comes first, however many others have it in cells."""

import pytest
from django.db import connection

from cauce.apps.catalog import search
from cauce.apps.catalog.models import Word
from cauce.apps.catalog.terms import indexed, stem

pytestmark = pytest.mark.django_db


def put(number: int, title: str, summary: str = "", contents: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog_search (rowid, title, summary, body, columns, contents)"
            " VALUES (%s, %s, %s, '', '', %s)",
            [number, *(indexed([text]) for text in (title, summary, contents))],
        )


def ids(text: str) -> tuple[int, ...]:
    found = search.find(text)
    assert found is not None
    return found.ids


def test_the_title_wins_over_a_word_that_most_tables_hold() -> None:
    for number in range(1, 12):
        put(number, f"Tabla {number}", contents="agua agua agua")
    put(12, "Lo que se bebe", summary="Hogares con agua", contents="pozo")
    put(13, "Hogares por fuente de agua", contents="pozo")
    assert ids("agua ")[:2] == (13, 12)
    assert len(ids("agua ")) == 13


def test_a_word_itself_wins_over_the_words_it_begins() -> None:
    put(1, "Población de Aguacatán")
    put(2, "Otra cosa", contents="agua")
    for word in ("agua", "aguacatan"):
        Word.objects.create(word=word, stem=stem(word), shown=word, frequency=1)
    assert ids("agua") == (2, 1)
