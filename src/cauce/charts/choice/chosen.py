"""Chosen: what a table is shown by first, and why."""

from dataclasses import dataclass

from cauce.engine.explore import Explore


@dataclass(frozen=True)
class Chosen:
    """The states a table is shown by first, the best before the others."""

    states: tuple[Explore, ...] = ()
    """At most three; none when there is nothing to draw, and then `reasons` says why."""
    reasons: tuple[str, ...] = ()
    """Why each state was chosen, in a Spanish sentence; one when there is no state."""
    no_map: str = ""
    """Why none of the states is a map; empty when one is."""
    warnings: tuple[str, ...] = ()
    """What is wrong with the table that kept better figures from being chosen."""
