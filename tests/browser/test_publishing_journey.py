"""An office publishes, by four eyes: stopped, mended, returned, published; the next version is
compared and left for a date; the data officer lets a finding pass."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.browser.conftest import SHOTS
from tests.browser.test_every_page import looked_at
from tests.browser.test_journeys import read_in
from tests.http.walks import with_cui, with_mail
from tests.people import SECOND_FACTOR_SECRET


@pytest.fixture
def enter(arrive):
    """A window of one of the people, with everything ready to work."""

    def enter(name, **window):
        visitor = arrive(**window)
        visitor.log_in(name)
        return visitor

    return enter


def enter_as_officer(arrive, **window):
    """Olga comes in with her second factor."""
    visitor = arrive(**window)
    page = visitor.page
    visitor.goto("/cuenta/entrar/")
    page.fill("#id_login", "olga@ejemplo.gob.gt")
    page.fill("#id_password", "cauce-de-pruebas-7")
    page.click("main button[type=submit]")
    code = format_hotp_value(hotp_value(SECOND_FACTOR_SECRET, int(time.time()) // 30))
    page.fill("#id_code", code)
    page.click("main form.form button[type=submit]")
    page.wait_for_url(lambda url: "/cuenta/" not in url)
    return visitor


def send(visitor, path, *, next_of=""):
    """Sends a file and waits for «Esto es lo que entendimos»; gives the address of the upload."""
    visitor.goto(f"/publicar/nuevo/?conjunto={next_of}" if next_of else "/publicar/nuevo/")
    visitor.page.set_input_files("#id_file", path)
    visitor.page.click("text=Subir y leer")
    read_in(visitor.page)
    return visitor.page.url.removeprefix(visitor.server).split("?")[0]


def describe(page, title):
    """Fills in what a description needs and goes on."""
    page.fill("#id_title", title)
    page.fill("#id_summary", "Cuántos hogares tienen agua en cada municipio.")
    page.check("input[name=themes] >> nth=0")
    page.fill("#id_owner", "Dirección de Estadística")
    page.click("text=Continuar")
    page.wait_for_url("**/confirmar/")


def ask_review(page, note=""):
    """Asks for the review from the last look."""
    page.fill("#id_message", note)
    page.click("main form button:has-text('Pedir la revisión')")
    page.wait_for_url("**/revision/")


def wrong_with(visitor, name):
    """What is wrong with the page that is open; whoever wants pictures has both schemes of both."""
    wrong = []
    page, size = visitor.page, visitor.page.viewport_size
    looks = [(360, "dark"), (1280, "light")]
    for width, scheme in [*looks, (360, "light"), (1280, "dark")] if SHOTS else looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        wrong += looked_at(visitor, name, width, scheme)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)
    return wrong


def test_an_office_publishes_by_four_eyes(enter, tmp_path):
    title = "Hogares de Alta Verapaz"
    file = tmp_path / "hogares.csv"
    file.write_bytes(with_cui())
    alicia = enter("alicia")
    page = alicia.page
    here = send(alicia, file)
    assert "números de CUI (DPI)" in page.inner_text(".reading-problems")
    alicia.goto(f"{here}describir/")
    wrong = wrong_with(alicia, "review-describe")
    page.fill("#id_title", "A medias")
    page.click("text=Guardar borrador")
    page.wait_for_selector(".notice-success")
    assert page.input_value("#id_title") == "A medias"
    describe(page, title)
    page.click("main form button:has-text('Pedir la revisión')")
    page.wait_for_selector(".error-summary >> text=impide publicar")
    wrong += wrong_with(alicia, "review-confirm-stopped")
    page.click("text=Arreglarlo en lo entendido")
    page.click("button:has-text('Dejar fuera la columna')")
    page.wait_for_selector(".correction-list", timeout=60_000)
    alicia.goto(f"{here}confirmar/")
    ask_review(page, "Quité el DPI.")
    assert "Por revisar" in page.inner_text("h1")

    bruno = enter("bruno", width=360)
    desk = bruno.page
    bruno.goto("/publicar/")
    wrong += wrong_with(bruno, "review-desk")
    desk.click(f"text=Revisar y decidir: {title}")
    assert "nada impide publicar" in desk.inner_text(".lead")
    wrong += wrong_with(bruno, "review-first")
    desk.click("text=Ver la tabla completa")
    assert "DPI" not in desk.inner_text("main")
    wrong += wrong_with(bruno, "review-table")
    desk.go_back()
    desk.fill("#id_give_back_notes", "Falta decir de dónde sale.")
    desk.click("button:text-is('Devolver')")
    desk.wait_for_selector(".notice-success")

    alicia.goto("/publicar/?estado=returned")
    page.click(f"text=Corregir y volver a enviar: {title}")
    assert "Falta decir de dónde sale." in page.inner_text("main")
    page.click("text=Cambiar la descripción")
    page.fill("#id_sources", "Censo del ejemplo.")
    page.click("text=Continuar")
    page.wait_for_url("**/confirmar/")
    ask_review(page)

    bruno.goto(f"{here}revision/")
    desk.click("button:has-text('Publicar ahora')")
    desk.wait_for_selector("h1:has-text('Hogares de Alta Verapaz')")
    assert "ya es pública" in desk.inner_text(".notice-success")
    slug = desk.url.rstrip("/").rsplit("/", 1)[-1]

    file.write_bytes(with_cui({"Tactic": 4_000, "Cobán": 3_333}, more=3))
    again = send(alicia, file, next_of=slug)
    alicia.goto(f"{again}describir/")
    page.click("text=Continuar")
    page.wait_for_url("**/confirmar/")
    assert "Se agregaron 3 filas" in page.inner_text("main")
    wrong += wrong_with(alicia, "review-confirm-next")
    page.fill("#id_change_note", "Se agregaron tres lugares y se corrigieron dos.")
    ask_review(page)
    bruno.goto(f"{again}revision/")
    assert "3 filas más, 2 cambiadas; nada impide publicar" in desk.inner_text(".lead")
    wrong += wrong_with(bruno, "review-next")
    desk.fill("#id_schedule_day", f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}")
    desk.fill("#id_schedule_hour", "07:30")
    desk.click("button:has-text('Programar')")
    desk.wait_for_selector(".notice-success >> text=a las 07:30")
    alicia.goto("/publicar/")
    assert "a las 07:30" in page.inner_text("main")
    desk.click("button:has-text('Publicar ahora')")
    desk.wait_for_selector("#tabla >> text=1–15 de 15 filas")
    assert wrong == []


def test_the_officer_lets_a_finding_pass_in_public(arrive, enter, tmp_path):
    file = tmp_path / "encargados.csv"
    file.write_bytes(with_mail())
    alicia = enter("alicia", javascript=False)
    page = alicia.page
    here = send(alicia, file)
    alicia.goto(f"{here}describir/")
    describe(page, "Encargados del agua")
    page.click("text=Pedir una dispensa")
    page.wait_for_url("**/revision/**")
    page.click("summary:has-text('Pedir una dispensa')")
    page.fill("textarea[name=request]", "Son los correos a los que escribe la gente.")
    page.click("button:has-text('Pedir la dispensa')")
    page.wait_for_selector("text=dispensa pedida")

    olga = enter_as_officer(arrive)
    decides = olga.page
    olga.goto("/publicar/")
    decides.click("text=Decidir la dispensa pedida")
    assert "escribe la gente" in decides.inner_text(".finding-list")
    wrong = wrong_with(olga, "review-waiver")
    decides.fill("textarea[name=reason]", "Ya los publica cada municipalidad.")
    decides.check("input[name=standing]")
    decides.click("button:has-text('Dar la dispensa')")
    decides.wait_for_selector("text=con dispensa")

    alicia.goto(f"{here}confirmar/")
    ask_review(page)
    bruno = enter("bruno", javascript=False)
    bruno.goto(f"{here}revision/")
    bruno.page.click("button:has-text('Publicar ahora')")
    bruno.page.wait_for_selector("h1:has-text('Encargados del agua')")
    assert "Ya los publica cada municipalidad." in bruno.page.inner_text("main")
    assert wrong == []
