"""What a file suggests to say about it: its theme, its years, what its columns mean."""

from dataclasses import replace

import pytest

from cauce.apps.catalog import actions, queries
from cauce.apps.catalog.contracts import TableWords
from cauce.apps.catalog.suggestions import likely_themes, meanings_elsewhere, published_words
from cauce.apps.catalog.tables import tables_of
from tests.apps.catalog import samples


def test_a_theme_is_suggested_by_words_that_only_it_has(people):
    assert likely_themes(["Cooperación internacional por departamento"]) == (
        "cooperacion-internacional",
    )
    assert likely_themes(["Índice de pobreza general", "Municipio"]) == ("pobreza",)


@pytest.mark.parametrize("texts", [[], ["Xilófonos"], ["de la", "en el"]])
def test_no_theme_is_suggested_where_none_stands_out(people, texts):
    assert likely_themes(texts) == ()


def test_words_of_published_titles_count(people, tmp_path):
    samples.publish(people.planning, tmp_path, title="Hogares con xilófono", themes=("pobreza",))
    assert likely_themes(["Xilófonos por hogar"]) == ("pobreza",)


def test_columns_mean_what_they_mean_in_other_datasets_of_the_office(people, tmp_path):
    upload = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    words = samples.words()
    meaning = {"agua": TableWords("", {"municipio": "Donde vive el hogar."})}
    version = actions.publish_version(
        actor=samples.SYSTEM, upload=upload, description=replace(words, tables=meaning)
    )
    tables = tables_of(version)
    found = meanings_elsewhere(tables, people.planning)
    assert dict(found["agua"].columns) == {"municipio": "Donde vive el hogar."}
    assert meanings_elsewhere(tables, people.water) == {}
    before = published_words(version.dataset)
    assert before is not None
    assert before.tables["agua"].columns["municipio"] == "Donde vive el hogar."


def test_suggestions_say_where_they_come_from_until_somebody_writes(people, tmp_path):
    upload = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    view = queries.upload_view(upload)
    assert view.suggested["title"] == "file"
    assert view.suggested["owner"] == "organisation"
    assert view.description.period == "2018–2019"
    assert queries.upload_view(samples.described(upload, people.alicia)).suggested == {}
    first = samples.publish(people.planning, tmp_path)
    later = samples.read_upload(
        people.planning, {"agua": samples.WATER}, tmp_path, dataset=first.dataset
    )
    suggested = queries.upload_view(later).suggested
    assert (suggested["title"], suggested["period"]) == ("before", "file")
