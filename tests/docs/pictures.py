"""The pictures of the guides, taken of the demonstration: ``python -m tests.docs.pictures``.

People of the demonstration send, correct, review, withdraw and ask to destroy as the guides tell,
and each step leaves its picture in ``docs/guia/imagenes``. With a folder as argument it uses the
demonstration prepared there, which does not stay as it was.
"""

import base64
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.docs.pages import ROOT

PICTURES = ROOT / "docs" / "guia" / "imagenes"
PASSWORD = "cauce-demo-2026"
MARGIN = 16
"""Pixels left around what is shown."""
QUALITY = 70
"""Of WebP; text of pages stays sharp."""
SLOW = 250_000
"""Bytes a second of the network on which a file is sent."""
REASON = "Una columna tenía teléfonos de personas. Se publicará de nuevo sin ella."
BACK = "button:has-text('Volver a la lectura anterior')"

RANKING = "/datos/ranking-de-la-gestion-municipal/ranking_municipal/explorar/"
RATIO = "&medida=ratio.total_de_hogares.otra~poblacion_total"

GRANTS = "Becas de estudios técnicos"
PAYMENTS = "Desembolsos de la cooperación"
AGREEMENTS = "Convenios de cooperación"


class Guide:
    """Windows of the demonstration's people, and the pictures taken of them."""

    def __init__(self, browser: Any, server: str) -> None:
        self.browser = browser
        self.server = server

    def window(self, name: str = "", width: int = 1280) -> Any:
        """A window of a person of the demonstration, or of a visitor."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, locale="es-GT", reduced_motion="reduce"
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        if name:
            page.goto(f"{self.server}/cuenta/entrar/")
            page.fill("#id_login", f"{name}@demo.example")
            page.fill("#id_password", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(lambda url: "/cuenta/entrar/" not in url)
        return page

    def draft(self, page: Any, title: str) -> str:
        """Opens a draft from the list; gives the address of its file."""
        page.goto(f"{self.server}/publicar/")
        page.click(f".upload-list h3 a:has-text('{title}') >> nth=0")
        found = re.search(r"/publicar/\w+/", page.url)
        assert found, page.url
        return f"{self.server}{found[0]}"


def take(page: Any, name: str, first: str, last: str = "", *, within: str = "") -> None:
    """The picture of a page from the top of one element to the bottom of another.

    It is as wide as the page, or as the element ``within``.
    """
    size = page.viewport_size
    page.set_viewport_size({"width": size["width"], "height": 3_000})  # nothing floats then
    page.evaluate("document.activeElement.blur()")
    boxes = [page.locator(each).first.bounding_box() for each in (first, last or first)]
    top = max(0, boxes[0]["y"] - MARGIN)
    bottom = boxes[1]["y"] + boxes[1]["height"] + MARGIN
    left, width = 0, size["width"]
    if within:
        box = page.locator(within).first.bounding_box()
        left, width = box["x"] - MARGIN, box["width"] + 2 * MARGIN
    session = page.context.new_cdp_session(page)
    taken = session.send(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": QUALITY,
            "captureBeyondViewport": True,
            "clip": {"x": left, "y": top, "width": width, "height": bottom - top, "scale": 1},
        },
    )
    session.detach()
    page.set_viewport_size(size)
    path = PICTURES / f"{name}.webp"
    path.write_bytes(base64.b64decode(taken["data"]))
    print(f"{path.name}: {path.stat().st_size // 1000} kB, {width:.0f} × {bottom - top:.0f}")


def sending(guide: Guide, folder: Path) -> None:
    """What waits for who publishes, and a large file on its way over a slow network."""
    page = guide.window("publicadora")
    page.goto(f"{guide.server}/publicar/")
    take(page, "mesa", "h1", ".upload-list >> nth=1")
    file = folder / "matricula_2025.csv"
    line = "{};0101;Guatemala;Escuela Oficial Urbana Mixta;{};primaria\n"
    rows = "".join(line.format(number, number % 97) for number in range(120_000))
    file.write_text(f"Código;Municipio;Nombre;Escuela;Alumnos;Nivel\n{rows}", "utf-8")
    page = guide.window("publicadora", 360)
    page.goto(f"{guide.server}/publicar/nuevo/")
    page.set_input_files("#id_file", file)
    page.select_option("#id_organisation", index=1)
    session = page.context.new_cdp_session(page)
    network = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": SLOW}
    session.send("Network.emulateNetworkConditions", network)
    page.click("text=Subir y leer")
    page.wait_for_selector("#envio-panel")
    while page.locator("#envio-barra").evaluate("bar => bar.value") < 25:
        page.wait_for_timeout(200)
    take(page, "enviar", "#envio-panel")
    page.click("#envio-descarta")
    page.wait_for_selector("#envio-panel", state="hidden")


def mending(guide: Guide) -> None:
    """The file with numbers of persons is stopped, corrected, and its waiver refused."""
    page = guide.window("publicadora")
    here = guide.draft(page, GRANTS)
    take(page, "entendimos", "h1", ".source-grid tbody tr >> nth=9")
    page.set_viewport_size({"width": 360, "height": 900})
    take(page, "hallazgo", ".reading-problems h2", ".problem-list li >> nth=0")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.click("button:has-text('Dejar fuera la columna «CUI»')")
    page.wait_for_selector(".correction-list")
    page.goto(f"{here}revision/")
    page.click("summary:has-text('Pedir una dispensa')")
    page.fill("textarea[name=request]", "La lista de becas es pública según el reglamento.")
    page.click("button:has-text('Pedir la dispensa')")
    page.wait_for_selector("text=dispensa pedida")

    officer = guide.window("ogd")
    officer.goto(f"{here}revision/")
    answer = "Publique la edad en tramos: se sabrá lo mismo y no se reconocerá a nadie."
    officer.fill("textarea[name=reason]", answer)
    take(officer, "dispensa", "#hallazgos", ".finding-list", within=".finding-said")
    officer.click("button:has-text('No darla')")
    officer.wait_for_selector(".notice-success")

    page.goto(here)
    page.click("button:has-text('Publicar en tramos de 5')")
    page.wait_for_selector(".correction-list li >> nth=1")
    take(page, "tramos", "#reading-table", ".reading-table tbody tr >> nth=4")
    take(page, "cambios", "#cambios", BACK, within=".reading-decisions")


def asking(guide: Guide) -> None:
    """A returned next version: its notes, how it differs, and asking again."""
    page = guide.window("publicadora", 360)
    here = guide.draft(page, PAYMENTS)
    take(page, "devuelto", "h1", ".review-notes")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{here}confirmar/")
    take(page, "comparacion", "#comparacion", ".key-choice")
    take(page, "pedir", ".confirm form", within="#id_change_note")


def reviewing(guide: Guide) -> None:
    """What who reviews looks at, and decides."""
    page = guide.window("revisora")
    guide.draft(page, AGREEMENTS)
    take(page, "revisar", "h1", ".comparison")
    take(page, "decidir", "#decidir", ".review-decision")


def withdrawing(guide: Guide) -> None:
    """What was published and should not: withdrawn at once, then destroyed by two persons."""
    page = guide.window("publicadora")
    page.goto(f"{guide.server}/datos/")
    page.click(f"main a:has-text('{PAYMENTS}') >> nth=0")
    address = page.url
    page.click("text=Retirar o reponer")
    page.fill("#id_reason", REASON)
    page.click("main button:has-text('Retirar')")
    page.wait_for_selector(".notice-success")
    visitor = guide.window(width=360)
    visitor.goto(address)
    take(visitor, "retirado", "h1", "main .button")
    page.goto(address)
    page.click("text=Destruir esta versión")
    page.fill("#id_reason", REASON)
    page.click("button:has-text('Pedir que se destruya')")
    page.wait_for_selector("h2:has-text('Lo pidió')")
    officer = guide.window("ogd")
    officer.goto(f"{address}v/1/destruir/")
    take(officer, "destruir", "h1", "button:has-text('Destruir la versión')")


def exploring(guide: Guide) -> None:
    """What a visitor sees of a table, asks of it, joins, maps and takes away."""
    page = guide.window()
    page.goto(f"{guide.server}/datos/hogares-por-fuente-de-agua/")
    take(page, "figuras", ".dataset-figures")
    table = f"{guide.server}/datos/hogares-por-fuente-de-agua/agua_2018/explorar/"
    page.goto(f"{table}?por=departamento&medida=sum.total_de_hogares&orden=-sum_total_de_hogares")
    take(page, "pregunta", ".explorer-title", "#respuesta tbody tr >> nth=3")
    population = "poblacion-por-sexo-edad-y-area/poblacion"
    page.goto(f"{table}?con={population}&union=codigo:codigo&por=departamento{RATIO}")
    take(page, "unida", ".explorer-title", "#respuesta tbody tr >> nth=3")
    page.goto(f"{guide.server}{RANKING}?por=codigo&medida=mean.puntaje_2018&ver=mapa")
    take(page, "mapa", ".view-choices", ".figure-drawing")
    take(page, "llevar", "#titulo-llevar", "#llevar")


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """The address of a demonstration in a folder, prepared there when it is empty."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "cauce.cli", "demo", "--data", str(folder), "--port", str(port)]
    with (folder.parent / "demostracion.log").open("w") as log:
        served = subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, served)
            yield address
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(30)


def _wait(address: str, served: "subprocess.Popen[bytes]") -> None:
    while served.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/salud", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("the demonstration did not start")


def main(prepared: str = "") -> None:
    """Takes every picture anew."""
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with demonstration(Path(prepared) if prepared else folder / "datos") as server:
            chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"))
            guide = Guide(chromium, server)
            exploring(guide)
            sending(guide, folder)
            mending(guide)
            asking(guide)
            reviewing(guide)
            withdrawing(guide)
            chromium.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
