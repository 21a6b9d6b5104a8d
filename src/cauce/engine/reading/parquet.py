"""Parquet: values keep their types; what a cell cannot hold becomes text."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cauce.base.errors import Refusal
from cauce.engine.reading.decision import Decision
from cauce.engine.reading.grid import Cell, Grid
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.numformat import duration_text
from cauce.engine.reading.opened import Opened, Place, WantedSource
from cauce.engine.reading.rows import Flattener


def open_parquet(place: Place, wanted: WantedSource, budget: Budget) -> Opened:
    """Read a Parquet file as one grid of records.

    Raises:
        Refusal: when it is damaged or encrypted, has no column, or exceeds the limit of cells.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    flattener = Flattener(repair=True)
    rows: list[list[Cell]] = []
    try:
        with pq.ParquetFile(place.path) as file:
            schema = file.schema_arrow
            labels = tuple(schema.names)
            budget.spend_cells(file.metadata.num_rows, len(labels), place.name)
            readers = [_reader(kind, flattener) for kind in schema.types]
            for batch in file.iter_batches(batch_size=20_000):
                budget.check_time()
                columns = [
                    _cells(_microseconds(column), reader)
                    for column, reader in zip(batch.columns, readers, strict=True)
                ]
                rows += [list(row) for row in zip(*columns, strict=True)]
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise Refusal(
            f"«{place.name}» es un Parquet dañado, incompleto o cifrado. Vuelva a exportarlo.",
            code="file.damaged",
        ) from error
    if not labels:
        raise Refusal(
            f"«{place.name}» es un Parquet sin columnas. Vuelva a exportarlo.", code="file.empty"
        )
    grid = Grid(place.stem, rows, range(1, len(rows) + 1), records=True, labels=labels)
    decisions = {"format": Decision("parquet", "El archivo empieza con la marca de Parquet.")}
    return Opened("parquet", (grid,), decisions, flattener.notes())


def _microseconds(column: Any) -> Any:
    """Python's times end at the microsecond."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return column.cast(pa.timestamp("us", kind.tz), safe=False)
    if pa.types.is_time64(kind) and kind.unit == "ns":
        return column.cast(pa.time64("us"), safe=False)
    if pa.types.is_duration(kind) and kind.unit == "ns":
        return column.cast(pa.duration("us"), safe=False)
    return column


def _cells(column: Any, reader: Callable[[Any], Cell] | None) -> list[Cell]:
    values: list[Any] = column.to_pylist()
    return values if reader is None else [reader(value) for value in values]


def _reader(kind: Any, flattener: Flattener) -> Callable[[Any], Cell] | None:
    """How a value of this Arrow type becomes a cell; ``None`` when it is one already."""
    import pyarrow as pa

    types = pa.types
    if types.is_integer(kind) or types.is_boolean(kind) or types.is_null(kind):
        return None
    if types.is_string(kind) or types.is_large_string(kind) or types.is_date(kind):
        return None
    if types.is_decimal(kind):
        return lambda value: None if value is None else _decimal(value, kind.scale)
    if types.is_duration(kind):
        return lambda value: None if value is None else duration_text(value)
    return flattener.cell


def _decimal(value: Decimal, scale: int) -> Cell:
    if scale <= 0:
        return int(value)
    return float(value)
