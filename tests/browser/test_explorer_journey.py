"""A journalist asks a table without code: at once with JavaScript, by sending the form without."""

import pytest

DATASET = "/datos/agua-entubada-por-municipio/"
QUESTION = "#dicho p"


class Asking:
    """Somebody before the explorer; ``javascript`` says whether changes answer by themselves."""

    def __init__(self, visitor, javascript):
        self.page, self.javascript = visitor.page, javascript

    def choose(self, field, value):
        """Chooses in a list, and sends the form where nothing does it alone."""
        self.page.select_option(field, value)
        self.send()

    def check(self, label):
        """Ticks a value."""
        self.page.get_by_label(label).check()
        self.send()

    def send(self):
        """Sends the form without JavaScript."""
        if not self.javascript:
            self.page.get_by_role("button", name="Ver la respuesta").click()

    def says(self, words):
        """Waits until the question says something."""
        self.page.wait_for_selector(f"{QUESTION}:has-text('{words}')")

    def look(self, kind):
        """Looks at the answer in another way."""
        self.page.get_by_role("navigation", name="Cómo se mira").get_by_text(kind).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_journalist_asks_looks_and_comes_back(arrive, javascript):
    visitor = arrive(javascript=javascript)
    page, asking = visitor.page, Asking(visitor, javascript)
    visitor.goto(DATASET)
    page.locator("#tabla").get_by_role("link", name="Explorar").click()
    asking.says("Mostrar todas las filas")
    asking.choose("#por-1", "departamento")
    asking.says("por departamento")
    asking.choose("#m1-op", "mean")
    asking.says("el promedio simple de")
    asking.choose("#m1-de", "con_agua")
    asking.says("el promedio simple de con agua por departamento")
    asking.choose("#filtrar", "anio")
    page.wait_for_selector("#f-anio-de")
    asking.check("2018")
    asking.says("donde año es 2018")
    asking.look("Mapa")
    page.wait_for_selector(".seen .figure-drawing svg >> visible=true")
    assert "ver=mapa" in page.url
    asking.look("Tabla")
    page.wait_for_selector("#respuesta .table-scroll")
    page.get_by_role("columnheader", name="Con agua").get_by_role("link").click()
    asking.says("de menor a mayor con agua")
    seen = page.inner_text("#respuesta tbody"), page.inner_text(QUESTION)
    assert "Guatemala" in seen[0]
    assert "En conjunto" in seen[0]
    address = page.url.removeprefix(visitor.server)
    assert "forma=" not in address

    another = arrive(javascript=javascript)
    another.goto(address)
    assert another.page.inner_text("#respuesta tbody") == seen[0]
    assert another.page.inner_text(QUESTION) == seen[1]


def test_going_back_undoes(arrive):
    visitor = arrive()
    page, asking = visitor.page, Asking(visitor, javascript=True)
    visitor.goto(f"{DATASET[:-1]}/agua/explorar/")
    asking.choose("#por-1", "departamento")
    asking.says("por departamento")
    asking.choose("#por-2", "anio")
    asking.says("por departamento y año")
    page.go_back()
    page.wait_for_selector(f"{QUESTION}:not(:has-text('año'))")
    assert page.input_value("#por-2") == ""
    assert page.input_value("#por-1") == "departamento"


def test_the_answer_is_read_aloud_and_the_focus_stays(arrive):
    visitor = arrive()
    page = visitor.page
    visitor.goto(f"{DATASET[:-1]}/agua/explorar/")
    page.evaluate("window.kept = document.querySelector('#anuncio')")
    page.focus("#por-1")
    page.keyboard.press("ArrowDown")
    page.select_option("#por-1", "departamento")
    page.wait_for_selector("#anuncio:has-text('22 grupos')", state="attached")
    assert page.evaluate("window.kept === document.querySelector('#anuncio')")
    assert page.get_attribute("#anuncio", "role") == "status"
    page.wait_for_selector("#por-1:focus")


def test_what_is_wrong_is_said_beside_what_was_typed(arrive):
    visitor = arrive()
    page = visitor.page
    visitor.goto(f"{DATASET[:-1]}/agua/explorar/?filtrar=hogares")
    page.fill("#f-hogares-ge", "muchos")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice-error >> text=pide un número entero")
    assert page.input_value("#f-hogares-ge") == "muchos"


def test_on_a_phone_the_sentence_comes_first_and_opens(arrive):
    visitor = arrive(width=360)
    page = visitor.page
    visitor.goto(f"{DATASET[:-1]}/agua/explorar/?por=departamento")
    assert page.is_hidden("#por-1")
    page.click("text=Cambiar la pregunta")
    page.select_option("#por-2", "anio")
    page.wait_for_selector(f"{QUESTION}:has-text('por departamento y año')")
    assert page.is_visible("#por-3")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_question_is_joined_to_another_table(arrive):
    visitor = arrive()
    page = visitor.page
    visitor.goto(f"{DATASET[:-1]}/agua/explorar/")
    page.click("text=Cruzar, comparar, unir con otra tabla")
    page.click("text=Unir con otra tabla publicada")
    page.get_by_role("link", name="Gasto").click()
    page.wait_for_selector(f"{QUESTION}:has-text('unido con «Gasto»')")
    assert "se encontraron en la otra tabla" in page.inner_text("#respuesta")
