"""Choice: which states a table is shown by first, by the roles and the shape of its columns."""

from cauce.charts.choice.choosing import first_states
from cauce.charts.choice.chosen import Chosen
from cauce.charts.choice.coverage import covers_evenly

__all__ = ["Chosen", "covers_evenly", "first_states"]
