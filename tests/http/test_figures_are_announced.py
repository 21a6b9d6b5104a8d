"""Where an address is shared, it is announced with the real chart of its page."""

import re
from html import unescape

import pytest

WATER = "/datos/agua-entubada-por-municipio/"


def announced(page: bytes) -> dict[str, str]:
    found = re.findall(
        r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page.decode()
    )
    return {name: unescape(text) for name, text in found}


@pytest.mark.parametrize("address", [WATER, f"{WATER}v/1/"])
def test_a_dataset_is_announced_by_its_first_figure(client, library, address):
    said = announced(client.get(address).content)
    assert said["og:title"] == "Agua entubada por municipio"
    assert said["og:url"] == f"http://testserver{address}"
    assert said["og:description"]
    assert said["og:image:alt"]
    assert said["twitter:card"] == "summary_large_image"
    image = said["og:image"]
    assert image.startswith("http://testserver/datos/")
    picture = client.get(image.removeprefix("http://testserver"))
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_the_picture_is_of_the_version_that_was_shared(client, library):
    assert "/v/1/" in announced(client.get(f"{WATER}v/1/").content)["og:image"]
    assert "/v/2/" in announced(client.get(WATER).content)["og:image"]


def test_a_state_of_the_explorer_is_announced_by_its_own_figure(client, library):
    state = "por=departamento&medida=max.con_agua&ver=grafico"
    said = announced(client.get(f"{WATER}agua/explorar/?{state}").content)
    assert said["og:url"].endswith("?por=departamento&medida=max.con_agua&ver=grafico")
    assert "medida=max.con_agua" in said["og:image"]
    assert said["og:title"] != "Agua entubada por municipio"
    assert "og:image" not in announced(client.get(f"{WATER}agua/explorar/").content)


def test_addresses_are_those_of_the_public_site(client, library, settings):
    from dataclasses import replace

    settings.CAUCE = replace(settings.CAUCE, base_url="https://datos.ejemplo.gob.gt")
    said = announced(client.get(WATER).content)
    assert said["og:url"].startswith("https://datos.ejemplo.gob.gt/datos/")
    assert said["og:image"].startswith("https://datos.ejemplo.gob.gt/datos/")
