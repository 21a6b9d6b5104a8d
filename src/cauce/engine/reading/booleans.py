"""Yes and no: the pairs of words that make a column a boolean one, and their cast."""

from collections.abc import Iterable
from typing import Final

from cauce.base.fold import fold
from cauce.engine.reading import native
from cauce.engine.reading.shapes import Shape
from cauce.engine.reading.workbench import texts

PAIRS: Final = (
    (frozenset({"si"}), frozenset({"no"})),
    (frozenset({"s"}), frozenset({"n"})),
    (frozenset({"verdadero"}), frozenset({"falso"})),
    (frozenset({"true"}), frozenset({"false"})),
    (frozenset({"yes"}), frozenset({"no"})),
    (frozenset({"y"}), frozenset({"n"})),
)
"""Words of yes and of no, without accents or case. Single letters count only when both are
there."""


def find_words(shapes: Iterable[Shape]) -> dict[str, bool]:
    """The texts of a column that say yes or no, when they are all of one pair and say enough to be
    sure.

    Empty when the column is not a boolean one as far as its words go."""
    said: dict[str, set[str]] = {}
    for shape in shapes:
        if len(shape.text) <= 10:
            said.setdefault(fold(native.as_written(shape.text)), set()).add(shape.text)
    best: dict[str, bool] = {}
    for yes, no in PAIRS:
        words = dict.fromkeys(yes & said.keys(), True)
        words |= dict.fromkeys(no & said.keys(), False)
        letters = any(len(word) == 1 for word in words)
        if letters and len(words) < 2:
            continue
        found = {text: value for word, value in words.items() for text in said[word]}
        if len(found) > len(best):
            best = found
    return best


def boolean_sql(words: dict[str, bool], cell: str) -> str:
    """The SQL expression of a cell's truth, NULL when it says neither."""
    yes = [word for word, value in words.items() if value]
    no = [word for word, value in words.items() if not value]
    cases = (f"WHEN {cell} IN ({texts(yes)}) THEN true" if yes else "") + (
        f" WHEN {cell} IN ({texts(no)}) THEN false" if no else ""
    )
    return f"CASE {cases} END" if cases else "CAST(NULL AS BOOLEAN)"


ALL_WORDS: Final = {
    word: value for yes, no in PAIRS for side, value in ((yes, True), (no, False)) for word in side
}


def wanted_boolean_sql(cell: str) -> str:
    """The cast of a column that a person says is boolean: any word of any pair, and 1 and 0."""
    bare = f"ltrim(strip_accents(lower({cell})), '{native.MARKS}')"
    yes = [word for word, value in ALL_WORDS.items() if value] + ["1", "x", "v"]
    no = [word for word, value in ALL_WORDS.items() if not value] + ["0", "f"]
    return (
        f"CASE WHEN {bare} IN ({texts(yes)}) THEN true WHEN {bare} IN ({texts(no)}) THEN false END"
    )
