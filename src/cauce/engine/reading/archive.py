"""Compressed files: the members that hold tables, taken out one by one under the limits."""

import gzip
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import IO, Final

from cauce.base.errors import Refusal
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.opened import Place

UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    IndexError,
    struct.error,
)
"""What reading a damaged, cut or encrypted ZIP file may raise."""

_CHUNK: Final = 1024 * 1024
_COMPANIONS: Final = frozenset(
    {".txt", ".md", ".pdf", ".doc", ".docx", ".html", ".htm", ".xml", ".png", ".jpg", ".jpeg"}
)
_BUNDLES: Final = frozenset({".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz"})
_SHAPEFILE: Final = frozenset({".shp", ".shx", ".dbf"})


@dataclass(frozen=True)
class Member:
    """One member of an archive that may hold a table."""

    name: str
    companion: bool
    """It is probably a text beside the tables (a readme, a licence): read only when nothing else
    is there.
    """


def members_of(place: Place, budget: Budget) -> tuple[Member, ...]:
    """The members of a ZIP archive worth reading, in its order.

    Raises:
        Refusal: for paths that leave the archive, too many members, sizes beyond the limits, an
            archive inside the archive when there is nothing else, a shapefile, or no member at all.
    """
    with _zip(place) as archive:
        infos = [info for info in archive.infolist() if info.filename and not info.is_dir()]
    if len(infos) > budget.limits.members:
        raise Refusal(
            f"«{place.name}» tiene {len(infos)} archivos dentro y el máximo es "
            f"{budget.limits.members}. Suba solo "
            "las tablas.",
            code="limit.members",
        )
    kept = []
    for info in infos:
        _refuse_path(info.filename, place)
        if not _is_clutter(info.filename):
            budget.check_ratio(info.compress_size, info.file_size, f"{place.name}/{info.filename}")
            kept.append(info.filename)
    suffixes = {PurePosixPath(name).suffix.lower() for name in kept}
    if {".shp", ".dbf"} <= suffixes:
        raise Refusal(
            f"«{place.name}» es un shapefile. Conviértalo a GeoJSON (por ejemplo con QGIS) y "
            "súbalo.",
            code="file.kind",
        )
    tables = [name for name in kept if PurePosixPath(name).suffix.lower() not in _BUNDLES]
    if not tables:
        what = "otro archivo comprimido" if kept else "ningún archivo"
        raise Refusal(
            f"«{place.name}» contiene {what}, no una tabla. Descomprímalo y suba la tabla.",
            code="archive.nested" if kept else "archive.empty",
        )
    return tuple(Member(name, PurePosixPath(name).suffix.lower() in _COMPANIONS) for name in tables)


def _zip(place: Place) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(place.path)
    except UNREADABLE as error:
        raise _damaged(place.name) from error


def _damaged(name: str) -> Refusal:
    return Refusal(
        f"«{name}» está incompleto o dañado y no se puede descomprimir. Vuelva a descargarlo o a "
        "comprimirlo.",
        code="file.damaged",
    )


def _refuse_path(name: str, place: Place) -> None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":"):
        raise Refusal(
            f"«{place.name}» tiene dentro la ruta «{name}», que sale de su carpeta: no es un "
            "archivo de fiar. "
            "Vuelva a comprimir solo las tablas.",
            code="archive.path",
        )


def _is_clutter(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "__MACOSX")) for part in parts) or (
        parts[-1].lower() in {"thumbs.db", "desktop.ini"} or parts[-1].startswith("~$")
    )


def take_member(place: Place, name: str, budget: Budget) -> Place:
    """Decompress one member into ``place.workdir``."""
    with _zip(place) as archive:
        try:
            info = archive.getinfo(name)
        except KeyError as error:
            raise Refusal(
                f"«{place.name}» no contiene «{name}». Elija otro de sus archivos.",
                code="archive.member",
            ) from error
        if info.flag_bits & 1:
            raise Refusal(
                f"«{name}», dentro de «{place.name}», está protegido con contraseña. "
                "Descomprímalo y súbalo sin "
                "ella.",
                code="file.encrypted",
            )
        try:
            with archive.open(info) as stream:
                path = _copy(stream, place, name, info.compress_size, budget)
        except UNREADABLE as error:
            raise _damaged(f"{place.name}/{name}") from error
    return Place(path, name, place.workdir)


def take_gzip(place: Place, budget: Budget) -> Place:
    """Decompress a GZIP file into ``place.workdir``."""
    name = place.name[:-3] if place.name.lower().endswith(".gz") else place.name
    try:
        with gzip.open(place.path) as stream:
            size = place.path.stat().st_size
            path = _copy(stream, place, place.name, size, budget)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(place.name) from error
    return Place(path, name, place.workdir)


def _copy(
    stream: IO[bytes] | gzip.GzipFile, place: Place, name: str, compressed: int, budget: Budget
) -> Path:
    written = 0
    with NamedTemporaryFile(dir=place.workdir, suffix=".member", delete=False) as file:
        for chunk in _chunks(stream):
            written += len(chunk)
            budget.spend_bytes(len(chunk), place.name)
            budget.check_ratio(compressed, written, name)
            budget.check_time()
            file.write(chunk)
        return Path(file.name)


def _chunks(stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk
