"""Searching the catalogue's index: every word forgiven its accents, plural and small errors.

SQLite FTS5 over folded, stemmed words, ranked by bm25. See ``search_index`` for what is in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from cauce.apps.catalog import generation
from cauce.apps.catalog.models import Word
from cauce.apps.catalog.search_table import demand_sqlite, occurs, quoted
from cauce.apps.catalog.terms import Asked, asked, stem, terms

COMPLETIONS: Final = 24
"""Most words that a last, unfinished word is completed to."""
SHORT: Final = 5
"""Words of up to this many letters may differ by one letter, longer ones by two."""
SHORTEST: Final = 4
"""Shorter words are not corrected: too many are near."""
NEAR: Final = 20
"""Words like a misspelt one that are looked at."""


@dataclass(frozen=True)
class Hits:
    """Ids of datasets, the best first, and what was searched when it is not quite what was asked.

    ``corrected`` is the text with its misspelt words mended; ``relaxed`` is true when no dataset
    has all the words and these have some.
    """

    ids: tuple[int, ...]
    corrected: str = ""
    relaxed: bool = False


def find(text: str) -> Hits | None:
    """Datasets that have every word of ``text``, the best first; ``None`` when it holds no word.

    A word that occurs nowhere is replaced by the likest that does. A last word without a space
    after it also stands for the words it begins. Words between double quotes stand together.
    """
    demand_sqlite()
    question = asked(text)
    if not question.words and not question.phrases:
        return None
    meant = [_meant(question, place) for place in range(len(question.words))]
    corrected = ""
    if not all(meant):
        meant, corrected = _mended(question, meant)
    phrases = [quoted(" ".join(terms(" ".join(phrase)))) for phrase in question.phrases]
    clauses = [clause for clause in [*map(_either, meant), *phrases] if clause]
    exact = [clause for clause in [*(_either(stems[:1]) for stems in meant), *phrases] if clause]
    ids = _match(" AND ".join(clauses), " AND ".join(exact)) if clauses else ()
    if ids or len(clauses) < 2:
        return Hits(ids, corrected)
    some = _match(" OR ".join(clauses), " OR ".join(exact))
    return Hits(some, corrected, relaxed=bool(some))


def _meant(question: Asked, place: int) -> list[str]:
    """Stems in the index that a word stands for: its own and, when unfinished, its completions."""
    word = question.words[place]
    unfinished = question.unfinished and place == len(question.words) - 1
    stems = [stem(word)] if occurs(stem(word)) else []
    if unfinished and len(word) > 2:
        completions = (
            Word.objects.filter(word__gte=word, word__lt=f"{word}\uffff")
            .order_by("-frequency", "word")
            .values_list("stem", flat=True)[:COMPLETIONS]
        )
        completed = dict.fromkeys(each for each in completions if each not in stems)
        stems += [each for each in completed if stems or occurs(each)]
    return stems


def _mended(question: Asked, meant: list[list[str]]) -> tuple[list[list[str]], str]:
    """The stems with those of likely words where there are none, and the text that says so."""
    stems, shown, changed = [], [], False
    for word, found in zip(question.words, meant, strict=True):
        likest = None if found else _likest(word)
        stems.append([stem(likest[0])] if likest else found or [stem(word)])
        shown.append(likest[1] if likest else word)
        changed = changed or likest is not None
    quoted = [f'"{" ".join(phrase)}"' for phrase in question.phrases]
    return stems, " ".join(shown + quoted) if changed else ""


def _likest(word: str) -> tuple[str, str] | None:
    """``(word, as shown)`` of the index nearest to ``word``; the commonest of the nearest.

    Distance: optimal string alignment, so that two letters swapped count as one error.
    """
    if len(word) < SHORTEST:
        return None
    reach = 1 if len(word) <= SHORT else 2
    by_length = _vocabulary(generation.number())
    vocabulary: dict[str, tuple[str, int]] = {}
    for length in range(len(word) - reach, len(word) + reach + 1):
        vocabulary |= by_length.get(length, {})
    close = process.extract(
        word, vocabulary.keys(), scorer=OSA.distance, score_cutoff=reach, limit=NEAR
    )
    ranked = sorted(close, key=lambda hit: (hit[1], -vocabulary[hit[0]][1], hit[0]))
    found = next((hit[0] for hit in ranked if occurs(stem(hit[0]))), None)
    return None if found is None else (found, vocabulary[found][0])


@lru_cache(maxsize=1)
def _vocabulary(_generation: int) -> dict[int, dict[str, tuple[str, int]]]:
    """Of each length, word to how it is shown and how common it is."""
    found: dict[int, dict[str, tuple[str, int]]] = {}
    for word, shown, frequency in Word.objects.values_list("word", "shown", "frequency"):
        found.setdefault(len(word), {})[word] = (shown, frequency)
    return found


def forget() -> None:
    """Drop what is kept in memory: for tests, whose databases come and go."""
    _vocabulary.cache_clear()


def _match(query: str, exact: str) -> tuple[int, ...]:
    """Ids of the datasets that ``query`` finds: those that say it in their title first.

    Then those that say it in title and summary, in all but the values of cells, anywhere, and
    last those that only have a completion of the last word; within each, by bm25. bm25 alone gives
    nothing to a word that more than half of the datasets have.
    """
    places = ("{title}", "{title summary}", "{title summary body columns}")
    tiers = " + ".join(["(rowid NOT IN (SELECT rowid FROM catalog_search(%s)))"] * 4)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM catalog_search WHERE catalog_search MATCH %s"  # noqa: S608 (constant)
            f" ORDER BY {tiers}, bm25(catalog_search, 12.0, 5.0, 2.0, 3.0, 1.0), rowid",
            [query, *(f"{place} : ({exact})" for place in places), exact],
        )
        return tuple(row[0] for row in cursor.fetchall())


def _either(stems: Sequence[str]) -> str:
    clauses = [quoted(term) for term in stems]
    return f"({' OR '.join(clauses)})" if len(clauses) > 1 else "".join(clauses)
