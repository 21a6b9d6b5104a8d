"""A small CKAN portal of invented institutions: its dump, its files, and what is wrong in it."""

import json
from pathlib import Path
from typing import Any

from tests.http.walks import cuis

LIGHT = "Municipio;Año;Hogares con luz\nCobán;2018;48123\nTactic;2018;6020\nChisec;2018;9400\n"
SCHOOLS = "Departamento;Escuelas\nPetén;{}\nIzabal;420\nZacapa;388\n"
ERROR_PAGE = "<!DOCTYPE html>\n<html><body><h1>404 Not Found</h1></body></html>"


def package(name: str, **said: Any) -> dict[str, Any]:
    """A description as CKAN gives it; ``said`` in place of what it would say."""
    return {
        "id": f"id-de-{name}",
        "name": name,
        "title": name.replace("-", " ").capitalize(),
        "notes": "Registro que lleva el instituto en sus oficinas. Sirve para planificar.",
        "type": "dataset",
        "state": "active",
        "private": False,
        "license_id": "cc-by",
        "metadata_created": "2018-03-01T10:00:00.000000",
        "metadata_modified": "2019-05-06T07:08:09.000000",
        "organization": MINISTRY,
        "groups": [ENERGY],
        "tags": [{"name": "hogares", "display_name": "Hogares"}],
        "extras": [],
        "resources": [],
        **said,
    }


def resource(identifier: str, name: str, file: str, kind: str = "CSV", **said: Any) -> Any:
    """A resource as CKAN gives it, uploaded to the portal."""
    return {
        "id": identifier,
        "name": name,
        "format": kind,
        "url_type": "upload",
        "url": f"https://datos.ejemplo.gt/dataset/x/resource/{identifier}/download/{file}",
        **said,
    }


MINISTRY = {"id": "id-mides", "name": "mides-ejemplo", "title": "Ministerio Social del Ejemplo"}
UNIT = {
    "id": "id-unidad",
    "name": "unidad-social",
    "title": "Unidad Social del Ejemplo",
    "groups": [{"name": "mides-ejemplo"}],
}
WATER = {"id": "id-agua", "name": "el-agua", "title": "Instituto del Agua del Ejemplo"}
ENERGY = {"id": "id-energia", "name": "energia", "title": "Energía y hogares"}

LIT = "0a1b2c3d-0001-4000-8000-000000000001"

PACKAGES = [
    package(
        "luz-hogares",
        title="Luz en los hogares",
        organization=WATER,
        maintainer="Unidad de Estadística",
        maintainer_email="datos@inagua.ejemplo.gt",
        author="Juana Pérez",
        author_email="juana.perez@inagua.ejemplo.gt",
        extras=[
            {"key": "frecuencia", "value": "anual"},
            {"key": "cobertura_geografica", "value": "Alta Verapaz"},
            {"key": "temporal_start", "value": "2018-01-01"},
            {"key": "temporal_end", "value": "2018-12-31"},
            {"key": "metodo", "value": "Encuesta de hogares"},
            {"key": "correo_responsable", "value": "juana.perez@inagua.ejemplo.gt"},
        ],
        resources=[
            resource(LIT, "Luz", "luz.csv"),
            resource("luz-en-xlsx", "Luz (Excel)", "luz.xlsx", "XLSX"),
            resource("luz-en-pdf", "Informe", "informe.pdf", "PDF"),
        ],
    ),
    package(
        "escuelas",
        title="Escuelas públicas",
        organization=UNIT,
        groups=[],
        license_id="notspecified",
        resources=[
            resource("esc-2018", "Escuelas 2018", "e2018.csv"),
            resource("esc-2019", "Escuelas 2019", "e2019.csv"),
            {"id": "esc-api", "name": "Servicio", "format": "API", "url": "https://x.gt/api"},
        ],
    ),
    package("beneficiarios", resources=[resource("ben", "Beneficiarios", "beneficiarios.csv")]),
    package("cerrado", license_id="cc-nc", resources=[resource("cer", "Cerrado", "cerrado.csv")]),
    package("interno", private=True, resources=[resource("int", "Interno", "interno.csv")]),
    package("borrado", state="deleted"),
    package("solo-informe", resources=[resource("inf", "Informe", "informe.pdf", "PDF")]),
    package("perdido", resources=[resource("per", "Perdido", "perdido.csv")]),
    package("pagina", resources=[resource("pag", "Página", "pagina.csv")]),
    package("roto", resources=[resource("rot", "Roto", "roto.xlsx", "XLSX")]),
]


def write(folder: Path) -> tuple[Path, Path]:
    """Writes the dump and the files as they are kept there; gives both."""
    dump, files = folder / "datasets.jsonl", folder / "archivos"
    write_dump(dump, PACKAGES)
    write_dump(folder / "organizations.jsonl", [MINISTRY, UNIT, WATER])
    write_dump(folder / "groups.jsonl", [ENERGY])
    stored = files / "resources" / LIT[:3] / LIT[3:6]
    stored.mkdir(parents=True)
    (stored / LIT[6:]).write_text(LIGHT, "utf-8")
    (files / "escuelas" / "data").mkdir(parents=True)
    (files / "escuelas" / "data" / "escuelas-2018.csv").write_text(SCHOOLS.format(500), "utf-8")
    (files / "escuelas" / "e2019.csv").write_text(SCHOOLS.format(510), "utf-8")
    people = "".join(f"{number};{place}\n" for place, number in enumerate(cuis(60)))
    (files / "ben.csv").write_text("CUI;Aporte\n" + people, "utf-8")
    (files / "cerrado.csv").write_text(LIGHT.replace("48123", "48124"), "utf-8")
    (files / "interno.csv").write_text(LIGHT, "utf-8")
    (files / "pagina.csv").write_text(ERROR_PAGE, "utf-8")
    (files / "roto.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))
    return dump, files


def write_dump(path: Path, records: list[Any]) -> Path:
    """A line each."""
    path.write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    return path
