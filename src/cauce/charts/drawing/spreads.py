"""Spreads: how the values of groups, which are few, fall between round edges."""

from collections.abc import Sequence

from cauce.engine.profile import Histogram
from cauce.engine.query.edges import bins_for, number_edges


def spread_of(values: Sequence[float]) -> Histogram:
    """The histogram of a few values: those of groups."""
    edges = number_edges(min(values), max(values), bins_for(len(values)))
    counts = [0] * (len(edges) - 1)
    for value in values:
        place = next((at_ for at_, edge in enumerate(edges[1:]) if value < edge), len(counts) - 1)
        counts[place] += 1
    return Histogram(edges, tuple(counts))
