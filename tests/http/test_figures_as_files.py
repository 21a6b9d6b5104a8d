"""A figure has addresses of its own: pictures that stand alone, and what it is drawn from."""

import json
from urllib.parse import quote

import pytest
from defusedxml.ElementTree import fromstring

WATER = "/datos/agua-entubada-por-municipio/"
STATE = "por=departamento&medida=mean.con_agua&ver=grafico"


def address(extension: str, state: str = STATE, version: str = "v/2/") -> str:
    return f"{WATER}{version}agua/figura.{extension}?{state}"


@pytest.mark.parametrize(
    ("extension", "kind", "start"),
    [
        ("svg", "image/svg+xml; charset=utf-8", b"<svg"),
        ("png", "image/png", b"\x89PNG\r\n"),
        ("json", "application/json; charset=utf-8", b"{"),
    ],
)
def test_each_form_is_what_it_says(client, library, extension, kind, start):
    answer = client.get(address(extension))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(start)
    assert not answer.cookies


def test_a_picture_stands_alone(client, library):
    answer = client.get(address("svg"))
    drawn = fromstring(answer.content)
    said = " ".join(text.strip() for text in drawn.itertext())
    assert "SEPLAN, Agua entubada por municipio · versión 2" in said
    assert f"testserver{WATER}v/2/" in said
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")


def test_its_specification_holds_its_data_and_no_address(client, library):
    specification = json.loads(client.get(address("json")).content)
    assert specification["$schema"].endswith("/vega-lite/v6.json")
    assert '"url"' not in json.dumps(specification)


def test_a_picture_that_did_not_change_is_not_sent_again(client, library):
    first = client.get(address("svg"))
    again = client.get(address("svg"), headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(address("svg", version="v/1/")).headers["ETag"] != first.headers["ETag"]
    other = address("svg", STATE.replace("mean", "max"))
    assert client.get(other).headers["ETag"] != first.headers["ETag"]


def test_the_newest_has_its_pictures_too(client, library):
    assert client.get(address("svg", version="")).content == client.get(address("svg")).content


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("por=nada&medida=count&ver=grafico", "nada"),
        ("medida=sum.nada", "nada"),
        ("f.hogares.ge=mucho", "mucho"),
        ("ver=pastel", "pastel"),
        ("con=no/hay", "no/hay"),
    ],
)
@pytest.mark.parametrize("extension", ["svg", "png", "json"])
def test_what_cannot_be_asked_is_refused_in_words(client, library, state, reason, extension):
    answer = client.get(address(extension, state))
    assert answer.status_code == 400
    assert reason in answer.content.decode()


def test_what_cannot_be_drawn_is_refused_in_words(client, library):
    answer = client.get(address("svg", f"{STATE}&f.departamento.eq=Nada"))
    assert answer.status_code == 400
    assert "drawing" not in answer.content.decode()


def test_words_of_an_address_do_not_become_markup(client, library):
    state = f"{STATE}&f.departamento.contains={quote('<script>alert(1)</script>')}"
    for extension in ("svg", "json"):
        assert b"<script>" not in client.get(address(extension, state)).content


def test_what_is_not_there_is_not_drawn(client, library):
    for missing in (
        f"{WATER}v/9/agua/figura.svg",
        f"{WATER}nada/figura.svg",
        "/datos/x/y/figura.png",
    ):
        assert client.get(missing).status_code == 404
