"""Every page, light and dark, on a phone and on a desk: axe finds nothing, nothing sticks out."""

from pathlib import Path

import pytest

from tests.browser.conftest import SHOTS

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WATER = "/datos/agua-entubada-por-municipio/"
EXPLORER = f"{WATER}agua/explorar/"
GROUPS = f"{EXPLORER}?por=departamento&medida=sum.hogares"

PUBLIC = {
    "home": "/",
    "catalogue": "/datos/",
    "search": "/datos/?q=agua&tema=pobreza",
    "nothing": "/datos/?q=xilofono",
    "dataset": WATER,
    "filtered": f"{WATER}?f.departamento.contains=verapaz&clase=data,total&orden=-con_agua",
    "refused": f"{WATER}?columna=con_agua&condicion=ge&valor=mucho",
    "empty": f"{WATER}?q=xilofono",
    "version": f"{WATER}v/1/",
    "explored": f"{EXPLORER}",
    "explored groups": f"{GROUPS}&medida=mean.con_agua&cruce=anio&f.hogares.ge=1000",
    "explored filters": f"{GROUPS}&f.departamento.in=Petén&f.anio.eq=2018&filtrar=municipio",
    "explored chart": f"{GROUPS}&ver=grafico",
    "explored map": f"{EXPLORER}?por=departamento&medida=mean.con_agua&ver=mapa",
    "explored wrongly": f"{GROUPS}&f.hogares.ge=muchos",
    "explored nothing": f"{EXPLORER}?q=xilofono",
    "framed": f"{WATER}agua/incrustar/?por=departamento&medida=mean.con_agua&ver=mapa",
    "explored beside another": f"{EXPLORER}?unir=1",
    "tables": "/datos/presupuesto-municipal/?tabla=ingreso",
    "about": "/acerca/",
    "components": "/_componentes/",
    "missing": "/datos/nada/",
    "login": "/cuenta/entrar/",
}
OF_PUBLISHERS = {
    "uploads": "/publicar/",
    "upload": "/publicar/nuevo/",
    "figures": f"{WATER}figuras/",
    "figure to pin": f"{WATER}figuras/?tabla=agua&por=departamento&medida=mean.con_agua",
    "account": "/cuenta/",
}


def looked_at(visitor, name, width, scheme):
    """What is wrong with the page that is open, in words."""
    page = visitor.page
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}-{scheme}.png", full_page=True)
    wrong = []
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        wrong.append(f"{name}: the page is {wide} px wide")
    page.evaluate(AXE + ";0")
    found = page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}}).then(found =>"
        " found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))",
        TAGS,
    )
    return wrong + [f"{name}: {violation[:600]}" for violation in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_public_pages(arrive, width, scheme):
    visitor = arrive(width, scheme)
    wrong = []
    for name, path in PUBLIC.items():
        visitor.goto(path)
        wrong += looked_at(visitor, name, width, scheme)
    assert wrong == []


def test_pages_of_publishing(arrive, tmp_path):
    """One upload, looked at in each state, at each size and in each scheme."""
    visitor = arrive()
    page = visitor.page
    visitor.log_in("alicia")
    file = tmp_path / "hogares.csv"
    rows = "".join(f"16{n:02};Municipio {n};{n}.100,5\n" for n in range(1, 40))
    file.write_bytes(f"Hogares\n\nCódigo;Nombre;Valor\n{rows}1650;Otro;12x\n".encode("cp1252"))
    addresses = dict(OF_PUBLISHERS)
    visitor.goto("/publicar/nuevo/")
    page.set_input_files("#id_file", file)
    page.click("text=Subir y leer")
    page.wait_for_selector(".reading-layout", timeout=60_000)
    path = page.url.removeprefix(visitor.server).split("?")[0]
    addresses |= {"understood": path, "describe": f"{path}describir/"}
    visitor.goto(f"{path}describir/")
    page.fill("#id_summary", "Prueba.")
    page.check("input[name=themes] >> nth=0")
    page.click("text=Continuar")
    page.wait_for_url(f"**{path}confirmar/")
    addresses["confirm"] = f"{path}confirmar/"
    wrong = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for name, address in addresses.items():
                visitor.goto(address)
                if name == "understood":
                    page.locator(".decision summary").first.click()
                wrong += looked_at(visitor, name, width, scheme)
    assert wrong == []
