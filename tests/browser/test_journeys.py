"""What people come for, done in a real browser."""

import csv
import re

import pytest

MESSY = """Hogares por fuente de agua
Alta Verapaz, 2018;;;
;;;
Código;Municipio;Hogares;Con agua
1601;Cobán;38.221;55,2
1602;Santa Cruz Verapaz;6.107;65,7
1603;San Cristóbal Verapaz;11.290;s.d.
1604;Tactic;7.004;62,8
1605;Tamahú;3.500;34,3
1606;Tucurú;7.100;17,6
Total;Alta Verapaz;73.222;47,1
Fuente: INE, Censo 2018.
"""


def find_filter_and_download(visitor, tmp_path):
    page = visitor.page
    visitor.goto("/")
    page.fill("#q", "agua entubda")
    page.press("#q", "Enter")
    page.wait_for_selector("text=Se buscó")
    page.click("text=Agua entubada por municipio")
    page.wait_for_selector("h1:has-text('Agua entubada')")
    page.select_option("#filtro-columna", label="Departamento")
    page.fill("#filtro-valor", "verapaz")
    page.click("text=Filtrar")
    page.wait_for_selector(".active-filters >> text=contiene «verapaz»")
    assert re.search(r"f\.departamento\.contains=verapaz", page.url)
    page.click("#tabla thead >> text=Con agua")
    page.wait_for_selector("[aria-sort=ascending]")
    assert page.locator("#tabla tbody tr").count() == 4
    assert "4 filas de 30" in page.inner_text("#archivos")
    for link in ("#descargar-csv", "#descargar-xlsx", "#archivos a >> nth=0"):
        address = page.get_attribute(link, "href")
        assert "f.departamento.contains=verapaz" in address
        assert "orden=con_agua" in address
    with page.expect_download() as found:
        page.click(".download-list >> text=CSV >> nth=0")
    path = tmp_path / "agua.csv"
    found.value.save_as(path)
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    assert [row[1] for row in rows[1:]] == ["Salamá", "Cobán", "Panzós", "San Pedro Carchá"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_citizen_searches_filters_and_downloads(arrive, tmp_path, javascript):
    find_filter_and_download(arrive(javascript=javascript), tmp_path)


def test_with_javascript_only_the_table_changes(arrive):
    visitor = arrive()
    page = visitor.page
    visitor.goto("/datos/agua-entubada-por-municipio/")
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")
    page.click("#tabla >> text=Siguiente")
    page.wait_for_selector("#tabla >> text=26–30 de 30 filas")
    assert page.evaluate("document.querySelector('h1').dataset.kept") == "yes"
    assert "desde=25" in page.url
    page.go_back()
    page.wait_for_selector("#tabla >> text=1–25 de 30 filas")


def test_with_javascript_another_table_brings_its_own_dictionary(arrive):
    page = (visitor := arrive()).page
    visitor.goto("/datos/presupuesto-municipal/")
    page.click("#tabla >> text=Ingreso")
    page.wait_for_selector("#titulo-tabla >> text=Ingreso")
    assert "tabla=ingreso" in page.url
    assert "ingreso.csv" in page.get_attribute("#descargar-csv", "href")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_publisher_publishes_a_messy_file(arrive, tmp_path, javascript):
    visitor = arrive(javascript=javascript)
    page = visitor.page
    name = f"agua {'con' if javascript else 'sin'} guion.csv"
    (tmp_path / name).write_bytes(MESSY.encode("cp1252"))
    visitor.log_in("alicia")
    page.click("text=Publicar")
    page.click("text=Publicar un archivo >> nth=0")
    page.set_input_files("#id_file", tmp_path / name)
    page.click("text=Subir y leer")
    read_in(page)
    assert "Windows (cp1252)" in page.inner_text(".reading-decisions")
    page.select_option("[name=c3-role]", "percent")
    page.locator(".reading-bar button").click()
    page.wait_for_selector(".correction-list", timeout=60_000)
    page.click("text=Está bien: describir >> nth=0")
    page.fill("#id_title", f"Agua en Alta Verapaz, {name}")
    page.fill("#id_summary", "Hogares con agua en seis municipios.")
    page.check("input[name=themes] >> nth=3")
    page.fill("#id_period", "2018")
    page.click("text=Continuar")
    page.click("main form button:has-text('Pedir la revisión')")
    page.wait_for_selector(".notice-success")
    address = page.url.removeprefix(visitor.server)
    reviewer = arrive(javascript=javascript)
    page = reviewer.page
    reviewer.log_in("bruno")
    reviewer.goto(address)
    page.click("button:has-text('Publicar ahora')")
    page.wait_for_selector(".notice-success >> text=ya es pública")
    assert "1–6 de 6 filas" in page.inner_text("#tabla")
    assert "sin dato" in page.inner_text("#tabla tbody")


def test_everything_can_be_done_with_the_keyboard(arrive):
    visitor = arrive()
    page = visitor.page
    visitor.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ir al contenido"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("agua")
    page.keyboard.press("Enter")
    page.wait_for_selector("h2:has-text('conjunto')")
    tab_to(page, "Agua entubada por municipio")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Agua entubada')")
    tab_to(page, "Con agua", inside="thead")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 3
    page.keyboard.press("Enter")
    page.wait_for_selector("[aria-sort=ascending]")


def tab_to(page, words, inside="main", most=120):
    """Presses Tab until the focused thing says ``words``."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(
            "([words, inside]) => { const here = document.activeElement;"
            " return here.closest(inside) !== null && here.textContent.includes(words); }",
            [words, inside],
        ):
            return
    raise AssertionError(f"the keyboard does not reach «{words}»")


def read_in(page):
    """Waits until the file is read; says why when it could not be."""
    page.wait_for_selector(".reading-layout, .notice-error", timeout=60_000)
    assert page.locator(".notice-error").count() == 0, page.inner_text("main")
