"""The bad files of every day and of bad days, small, each with what must be said of it."""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import xlsxwriter

TABLE = "Código;Municipio;Hogares\n0101;Guatemala;1200\n0102;Palencia;340\n0103;Petapa;560\n"


SELDOM = frozenset(
    {"imagen.csv", "pagina.xls", "cortado.csv", "cortado.csv.gz", "rutas.zip", "hondo.json"}
    | {"nada.json", "enlaces.xlsx", "iguales.csv", "largos.csv", "blanco.csv"}
)


@dataclass(frozen=True)
class BadFile:
    """A file, and the regular expressions that what is said of it must match."""

    name: str
    make: Callable[[], bytes]
    said: tuple[str, ...]
    """Of a refusal: what is wrong, and what to do. Of a reading: what its notes tell."""
    read: bool = False
    received: bool = True

    @property
    def seldom(self) -> bool:
        """Tried through the product in the long mode only: other tests try its like each time."""
        return self.name in SELDOM


def _zip(members: Mapping[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def _bomb() -> bytes:
    return _zip({"tabla.csv": b"a;b\n" + b"0;0\n" * 10_000_000})


def _book(extra: Mapping[str, bytes] | None = None, *, errors: bool = False) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Datos")
    sheet.write_row(0, 0, ["Municipio", "Hogares", "Por ciento"])
    for row, place in enumerate(("Palencia", "Petapa", "Mixco", "Amatitlán"), start=1):
        sheet.write_row(row, 0, [place, row * 100])
        broken = errors and row == 2
        sheet.write_formula(row, 2, f"=B{row + 1}/7", None, "#DIV/0!" if broken else row / 7)
    book.close()
    with zipfile.ZipFile(file, "a") as package:
        for name, content in (extra or {}).items():
            package.writestr(name, content)
    return file.getvalue()


def _with_entities() -> bytes:
    declared = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(_book())) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("<worksheet", declared + "<worksheet", 1)
    return _zip(parts)


def _encrypted() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    return head + "EncryptedPackage\0".encode("utf-16-le")


def _wide() -> bytes:
    return (",".join(f"c{n}" for n in range(20_500)) + "\n" + "1," * 20_499 + "1\n").encode()


def _mixed() -> bytes:
    lines = [
        f"{n:04d};Cobán {n};año".encode("cp1252" if n % 4 == 0 else "utf-8") for n in range(40)
    ]
    return b"C\xc3\xb3digo;Municipio;Nota\n" + b"\n".join(lines)


ALL: tuple[BadFile, ...] = (
    BadFile("vacio.csv", lambda: b"", ("vacío",), received=False),
    BadFile("blanco.csv", lambda: b" \n\n \t\n", ("en blanco", "Compruebe")),
    BadFile("cortado.xlsx", lambda: _book()[:3000], ("dañado|incompleto", "vuelva|Vuelva")),
    BadFile("cortado.csv", lambda: TABLE.encode()[:-8] + b'"sin', ("fila",), read=True),
    BadFile("cortado.csv.gz", lambda: gzip.compress(TABLE.encode() * 9)[:60], ("dañado", "Vuelva")),
    BadFile("binario.csv", lambda: bytes(range(256)) * 40, ("binario", "CSV|XLSX")),
    BadFile("imagen.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), ("imagen PNG", "Suba")),
    BadFile(
        "pagina.xls", lambda: b"<html><table><tr><td>1</table>", ("página web", "guárdela|XLSX")
    ),
    BadFile("bomba.zip", _bomb, ("crece más de 300 veces", "descomprímalo")),
    BadFile("rutas.zip", lambda: _zip({"../../x.csv": TABLE}), ("sale de su carpeta", "comprimir")),
    BadFile("ancho.csv", _wide, ("20,500 columnas", "separador", "divida la tabla")),
    BadFile(
        "macros.xlsm",
        lambda: _book({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        ("tiene macros", "No se ejecutan"),
        read=True,
    ),
    BadFile(
        "enlaces.xlsx",
        lambda: _book({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        ("toma valores de otros archivos", "Compruebe"),
        read=True,
    ),
    BadFile("entidades.xlsx", _with_entities, ("entidades XML", "guárd|Guárd|Ábr")),
    BadFile("cifrado.xlsx", _encrypted, ("contraseña", "súbalo|Quite|Guárd|guárd")),
    BadFile(
        "errores.xlsx",
        lambda: _book(errors=True),
        ("#DIV/0!", "Corrija las fórmulas"),
        read=True,
    ),
    BadFile(
        "iguales.csv",
        lambda: b"total,total,total,\n1,2,3,4\n5,6,7,8\n",
        ("total",),
        read=True,
    ),
    BadFile(
        "largos.csv",
        lambda: f"{'Población ' * 30},b\n1,2\n3,4\n".encode(),
        (),
        read=True,
    ),
    BadFile(
        "nulos.csv",
        lambda: TABLE.replace("Palencia", "Pal\0en\0cia").encode(),
        ("Se quitaron 2 bytes nulos", "Revise"),
        read=True,
    ),
    BadFile("mezcla.csv", _mixed, ("codificaci|UTF-8",), read=True),
    BadFile(
        "hondo.json",
        lambda: b"[" * 100_000 + b"]" * 100_000,
        ("anidados", "Expórtelo"),
    ),
    BadFile("nada.json", lambda: b"[]", ("registro|tabla",)),
    BadFile("inyeccion.csv", lambda: b"Nota;n\n=1+1;1\n@SUM(A1);2\n-x;3\n", (), read=True),
)
