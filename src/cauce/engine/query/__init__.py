"""Answers: what an exploration asks, computed on a sandboxed DuckDB over the table's Parquet."""

from cauce.engine.query.running import Queries, Result, Rows, run, shared

__all__ = ["Queries", "Result", "Rows", "run", "shared"]
