"""Rendering: figures become SVG that stands inline in a page, and PNG for sharing.

``pictures`` and ``plates`` compose, and ``studio`` keeps the processes that draw (`draughting`): V8
and its fonts live in them, so that no drawing holds up the server, and one that takes too long is
ended. ``bundling`` makes Vega for the browser.
"""

from cauce.charts.rendering.bundling import vega_bundle
from cauce.charts.rendering.pictures import MOST_MARKS, svg, warm
from cauce.charts.rendering.plates import card_png, png, svg_file

__all__ = ["MOST_MARKS", "card_png", "png", "svg", "svg_file", "vega_bundle", "warm"]
