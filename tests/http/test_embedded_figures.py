"""Figures on other sites: a frame that anybody may show, and that follows nobody."""

import re

import pytest

from cauce.apps.catalog import actions
from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.figures.drawings import Drawing, drawing_of
from cauce.apps.catalog.figures.embedding import snippet
from cauce.apps.catalog.figures.states import read_state
from cauce.apps.catalog.queries import dataset_page
from tests.http.reading_html import link_named

WATER = "/datos/agua-entubada-por-municipio/"
STATE = "por=departamento&medida=mean.con_agua&ver=grafico"
FRAME = f"{WATER}agua/incrustar/?{STATE}"


def test_any_site_may_show_it(client, library):
    answer = client.get(FRAME)
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/", WATER, f"{WATER}agua/explorar/?{STATE}", "/cuenta/entrar/"])
def test_no_other_page_may_be_framed(client, library, path):
    answer = client.get(path)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.django_db
def test_it_sets_no_cookie_and_looks_at_none(client, library):
    plain = client.get(FRAME)
    client.force_login(library.people.alicia)
    known = client.get(FRAME)
    assert not plain.cookies
    assert not known.cookies
    assert known.content == plain.content
    assert "Alicia" not in known.content.decode()


def test_nothing_runs_in_it_and_nothing_comes_from_elsewhere(client, library):
    answer = client.get(FRAME)
    page = answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'")
    assert "<script" not in page
    assert "<form" not in page
    assert re.findall(r'(?:src|href)="(?!/static/|http://testserver/|data:,)', page) == []


def test_it_leads_back_to_the_data(client, library):
    page = client.get(FRAME).content
    assert "SEPLAN, Agua entubada por municipio · versión 2" in page.decode()
    back = link_named(page, "Ver los datos en")
    assert back.startswith(f"http://testserver{WATER}agua/explorar/?")
    assert client.get(back.removeprefix("http://testserver")).status_code == 200


def test_the_frame_of_a_version_stays_as_it_is(client, library):
    page = client.get(f"{WATER}v/1/agua/incrustar/?{STATE}").content.decode()
    assert "versión 1" in page
    assert f"{WATER}v/1/agua/explorar/" in page


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"{WATER}agua/incrustar/?por=nada", 400, "nada"),
        (f"{WATER}nada/incrustar/", 404, "nada"),
        ("/datos/no-hay/x/incrustar/", 404, "No hay nada"),
    ],
)
def test_what_cannot_be_shown_says_so_inside_the_frame(client, library, path, status, said):
    answer = client.get(path)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_what_was_withdrawn_is_shown_nowhere(client, library):
    client.force_login(library.people.alicia)
    actions.withdraw_dataset(
        actor=library.people.alicia, dataset=library.water.dataset, reason="Tenía errores."
    )
    answer = client.get(FRAME)
    assert answer.status_code == 404
    assert "Tenía errores." in answer.content.decode()
    assert "<svg" not in answer.content.decode()


def test_the_lines_to_copy_lead_to_the_frame(client, library):
    page = dataset_page(library.water.dataset)
    drawn = drawing_of(*read_state(page, page.tables[0], STATE))
    assert isinstance(drawn, Drawing)
    lines = snippet(drawn, Addresses(page.slug, "agua"), "http://testserver")
    assert lines.snippet.startswith('<iframe src="http://testserver/datos/')
    assert int(re.search(r'height="(\d+)"', lines.snippet)[1]) > 300
    assert client.get(lines.href).status_code == 200
