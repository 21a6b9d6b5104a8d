"""The log's pages: each auditor sees their organisations' events, and what the chain proves."""

import re

from cauce.apps.core import actions
from cauce.apps.core.chain import chain_head
from cauce.apps.core.models import AuditEvent
from cauce.apps.core.permissions import SYSTEM, Role


def numbers(client, query=""):
    body = client.get(f"/bitacora/{query}").content.decode()
    return {int(each) for each in re.findall(r'href="/bitacora/(\d+)/"', body)}


def test_an_auditor_sees_the_events_of_their_organisations(people, client):
    client.force_login(people.aurelio)
    mine = AuditEvent.objects.filter(organisation=people.planning)
    assert numbers(client) == set(mine.values_list("pk", flat=True))
    others = AuditEvent.objects.filter(organisation=people.water).first()
    assert client.get(f"/bitacora/{others.pk}/").status_code == 404


def test_an_administrator_sees_everything(people, client):
    client.force_login(people.ada)
    assert numbers(client) == set(AuditEvent.objects.values_list("pk", flat=True))


def test_filters_narrow_and_combine(people, client):
    client.force_login(people.ada)
    actions.rename_user(actor=people.carla, user=people.carla, full_name="Carla C")
    grants = set(AuditEvent.objects.filter(action="core.grant_role").values_list("pk", flat=True))
    water = set(AuditEvent.objects.filter(organisation=people.water).values_list("pk", flat=True))
    assert numbers(client, "?action=core.grant_role") == grants
    assert numbers(client, f"?organisation={people.water.slug}") == water
    both = f"?action=core.grant_role&organisation={people.water.slug}"
    assert numbers(client, both) == grants & water
    assert len(numbers(client, "?person=carla")) == 1
    assert numbers(client, "?until=2001-01-01") == set()
    assert len(numbers(client, "?since=2001-01-01")) == AuditEvent.objects.count()
    everything = numbers(client)
    assert numbers(client, "?action=inventada&since=ayer") == everything


def test_pages_keep_the_filter(people, client):
    client.force_login(people.ada)
    for number in range(60):
        actions.rename_user(actor=SYSTEM, user=people.bruno, full_name=f"Bruno {number}")
    body = client.get("/bitacora/?action=core.rename_user").content.decode()
    assert "1–50 de 60" in body
    assert "?action=core.rename_user&amp;pagina=2" in body


def test_an_event_says_who_what_and_its_place_in_the_chain(people, client):
    client.force_login(people.ada)
    event = AuditEvent.objects.filter(action="core.grant_role").earliest("sequence")
    body = client.get(f"/bitacora/{event.pk}/").content.decode()
    assert "Dio un rol" in body
    assert "Alicia Ajú" in body
    assert event.hash in body
    assert event.previous_hash in body


def test_an_erased_person_is_not_named(people, client):
    actions.rename_user(actor=people.carla, user=people.carla, full_name="Carla C")
    actions.deactivate_user(actor=people.ada, user=people.carla)
    actions.erase_person(actor=people.ada, user=people.carla)
    client.force_login(people.ada)
    body = client.get("/bitacora/").content.decode()
    assert "Persona borrada" in body
    assert "Carla" not in body


def test_verification_says_what_is_proved_and_what_is_not(people, client):
    client.force_login(people.aurelio)
    head = chain_head()
    body = client.get("/bitacora/verificacion/").content.decode()
    assert "La cadena está entera" in body
    assert str(head) in body
    assert "Qué no prueba" in body
    body = client.get("/bitacora/verificacion/", {"cabeza": str(head)}).content.decode()
    assert "sigue siendo el mismo" in body
    other = f"{head.sequence}:{'0' * 64}"
    body = client.get("/bitacora/verificacion/", {"cabeza": other}).content.decode()
    assert "La cadena no está entera" in body
    assert client.get("/bitacora/verificacion/", {"cabeza": "nada"}).status_code == 400


def test_a_role_taken_away_closes_the_log(people, client):
    client.force_login(people.aurelio)
    membership = people.aurelio.memberships.get(role=Role.AUDITOR)
    actions.revoke_role(actor=SYSTEM, membership=membership)
    assert client.get("/bitacora/").status_code == 403
