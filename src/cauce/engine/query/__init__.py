"""Answers: what an exploration asks, computed on a sandboxed DuckDB over the table's Parquet.

`answer` gives a page of rows or groups to be shown or drawn; `run` a page of rows; `every_group`
and `Queries.every_row` everything, for files.
"""

from cauce.engine.query.answering import answer, every_group
from cauce.engine.query.answers import Answer, Matching
from cauce.engine.query.running import Queries, Result, Rows, run, shared

__all__ = [
    "Answer",
    "Matching",
    "Queries",
    "Result",
    "Rows",
    "answer",
    "every_group",
    "run",
    "shared",
]
