"""Files hold a part of a whole as the exact ratio, and say so: pages show it in per cent."""

import csv
import io
from pathlib import Path

from cauce.engine.explore import Explore, Measure
from cauce.engine.export import ExportMeta, export
from tests.engine.tables import column, write_table

META = ExportMeta(title="Agua", slug="agua", version="1", organisation="SEGEPLAN")


def test_a_ratio_is_called_one(tmp_path: Path) -> None:
    schema = (column("lugar", "text"), column("pozo", "integer"), column("total", "integer"))
    table = write_table(tmp_path, schema, [("A", 1, 4), ("B", 1, 8)], ["data"] * 2)
    explore = Explore(
        table.sha256,
        groups=("lugar",),
        measures=(Measure("ratio", "pozo", "total"), Measure("sum", "pozo")),
    )
    body = b"".join(export(explore, table.schema, table.loose, "csv", META)).decode()
    heads, *rows = csv.reader(io.StringIO(body))
    assert [head.endswith("(razón)") for head in heads] == [False, True, False]
    assert [float(row[1]) for row in rows] == [0.25, 0.125]
