"""Search forgives accents, plurals, small errors and unfinished words, and leaks nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.apps.catalog import actions, queries, search
from cauce.apps.catalog.contracts import Search
from cauce.apps.catalog.models import Dataset, Word
from cauce.apps.catalog.terms import asked, terms
from tests.apps.catalog import samples
from tests.apps.catalog.conftest import rows_of_a_module

SCHOOLS = {
    "Establecimiento": ["Escuela Oficial Rural Mixta", "Instituto Básico"],
    "Región": ["Petén", "Quiché"],
    "Alumnos": [120, 80],
}


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker, tmp_path_factory):
    """A dataset about water and one about schools, for the whole module."""
    folder = tmp_path_factory.mktemp("tables")
    with rows_of_a_module(django_db_blocker) as people:
        samples.publish(people.planning, folder)
        schools = samples.publish(
            people.planning,
            folder,
            SCHOOLS,
            roles={},
            title="Escuelas públicas",
            summary="Establecimientos educativos y su matrícula.",
            themes=("inversion-publica",),
            tags=(),
        )
        yield people, schools.dataset


@pytest.fixture
def two(published, db):
    """The people and the dataset about schools."""
    return published


def titles(text: str, **asked: object) -> list[str]:
    return [card.title for card in queries.find(Search(text, **asked)).cards]


WATER = "Hogares con agua por municipio"
SCHOOL = "Escuelas públicas"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("agua", WATER),
        ("HOGAR", WATER),
        ("hogares municipios", WATER),
        ("cobán", WATER),
        ("coban", WATER),
        ("san pedro carcha", WATER),
        ("desarrollo territorial", WATER),
        ("potable", WATER),
        ("SEPLAN agua", WATER),
        ("escuela pública", SCHOOL),
        ("matricula", SCHOOL),
        ("peten", SCHOOL),
        ("inversion", SCHOOL),
    ],
)
def test_finds_by_title_words_columns_tags_themes_and_values(two, text, found):
    assert titles(f"{text} ") == [found]


def test_an_unfinished_word_finds_what_it_begins(two):
    assert titles("escu") == [SCHOOL]
    assert titles("munici") == titles("municipi") == [WATER]


@pytest.mark.parametrize(
    ("text", "corrected"),
    [("esculeas", "escuelas"), ("hogaress", "hogares"), ("maticula", "matrícula")],
)
def test_a_word_that_occurs_nowhere_is_mended_and_said(two, text, corrected):
    found = queries.find(Search(f"{text} "))
    assert found.total == 1
    assert found.corrected == corrected


def test_a_word_that_occurs_is_not_touched(two):
    assert queries.find(Search("agua ")).corrected == ""


def test_nothing_near_finds_nothing(two):
    found = queries.find(Search("xilófono "))
    assert (found.total, found.corrected, found.relaxed) == (0, "", False)


def test_without_all_the_words_those_with_some_come_and_it_is_said(two):
    found = queries.find(Search("agua escuelas "))
    assert found.total == 2
    assert found.relaxed


def test_a_phrase_in_quotes_stands_together(two):
    assert titles('"san pedro carcha"') == [WATER]
    assert titles('"pedro san"') == []
    assert titles('"escuela oficial" peten') == [SCHOOL]
    assert titles('"coban san pedro"') == []


def test_values_of_identifier_columns_are_never_found(two):
    assert titles("H-901 ") == []
    assert titles("902 ") == []


def test_what_was_mended_never_comes_from_a_withdrawn_dataset(two):
    people, schools = two
    actions.withdraw_dataset(actor=people.alicia, dataset=schools, reason="Prueba.")
    found = queries.find(Search("matriculas "))
    assert (found.total, found.corrected) == (0, "")


def test_words_that_only_a_withdrawn_dataset_had_are_forgotten(two):
    people, schools = two
    assert Word.objects.filter(word__in=["matricula", "quiche", "agua"]).count() == 3
    actions.withdraw_dataset(actor=people.alicia, dataset=schools, reason="Prueba.")
    assert [word.shown for word in Word.objects.filter(word__in=["quiche", "agua"])] == ["agua"]


def test_a_new_description_replaces_the_old_one_in_the_index(two):
    people, schools = two
    actions.update_description(
        actor=people.bruno,
        dataset=schools,
        description=samples.words(title="Centros educativos", summary="Dónde se estudia."),
    )
    assert titles("matricula ") == []
    assert titles("centros ") == ["Centros educativos"]
    assert titles("peten ") == ["Centros educativos"]


def test_the_title_counts_more_than_the_rest(two, tmp_path):
    people, _schools = two
    for said in (
        {"title": "Pobreza", "summary": "Otra cosa."},
        {"title": "Otra cosa", "description": "La pobreza, la pobreza y la pobreza."},
    ):
        samples.publish(people.planning, tmp_path, **said)
    assert titles("pobreza ")[0] == "Pobreza"


def test_no_words_find_everything(two):
    assert queries.find(Search("  ")).total == 2
    assert queries.find(Search("?!")).total == 2
    assert queries.find(Search("de la")).total == 0


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60))
def test_no_text_breaks_the_search(two, text):
    found = queries.find(Search(text))
    assert 0 <= found.total <= 2


@given(
    word=st.sampled_from(["población", "educación", "árbol", "niñez", "energía", "índice", "salud"])
)
def test_a_word_without_accents_or_with_capitals_has_the_same_term(word):
    plain = word.translate(str.maketrans("áéíóúñ", "aeioun"))
    assert terms(word) == terms(plain) == terms(word.upper())


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("municipio", "municipios"),
        ("departamento", "departamentos"),
        ("escuela", "escuelas"),
        ("hospital", "hospitales"),
        ("inversión", "inversiones"),
        ("población", "poblaciones"),
        ("niño", "niños"),
        ("mujer", "mujeres"),
        ("índice", "índices"),
        ("luz", "luces"),
        ("ley", "leyes"),
        ("país", "países"),
        ("mes", "meses"),
        ("edad", "edades"),
        ("base", "bases"),
        ("pobre", "pobres"),
        ("nombre", "nombres"),
        ("joven", "jóvenes"),
        ("fuente", "fuentes"),
        ("serie", "series"),
        ("detalle", "detalles"),
        ("interés", "intereses"),
        ("reloj", "relojes"),
        ("plan", "planes"),
        ("hogar", "hogares"),
        ("ambiental", "ambientales"),
        ("región", "regiones"),
    ],
)
def test_plurals_meet_their_singular(singular, plural):
    assert terms(singular)[-1:] == terms(plural)[-1:]


def test_an_unclosed_quote_is_no_quote():
    assert asked('agua "potable').words == ("agua", "potable")
    assert asked('agua "potable').phrases == ()


def test_the_index_says_what_to_do_on_another_database(two, monkeypatch):
    monkeypatch.setattr("cauce.apps.catalog.search_table.connection", Other())
    with pytest.raises(Exception, match="usa SQLite"):
        search.find("agua")


class Other:
    """A connection to another database."""

    vendor = "postgresql"


def test_the_vocabulary_keeps_words_as_they_are_written(two):
    assert Dataset.objects.count() == 2
    assert queries.find(Search("municpio ")).corrected == "municipio"
