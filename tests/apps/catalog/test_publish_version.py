"""Publishing: a file becomes a dataset, and the next file its next version."""

import datetime as dt

import pytest

from cauce.apps.catalog import actions, queries
from cauce.apps.catalog.contracts import TableWords
from cauce.apps.catalog.fingerprint import fingerprint
from cauce.apps.catalog.models import Dataset, Upload, Version
from cauce.apps.core.models import AuditEvent
from cauce.base.errors import Conflict, Refusal
from tests.apps.catalog import samples

NEXT = samples.WATER | {"Hogares con agua": [50_000, 36_000, 6_500]}


def test_the_first_file_makes_the_dataset_and_its_first_version(publish, people):
    version = publish(actor=people.alicia)
    dataset = version.dataset
    assert (dataset.slug, version.number) == ("hogares-con-agua-por-municipio", 1)
    assert dataset.state == Dataset.State.PUBLISHED
    assert dataset.latest == version
    assert version.published_by == people.alicia
    assert dataset.level == "gt.municipality"
    assert [tag.name for tag in dataset.tags.all()] == ["Agua potable", "Hogares"]
    upload = Upload.objects.get()
    assert (upload.state, upload.version, upload.dataset) == ("published", version, dataset)


def test_the_next_file_makes_the_next_version_and_the_old_one_stays(publish):
    first = publish()
    second = publish(NEXT, dataset=first.dataset, change_note="Cifras corregidas", period="2019")
    assert second.number == 2
    assert second.dataset == first.dataset
    old = queries.dataset_page(second.dataset, 1)
    assert (old.version.number, old.newest, old.period) == (1, 2, "2018")
    assert old.tables[0].columns[3].sum == 89_553
    now = queries.dataset_page(second.dataset)
    assert (now.version.number, now.period) == (2, "2019")
    assert now.tables[0].columns[3].sum == 92_500
    assert [line.change_note for line in now.versions] == ["Cifras corregidas", ""]


def test_the_same_content_has_the_same_hash_wherever_it_is_published(publish):
    first, second = publish(), publish()
    assert first.dataset.slug != second.dataset.slug
    assert first.hash == second.hash
    assert publish(summary="Otra oración.").hash != first.hash
    assert publish(NEXT).hash != first.hash


def test_the_hash_can_be_computed_again_from_what_is_stored(publish):
    version = Version.objects.get(pk=publish().pk)
    assert fingerprint(version, list(version.tables.all())) == version.hash


def test_the_same_version_is_not_published_twice_in_a_row(publish):
    first = publish()
    with pytest.raises(Conflict, match="dice lo mismo que la 1"):
        publish(dataset=first.dataset)


def test_the_event_names_dataset_version_and_hash(publish, people):
    version = publish(actor=people.alicia)
    event = AuditEvent.objects.latest("sequence")
    assert event.action == "catalog.publish_reviewed"
    for told in (version.dataset.slug, version.hash, version.tables.get().sha256):
        assert told in event.payload
    assert "Alicia" not in event.payload


def test_the_next_version_is_due_a_period_after_the_last(publish, monkeypatch):
    moment = dt.datetime(2026, 1, 31, 18, tzinfo=dt.UTC)
    monkeypatch.setattr("cauce.apps.catalog.actions.timezone.now", lambda: moment)
    assert publish(frequency="anual").dataset.next_due == dt.date(2027, 1, 31)
    assert publish(frequency="mensual").dataset.next_due == dt.date(2026, 2, 28)
    assert publish(frequency="irregular").dataset.next_due is None


def test_everything_that_a_description_lacks_is_said_at_once(publish):
    with pytest.raises(Refusal) as refused:
        publish(
            title=" ",
            owner="",
            themes=(),
            licence="Propia",
            period="hace poco",
            frequency="a veces",
            contact="nadie",
        )
    for part in (
        "Falta el título.",
        "Falta la unidad responsable.",
        "elija al menos una",
        "«Propia» no está entre las abiertas",
        "«hace poco»",
        "«a veces»",
        "«nadie» no es un correo",
    ):
        assert part in str(refused.value)
    assert not Dataset.objects.exists()


def test_texts_longer_than_their_place_are_refused_with_their_length(publish):
    with pytest.raises(Refusal, match="«Título» admite 200 caracteres y tiene 201"):
        publish(title="a" * 201)


def test_periods_and_frequencies_are_kept_in_their_one_form(publish):
    dataset = publish(period="2013, 2016 y 2018", frequency="Semestral").dataset
    assert (dataset.period, dataset.frequency) == ("2013, 2016, 2018", "ANNUAL_2")


def test_a_file_that_was_not_read_is_not_published(people, tmp_path):
    upload = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    actions.request_reading(actor=people.alicia, upload=upload)
    with pytest.raises(Conflict, match="todavía no se ha leído"):
        actions.publish_version(actor=samples.SYSTEM, upload=upload, description=samples.words())


def test_a_file_is_published_once(people, tmp_path):
    upload = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    said = samples.words()
    actions.publish_version(actor=samples.SYSTEM, upload=upload, description=said)
    with pytest.raises(Conflict, match="ya se publicó"):
        actions.publish_version(actor=samples.SYSTEM, upload=upload, description=said)


def test_tables_left_out_are_not_published(people, tmp_path):
    tables = {"agua": samples.WATER, "oculta": {"Nombre": ["Ana", "Eva"]}}
    upload = samples.read_upload(people.planning, tables, tmp_path)
    for table in upload.report["tables"]:
        table["include"] = table["name"] == "agua"
    upload.save()
    version = actions.publish_version(
        actor=samples.SYSTEM, upload=upload, description=samples.words()
    )
    assert [table.name for table in version.tables.all()] == ["agua"]


def test_what_columns_mean_becomes_the_data_dictionary(publish):
    said = TableWords("Agua por tubería", {"municipio": "Nombre oficial del INE."})
    page = queries.dataset_page(publish(tables={"agua": said}).dataset)
    assert page.tables[0].title == "Agua por tubería"
    assert page.tables[0].columns[1].description == "Nombre oficial del INE."


def test_a_withdrawn_dataset_takes_no_new_version(publish, people):
    first = publish()
    actions.withdraw_dataset(actor=people.alicia, dataset=first.dataset, reason="Error grave.")
    first.dataset.refresh_from_db()
    with pytest.raises(Conflict, match="está retirado"):
        publish(NEXT, dataset=first.dataset)
