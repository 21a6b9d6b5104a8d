"""The audit log's chain: what it proves, and that the database refuses to break it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cauce.apps.core import actions, audit, triggers
from cauce.apps.core.audit import GENESIS, event_hash
from cauce.apps.core.chain import Head, chain_head, parse_head, verify_chain
from cauce.apps.core.models import AuditEvent, AuditPerson
from cauce.apps.core.origin import Origin, coming_from
from cauce.apps.core.permissions import SYSTEM
from cauce.base.canonical import canonical_json
from cauce.base.errors import Refusal

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abñ", max_size=3), inner),
    max_leaves=8,
)


class AnyDetails(TestCase):
    """Whatever is recorded, the chain verifies and says it back."""

    @given(st.lists(st.dictionaries(st.text("abcñ ", max_size=5), JSON), min_size=1, max_size=4))
    def test_the_chain_is_sound_and_says_what_was_recorded(self, recorded):
        for details in recorded:
            with transaction.atomic():
                audit.append("tests.x", actor=SYSTEM, subject=None, details=details)
        report = verify_chain(chain_head())
        assert report.sound
        assert report.events == len(recorded)
        for event, details in zip(AuditEvent.objects.order_by("sequence"), recorded, strict=True):
            assert f'"details":{canonical_json(details).decode()},' in event.payload


def test_the_first_event_stands_on_zeros(people):
    first = AuditEvent.objects.earliest("sequence")
    assert first.sequence == 1
    assert first.previous_hash == GENESIS
    assert first.hash == event_hash(GENESIS, first.payload)


def test_a_rolled_back_event_takes_its_number_back(people):
    before = chain_head()
    with transaction.atomic():
        audit.append("tests.x", actor=SYSTEM, subject=None, details={})
        transaction.set_rollback(True)
    assert chain_head() == before


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_a_transaction():
    with pytest.raises(RuntimeError):
        audit.append("tests.x", actor=SYSTEM, subject=None, details={})


def test_the_database_refuses_changes(people):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditEvent.objects.filter(sequence=1).update(action="otra")


def test_the_database_refuses_deletion(people):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditEvent.objects.filter(sequence=1).delete()


def tampered(**changes):
    """Changes event 3 as somebody with the database in their hands would."""
    triggers.remove(connection)
    AuditEvent.objects.filter(sequence=3).update(**changes)
    triggers.install(connection)
    return verify_chain()


def test_a_changed_payload_is_found(people):
    report = tampered(payload='{"otra":"cosa"}')
    assert {flaw.sequence for flaw in report.flaws} == {3}


def test_a_payload_that_is_not_json_is_found(people):
    assert not tampered(payload="nada").sound


def test_a_changed_payload_with_its_own_hash_is_found(people):
    event = AuditEvent.objects.get(sequence=3)
    payload = event.payload.replace("core.", "cura.")
    report = tampered(payload=payload, hash=event_hash(event.previous_hash, payload))
    assert any(flaw.sequence == 4 for flaw in report.flaws)


@pytest.mark.parametrize("column", ["action", "subject_id", "at"])
def test_a_search_column_that_lies_is_found(column, people):
    event = AuditEvent.objects.get(sequence=3)
    lie = event.at + timedelta(seconds=1) if column == "at" else "mentira"
    report = tampered(**{column: lie})
    assert [flaw.sequence for flaw in report.flaws] == [3]
    assert "columnas" in report.flaws[0].message


def test_a_removed_event_is_found(people):
    triggers.remove(connection)
    AuditEvent.objects.filter(sequence=3).delete()
    triggers.install(connection)
    assert any("Falta" in flaw.message for flaw in verify_chain().flaws)


def test_a_cut_tail_is_found_only_with_a_noted_head(people):
    noted = chain_head()
    triggers.remove(connection)
    AuditEvent.objects.filter(sequence=noted.sequence).delete()
    triggers.install(connection)
    assert verify_chain().sound
    assert "recortada" in verify_chain(noted).flaws[0].message


def test_a_rewritten_chain_is_found_only_with_a_noted_head(people):
    noted = chain_head()
    last = AuditEvent.objects.get(sequence=noted.sequence)
    payload = last.payload.replace("ejemplo", "otro").replace('"at":"2', '"at":"1')
    other = Head(noted.sequence, event_hash(last.previous_hash, payload))
    assert verify_chain(other).flaws[0].message == "Su huella no es la que se anotó fuera de Cauce."
    assert verify_chain(noted).sound


def test_a_head_is_read_back_as_written(people):
    head = chain_head()
    assert parse_head(f" {head} ") == head


@pytest.mark.parametrize("text", ["", "12", "x:" + "0" * 64, "1:" + "g" * 64])
def test_anything_else_is_no_head(text):
    with pytest.raises(Refusal, match="número:huella"):
        parse_head(text)


def test_a_changed_person_is_found(people):
    with coming_from(Origin("web", "10.0.0.7")):
        actions.rename_user(actor=people.alicia, user=people.alicia, full_name="Alicia A")
    AuditPerson.objects.filter(address="10.0.0.7").update(name="Otra persona")
    assert [flaw.message for flaw in verify_chain().flaws] == [
        "La ficha de quien lo hizo fue cambiada."
    ]


def test_personal_fields_never_enter_the_chain(people):
    with coming_from(Origin("web", "10.9.8.7")):
        actions.create_user(
            actor=people.ada, email="zoila@ejemplo.gob.gt", full_name="Zoila Zapeta"
        )
    chain = " ".join(AuditEvent.objects.values_list("payload", flat=True)).lower()
    for word in ("zoila", "zapeta", "alicia", "ada álvarez", "10.9.8.7", "@"):
        assert word not in chain


def test_erasing_a_person_leaves_a_sound_chain_that_names_nobody(people):
    with coming_from(Origin("web", "10.0.0.7")):
        actions.rename_user(actor=people.alicia, user=people.alicia, full_name="Alicia A")
    head = chain_head()
    actions.deactivate_user(actor=people.ada, user=people.alicia)
    actions.erase_person(actor=people.ada, user=people.alicia)
    assert verify_chain(head).sound
    left = [str(row) for row in AuditPerson.objects.values_list("name", "email", "address")]
    assert not any("licia" in row or "10.0.0.7" in row for row in left)


def test_the_same_person_is_one_row_until_something_changes(people):
    rows = AuditPerson.objects.filter(user=people.alicia)
    before = rows.count()
    for name in ("Alicia A", "Alicia A", "Alicia B"):
        actions.rename_user(actor=people.alicia, user=people.alicia, full_name=name)
    assert rows.count() == before + 2
