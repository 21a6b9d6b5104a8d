"""Drawing: a state of the explorer and its answer become a figure, one module a kind.

`draw` asks for the whole answer, reads it as a grid (`gridding`), chooses what suits it
(`choosing`) and lays it out for two widths with explicit sizes (`paper`), so that the same state
always gives the same bytes.
"""

from cauce.charts.drawing.dispatch import draw

__all__ = ["draw"]
