"""Who asks for English reads English: the frame, the words of every public page, the accounts.

What institutions wrote, and what the reader says of their files, stays as it is.
"""

import html
import re
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings as site
from django.utils import translation

from cauce.apps.catalog import kept
from cauce.apps.catalog.suggestions import suggested
from cauce.apps.catalog.tables import tables_of
from cauce.site import navigation

WATER = "/datos/agua-entubada-por-municipio/"
PUBLIC = (
    "/",
    "/datos/",
    "/datos/?q=agua",
    "/datos/?q=nadadenada",
    WATER,
    f"{WATER}?f.municipio.contains=San",
    f"{WATER}?f.municipio.eq=nada",
    f"{WATER}v/1/",
    f"{WATER}agua/explorar/?unir=1",
    f"{WATER}v/1/agua/explorar/?por=departamento&medida=sum.hogares&f.hogares.ge=muchos",
    f"{WATER}agua/explorar/?por=departamento&medida=mean.con_agua&cruce=anio&f.anio.eq=2018",
    "/acerca/",
    "/no-existe/",
    "/cuenta/entrar/",
    "/cuenta/contrasena/olvido/",
)
pytestmark = pytest.mark.django_db
INSIDE = (
    ("alicia", "/publicar/"),
    ("alicia", "/publicar/nuevo/"),
    ("alicia", "/cuenta/"),
    ("alicia", "/cuenta/segundo-factor/"),
    ("alicia", "/administracion/"),
    ("ada", "/administracion/"),
    ("ada", "/administracion/personas/nueva/"),
    ("ada", "/administracion/entidades/nueva/"),
    ("ada", "/bitacora/"),
    ("ada", "/bitacora/verificacion/"),
)
_CATALOGUE = Path(site.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def english(tmp_path, settings):
    """The English catalogue compiled, whether or not ``make messages`` ran."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with _CATALOGUE.open("rb") as source, (folder / "django.mo").open("wb") as compiled:
        entries = read_po(source, locale="en")
        write_mo(compiled, entries)
    _forget()
    settings.LOCALE_PATHS = [tmp_path]
    yield entries
    _forget()


def _forget():
    kept.forget()
    navigation._offered_languages.cache_clear()


def _said(answer):
    """What a page says, attributes too: labels and titles are read aloud."""
    return html.unescape(" ".join(answer.content.decode().split()))


def _spanish(entries):
    """Sentences of ours with three words or more, as a page would write them."""
    for message in entries:
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            quoted = text in message.string  # examples of searches: the data are in Spanish
            if len(text.split()) > 2 and not re.search("[%<]", text) and not quoted:
                yield text


@pytest.mark.parametrize("address", PUBLIC)
def test_no_spanish_sentence_of_ours_is_left(address, library, english, client):
    answer = client.get(address, headers={"accept-language": "en"})
    page = _said(answer)
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en">' in answer.content.decode()
    assert [text for text in _spanish(english) if text in page] == []


@pytest.mark.parametrize(("who", "address"), INSIDE)
def test_nor_is_there_inside(who, address, library, english, client):
    client.force_login(getattr(library.people, who))
    page = _said(client.get(address, headers={"accept-language": "en"}))
    assert '<html lang="en">' in page
    assert [text for text in _spanish(english) if text in page] == []


@pytest.mark.parametrize("address", ["/", WATER])
def test_each_language_keeps_its_own_page(address, library, english, client):
    pages = [
        client.get(address, headers={"accept-language": language}).content.decode()
        for language in ("es", "en", "es", "en")
    ]
    assert pages[0] == pages[2] != pages[1] == pages[3]
    assert "Acerca de este sitio" in pages[0]
    assert "About this site" in pages[1]


def test_the_page_offers_the_other_language_and_remembers_the_choice(library, english, client):
    assert 'hreflang="en"' in client.get("/").content.decode()
    client.get("/idioma/", {"language": "en", "next": WATER})
    page = client.get(WATER, headers={"accept-language": "es"}).content.decode()
    assert "How to cite" in page
    assert 'hreflang="es"' in page


def test_what_an_institution_wrote_is_not_translated(library, english, client):
    page = client.get(WATER, headers={"accept-language": "en"}).content.decode()
    assert "Agua entubada por municipio" in page
    assert "Hogares censales." in page


def test_numbers_of_things_agree(library, english, client):
    page = _said(client.get("/datos/", headers={"accept-language": "en"}))
    assert re.search(r"\b30 rows\b", page)


def test_what_is_stored_is_in_the_language_of_the_institution(library, english):
    with translation.override("en"):
        said = suggested(tables_of(library.water), None, library.people.planning)
    assert said.territory == "Municipios de Guatemala"
