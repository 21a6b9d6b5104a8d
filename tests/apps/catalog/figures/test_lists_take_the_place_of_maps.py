"""On a phone a list in order says what a map would: its ends, and how many are between."""

from hypothesis import given
from hypothesis import strategies as st

from cauce.apps.catalog.figures.twins import ENDS, ranked_list
from cauce.charts.figure import Twin
from cauce.engine.columns import Column


def column(name, kind, role=None):
    return Column(
        name=name,
        label=name,
        type=kind,
        role=role,
        unit=None,
        nulls=0,
        missing_marks={},
        distinct=30,
        min=None,
        max=None,
        sum=None,
        examples=("0101",) if name == "codigo" else ("Cobán",),
    )


COLUMNS = (
    column("codigo", "text", "territory:gt.municipality"),
    column("municipio", "text", "territory:gt.municipality"),
    column("valor", "number"),
)


def twin(values):
    return Twin(COLUMNS, tuple((f"{n:04}", f"Lugar {n}", v) for n, v in enumerate(values)))


@given(st.lists(st.floats(0, 1e6) | st.none(), max_size=60))
def test_every_known_place_is_listed_or_counted(values):
    known = [value for value in values if value is not None]
    found = ranked_list(twin(values))
    if not known:
        assert found is None
        return
    listed = len(found["first"]) + len(found["last"])
    between = int(found["between"].split()[0]) if found["between"] else 0
    assert listed + between == len(known)
    assert all(0 <= place["share"] <= 1 for place in [*found["first"], *found["last"]])


def test_it_keeps_the_order_and_the_names_of_the_twin():
    found = ranked_list(twin([9.5, 8.25, None, 1.0]))
    assert [place["name"] for place in found["first"]] == ["Lugar 0", "Lugar 1", "Lugar 3"]
    assert [place["text"] for place in found["first"]] == ["9.50", "8.25", "1.00"]
    assert found["last"] == []


def test_a_long_list_shows_its_ends():
    found = ranked_list(twin([float(100 - n) for n in range(40)]))
    assert len(found["first"]) == len(found["last"]) == ENDS
    assert found["last"][-1]["name"] == "Lugar 39"
    assert found["between"].startswith("28 municipios")


def test_without_a_quantity_there_is_no_list():
    assert ranked_list(Twin(COLUMNS[:2], (("0101", "Guatemala"),))) is None
