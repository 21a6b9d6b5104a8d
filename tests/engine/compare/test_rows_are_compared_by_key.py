"""Two versions of a table are compared by the columns that tell their rows apart."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.engine.columns import IDENTIFIER, Column, ColumnType
from cauce.engine.compare import Comparison, compare_tables, in_words
from tests.engine.tables import ARROW

Spec = tuple[str, ColumnType, str | None]
PLACE: Spec = ("municipio", "text", "territory:gt.municipality")
YEAR: Spec = ("anio", "integer", "year")
PEOPLE: Spec = ("poblacion", "integer", None)
RATE: Spec = ("tasa", "number", None)
NAME: Spec = ("nombre", "text", None)


class Versions:
    """Tables in a folder, by the name of their file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.parquet"

    def add(
        self, name: str, specs: Sequence[Spec], rows: Sequence[Sequence[Any]], kinds: str = ""
    ) -> list[Column]:
        """Write a table and give what is known of its columns. ``kinds``: one letter a row."""
        said = [{"t": "total"}.get(letter, "data") for letter in kinds.ljust(len(rows), "d")]
        arrays: dict[str, pa.Array] = {
            "_row": pa.array(range(2, len(rows) + 2), pa.int64()),
            "_kind": pa.array(said, pa.string()),
        }
        columns = []
        for place, (column, type_, role) in enumerate(specs):
            values = [row[place] for row in rows]
            arrays[column] = pa.array(values, ARROW[type_])
            filled = [
                v for v, kind in zip(values, said, strict=True) if v is not None and kind == "data"
            ]
            summed = type_ in ("integer", "number") and role is None
            columns.append(
                Column(
                    name=column,
                    label=column.title(),
                    type=type_,
                    role=role,
                    unit=None,
                    nulls=said.count("data") - len(filled),
                    missing_marks={},
                    distinct=len(set(filled)),
                    min=None,
                    max=None,
                    sum=sum(filled) if summed else None,
                    examples=(),
                )
            )
        pq.write_table(pa.table(arrays), self.path_of(name))
        return columns


def compared(
    folder: Path,
    specs: Sequence[Spec],
    before: Sequence[Sequence[Any]],
    after: Sequence[Sequence[Any]],
    key: Sequence[str] | None = None,
) -> Comparison:
    versions = Versions(folder)
    known = versions.add("b", specs, before), versions.add("a", specs, after)
    return compare_tables("b", "a", versions, *known, key=key)


THREE = [["0101", 2023, 10], ["0102", 2023, 20], ["0101", 2024, 30]]
COUNTED = (PLACE, YEAR, PEOPLE)


def test_added_removed_and_changed_rows_are_counted(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        COUNTED,
        THREE,
        [["0101", 2024, 30], ["0101", 2023, 11], ["0103", 2024, 5]],
    )
    assert found.key == ("municipio", "anio")
    assert (found.added, found.removed, found.changed, found.unchanged) == (1, 1, 1, 1)
    assert found.examples_added[0].key == {"municipio": "0103", "anio": 2024}
    assert found.examples_removed[0].row_before == 3
    assert found.examples_changed[0].changes == {"poblacion": (10, 11)}
    (column,) = found.columns
    assert (column.cells, column.sum_before, column.sum_after) == (1, 60, 46)


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    found = compared(tmp_path, COUNTED, THREE, THREE[::-1])
    assert found.identical
    assert in_words(found) == ("Nada cambió. Las 3 filas son iguales.",)


def test_totals_are_not_compared(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    before = versions.add("b", COUNTED, [*THREE, ["00", 2023, 60]], "dddt")
    after = versions.add("a", COUNTED, [*THREE, ["00", 2023, 61]], "dddt")
    assert compare_tables("b", "a", versions, before, after).identical


def test_a_measure_is_no_key_though_it_differs_in_every_row(tmp_path: Path) -> None:
    found = compared(tmp_path, (NAME, PEOPLE), [["a", 1], ["b", 2]], [["a", 1], ["b", 3]])
    assert found.key == ("nombre",)


def test_without_a_key_whole_rows_are_counted(tmp_path: Path) -> None:
    rows = [["a", 1], ["a", 1], ["b", 2]]
    found = compared(tmp_path, (NAME, PEOPLE), rows, [["a", 1], ["b", 3], ["b", 2]])
    assert found.key == ()
    assert (found.added, found.removed, found.changed, found.unchanged) == (1, 1, 0, 2)
    assert any("filas enteras" in sentence for sentence in in_words(found))


def test_doubled_keys_are_told_and_compared_in_their_order(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        (NAME, PEOPLE),
        [["a", 1], ["a", 2], ["b", 3]],
        [["a", 1], ["a", 5], ["a", 6], ["b", 3]],
        key=["nombre"],
    )
    assert (found.doubled_before, found.doubled_after) == (1, 2)
    assert (found.added, found.removed, found.changed, found.unchanged) == (1, 0, 1, 2)
    assert any("repite" in sentence for sentence in in_words(found))


def test_missing_cells_of_a_key_are_equal(tmp_path: Path) -> None:
    found = compared(tmp_path, (NAME, PEOPLE), [[None, 1], ["b", 2]], [[None, 4], ["b", 2]])
    assert (found.key, found.changed, found.added) == (("nombre",), 1, 0)


def test_decimals_that_only_a_program_tells_apart_are_the_same(tmp_path: Path) -> None:
    found = compared(
        tmp_path, (NAME, RATE), [["a", 0.3], ["b", None]], [["a", 0.1 + 0.2], ["b", 0.0]]
    )
    assert found.changed == 1
    assert found.examples_changed[0].changes == {"tasa": (None, 0.0)}


def test_columns_added_gone_and_of_another_type_are_told(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    before = versions.add("b", (NAME, PEOPLE, YEAR), [["a", 1, 2024], ["b", 2, 2024]])
    after = versions.add(
        "a", (NAME, ("poblacion", "text", None), RATE), [["a", "1", 0.5], ["b", "2.", 0.5]]
    )
    found = compare_tables("b", "a", versions, before, after)
    assert (found.columns_added, found.columns_gone) == (("Tasa",), ("Anio",))
    assert [(one.before, one.after) for one in found.retyped] == [("integer", "text")]
    assert found.changed == 1
    words = in_words(found)
    assert "Se agregó la columna «Tasa»." in words
    assert "«Poblacion» era número entero y ahora es texto." in words


def test_values_of_identifiers_are_never_shown(tmp_path: Path) -> None:
    specs: tuple[Spec, ...] = (("dpi", "text", IDENTIFIER), ("nit", "text", IDENTIFIER), PEOPLE)
    found = compared(
        tmp_path,
        specs,
        [["1987123450101", "77", 1], ["2233445566778", "78", 2]],
        [["1987123450101", "99", 1], ["9988776655443", "78", 2]],
        key=["dpi"],
    )
    said = json.dumps(found.to_json()) + " ".join(in_words(found))
    for secret in ("1987123450101", "2233445566778", "9988776655443", '"77"', '"99"'):
        assert secret not in said
    assert found.examples_changed[0].changes == {"nit": (None, None)}


def test_a_key_that_one_version_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="«otra»"):
        compared(tmp_path, COUNTED, THREE, THREE, key=["otra"])


def test_an_empty_version_is_compared(tmp_path: Path) -> None:
    found = compared(tmp_path, COUNTED, [], THREE)
    assert (found.added, found.removed) == (3, 0)


def test_words_speak_of_what_the_key_is(tmp_path: Path) -> None:
    specs = (PLACE, PEOPLE)
    before = [[f"01{place:02d}", place] for place in range(1, 9)]
    after = [[code, people * 1000 if people < 7 else people] for code, people in before]
    words = in_words(compared(tmp_path, specs, before, after))
    assert words[1] == (
        "Cambió «Poblacion» en 6 municipios; por ejemplo, 0101: de 1 a 1,000; "
        "la suma pasó de 36 a 21,015."
    )
    assert words[-1] == "Las filas se compararon por «Municipio»."


cells = st.tuples(st.integers(0, 9), st.integers(0, 3))


@settings(max_examples=20)
@given(st.lists(cells, max_size=12), st.lists(cells, max_size=12))
def test_counts_agree_with_counting_by_hand(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[int, int]],
    after: list[tuple[int, int]],
) -> None:
    """Over whole rows, and by a key that both sides have once a value."""
    folder = tmp_path_factory.mktemp("pairs")
    specs: tuple[Spec, ...] = (("k", "integer", None), ("v", "integer", None))
    found = compared(folder, specs, before, after, key=[])
    one, other = Counter(before), Counter(after)
    assert found.added == sum((other - one).values())
    assert found.removed == sum((one - other).values())
    assert found.unchanged == sum((one & other).values())
    keyed: list[Mapping[int, int]] = [dict(before), dict(after)]
    found = compared(folder, specs, [*keyed[0].items()], [*keyed[1].items()], key=["k"])
    both = keyed[0].keys() & keyed[1].keys()
    assert found.changed == sum(keyed[0][key] != keyed[1][key] for key in both)
    assert found.unchanged == len(both) - found.changed
    assert found.added == len(keyed[1].keys() - both)
    assert found.removed == len(keyed[0].keys() - both)
    assert Comparison.from_json(json.loads(json.dumps(found.to_json()))) == found
