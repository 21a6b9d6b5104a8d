"""Comparing two versions of a table: which rows were added, removed and changed, by key."""

from cauce.engine.compare.comparison import ColumnChange, Comparison, Retyped, RowExample
from cauce.engine.compare.keys import find_key
from cauce.engine.compare.rows import compare_tables
from cauce.engine.compare.words import in_words

__all__ = [
    "ColumnChange",
    "Comparison",
    "Retyped",
    "RowExample",
    "compare_tables",
    "find_key",
    "in_words",
]
