"""What pages say follows what is published, renamed, late; and how to cite it."""

import datetime as dt

from cauce.apps.catalog import actions, catalogue, queries
from cauce.apps.catalog.contracts import Search
from cauce.apps.catalog.models import Dataset, Version
from tests.apps.catalog import samples


def test_a_dataset_past_its_day_is_late(publish):
    dataset = publish(frequency="ANNUAL").dataset
    assert not queries.find(Search()).cards[0].late
    Dataset.objects.filter(pk=dataset.pk).update(next_due=dt.date(2020, 1, 1))
    catalogue.forget()
    queries.forget()
    assert queries.find(Search()).cards[0].late
    assert queries.dataset_page(dataset).late


def test_memory_follows_what_is_published_and_renamed(publish, people):
    assert queries.home().datasets == 0
    dataset = publish().dataset
    assert queries.home().datasets == 1
    page = queries.dataset_page(dataset)
    assert page.title == "Hogares con agua por municipio"
    actions.update_description(
        actor=people.bruno, dataset=dataset, description=samples.words(title="Agua")
    )
    assert queries.dataset_page(dataset).title == "Agua"
    assert queries.dataset_page(dataset, 1).title == "Hogares con agua por municipio"
    people.planning.short_name = "SEPLAN II"
    people.planning.save()
    assert queries.find(Search()).cards[0].organisation.short_name == "SEPLAN II"


def test_a_citation_names_who_when_what_which_version_where_and_the_hash(publish):
    version = publish()
    page = queries.dataset_page(version.dataset)
    assert page.citation == (
        f"{page.organisation.name} ({Version.objects.get().published_at.year})."
        " Hogares con agua por municipio, versión 1 [conjunto de datos]. Cauce."
        " /datos/hogares-con-agua-por-municipio/v/1/"
        f" · sha256:{version.hash}"
    )
