"""The keys of a join are counted as what they are: municipalities, years, values."""

import pytest

from cauce.apps.catalog.explorer.key_words import counted_keys
from cauce.engine.explore.pairs import Key


@pytest.mark.parametrize(
    ("count", "like", "said"),
    [
        (1331, ["gt.municipality"], "1,331 municipios"),
        (1, ["gt.municipality"], "1 municipio"),
        (22, ["pe.department"], "22 departamentos"),
        (3, ["pe.province"], "3 provincias"),
        (2, ["pe.district"], "2 distritos"),
        (4, ["year"], "4 años"),
        (12, ["month"], "12 meses"),
        (1, ["same"], "1 valor"),
        (5, ["gt.municipality", "year"], "5 combinaciones"),
    ],
)
def test_keys_are_counted_as_what_they_are(count: int, like: list[str], said: str) -> None:
    keys = [Key(f"a{place}", f"b{place}", each) for place, each in enumerate(like)]
    assert counted_keys(count, keys) == said
