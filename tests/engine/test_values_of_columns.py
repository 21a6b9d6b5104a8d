"""Values of columns: whatever their type, counted, bounded, always the same."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from cauce.engine.values import Counted, Values, distinct_texts
from tests.engine.tables import column, write_table

SIEVE = "[0-9]{7}"


def _values(folder: Path, type_: str, cells: list[object], **more: object) -> Values:
    table = write_table(folder, [column("c", type_)], [(cell,) for cell in cells], **more)  # type: ignore[arg-type]
    return Values(table.sha256, table.loose)


def test_texts_with_their_counts(tmp_path: Path) -> None:
    values = _values(tmp_path, "text", ["b", "a", None, "a", "1234567"])
    tally = values.tallies(["c"], sieve=SIEVE)["c"]
    assert (tally.cells, tally.distinct, tally.sieved) == (4, 3, 1)
    sample = values.samples({"c": tally}, most=10)["c"]
    assert set(sample.values) == {Counted("a", 2), Counted("b", 1), Counted("1234567", 1)}
    assert sample.complete
    assert values.samples({"c": tally}, most=10, sieve=SIEVE)["c"].values == (
        Counted("1234567", 1),
    )


def test_numbers_come_without_decimals_however_stored(tmp_path: Path) -> None:
    stored = {"a": pa.int64(), "b": pa.float64(), "c": pa.decimal128(18, 2)}
    for name, type_ in stored.items():
        cell = Decimal("2345678900101") if name == "c" else 2345678900101
        table = write_table(
            tmp_path / name, [column(name, "number")], [(cell,)], stored={name: type_}
        )
        values = Values(table.sha256, table.loose)
        tallies = values.tallies([name], sieve=SIEVE)
        assert tallies[name].sieved == 1
        assert values.samples(tallies, most=9)[name].values == (Counted("2345678900101", 1),)


def test_fractions_and_what_is_no_number_stay(tmp_path: Path) -> None:
    values = _values(tmp_path, "number", [1234567.5, float("nan"), float("inf"), 7654321.0])
    tallies = values.tallies(["c"], sieve=SIEVE)
    assert tallies["c"].sieved == 1
    texts = {one.text for one in values.samples(tallies, most=9)["c"].values}
    assert texts == {"1234567.5", "nan", "inf", "7654321"}


def test_every_kind_of_row_is_seen(tmp_path: Path) -> None:
    values = _values(tmp_path, "text", ["a", "b", "c"], kinds=["data", "subtotal", "total"])
    assert values.tallies(["c"], sieve=SIEVE)["c"].cells == 3


def test_a_sample_of_many_is_bounded_and_the_same(tmp_path: Path) -> None:
    cells: list[object] = [f"v{n}" for n in range(30_000)]
    one, other = (_values(tmp_path / name, "text", cells) for name in "ab")
    tallies = one.tallies(["c"], sieve=SIEVE)
    sample = one.samples(tallies, most=1000)["c"]
    assert 500 < len(sample.values) < 1500
    assert not sample.complete
    assert {v.text for v in sample.values} == {
        v.text for v in other.samples(tallies, most=1000)["c"].values
    }


def test_rows_are_those_of_the_source(tmp_path: Path) -> None:
    values = _values(tmp_path, "text", ["a", "b", "a", "a"], first_row=7)
    assert values.first_rows("c", ["a"], most=2) == (7, 9)


def test_numbers_between(tmp_path: Path) -> None:
    kinds = ["data", "data", "data", "data", "total"]
    values = _values(tmp_path, "integer", [0, 1, None, 4, 3], kinds=kinds)
    between = values.between(["c"], 1, 4, give=1)["c"]
    assert (between.cells, between.count, between.rows) == (3, 2, (3,))


def test_classes_of_equal_rows(tmp_path: Path) -> None:
    schema = [column("a", "text"), column("b", "integer")]
    table = write_table(tmp_path, schema, [("x", 1)] * 5 + [("x", 2), ("y", None), ("y", None)])
    classes = Values(table.sha256, table.loose).classes(["a", "b"], under=5)
    assert (classes.classes, classes.rows, classes.smallest, classes.exposed) == (3, 8, 1, 3)


def test_texts_of_data_the_commonest_first(tmp_path: Path) -> None:
    table = write_table(tmp_path, [column("c", "text")], [("a",), ("b",), ("b",)])
    assert list(distinct_texts(table.sha256, table.loose, ["c"], most=5)) == ["b", "a"]
