"""How a file differs from the edition before, with the place of each difference."""

from collections.abc import Mapping
from typing import Any, Final

from cauce.apps.catalog.contracts import UploadView
from cauce.apps.catalog.presenters.reading_grid import is_drawn
from cauce.apps.catalog.presenters.reading_remarks import rows_words
from cauce.engine.reading.report import TableReport

_ORDER: Final = ("warning", "info")


def drift(view: UploadView, table: TableReport, recipe: Mapping[str, Any]) -> dict[str, Any] | None:
    """``kind`` and ``lines`` of the notice, what breaks users first; ``None`` without an edition
    before. A line is ``{"table", "text", "rows", "href"}``: rows of this table that it is about."""
    if not view.drift:
        return None
    ordered = sorted(view.drift, key=lambda each: _ORDER.index(each["severity"]))
    lines = [_line(each, table, recipe) for each in ordered]
    return {"kind": ordered[0]["severity"], "lines": lines}


def _line(one: Mapping[str, Any], table: TableReport, recipe: Mapping[str, Any]) -> dict[str, Any]:
    line = {"table": one.get("table") or "", "text": one["message"], "rows": "", "href": ""}
    name = one.get("column")
    if line["table"] != table.name or not name:
        return line
    rows = sorted({misfit.row for misfit in table.misfits if misfit.column == name})
    if one["kind"] == "column.type" and rows:
        line["rows"] = rows_words(rows)
    shown = [row for row in rows if is_drawn(table, row)]
    column = next((each for each in recipe["columns"] if each["name"] == name), None)
    if shown:
        line["href"] = f"#fila-{shown[0]}"
    elif column is not None:
        line["href"] = f"#columna-{column['position']}"
    return line
