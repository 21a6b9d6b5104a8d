"""The facts of a column speak of its rows of data, exactly."""

from pathlib import Path

from tests.engine.reading.columns_typed import column, typed


def test_facts_are_those_of_the_rows_of_data(tmp_path: Path) -> None:
    cells = ["3", "1", "1", None, "5"]
    _, said = column(tmp_path, "casos", cells, kinds={4: "total"})
    facts = said.column
    assert (facts.nulls, facts.distinct, facts.min, facts.max, facts.sum) == (1, 2, 1, 3, 5)
    assert facts.examples == ("3", "1")


def test_dates_are_iso_text(tmp_path: Path) -> None:
    found = typed(
        tmp_path,
        {"a": ["18/11/2026", "19/11/2026"], "b": ["18/11/2026 10:05", "19/11/2026 09:00"]},
    )
    assert found.column("a").column.min == "2026-11-18"
    assert found.column("b").column.max == "2026-11-19T09:00:00"


def test_a_table_too_long_to_be_held_has_the_same_facts(tmp_path: Path) -> None:
    cells = [str(value % 4001) for value in range(9000)]
    cells[7000] = "n/d"
    words = [f"palabra {value % 17}" for value in range(9000)]
    found = typed(tmp_path, {"casos": cells, "nombre": words, "vacía": [None] * 9000})
    numbers = [value for value in found.values("casos") if value is not None]
    facts = found.column("casos").column
    assert (facts.min, facts.max, facts.sum) == (0, 4000, sum(numbers))
    assert (facts.distinct, facts.nulls, facts.missing_marks) == (4001, 1, {"n/d": 1})
    assert found.column("nombre").column.distinct == 17
    assert found.column("nombre").column.examples[0] == "palabra 0"
    assert found.column("vacía").column.nulls == 9000
    assert found.column("vacía").column.type == "text"


def test_what_the_sample_of_a_long_table_does_not_show_is_found(tmp_path: Path) -> None:
    rare = [None] * 9000
    rare[8191] = "12,5"  # type: ignore[call-overload]
    codes = [str(value) for value in range(1000, 10000)]
    codes[4321] = "0077"
    found = typed(tmp_path, {"rara": rare, "cifra": codes})
    assert found.values("rara")[8191] == 12.5
    assert found.table.misfit_count == 0
    assert found.values("cifra")[4321] in (77, "0077")


def test_columns_are_many(tmp_path: Path) -> None:
    found = typed(tmp_path, {f"c{place}": ["1", "2,5"] for place in range(600)})
    assert len(found.table.columns) == 600
    assert {one.column.sum for one in found.table.columns} == {3.5}
