"""Reading a download back gives the table that was downloaded, in every format."""

import csv
import io
import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cauce.engine.explore import Explore
from cauce.engine.export import ExportMeta, Format, export
from tests.engine.tables import SmallTable, column, write_table

SCHEMA = (
    column("texto", "text"),
    column("codigo", "text"),
    column("entero", "integer"),
    column("numero", "number"),
    column("dinero", "number"),
    column("urbano", "boolean"),
    column("fecha", "date"),
    column("hora", "time"),
    column("visto", "datetime"),
)
STORED = {"dinero": pa.decimal128(18, 2)}
META = ExportMeta("Población", "poblacion", "3", source="INE")

texts = st.text(st.sampled_from("=+-@\t\n\r'\",;  aÑé€0😀<&_x"), max_size=6) | st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]), max_size=5
)
rows = st.tuples(
    st.none() | texts,
    st.none() | st.sampled_from(["0101", "1310", "007"]),
    st.none() | st.integers(-(2**63) + 1, 2**63 - 1),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.decimals(-(10**15), 10**15, places=2),
    st.none() | st.booleans(),
    st.none() | st.dates(),
    st.none() | st.times(),
    st.none() | st.datetimes(),
)
tables = st.lists(rows, max_size=6)


def body(table: SmallTable, format_: Format, **options: Any) -> bytes:
    return b"".join(
        export(Explore(table.sha256), table.schema, table.loose, format_, META, **options)
    )


def stored(factory: pytest.TempPathFactory, content: list[tuple[Any, ...]]) -> SmallTable:
    return write_table(factory.mktemp("t"), SCHEMA, content, stored=STORED)


def cells(text: str, delimiter: str) -> list[list[str | None]]:
    """The cells of a CSV; what is empty without quotes is missing, which `csv` does not tell."""
    marked = re.sub(
        rf'(?:^|(?<=[{delimiter}\n]))""(?=[{delimiter}\r])', '"\ue000"', text, flags=re.MULTILINE
    )
    read: list[list[str]] = list(
        csv.reader(io.StringIO(marked, newline=""), delimiter=delimiter, strict=True)
    )
    return [[cell.replace("\ue000", "") if cell else None for cell in row] for row in read]


READ: list[Any] = [
    lambda text: text[1:] if re.match(r"^'+[=+\-@\t\r\n]", text) else text,
    str,
    int,
    float,
    Decimal,
    lambda text: {"true": True, "false": False}[text],
    date.fromisoformat,
    time.fromisoformat,
    datetime.fromisoformat,
]


@settings(max_examples=15, deadline=None)
@given(tables, st.booleans())
def test_csv(
    tmp_path_factory: pytest.TempPathFactory, content: list[tuple[Any, ...]], comma: bool
) -> None:
    data = body(stored(tmp_path_factory, content), "csv", decimal_comma=comma)
    assert data.startswith(b"\xef\xbb\xbf") is comma
    header, *lines = cells(data.decode("utf-8-sig"), ";" if comma else ",")
    assert header == [one.label for one in SCHEMA]
    read = []
    for line in lines:
        if comma:
            for place in (3, 4):
                line[place] = (line[place] or "").replace(",", ".") or None
        read.append(
            tuple(None if cell is None else of(cell) for of, cell in zip(READ, line, strict=True))
        )
    assert read == content


def jsonable(value: Any) -> Any:
    match value:
        case date() | time():
            return value.isoformat()
        case Decimal():
            return float(value)
        case _:
            return value


def moments(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its times as Python writes them (no trailing zeros in the microseconds)."""
    readers: dict[str, Any] = {"hora": time.fromisoformat, "visto": datetime.fromisoformat}
    return {
        name: readers[name](_padded(value)).isoformat() if name in readers and value else value
        for name, value in record.items()
    }


def _padded(text: str) -> str:
    return re.sub(r"\.(\d+)$", lambda match: "." + match[1].ljust(6, "0"), text)


@settings(max_examples=15, deadline=None)
@given(tables)
def test_json_and_ndjson(
    tmp_path_factory: pytest.TempPathFactory, content: list[tuple[Any, ...]]
) -> None:
    table = stored(tmp_path_factory, content)
    expected = [
        {one.name: jsonable(value) for one, value in zip(SCHEMA, row, strict=True)}
        for row in content
    ]
    document = json.loads(body(table, "json"))
    assert list(map(moments, document["rows"])) == expected
    assert document["meta"]["sha256"] == table.sha256
    lines = body(table, "ndjson").split(b"\n")
    assert lines.pop() == b""
    assert [moments(json.loads(line)) for line in lines] == expected


@settings(max_examples=15, deadline=None)
@given(tables)
def test_parquet(tmp_path_factory: pytest.TempPathFactory, content: list[tuple[Any, ...]]) -> None:
    table = stored(tmp_path_factory, content)
    read = pq.read_table(io.BytesIO(body(table, "parquet")))
    assert read.column_names == [one.name for one in SCHEMA]
    assert [tuple(row.values()) for row in read.to_pylist()] == content
    assert read.schema.field("dinero").type == pa.decimal128(18, 2)
    assert json.loads(read.schema.metadata[b"cauce"])["source"] == "INE"


FIRST_DAY = date(1900, 3, 1)


def as_in_a_sheet(value: Any) -> Any:
    match value:
        case None | "":
            return ""
        case bool():
            return value
        case int() if abs(value) > 2**53:
            return str(value)
        case datetime():
            early = value.date() < FIRST_DAY
            midnight = value.time() == time()
            return value.isoformat() if early else value.date() if midnight else value
        case date():
            return value.isoformat() if value < FIRST_DAY else value
        case int() | float() | Decimal():
            return pytest.approx(float(value), rel=1e-14)
        case _:
            return value


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.none() | texts,
            st.none() | st.sampled_from(["0101", "1310", "007"]),
            st.none() | st.integers(-(2**63) + 1, 2**63 - 1),
            st.none() | st.floats(-1e300, 1e300).filter(lambda n: n == 0 or abs(n) > 1e-300),
            st.none() | st.decimals(-(10**12), 10**12, places=2),
            st.none() | st.booleans(),
            st.none() | st.dates(),
            st.none() | st.times().map(lambda moment: moment.replace(microsecond=0)),
            st.none() | st.datetimes().map(lambda moment: moment.replace(microsecond=0)),
        ),
        max_size=6,
    )
)
def test_xlsx(tmp_path_factory: pytest.TempPathFactory, content: list[tuple[Any, ...]]) -> None:
    data = body(stored(tmp_path_factory, content), "xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Datos")
    header, *read = sheet.to_python(skip_empty_area=False)
    assert header == [one.label for one in SCHEMA]
    read += [[""] * len(SCHEMA)] * (len(content) - len(read))
    for found, row in zip(read, content, strict=True):
        for one, value, expected in zip(SCHEMA, found, row, strict=True):
            assert value == as_in_a_sheet(expected), one.name
