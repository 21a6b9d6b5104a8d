"""While others draw as much as can be drawn, pages say so, are not kept, and the rest answer."""

import time

import pytest

from cauce.apps.catalog import kept
from cauce.apps.catalog.figures import drawings
from cauce.charts.rendering import studio
from cauce.charts.rendering.studio import Studio

WATER = "/datos/agua-entubada-por-municipio/"
STATE = "por=departamento&medida=max.con_agua&ver=grafico"
CHART = f"{WATER}agua/explorar/?{STATE}"
FILE = f"{WATER}agua/figura.svg?{STATE}"
FRAME = f"{WATER}agua/incrustar/?{STATE}"


@pytest.fixture
def taken(monkeypatch, library):
    """Every place is taken and nobody else may wait; pages and drawings are not kept yet."""
    drawings.forget()
    kept.forget()
    with monkeypatch.context() as patched:
        patched.setattr(studio, "_studio", Studio(places=0, waiters=0))
        yield patched
    drawings.forget()
    kept.forget()


def test_the_explorer_says_it_and_draws_when_it_can(client, taken):
    answer = client.get(CHART)
    assert answer.status_code == 200
    assert "demasiadas figuras a la vez" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    taken.undo()
    again = client.get(CHART)
    assert 'class="drawing"' in again.content.decode()
    assert again.headers["Cache-Control"] != "no-store"


def test_a_page_is_not_kept_without_its_figures(client, taken):
    answer = client.get(WATER)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'class="drawing"' not in answer.content.decode()
    taken.undo()
    assert 'class="drawing"' in client.get(WATER).content.decode()


@pytest.mark.django_db
def test_nor_is_what_accounts_see_of_it(client, library, taken):
    client.force_login(library.people.alicia)
    assert 'class="drawing"' not in client.get(WATER).content.decode()
    taken.undo()
    assert 'class="drawing"' in client.get(WATER).content.decode()


@pytest.mark.parametrize("address", [FILE, FRAME])
def test_figures_at_addresses_of_their_own_are_there_later(client, taken, address):
    answer = client.get(address)
    assert answer.status_code == 503
    assert "public" not in answer.headers["Cache-Control"]
    taken.undo()
    assert client.get(address).status_code == 200


def test_a_program_is_told_when_to_come_again(client, taken):
    answer = client.get(FILE)
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_needs_no_drawing_answers_at_once(client, taken):
    client.get("/datos/")
    began = time.perf_counter()
    for address in ("/datos/", f"{WATER}agua/explorar/"):
        assert client.get(address).status_code == 200
    assert time.perf_counter() - began < 1
