"""Offers: the states that one rule has to give, each with its reason."""

from dataclasses import dataclass, field

from cauce.engine.explore import Explore

Reasoned = tuple[Explore, str]
"""A state and why it is shown, in a Spanish sentence."""


@dataclass
class Offer:
    """What one rule has to show of a table."""

    states: list[Reasoned] = field(default_factory=list)
    no_map: str = ""
    warnings: list[str] = field(default_factory=list)

    def add(self, state: Explore | None, reason: str) -> None:
        """Offer one state more, unless there is none or the same one was offered."""
        if state is not None and all(state != offered for offered, _ in self.states):
            self.states.append((state, reason))
