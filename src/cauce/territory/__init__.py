"""Guatemala and Peru: official divisions, their codes and names, and columns that hold them.

The lists are read when first asked for; importing costs nothing but the import.
"""

from cauce.territory.columns import ColumnMatch, match_column
from cauce.territory.disagreement import Disagreement, disagreements
from cauce.territory.divisions import LEVELS, Division, Level, System, by_code, divisions
from cauce.territory.names import by_name, is_national

__all__ = [
    "LEVELS",
    "ColumnMatch",
    "Disagreement",
    "Division",
    "Level",
    "System",
    "by_code",
    "by_name",
    "disagreements",
    "divisions",
    "is_national",
    "match_column",
]
