"""Destroying a version takes its figures along: those pinned and those kept in memory."""

from dataclasses import replace

import pytest
from django.conf import settings

from cauce.apps.catalog import actions, queries
from cauce.apps.catalog.figures import drawings
from cauce.apps.catalog.figures.models import PinnedFigure
from cauce.apps.catalog.figures.queries import pins_of, placed
from tests.apps.catalog import samples

STATE = "por=municipio&medida=sum.hogares_con_agua&ver=grafico"


@pytest.fixture(autouse=True)
def _data_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "CAUCE", replace(settings.CAUCE, data_dir=tmp_path))


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_is_kept(people, tmp_path):
    drawings.forget()
    version = samples.publish(people.planning, tmp_path)
    actions.pin_figure(
        actor=people.alicia,
        dataset=version.dataset,
        table="agua",
        query=STATE,
        caption="Cobán tiene más.",
    )
    page = queries.dataset_page(version.dataset)
    (shown,) = placed(page, pins_of(page.slug))
    assert shown.drawing is not None
    assert len(drawings._kept) == 1
    purge = actions.ask_purge(actor=people.alicia, version=version, reason="Tenía nombres.")
    actions.confirm_purge(actor=people.olga, purge=purge)
    assert not PinnedFigure.objects.exists()
    assert len(drawings._kept) == 0
