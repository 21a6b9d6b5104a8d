"""A recipe edited by hand says signs as signs; anything else is refused in words."""

import pytest

from cauce.base.errors import Refusal
from cauce.engine.reading.recipe import recipe_from_json

RECIPE = {"recipe": 1, "made_for": {"file": "a.csv", "sha256": "0" * 64}, "tables": []}


@pytest.mark.parametrize(
    ("key", "value"),
    [("quote", -1), ("quote", "''"), ("escape", True), ("delimiter", 5), ("encoding", 8)],
)
def test_what_is_no_sign_is_refused_with_its_place(key, value):
    with pytest.raises(Refusal, match=rf"En la receta, «source\.{key}"):
        recipe_from_json({**RECIPE, "source": {key: value}})


@pytest.mark.parametrize("value", [None, "", '"', "'"])
def test_a_sign_or_none_is_read(value):
    recipe = recipe_from_json({**RECIPE, "source": {"quote": value}})
    assert recipe.source["quote"].value == value
