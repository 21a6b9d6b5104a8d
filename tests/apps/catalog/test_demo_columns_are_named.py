"""The demonstration's columns have names for people, and its words are of columns that exist."""

import csv

import pytest
from python_calamine import CalamineWorkbook

from cauce.apps.catalog.demo import TABLES, described
from cauce.base.fold import unique_identifiers


def headers(name):
    """The labels of a file of the demonstration, upper and lower header joined."""
    path = TABLES / name
    if name.endswith(".xlsx"):
        rows = [
            list(map(str, row))
            for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        ]
    else:
        content = path.read_bytes()
        text = content.decode("cp1252" if b";" in content[:400] else "utf-8")
        rows = list(csv.reader(text.splitlines(), delimiter=";" if b";" in content[:400] else ","))
    first = next(place for place, row in enumerate(rows) if sum(map(bool, row)) > 2)
    upper, lower = rows[first], rows[first + 1]
    if not name.endswith(".xlsx"):
        return upper
    spread = [""] * len(upper)
    for place, label in enumerate(upper):
        spread[place] = label or (spread[place - 1] if lower[place] else "")
    return [f"{up} / {low}" if low else up for up, low in zip(spread, lower, strict=True)]


@pytest.mark.parametrize("words", described()["dataset"], ids=lambda words: words["files"][-1])
def test_columns_are_called_as_people_call_them(words):
    labels = headers(words["files"][-1])
    names = unique_identifiers(labels)
    titles = words.get("titles", {})
    assert set(titles) <= set(names)
    assert set(words.get("columns", {})) <= set(names)
    assert set(words.get("protect", {})) <= set(names)
    for name, label in zip(names, labels, strict=True):
        public = titles.get(name, label)
        assert "_" not in public
        assert not public[:1].islower()
    assert all(said.endswith(".") for said in words.get("columns", {}).values())
