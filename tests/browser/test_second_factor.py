"""Who governs data enters with a second factor, on a telephone's screen too."""


def test_she_enters_with_the_code_of_her_telephone(arrive):
    visitor = arrive(width=360)
    visitor.log_in("olga")
    visitor.goto("/cuenta/segundo-factor/")
    assert "Está activo" in visitor.page.inner_text("main")


def test_one_without_it_does_not_see_her_pages(arrive):
    visitor = arrive()
    visitor.goto("/cuenta/entrar/")
    visitor.page.fill("#id_login", "ada@ejemplo.gob.gt")
    visitor.page.fill("#id_password", "cauce-de-pruebas-7")
    visitor.page.click("main button[type=submit]")
    visitor.page.wait_for_selector("h1:has-text('Segundo factor')")
    visitor.goto("/administracion/")
    assert "/cuenta/segundo-factor/codigo/" in visitor.page.url
