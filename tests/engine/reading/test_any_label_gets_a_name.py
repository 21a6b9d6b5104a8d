"""Whatever a header says, its columns have safe names of their own and keep their labels."""

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.engine.columns import KIND, ROW
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.reader import read

HARD = (
    *("_row", "_kind", "select", "a", "A", "á", "a ", "1", "2018", "%", "😀", "עברית", "العربية"),
    *("\u202eolucitra", "a/b", "..", "x" * 300, "Población " * 30, "=1+1", "'a", "a;b", 'a"b', "-"),
    *("e\u0301", "é", "ﬁ", "İ", "ß", "\u200b", "\u2028", "nulo", "c0", "hierarchy"),
)
LABEL = st.sampled_from(HARD) | st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n\x00"),
    min_size=1,
    max_size=300,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(LABEL, min_size=2, max_size=8))
def test_labels_of_a_text(tmp_path_factory: pytest.TempPathFactory, labels: list[str]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(labels)
    writer.writerows([[f"{row}.5"] * len(labels) for row in range(12)])
    folder = tmp_path_factory.mktemp("labels")
    path = folder / "rotulos.csv"
    path.write_bytes(text.getvalue().encode("utf-8"))
    reading = read(path, workdir=folder, limits=Limits())
    columns = [each.column for table in reading.tables for each in table.typed.columns]
    names = [column.name for column in columns]
    assert len(columns) == len(labels)
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z][a-z0-9_]{0,69}", name) for name in names)
    assert not {ROW, KIND} & set(names)
    if reading.tables[0].block.header.value:
        for column, label in zip(columns, labels, strict=True):
            assert _letters(column.label or "") == _letters(label), label


def _letters(text: str) -> str:
    """What a person can read of a label."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter)[0] in "LN"
    )
