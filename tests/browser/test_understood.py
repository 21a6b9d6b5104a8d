"""«Esto es lo que entendimos»: many decisions at once, row by row, mended, undone."""

import pytest

from tests.browser.test_every_page import looked_at
from tests.browser.test_journeys import read_in

NORTH = "".join(f"16{n:02};Lugar {n};{n}.100;{n},5\n" for n in range(1, 20))
SOUTH = "".join(f"22{n:02};Lugar {n};{n}.200;{n},7\n" for n in range(1, 20))
FILE = f"""Hogares por fuente de agua
Alta Verapaz, 2018;;;
;;;
Código;Municipio;Hogares;Con agua
Norte;;;
{NORTH}Sur;;;
{SOUTH}2230;Senahú;9.100;12x
Total;Alta Verapaz;83.418;47,1
Fuente: INE, Censo 2018.
"""
"""Header in row 4, groups in 5 and 25, a cell that does not fit in 45, a total in 46."""


@pytest.fixture
def sent(arrive, tmp_path):
    """Sends the file as somebody who publishes and waits for «Esto es lo que entendimos»."""

    def send(text=FILE, name="agua.csv", **window):
        visitor = arrive(**window)
        page = visitor.page
        path = tmp_path / name
        path.write_bytes(text.encode("cp1252"))
        visitor.log_in("alicia")
        visitor.goto("/publicar/nuevo/")
        page.set_input_files("#id_file", path)
        page.click("text=Subir y leer")
        read_in(page)
        return visitor

    return send


@pytest.mark.parametrize("javascript", [True, False])
def test_many_columns_change_in_one_reading_and_are_undone(sent, javascript):
    visitor = sent(javascript=javascript, name=f"columnas {javascript}.csv")
    page = visitor.page
    assert "por revisar" in page.inner_text(".page-head")
    page.fill("[name=c2-title]", "Hogares censados")
    page.fill("[name=c2-unit]", "hogares")
    page.select_option("[name=c3-role]", "percent")
    page.select_option("[name=c0-type]", "integer")
    page.locator("#columna-1 details summary").click()
    page.fill("[name=c1-name]", "nombre_del_municipio")
    if javascript:
        page.wait_for_selector(".reading-changes >> text=5 cambios sin aplicar")
    page.locator(".reading-bar button").click()
    page.wait_for_selector(".correction-list", timeout=60_000)
    said = page.inner_text(".correction-list")
    assert "«Hogares»: nombre público Hogares censados (antes: Hogares)" in said
    assert "«Con agua»: significado porcentaje" in said
    assert page.locator(".correction-list > li").count() == 1
    assert "Hogares censados" in page.inner_text(".reading-table thead")
    assert "En el original: «Hogares»." in page.inner_text("#columna-2")
    page.click("text=Volver a la lectura anterior")
    page.wait_for_selector(".reading-layout:not(:has(.correction-list))", timeout=60_000)
    assert page.input_value("[name=c2-title]") == "Hogares"


@pytest.mark.parametrize("javascript", [pytest.param(True, marks=pytest.mark.long), False])
def test_rows_are_told_what_they_are_in_the_drawing(sent, javascript):
    visitor = sent(javascript=javascript, name=f"filas {javascript}.csv")
    page = visitor.page
    assert not page.is_visible("[name=fila-9]")
    page.check("#marcar")
    assert page.is_visible("[name=fila-9]")
    assert page.input_value("[name=fila-25]") == "group"
    page.select_option("[name=fila-9]", "out")
    page.select_option("[name=fila-25]", "data")
    page.select_option("[name=fila-46]", "total")
    page.locator(".reading-bar button").click()
    page.wait_for_selector(".correction-list", timeout=60_000)
    assert page.input_value("[name=left_out]") == "9"
    assert page.input_value("[name=totals]") == "46"
    assert page.input_value("[name=groups]") == "5"
    assert page.locator(".grid-leftover:has(#fila-9)").count() == 1


def test_a_problem_is_mended_by_its_button_and_unsent_changes_go_with_it(sent):
    page = sent(name="arreglos.csv").page
    page.fill("[name=c1-title]", "Lugar")
    mends = page.locator(".problem-mends button")
    mends.filter(has_text="Leer como número").first.click()
    page.wait_for_selector(".correction-list", timeout=60_000)
    mends.filter(has_text="Entender «12x» como sin dato").first.click()
    page.wait_for_selector(".correction-list > li:nth-child(2)", timeout=60_000)
    assert mends.filter(has_text="12x").count() == 0
    assert page.input_value("[name=c1-title]") == "Lugar"


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_the_page_is_right_at_every_size(sent, scheme):
    visitor = sent(name=f"tamaños {scheme}.csv", scheme=scheme)
    page = visitor.page
    page.check("#marcar")
    for summary in page.locator(".decision summary, .column-more summary").all():
        summary.click()
    wrong = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += looked_at(visitor, "understood-open", width, scheme)
    assert wrong == []


def test_the_keyboard_reaches_the_rows_and_the_columns(sent):
    page = sent(name="teclado.csv").page
    page.focus("#marcar")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "source-grid"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name").startswith("fila-")
    page.focus("[name=c1-title]")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "c1-include"
