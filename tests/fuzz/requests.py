"""Odd requests: table pages, downloads, recipes, forms of files, headers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

ODD: tuple[str, ...] = (
    "",
    " ",
    "0",
    "-1",
    "1",
    "99999999999999999999999",
    "1e9",
    "NaN",
    "٣",
    "\x00",
    "\n",
    "%",
    "%00",
    "'",
    '"',
    "';--",
    "../../x",
    "{{7*7}}",
    "<script>",
    "ñ" * 300,
    "x" * 5_000,
    "😀",
    "\u202e",
    "\ud800",
    "codigo",
    "_row",
    "_kind",
    "municipio",
    "-con_agua",
    "agua",
    "null",
    "[]",
    "true",
    "*",
    "(((((",
    "[a-",
    "a" * 40 + "!",
)
NAMES = (
    *("orden", "columnas", "pagina", "tabla", "q", "buscar", "grupo", "formato", "sep", "filas"),
    *("tema", "anio", "institucion", "territorio", "fila", "desde", "hasta", "limite", "offset"),
    *("f.municipio.eq", "f.hogares.gt", "f.hogares.between", "f.anio.in", "f.municipio.like"),
    *("f.x.eq", "f.codigo.zz", "f..", "f.", "kinds", "tipo", "version", "g.suma.hogares", "vista"),
)
WATER = "/datos/agua-entubada-por-municipio/"
PLACES = (
    "/datos/",
    WATER,
    f"{WATER}v/1/",
    f"{WATER}v/2/",
    *(
        f"{WATER}agua.{ending}"
        for ending in ("csv", "json", "ndjson", "parquet", "xlsx", "geojson")
    ),
    f"{WATER}v/1/agua.csv",
    f"{WATER}v/1/cita.bib",
    "/",
)
HEADERS = (
    *("HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT_LANGUAGE"),
    *("HTTP_ACCEPT", "HTTP_COOKIE", "HTTP_HX_REQUEST", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR"),
    *("HTTP_USER_AGENT", "HTTP_ORIGIN", "HTTP_ACCEPT_ENCODING", "HTTP_HX_TARGET"),
)


@dataclass(frozen=True)
class Odd:
    """One request."""

    method: str
    path: str
    body: bytes = b""
    content_type: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)


def looking(chance: Random) -> Odd:
    """A page or a download with odd parameters and headers."""
    pairs = [(chance.choice(NAMES), chance.choice(ODD)) for _ in range(chance.randint(0, 4))]
    query = urlencode(pairs, errors="surrogatepass")
    if chance.random() < 0.1:
        query = chance.choice(("%zz", "=&=&", "a" * 4_000, "%ff=%fe", query + "&%"))
    path = chance.choice(PLACES)
    if chance.random() < 0.15:
        path = path.rstrip("/") + "/" + quote(chance.choice(ODD), errors="surrogatepass")
    method = chance.choice(("GET", "GET", "GET", "HEAD", "POST", "PUT"))
    return Odd(method, f"{path}?{query}" if query else path, headers=headers(chance))


def headers(chance: Random) -> dict[str, str]:
    """Odd headers, mostly none or one."""
    values = (
        *ODD,
        "bytes=0-",
        "bytes=5-1",
        "bytes=-",
        "W/",
        "*",
        "Sat, 99 Foo 2026",
        "q=;;q",
        "es",
    )
    return {
        chance.choice(HEADERS): chance.choice(values)
        .replace("\n", " ")
        .encode("utf-8", "replace")
        .decode("latin-1")
        for _ in range(chance.choice((0, 0, 1, 3)))
    }


def _multipart(chance: Random) -> tuple[bytes, str]:
    boundary = chance.choice(("x", "x" * 70, "ñ", "--", ""))
    parts = b""
    for _ in range(chance.randint(0, 3)):
        name = chance.choice(("archivo", "organizacion", "conjunto", "", "x" * 300, "archivo"))
        given = chance.choice(
            (*ODD, "a.csv", "../../a.csv", "CON", "a.csv\\", ".", "..", "a/b.xlsx")
        )
        head = f'Content-Disposition: form-data; name="{name}"'
        if chance.random() < 0.7:
            head += f'; filename="{given}"'
        kind = chance.choice(
            ("", "\r\nContent-Type: text/csv", "\r\nContent-Type: \x00/;;=", "\r\nX")
        )
        parts += f"--{boundary}\r\n{head}{kind}\r\n\r\n".encode("utf-8", "replace")
        parts += chance.choice((b"", b"a;b\n1;2\n", b"\x00" * 50, chance.randbytes(200))) + b"\r\n"
    parts += f"--{boundary}--\r\n".encode() * chance.choice((0, 1, 1, 1))
    return parts, f"multipart/form-data; boundary={boundary}"


def sending(chance: Random, places: Sequence[str]) -> Odd:
    """A form or a file sent to one of ``places``: multipart that is odd, or fields that are."""
    place = chance.choice(places)
    if chance.random() < 0.6:
        body, kind = _multipart(chance)
    else:
        names = (*NAMES, "motivo", "title", "accion", "receta", "columna", "valor", "filas", "key")
        pairs = [(chance.choice(names), chance.choice(ODD)) for _ in range(chance.randint(0, 5))]
        body = urlencode(pairs, errors="surrogatepass").encode()
        kind = chance.choice(
            ("application/x-www-form-urlencoded", "application/json", "", "x/y;charset=zz")
        )
    return Odd("POST", place, body, kind, headers(chance))


def spoilt_recipe(recipe: Any, chance: Random) -> Any:
    """The JSON of a recipe with something of it changed, missing or of another kind."""
    spoilt = json.loads(json.dumps(recipe))
    odd = (None, True, -1, 0, 10**12, 0.5, "", "x" * 400, [], {}, [[1]], "integer", "date", "\x00")
    odd += ([1, 2], [5, 3], [0], {"value": None}, {"value": [9, 2]}, "year", "none", "latin-1", ";")
    for _ in range(chance.choice((1, 1, 2, 4))):
        holder, key = _place(spoilt, chance)
        if holder is None:
            return chance.choice(odd)
        if chance.random() < 0.2:
            del holder[key]
        else:
            holder[key] = chance.choice(odd)
    return spoilt


def _place(document: Any, chance: Random) -> tuple[Any, Any]:
    """Somewhere within the document: what holds it, and by which key."""
    holder, key = None, None
    while isinstance(document, dict | list) and document:
        if holder is not None and chance.random() < 0.25:
            break
        holder = document
        key = chance.choice(
            sorted(document) if isinstance(document, dict) else range(len(document))
        )
        document = document[key]
    return holder, key
