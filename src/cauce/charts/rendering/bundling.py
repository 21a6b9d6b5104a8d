"""Bundling: Vega for the browser, out of the same vl-convert that draws on the server."""

from importlib.metadata import version
from importlib.resources import files
from typing import Final

from cauce.charts.rendering.studio import made

VERSION: Final = f"{version('vl-convert-python')}-1"
"""Changes when the bundle does: the number after the hyphen is that of what is put around it."""
_SNIPPET: Final = "window.cauceEmbed = vegaEmbed;"
_PATIENCE: Final = 120.0


def vega_bundle() -> bytes:
    """A JavaScript module that leaves vega-embed in ``window.cauceEmbed``; licences at its head.

    About 900 kB, 310 kB compressed. It takes three seconds, and the same vl-convert always gives
    the same.
    """
    licences = files("cauce.charts.rendering").joinpath("vega-licences.txt").read_text("utf-8")
    made_of = made("bundle", {"snippet": _SNIPPET}, patience=_PATIENCE)
    return f"/*!\n{licences}*/\n".encode() + made_of + b"\n"
