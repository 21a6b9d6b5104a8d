"""``cauce territory``: loads official boundaries and says which maps there are."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cauce.base.errors import Refusal
from cauce.base.numerals import bytes_es, number_es

if TYPE_CHECKING:
    from cauce.site.configuration import Configuration
    from cauce.territory.divisions import Division, Level
    from cauce.territory.shapes.loading import Loaded

_SHOWN = 12
"""Places named one by one; the rest are counted."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce territory``."""
    from cauce.territory.divisions import LEVELS

    actions = parser.add_subparsers(dest="what", title="acciones", metavar="ACCIÓN", required=True)
    load = actions.add_parser(
        "load",
        help="carga un archivo oficial de límites",
        description="Hace el mapa de un nivel con un archivo oficial de límites (GeoJSON o"
        " TopoJSON, en grados), lo simplifica y lo guarda en la carpeta de datos.",
    )
    load.add_argument("file", metavar="ARCHIVO", type=Path, help="el archivo de límites")
    load.add_argument(
        "--level", choices=LEVELS, help="nivel; si falta, lo dicen los códigos del archivo"
    )
    load.add_argument("--code", metavar="PROPIEDAD", help="la propiedad que tiene el código")
    load.add_argument("--name", metavar="PROPIEDAD", help="la propiedad que tiene el nombre")
    load.add_argument(
        "--source", metavar="TEXTO", default="", help="la fuente que se cita al pie de los mapas"
    )
    shown = actions.add_parser(
        "list",
        help="dice qué mapas hay",
        description="Dice qué mapas hay, de dónde vienen y desde cuándo.",
    )
    for each in (load, shown):
        each.add_argument("--data", metavar="CARPETA", help="carpeta de los datos")


def run(options: argparse.Namespace) -> int:
    """Does what was asked; 1 when a loaded map cannot be read."""
    from cauce.cli.site import use_data_dir
    from cauce.site import occupancy
    from cauce.site.configuration import load_configuration

    use_data_dir(options.data)
    configuration = load_configuration()
    if not configuration.data_dir.is_dir():
        raise Refusal(
            f"No existe la carpeta de datos «{configuration.data_dir}».",
            code="installation.missing",
            remedy="Créela con «cauce init», o diga dónde está con --data CARPETA.",
        )
    if options.what == "list":
        return _list(configuration.maps_dir)
    occupancy.share(configuration.data_dir)
    return _load(options, configuration)


def _load(options: argparse.Namespace, configuration: "Configuration") -> int:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from cauce.engine.store_disk import explained
    from cauce.territory.shapes.loading import load_map

    with explained(configuration.maps_dir):
        loaded = load_map(
            options.file,
            configuration.maps_dir,
            today=datetime.now(ZoneInfo(configuration.time_zone)).date(),
            level=options.level,
            code=options.code,
            name=options.name,
            source=options.source,
        )
    for line in told(loaded):
        print(line)
    return 0


def told(loaded: "Loaded") -> Iterator[str]:
    """What became of a file, in Spanish sentences."""
    read = loaded.matched
    official = loaded.places + len(loaded.missing) + len(loaded.without_polygon)
    system = _SYSTEMS["reniec" if read.system == "reniec" else read.level[:2]]
    what = f"códigos ({system})" if read.by == "code" else "nombres"
    yield (
        f"Mapa de {level_name(read.level)}: {number_es(loaded.places)} de {number_es(official)},"
        f" por los {what} de la propiedad «{read.prop}»."
    )
    if loaded.missing:
        yield f"Sin polígono en el archivo: {_places(loaded.missing)}."
    if loaded.without_polygon:
        yield f"Con el polígono vacío: {_places(loaded.without_polygon)}."
    if loaded.unknown:
        yield f"No están en la lista oficial y se dejaron fuera: {_some(loaded.unknown)}."
    if loaded.joined:
        yield f"Con varios polígonos, que se unieron: {_places(loaded.joined)}."
    if loaded.water:
        yield f"Se dibujan como agua: {_some(loaded.water)}."
    if loaded.repaired:
        yield f"Polígonos con anillos inválidos, reparados: {number_es(loaded.repaired)}."
    differing = sum(code is not None for code in read.codes) - read.agreed
    if read.by == "code" and not read.agreed:
        yield "El archivo no tiene nombres que confirmen los códigos: mire el mapa antes de usarlo."
    elif read.by == "code" and differing:
        yield f"El nombre no es el oficial en {number_es(differing)}; vale el código."
    size = bytes_es(loaded.bytes)
    yield f"Guardado: {loaded.path} ({size})." if loaded.changed else "Ya estaba cargado, igual."


def _list(folder: Path) -> int:
    from cauce.territory.divisions import LEVELS, divisions
    from cauce.territory.shapes import shapes
    from cauce.territory.shapes.kept import faulty_maps, loaded_maps

    loaded = {each.level: each for each in loaded_maps(folder)}
    for level in LEVELS:
        drawn = shapes(level, maps=folder)
        if drawn is None:
            print(f"{level}: sin mapa. Cárguelo con «cauce territory load».")
            continue
        count = f"{number_es(len(drawn.codes))} de {number_es(len(divisions(level)))}"
        if level in loaded:
            origin = loaded[level].origin
            print(f"{level}: {count}. {origin.source} Cargado el {_day(origin.loaded_at)}.")
        else:
            shipped = level[:2] == "gt" and "gt.municipality" not in loaded
            whence = "Viene con Cauce." if shipped else "Reunido de un nivel menor."
            print(f"{level}: {count}. {drawn.source} {whence}")
    faulty = list(faulty_maps(folder))
    for path in faulty:
        print(f"No se puede leer «{path}»: cárguelo otra vez con «cauce territory load».")
    return 1 if faulty else 0


def _day(written: str) -> str:
    year, month, day = written.split("-")
    return f"{day}/{month}/{year}"


def level_name(level: "Level") -> str:
    """«distritos del Perú»."""
    return _LEVELS[level]


_LEVELS: "dict[Level, str]" = {
    "gt.department": "departamentos de Guatemala",
    "gt.municipality": "municipios de Guatemala",
    "pe.department": "departamentos del Perú",
    "pe.province": "provincias del Perú",
    "pe.district": "distritos del Perú",
}
_SYSTEMS = {"gt": "INE", "pe": "INEI", "reniec": "RENIEC, convertidos a los del INEI"}


def _places(divisions: "Sequence[Division]") -> str:
    return _some([f"{each.full_name} ({each.code})" for each in divisions])


def _some(names: Sequence[str]) -> str:
    shown = "; ".join(names[:_SHOWN])
    more = len(names) - _SHOWN
    return f"{shown}; y {number_es(more)} más" if more > 0 else shown
