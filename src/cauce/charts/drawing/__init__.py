"""Drawing: a state of the explorer and its answer become a figure, one module a kind.

`draw` asks for the whole answer (`asking`), reads it as a grid of keys and series (`gridding`),
chooses what suits it (`choosing`) and lays it out for two widths with explicit sizes (`paper`): the
widths of the letters (`letters`) decide the margins, so that the same state always gives the same
bytes and no label meets another. Maps, tiles and points take their own way from the same door.

To add a kind: a module that gives a `Drawn` from a `Grid`, a word in `FigureKind`, a line in
`choosing` and one in `dispatch`, and a state in the gallery of the tests.
"""

from cauce.charts.drawing.dispatch import draw

__all__ = ["draw"]
