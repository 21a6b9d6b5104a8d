"""The lines of code that the explorer offers run as they are and bring exactly the rows."""

import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from cauce.apps.catalog.explorer.code import snippets
from tests.engine.tables import column

ROWS = (
    'Código,"Nombre «largo», con ""comillas""",Casos,Tasa,Día,Sí o no\r\n'
    '0101,"San José, el ""Alto""",12,0.5,2024-01-31,true\r\n'
    "0909,Quetzaltenango,,1.25,2024-02-29,false\r\n"
)
COLUMNS = (
    column("codigo", "text", label="Código"),
    column("nombre", "text", label='Nombre «largo», con "comillas"'),
    column("casos", "integer", label="Casos"),
    column("tasa", "number", label="Tasa"),
    column("dia", "date", label="Día"),
    column("si", "boolean", label="Sí o no"),
)


class Answers(BaseHTTPRequestHandler):
    """Gives the rows at any address."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/csv; charset=utf-8")
        self.end_headers()
        self.wfile.write(ROWS.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def lines() -> dict[str, str]:
    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/explorar.csv?f.nombre.eq=O%27Brien&por=a,b"
    yield {one.language: one.text for one in snippets(address, COLUMNS, "datos.csv")}
    server.shutdown()
    thread.join()
    server.server_close()


def test_python_keeps_zeros_and_numbers(lines: dict[str, str], tmp_path: Path) -> None:
    told = "\nprint(list(datos['Código']), datos['Casos'].sum(), datos.shape)\n"
    made = subprocess.run(
        [sys.executable, "-c", lines["python"] + told],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout == "['0101', '0909'] 12.0 (2, 6)\n"


def test_curl_brings_the_bytes(lines: dict[str, str], tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed here")
    subprocess.run(["sh", "-c", lines["shell"]], check=True, cwd=tmp_path, timeout=30)
    assert (tmp_path / "datos.csv").read_bytes() == ROWS.encode()


def test_r_keeps_zeros_and_numbers(lines: dict[str, str], tmp_path: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed here (Debian: r-base-core)")
    script = tmp_path / "lines.R"
    told = (
        'cat(datos[["Código"]], sum(datos[["Casos"]], na.rm = TRUE), dim(datos))\n'
        'cat("", class(datos[["Sí o no"]]), class(datos[["Día"]]))\n'
    )
    script.write_text(lines["r"] + told, "utf-8")
    made = subprocess.run(
        ["Rscript", "--encoding=UTF-8", str(script)],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout == "0101 0909 12 2 6 logical Date"


def test_power_query_is_well_formed(lines: dict[str, str]) -> None:
    text = lines["powerquery"]
    assert text.startswith("let\n")
    assert '{"Nombre «largo», con ""comillas""", type text}' in text
    assert '{"Código", type text}' in text
    assert '{"Casos", Int64.Type}' in text
    assert text.count("(") == text.count(")")
    assert text.count("{") == text.count("}")
    assert text.count('"') % 2 == 0
