"""The check of ``cauce doctor`` on maps: which there are for the site's country, and whole."""

from collections.abc import Iterator

from django.conf import settings

from cauce.cli.doctor import Finding


def maps() -> Iterator[Finding]:
    """Every level of the country has a map, or a grid stands in for it."""
    from cauce.territory.divisions import LEVELS, divisions
    from cauce.territory.shapes import shapes
    from cauce.territory.shapes.kept import faulty_maps

    folder = settings.CAUCE.maps_dir
    for path in faulty_maps(folder):
        yield Finding(
            "fault",
            f"El mapa «{path}» no se puede leer.",
            "Cárguelo otra vez con «cauce territory load».",
        )
    there, lacking = [], []
    for level in LEVELS:
        if level[:2] != settings.CAUCE.country:
            continue
        drawn = shapes(level, maps=folder)
        if drawn is None:
            lacking.append(level)
        else:
            there.append(f"{level} ({len(drawn.codes)} de {len(divisions(level))})")
    if there:
        yield Finding("ok", f"Hay mapas de {', '.join(there)}.")
    if lacking:
        yield Finding(
            "warning",
            f"No hay mapas de {', '.join(lacking)}: los departamentos se dibujan como cuadrícula.",
            "Cargue los límites oficiales con «cauce territory load» (docs/guia/mapas.md).",
        )
