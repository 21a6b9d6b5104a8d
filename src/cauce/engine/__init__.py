"""Tables: read any file into a recipe and typed Parquet, keep it, ask it questions, hand it out.

Nothing is imported here, so that ``import cauce.engine`` stays free; DuckDB and Ibis load with the
module that needs them. This is the only room that imports duckdb.
"""
