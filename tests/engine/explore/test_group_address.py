"""Any question about groups and its address say the same."""

from dataclasses import replace
from urllib.parse import parse_qs

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.engine.explore import Comparison, Explore, Filter, Measure, Order, View, cells_of
from cauce.engine.explore.views import CLASSINGS, MARKS, VIEW_KINDS
from tests.engine.tables import column

SHA = "ab" * 32
SCHEMA = (
    column("dep", "text"),
    column("anio", "integer", role="year"),
    column("casos", "integer"),
    column("monto", "number"),
    column("urbano", "boolean"),
    column("fecha", "date"),
)
NAMES = [one.name for one in SCHEMA]
texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
measures = st.sampled_from(
    [
        Measure("count"),
        Measure("sum", "casos"),
        Measure("share", "monto"),
        Measure("median", "casos"),
        Measure("distinct", "dep"),
        Measure("max", "fecha"),
        Measure("ratio", "monto", "casos"),
        Measure("per_person", "casos"),
        Measure("per_person", "monto", "casos"),
    ]
)
comparisons = st.one_of(
    st.builds(Comparison, st.just("anio"), st.just("2013"), st.integers(-9, 2030).map(str)),
    st.builds(Comparison, st.just("dep"), texts, texts),
    st.just(Comparison("urbano", "true", "no")),
)
views = st.builds(
    View,
    st.sampled_from(VIEW_KINDS),
    st.sampled_from(MARKS),
    st.sampled_from(CLASSINGS),
    st.none() | texts,
)


@st.composite
def questions(draw: st.DrawFn) -> Explore:
    free = draw(st.permutations(NAMES))
    explore = Explore(
        SHA,
        columns=draw(st.none() | st.just(()) | st.just(("casos", "dep"))),
        filters=draw(st.sampled_from([(), (Filter("anio", "ge", ("2 000",)),)])),
        search=draw(st.none() | texts),
        offset=draw(st.integers(0, 90)),
        groups=tuple(free[: draw(st.integers(0, 3))]),
        measures=tuple(draw(st.lists(measures, max_size=4, unique=True))),
        pivot=draw(st.none() | st.just(free[3])),
        comparison=draw(st.none() | comparisons),
        view=draw(views),
    )
    names = (
        [
            *explore.groups,
            *(
                one.name
                for one in cells_of(
                    explore.groups,
                    explore.measured,
                    2 if explore.pivot else None,
                    explore.comparison is not None,
                )
            ),
        ]
        if explore.aggregates
        else NAMES
    )
    order = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    return replace(explore, order=tuple(Order(name, draw(st.booleans())) for name in order))


@settings(max_examples=150)
@given(questions())
def test_an_address_read_back_asks_the_same(explore: Explore) -> None:
    try:
        asked = explore.checked(SCHEMA)
    except Refusal:
        reject()
    assert asked.checked(SCHEMA) == asked
    assert Explore.from_query(SHA, SCHEMA, asked.to_params()) == asked
    assert Explore.from_query(SHA, SCHEMA, parse_qs(asked.to_query())) == asked


@given(
    st.dictionaries(
        st.sampled_from(["por", "medida", "cruce", "comparar", "orden", "ver", "clases", "union"]),
        st.lists(
            st.text(max_size=30) | st.sampled_from(["dep", "count", "sum.casos", "anio.1.2"]),
            max_size=3,
        ),
    )
)
def test_whatever_is_written_is_asked_or_refused_with_a_reason(
    params: dict[str, list[str]],
) -> None:
    reasons: list[str] = []
    asked: list[Explore] = []
    try:
        asked.append(Explore.from_query(SHA, SCHEMA, params))
    except Refusal as refusal:
        reasons.append(str(refusal))
    assert all(Explore.from_query(SHA, SCHEMA, one.to_params()) == one for one in asked)
    assert all(reason.endswith(".") for reason in reasons)
