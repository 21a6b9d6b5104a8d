"""Choice: which states a table is shown by first, by the roles and the shape of its columns."""

from cauce.charts.choice.choosing import first_states
from cauce.charts.choice.chosen import Chosen

__all__ = ["Chosen", "first_states"]
