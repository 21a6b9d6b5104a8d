"""What a reading must give whatever the file is: a whole table, or a sentence that helps."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from cauce.engine.columns import KIND, ROW
from cauce.engine.reading.recipe import recipe_from_json

WHAT_TO_DO: Final = re.compile(
    r"(?i)\b(Ábralo|Abra|Guárdel[oa]s?|Guarde|Suba|Súbal[oa]s?|súbal[oa]|Descomprímal[oa]|Descargue|"
    r"Revise|Divida|Expórtel[oa]|Exporte|exportar|Vuelva|vuelva|Elija|Pida|pida|Borre|Convierta|"
    r"Conviértal[oa]|Copie|Corrija|Quite|Quítele|Compruebe|Ponga|Cambie|Agregue|Use)\b"
)
"""Verbs with which our sentences say what to do."""
NOT_SPOKEN: Final = re.compile(
    r"Traceback|\w(Error|Exception)\b|NoneType|object at|0x[0-9a-f]{4}|/tmp/|\.py\b|\bline \d"
)
"""What a program says to programmers."""
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*")


def wrong_in_refusal(message: str, code: str, name: str) -> Iterator[str]:
    """What a refusal lacks: which file, what is wrong, what to do, in words."""
    if not code or code == "read.died":
        yield f"refusal without cause: {message[-300:]}"
    if not WHAT_TO_DO.search(message):
        yield f"refusal without advice: {message[:200]}"
    if "«" not in message and "El archivo" not in message and code != "limit.seconds":
        yield f"refusal that names nothing: {message[:200]}"
    if NOT_SPOKEN.search(message.replace(name, "")) or not message.rstrip().endswith((".", "?")):
        yield f"refusal not in plain words: {message[:200]}"
    if len(message) > 1_500:
        yield f"refusal of {len(message)} letters: {message[:200]}"


def wrong_in_report(report: Mapping[str, Any], workdir: Path) -> Iterator[str]:
    """What contradicts itself in a report and its Parquet files."""
    if not report["tables"]:
        yield "a reading without tables"
    for table in report["tables"]:
        yield from _wrong_in_table(table, workdir)
    recipe = report["recipe"]
    if recipe_from_json(json.loads(json.dumps(recipe))).to_json() != recipe:
        yield "the recipe does not survive JSON"


def _wrong_in_table(table: Mapping[str, Any], workdir: Path) -> Iterator[str]:
    names = [column["name"] for column in table["columns"]]
    try:
        stored = pq.read_table(workdir / table["parquet"], use_threads=False)
    except (pa.ArrowException, OSError) as error:
        yield f"a Parquet that cannot be opened: {error}"
        return
    own = [name for name in (ROW, KIND) if name in stored.column_names]
    if own != [ROW, KIND] or not set(names) <= set(stored.column_names):
        yield f"columns {stored.column_names[:9]} for {names[:9]}"
    if stored.num_rows != sum(table["kinds"].values()):
        yield f"{stored.num_rows} rows for {table['kinds']}"
    if table["rows"] != stored.num_rows:
        yield f"{table['rows']} rows told, and {stored.num_rows} stored"
    if len(set(names)) != len(names) or not all(map(_NAME.fullmatch, names)):
        yield f"names not unique or not safe: {names[:9]}"
    if ROW in names or KIND in names:
        yield "a column takes a name of the table's own"
    for column in table["columns"]:
        if column["nulls"] > stored.num_rows:
            yield f"{column['nulls']} missing of {stored.num_rows} rows"
