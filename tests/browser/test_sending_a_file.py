"""A large file is sent in a browser: cut, paused, gone on with another day, given up."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import SHOTS

LINES = 20_000
ONLINE = {"offline": False, "latency": 5, "downloadThroughput": -1}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A CSV of 30 MB."""
    path = tmp_path_factory.mktemp("grande") / "Hogares por municipio.csv"
    with path.open("w") as file:
        file.write("codigo;municipio;hogares;observacion\n")
        for number in range(LINES):
            file.write(
                f"{number:08};Municipio {number:06};{number * 7 % 99991};{'dato ' * 300}{number}\n"
            )
    assert path.stat().st_size > 30e6
    return path


class Network:
    """The network of a window, as slow as it is told."""

    def __init__(self, page):
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")

    def slow(self, megabytes_a_second):
        speed = {"uploadThroughput": megabytes_a_second * 1_000_000}
        self._session.send("Network.emulateNetworkConditions", ONLINE | speed)

    def cut(self):
        gone = ONLINE | {"offline": True, "uploadThroughput": 0}
        self._session.send("Network.emulateNetworkConditions", gone)

    def back(self):
        self._session.send("Network.emulateNetworkConditions", ONLINE | {"uploadThroughput": -1})


def choose(visitor, path, address="/publicar/nuevo/"):
    if visitor.page.url.rstrip("/") != visitor.server + address.rstrip("/"):
        visitor.goto(address)
    visitor.page.set_input_files("#id_file", path)
    visitor.page.click("text=Subir y leer")


def arrived(page):
    """Megabytes that the page says have arrived."""
    found = re.search(r"% · ([\d.]+) (kB|MB)", page.inner_text("#envio-linea"))
    return float(found[1]) / (1 if found[2] == "MB" else 1000) if found else 0.0


def wait_for_megabytes(page, least):
    page.wait_for_function(
        "least => Number(document.getElementById('envio-barra').value) * 0.01 * 30 > least",
        arg=least,
    )


def wait_for_words(page, words):
    page.wait_for_selector(f"#envio-dice:has-text('{words}')", timeout=40_000)


def picture(page, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def only_the_cut(visitor):
    """A network that was cut on purpose is no trouble."""
    visitor.troubles[:] = [
        each for each in visitor.troubles if "ERR_INTERNET_DISCONNECTED" not in each
    ]


def test_a_cut_network_loses_nothing(arrive, large):
    visitor = arrive()
    visitor.log_in("alicia")
    page = visitor.page
    network = Network(page)
    network.slow(6)
    choose(visitor, large)
    wait_for_megabytes(page, 6)
    network.cut()
    wait_for_words(page, "No hay conexión")
    stood = arrived(page)
    picture(page, "envio-cortado-1280")
    page.wait_for_timeout(1500)
    assert page.url.endswith("/publicar/nuevo/")
    network.back()
    page.wait_for_url(re.compile(r"/publicar/[0-9a-z]{26}/$"), timeout=60_000)
    assert stood >= 6
    page.wait_for_selector(".reading-layout", timeout=90_000)
    assert "20,000 filas de datos" in page.inner_text("main")
    only_the_cut(visitor)


def test_it_goes_on_another_day(arrive, large):
    visitor = arrive(width=360, scheme="dark")
    visitor.log_in("alicia")
    page = visitor.page
    network = Network(page)
    network.slow(5)
    choose(visitor, large)
    wait_for_megabytes(page, 4)
    bar = page.get_by_role("progressbar", name="Hogares por municipio.csv")
    assert "MB de 3" in bar.get_attribute("aria-valuetext")
    picture(page, "envio-en-curso-360-oscuro")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Pausar"
    page.keyboard.press("Enter")
    wait_for_words(page, "En pausa")
    assert page.inner_text("#envio-pausa") == "Continuar"
    stood = arrived(page)
    visitor.goto("/publicar/")
    assert "Envíos a medias" in page.inner_text("main")
    picture(page, "envios-a-medias-360-oscuro")
    page.click("text=Continuar >> nth=0")
    page.wait_for_selector("text=quedó a medias")
    picture(page, "envio-continuar-360-oscuro")
    page.set_input_files("#id_file", large)
    page.click("text=Subir y leer")
    wait_for_words(page, "Ya habían llegado")
    assert arrived(page) > stood / 2
    network.back()
    page.wait_for_url(re.compile(r"/publicar/[0-9a-z]{26}/$"), timeout=60_000)
    visitor.goto("/publicar/")
    assert "Envíos a medias" not in page.inner_text("main")


def test_what_is_given_up_is_gone(arrive, large):
    visitor = arrive()
    visitor.log_in("alicia")
    page = visitor.page
    Network(page).slow(3)
    choose(visitor, large)
    wait_for_megabytes(page, 1)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.mouse.click(5, 5)
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    page.click("text=Descartar el envío")
    page.wait_for_selector("#envio-error:has-text('se descartó')")
    assert page.is_visible("#id_file")
    visitor.goto("/publicar/")
    assert "Envíos a medias" not in page.inner_text("main")


def test_a_refused_file_is_said_where_it_was_chosen(arrive, tmp_path):
    visitor = arrive()
    visitor.log_in("alicia")
    empty = tmp_path / "vacio.csv"
    empty.touch()
    choose(visitor, empty)
    visitor.page.wait_for_selector("#envio-error:has-text('está vacío')")
    assert visitor.page.evaluate("document.activeElement.id") == "envio-error"
    visitor.page.context.clear_cookies()
    (tmp_path / "agua.csv").write_text("a;b\n1;2\n")
    choose(visitor, tmp_path / "agua.csv")
    visitor.page.wait_for_selector("#envio-error:has-text('Su sesión terminó')")
    assert visitor.page.is_visible("text=Entrar otra vez")
