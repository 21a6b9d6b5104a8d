"""``cauce import ckan``: what a portal had comes with its addresses, and the rest is listed."""

import csv
import json

import pytest

from cauce.apps.catalog.models import Dataset, FormerAddress, Theme, Upload, Version
from cauce.apps.core.models import Organisation
from cauce.cli.main import main
from tests.apps.catalog.ckan import former_portal
from tests.apps.catalog.conftest import rows_of_a_module


@pytest.fixture(scope="module")
def brought(django_db_setup, django_db_blocker, tmp_path_factory):
    """The exit code and the report of bringing the whole portal, for all the module."""
    folder = tmp_path_factory.mktemp("portal")
    dump, files = former_portal.write(folder)
    report = folder / "informe.json"
    with rows_of_a_module(django_db_blocker):
        words = ["import", "ckan", str(dump), "--files", str(files), "--report", str(report)]
        code = main(words)
        yield code, json.loads(report.read_text("utf-8")), words


@pytest.fixture
def came(brought, db):
    """The rows of the report."""
    return brought[1]


def fate(came, dataset, resource=None):
    found = [row for row in came if row["dataset"] == dataset]
    if resource is not None:
        found = [row for row in found if row["resource"].startswith(resource)]
    return [row["fate"] for row in found]


def test_everything_is_accounted_for(came, brought):
    assert brought[0] == 1
    assert fate(came, "luz-hogares") == ["no es una tabla", "publicado", "otro formato"]
    assert fate(came, "escuelas") == ["no es una tabla", "publicado", "publicado"]
    assert {row["dataset"] for row in came} == {each["name"] for each in former_portal.PACKAGES}
    assert fate(came, "solo-informe") == ["no es una tabla"]
    assert fate(came, "perdido") == ["sin archivo"]
    assert fate(came, "interno") == fate(came, "borrado") == ["no era público"]
    assert Dataset.objects.count() == Version.objects.count() == 3
