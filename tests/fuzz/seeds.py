"""The good files that mutations spoil: small ones written here, and real ones when present."""

import gzip
import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

Seeds = dict[str, bytes]
"""Content by file name, the name as a person would upload it."""

LARGEST: Final = 150_000
"""Bytes of the largest real file taken: mutations of small files find more in the same time."""
KINDS: Final = frozenset(
    {".csv", ".tsv", ".ssv", ".txt", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".geojson", ".zip"}
)
_MOST_JSON: Final = 60
"""Real JSON files taken: the shared folder has hundreds that are alike."""


def seeds(folder: Path | None) -> Seeds:
    """The files of this module, and those of ``folder`` that are small and of a kind we read."""
    return written() | (real(folder) if folder else {})


def real(folder: Path) -> Seeds:
    """The small readable files under ``folder``, by their path within it."""
    found: Seeds = {}
    json_files = 0
    for path in sorted(folder.rglob("*")):
        suffix = path.suffix.lower()
        if suffix not in KINDS or not path.is_file() or path.stat().st_size > LARGEST:
            continue
        json_files += suffix == ".json"
        if suffix == ".json" and json_files > _MOST_JSON:
            continue
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


@cache
def written() -> Seeds:
    """One small file of every kind that the reader opens."""
    lines = "\n".join(
        f'{n:04d};"San Juan {n}";{n * 37 / 8:.2f};{1 + n % 28:02d}/03/2021;{n % 7}'.replace(
            ".", ","
        )
        for n in range(1, 60)
    )
    text = (
        f"Cuadro 1. Hogares\n\nCódigo;Municipio;Valor (%);Fecha;Niños\n{lines}\nTotal;;9,9;;170\n"
    )
    records = [{"id": n, "lugar": {"nombre": f"Cobán {n}", "área": n / 3}} for n in range(40)]
    shapes = [
        {
            "type": "Feature",
            "properties": {"código": f"{n:04d}"},
            "geometry": {"type": "Point", "coordinates": [-90.5 + n / 100, 15.4]},
        }
        for n in range(20)
    ]
    plain = text.encode()
    return {
        "hogares.csv": plain,
        "hogares_1252.csv": text.encode("cp1252"),
        "hogares_16.csv": text.encode("utf-16"),
        "hogares.tsv": text.replace(";", "\t").encode(),
        "registros.json": json.dumps({"data": records}, ensure_ascii=False).encode(),
        "registros.jsonl": "\n".join(json.dumps(record) for record in records).encode(),
        "mapa.geojson": json.dumps({"type": "FeatureCollection", "features": shapes}).encode(),
        "libro.xlsx": _workbook(),
        "libro.ods": _open_document(),
        "tabla.parquet": _parquet(),
        "varios.zip": _zip(
            {"datos/uno.csv": plain, "datos/dos.json": json.dumps(records).encode()}
        ),
        "hogares.csv.gz": gzip.compress(plain, mtime=0),
    }


def _workbook() -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Cuadro 1")
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 4, "Población por municipio, 2021", bold)
    sheet.merge_range(2, 1, 2, 2, "Hombres y mujeres", bold)
    sheet.write_row(3, 0, ["Municipio", "Hombres", "Mujeres", "Fecha", "Tasa"], bold)
    for row in range(4, 40):
        sheet.write_row(row, 0, [f"Municipio {row}", row * 11, row * 13])
        sheet.write_number(row, 3, 44_000 + row, day)
        sheet.write_formula(row, 4, f"=B{row}/C{row}", None, row / 7)
    sheet.write_comment("A5", "revisar")
    sheet.set_column(4, 4, None, None, {"hidden": True})
    hidden = book.add_worksheet("Notas")
    hidden.write_column(0, 0, ["Fuente: censo", "Cifras de prueba"])
    hidden.hide()
    book.close()
    return file.getvalue()


def _open_document() -> bytes:
    space = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    rows = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>Lugar {n}</text:p>'
        f'</table:table-cell><table:table-cell office:value-type="float" office:value="{n}.5">'
        f"<text:p>{n},5</text:p></table:table-cell></table:table-row>"
        for n in range(30)
    )
    head = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        for name in ("Lugar", "Valor")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {space}><office:body><office:spreadsheet>'
        f'<table:table table:name="Hoja1"><table:table-row>{head}</table:table-row>{rows}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="1024"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return _zip({"mimetype": kind, "content.xml": content.encode()})


def _parquet() -> bytes:
    file = io.BytesIO()
    table = pa.table(
        {
            "código": [f"{n:04d}" for n in range(80)],
            "valor": [n / 3 if n % 5 else None for n in range(80)],
            "año": [2000 + n % 20 for n in range(80)],
        }
    )
    pq.write_table(table, file)
    return file.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
