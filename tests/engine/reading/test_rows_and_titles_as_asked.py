"""A person says which rows head groups, which are left out, and what a column is called."""

import json

import pytest

from cauce.engine.reading.limits import Limits
from cauce.engine.reading.reader import read
from cauce.engine.reading.recipe import recipe_from_json
from cauce.engine.reading.report import report

TEXT = """Hogares por municipio
;;
Municipio;Hogares;Agua
Norte;;
Cobán;38221;552
Tactic;7004;628
Municipio;Hogares;Agua
Sur;;
Jutiapa;9001;120
Comapa;3500;343
"""


@pytest.fixture
def again(tmp_path):
    """Reads the file, lets a test change its recipe, and reads it again."""
    path = tmp_path / "hogares.csv"
    path.write_text(TEXT, "utf-8")

    def read_with(change=None):
        recipe = None
        if change is not None:
            document = json.loads(json.dumps(read_with().recipe.to_json()))
            change(document["tables"][0])
            recipe = recipe_from_json(document)
        folder = tmp_path / ("otra" if recipe else "una")
        folder.mkdir(exist_ok=True)
        return report(read(path, workdir=folder, recipe=recipe, limits=Limits()))

    return read_with


def states(found):
    return {row.number: row.state for row in found.tables[0].preview}


def test_the_recipe_says_the_groups_that_were_found_and_follows_them(again):
    first = again()
    assert first.recipe.tables[0].groups == (4, 8)
    second = again(lambda table: None)
    assert states(second) == states(first)
    assert second.tables[0].to_json() == first.tables[0].to_json() | {
        "notes": second.tables[0].to_json()["notes"],
        "parquet": second.tables[0].parquet,
    }


def test_a_group_row_can_be_data_and_a_row_of_data_a_group(again):
    found = again(lambda table: table.update(groups=[4]))
    assert states(found)[4] == "group"
    assert states(found)[8] == "data"
    found = again(lambda table: table.update(groups=[4, 8, 9]))
    assert states(found)[9] == "group"
    assert found.tables[0].rows == 3


def test_rows_are_left_out_and_brought_back(again):
    assert again().recipe.tables[0].left_out == (7,)
    found = again(lambda table: table.update(left_out=[5]))
    assert states(found)[5] == "skipped"
    assert states(found)[7] == "data"
    assert found.recipe.tables[0].left_out == (5,)


def test_the_public_title_stays_apart_from_the_label_it_is_found_by(again, tmp_path):
    def retitle(table):
        table["columns"][1]["title"] = "Hogares censados"

    found = again(retitle)
    assert [column.label for column in found.tables[0].columns][-2:] == ["Hogares censados", "Agua"]
    column = found.recipe.tables[0].columns[1]
    assert (column.label, column.title) == ("Hogares", "Hogares censados")
    later = tmp_path / "despues.csv"
    later.write_text("Otra línea\n\n" + TEXT.replace("38221", "38300"), "utf-8")
    (tmp_path / "luego").mkdir()
    after = report(read(later, workdir=tmp_path / "luego", recipe=found.recipe, limits=Limits()))
    assert after.tables[0].columns[-2].label == "Hogares censados"
    assert after.recipe.tables[0].columns[1].label == "Hogares"
