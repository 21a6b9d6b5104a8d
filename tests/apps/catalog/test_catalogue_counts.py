"""The catalogue: exact counts beside every choice, in every order, page by page."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.apps.catalog import catalogue, queries
from cauce.apps.catalog.contracts import Search
from cauce.apps.catalog.models import Dataset
from tests.apps.catalog import samples
from tests.apps.catalog.conftest import rows_of_a_module

THEMES = ("desarrollo-territorial", "inversion-publica", "pobreza")
FREQUENCIES = ("ANNUAL", "MONTHLY")


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker, tmp_path_factory):
    """Twelve datasets over themes, frequencies and two organisations, for the whole module."""
    folder = tmp_path_factory.mktemp("tables")
    with rows_of_a_module(django_db_blocker) as people:
        places = itertools.product((people.planning, people.water), THEMES, FREQUENCIES)
        for number, (organisation, theme, frequency) in enumerate(places):
            also = ("cooperacion-internacional",) if number % 4 == 0 else ()
            samples.publish(
                organisation,
                folder,
                title=f"Título {number:02}",
                themes=(theme, *also),
                frequency=frequency,
                tags=("Par",) if number % 2 == 0 else (),
            )
        yield people


@pytest.fixture
def twelve(published, db):
    """The people; the datasets are there."""
    return published


def counts(found, name):
    facet = next(facet for facet in found.facets if facet.name == name)
    return {choice.value: choice.count for choice in facet.choices}


def test_counts_without_any_choice(twelve):
    found = queries.find(Search())
    assert found.total == 12
    assert counts(found, "tema") == {
        "desarrollo-territorial": 4,
        "inversion-publica": 4,
        "pobreza": 4,
        "cooperacion-internacional": 3,
    }
    assert counts(found, "frecuencia") == {"ANNUAL": 6, "MONTHLY": 6}
    assert counts(found, "nivel") == {"gt.municipality": 12}
    assert counts(found, "licencia") == {"CC-BY-4.0": 12}


CHOICES = st.builds(
    Search,
    text=st.sampled_from(["", "título", "agua "]),
    themes=st.lists(st.sampled_from((*THEMES, "nada")), unique=True, max_size=2).map(tuple),
    organisations=st.lists(st.sampled_from(["seplan", "inagua"]), unique=True, max_size=2).map(
        tuple
    ),
    frequencies=st.lists(st.sampled_from(FREQUENCIES), unique=True, max_size=1).map(tuple),
    tags=st.sampled_from([(), ("par",), ("par", "nada")]),
    order=st.sampled_from(["", "recent", "title", "relevance", "otro"]),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=CHOICES)
def test_a_count_is_what_one_gets_by_choosing_it(twelve, asked):
    found = queries.find(asked)
    keys = {"tema": "themes", "entidad": "organisations", "frecuencia": "frequencies"}
    for facet in found.facets:
        if facet.name not in keys:
            continue
        for choice in facet.choices:
            only = Search(**{**asked.__dict__, keys[facet.name]: (choice.value,)})
            assert queries.find(only).total == choice.count


def test_a_choice_that_finds_nothing_stays_with_its_name_and_zero(twelve):
    found = queries.find(Search("título", themes=("nada",), organisations=("seplan",)))
    assert found.total == 0
    assert counts(found, "tema")["nada"] == 0
    chosen = next(c for f in found.facets for c in f.choices if c.value == "seplan")
    assert (chosen.label, chosen.count, chosen.chosen) == (
        "Secretaría de Planificación del Ejemplo",
        0,
        True,
    )


def test_orders(twelve):
    recent = [card.title for card in queries.find(Search()).cards]
    assert recent == sorted(recent, reverse=True)
    by_title = queries.find(Search(order="title"))
    assert [card.title for card in by_title.cards] == sorted(recent)
    assert by_title.search.order == "title"
    assert queries.find(Search("título")).search.order == "relevance"
    assert queries.find(Search(order="relevance")).search.order == "recent"


def test_pages_hold_each_dataset_once(twelve, monkeypatch):
    monkeypatch.setattr(catalogue, "PAGE", 5)
    pages = [queries.find(Search(page=page)) for page in (1, 2, 3)]
    assert [len(page.cards) for page in pages] == [5, 5, 2]
    assert {page.pages for page in pages} == {3}
    assert len({card.slug for page in pages for card in page.cards}) == 12
    assert queries.find(Search(page=99)).search.page == 3
    assert queries.find(Search(page=-1)).search.page == 1


def test_the_home_page_counts_what_is_public(twelve):
    home = queries.home()
    assert [(theme.slug, theme.count) for theme in home.themes] == [
        ("desarrollo-territorial", 4),
        ("inversion-publica", 4),
        ("cooperacion-internacional", 3),
        ("pobreza", 4),
    ]
    assert (home.datasets, home.tables, home.rows, home.organisations) == (12, 12, 36, 2)
    assert [card.title for card in home.recent] == [f"Título {n:02}" for n in range(11, 5, -1)]


def test_pages_ask_little_of_the_database(twelve, django_assert_max_num_queries):
    slug = queries.find(Search()).cards[0].slug
    queries.home()
    queries.dataset_page(Dataset.objects.get(slug=slug))
    with django_assert_max_num_queries(6):
        queries.find(Search("agua hogares", themes=("pobreza",)))
    with django_assert_max_num_queries(3):
        queries.home()
    dataset = Dataset.objects.select_related("organisation", "latest").get(slug=slug)
    with django_assert_max_num_queries(1):
        queries.dataset_page(dataset)
    queries.forget()
    with django_assert_max_num_queries(6):
        queries.dataset_page(dataset)
