"""A finding is let pass by the data officer alone, with a reason that everybody reads."""

import pytest

from cauce.apps.catalog import actions, queries
from cauce.base.errors import Conflict, Refusal
from tests.apps.catalog import samples

WHERE = {
    "table": samples.EXPOSED.table,
    "column": samples.EXPOSED.column,
    "check": samples.EXPOSED.check,
}


@pytest.fixture
def exposing(people, tmp_path):
    """Makes a described upload with a finding that stops its publication."""

    def make(dataset=None, columns=samples.WATER):
        upload = samples.read_upload(
            people.planning, {"agua": columns}, tmp_path, dataset=dataset, roles=samples.ROLES
        )
        return samples.described(samples.exposing(upload), people.alicia)

    return make


def publish(people, upload):
    actions.request_review(actor=people.alicia, upload=upload)
    return actions.publish_reviewed(actor=people.bruno, upload=upload)


def test_a_finding_stops_whoever_publishes(people, exposing):
    upload = exposing()
    with pytest.raises(Refusal, match=r"impide publicar.*números de DPI"):
        actions.request_review(actor=people.alicia, upload=upload)
    with pytest.raises(Refusal, match="impide publicar"):
        actions.publish_version(actor=samples.SYSTEM, upload=upload, description=samples.words())


def test_a_waiver_lets_it_pass_and_its_reason_is_on_the_page(people, exposing, client):
    upload = exposing()
    actions.ask_waiver(actor=people.alicia, upload=upload, **WHERE, request="Es público.")
    with pytest.raises(Refusal):
        actions.request_review(actor=people.alicia, upload=upload)
    actions.grant_waiver(
        actor=people.olga, upload=upload, **WHERE, reason="Lo ordena la ley de compras."
    )
    version = publish(people, upload)
    page = client.get(f"/datos/{version.dataset.slug}/").content.decode()
    assert "Publicado con dispensa" in page
    assert "Lo ordena la ley de compras." in page
    (waiver,) = queries.dataset_page(version.dataset).waivers
    assert (waiver.column, waiver.check) == (WHERE["column"], WHERE["check"])


def test_who_prepared_it_does_not_waive_it(people, exposing):
    upload = exposing()
    upload.editors.add(people.olga)
    with pytest.raises(Refusal, match="la dispensa la da otra persona"):
        actions.grant_waiver(actor=people.olga, upload=upload, **WHERE, reason="Sí.")


def test_a_waiver_needs_a_reason_and_a_finding(people, exposing):
    upload = exposing()
    with pytest.raises(Refusal, match="Escriba el motivo"):
        actions.grant_waiver(actor=people.olga, upload=upload, **WHERE, reason="  ")
    with pytest.raises(Refusal, match="No hay tal hallazgo"):
        actions.grant_waiver(
            actor=people.olga, upload=upload, **(WHERE | {"check": "pii.nit"}), reason="Sí."
        )


def test_only_a_standing_waiver_counts_for_the_next_version(people, exposing):
    first = exposing()
    actions.grant_waiver(actor=people.olga, upload=first, **WHERE, reason="Esta vez.")
    dataset = publish(people, first).dataset
    again = {**samples.WATER, "Año": [2021, 2021, 2021]}
    second = exposing(dataset, again)
    with pytest.raises(Refusal, match="impide publicar"):
        actions.request_review(actor=people.alicia, upload=second)
    actions.grant_waiver(
        actor=people.olga, upload=second, **WHERE, reason="Siempre.", standing=True
    )
    publish(people, second)
    third = exposing(dataset, {**samples.WATER, "Año": [2022, 2022, 2022]})
    assert publish(people, third).waivers[0]["reason"] == "Siempre."


def test_a_standing_waiver_ends_when_it_is_refused(people, exposing):
    first = exposing()
    actions.grant_waiver(actor=people.olga, upload=first, **WHERE, reason="Sí.", standing=True)
    dataset = publish(people, first).dataset
    second = exposing(dataset, {**samples.WATER, "Año": [2021, 2021, 2021]})
    actions.refuse_waiver(actor=people.olga, upload=second, **WHERE, reason="La ley cambió.")
    with pytest.raises(Refusal, match="impide publicar"):
        actions.request_review(actor=people.alicia, upload=second)
    third = exposing(dataset, {**samples.WATER, "Año": [2022, 2022, 2022]})
    with pytest.raises(Refusal, match="impide publicar"):
        actions.request_review(actor=people.alicia, upload=third)


def test_what_is_in_review_is_closed_to_waivers_and_to_changes(people, tmp_path):
    upload = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    upload = samples.in_review(upload, people.alicia)
    with pytest.raises(Conflict, match="Solo se dispensa lo que está en borrador"):
        actions.grant_waiver(actor=people.olga, upload=upload, **WHERE, reason="Sí.")
    with pytest.raises(Conflict, match="está en revisión"):
        actions.request_reading(actor=people.alicia, upload=upload)
    with pytest.raises(Conflict, match="está en revisión"):
        actions.describe_upload(
            actor=people.alicia, upload=upload, description=samples.words(title="Otro")
        )


def test_a_waiver_of_few_does_not_let_many_pass(people, exposing):
    upload = exposing()
    upload.screening = [{**samples.EXPOSED.to_json(), "count": 3}]
    upload.save()
    actions.grant_waiver(actor=people.olga, upload=upload, **WHERE, reason="Son tres.")
    upload.screening = [{**samples.EXPOSED.to_json(), "count": 300}]
    upload.save()
    with pytest.raises(Refusal, match="impide publicar"):
        actions.request_review(actor=people.alicia, upload=upload)
    upload.screening = [{**samples.EXPOSED.to_json(), "count": 5}]
    upload.save()
    assert actions.request_review(actor=people.alicia, upload=upload)


def test_what_a_person_wrote_is_looked_at_too(people, tmp_path):
    upload = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    numbers = "DPI 0000 00116 0101, DPI 0000 00124 0101, DPI 0000 00132 0101"
    samples.described(upload, people.alicia, notes=f"Faltan las de {numbers}.")
    with pytest.raises(Refusal, match=r"impide publicar.*lo que se escribió"):
        actions.request_review(actor=people.alicia, upload=upload)
    samples.described(upload, people.alicia, notes="Faltan tres.")
    assert actions.request_review(actor=people.alicia, upload=upload)
