"""The database itself refuses to change what was published, but forgets persons when asked."""

import pytest
from django.db import DatabaseError, connection, transaction

from cauce.apps.catalog.models import Table, Version
from cauce.apps.core import actions as core
from cauce.apps.core.permissions import System

REFUSAL = "published versions are never changed or deleted"


def refused(work):
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        work()


def test_no_field_of_a_version_changes(publish):
    version = publish()
    refused(lambda: Version.objects.update(title="Otro"))
    refused(lambda: Version.objects.update(number=9))
    refused(lambda: Version.objects.update(hash="0" * 64))
    version.refresh_from_db()
    assert version.title == "Hogares con agua por municipio"


def test_no_field_of_a_table_changes(publish):
    publish()
    refused(lambda: Table.objects.update(rows=1))
    refused(lambda: Table.objects.update(sha256="0" * 64))


def test_nothing_published_is_deleted(publish):
    publish()
    for table in ("catalog_table", "catalog_version"):
        with connection.cursor() as cursor:
            refused(lambda name=table, on=cursor: on.execute(f"DELETE FROM {name}"))


def test_who_published_can_be_forgotten_but_not_replaced(publish, people):
    publish(actor=people.alicia)
    refused(lambda: Version.objects.update(published_by=people.carla))
    Version.objects.update(published_by=None)
    assert Version.objects.get().published_by is None
    refused(lambda: Version.objects.update(published_by=people.alicia))


def test_a_person_who_published_can_be_erased(publish, people):
    publish(actor=people.alicia)
    system = System("pruebas")
    core.deactivate_user(actor=system, user=people.alicia)
    core.erase_person(actor=system, user=people.alicia)
    assert Version.objects.get().published_by.full_name == "Persona borrada"
