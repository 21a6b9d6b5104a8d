"""The check of ``cauce doctor`` that a figure can be drawn, by a process as the server's."""

from collections.abc import Iterator

from cauce.cli.doctor import Finding


def drawing() -> Iterator[Finding]:
    """A small figure is drawn, from starting the process to its SVG."""
    from cauce.base.errors import Refusal
    from cauce.charts.rendering import warm
    from cauce.charts.rendering.studio import BrokenDrawing

    try:
        warm()
    except (BrokenDrawing, Refusal, OSError) as error:
        why = error.message if isinstance(error, Refusal) else str(error)
        yield Finding(
            "fault",
            f"No se pudo dibujar una figura de prueba: {why.rstrip('.')}.",
            "Vea que queden 200 MB de memoria libre e instale Cauce de nuevo con todas sus piezas"
            " (vl-convert es la que dibuja). Mientras tanto las páginas muestran solo las tablas.",
        )
    else:
        yield Finding("ok", "Las figuras se pueden dibujar.")
