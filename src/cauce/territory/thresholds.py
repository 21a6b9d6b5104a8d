"""How much evidence makes a column a column of places, and why so much.

Measured on the tables of ``tests/territory`` and on real files; a wrong role is worse than none,
because it draws a map and pads zeros.
"""

from typing import Final

CODE_SHARE: Final = 0.98
"""Share of rows and of distinct values that must be codes when only the values speak. At random
0.2 % of six-digit numbers are districts and 4 % of four-digit ones municipalities."""
TOLD_CODE_SHARE: Final = 0.90
"""The same when the heading or the neighbours say so: wrong codes are then a thing to report, not
a reason to read the column as numbers (which would lose the zeros of the right ones)."""
NAME_SHARE: Final = 0.90
"""Share of rows and of distinct values that must be names when only the values speak. Surnames and
communities that happen to be names of municipalities stay well below it."""
TOLD_NAME_SHARE: Final = 0.75
"""The same under a heading that names the level: spelling mistakes are reported."""
AGREEMENT: Final = 0.90
"""Share of rows whose neighbours name the same place, for neighbours to count as evidence."""
CODE_SHAPE: Final = 0.90
"""Share of rows with one to six digits for a column to be read as codes rather than names."""
FEWEST_CODES: Final = {4: 10, 6: 5}
"""Fewest distinct codes, by digits, that speak for themselves. Two digits never do: 1 to 22 may be
anything."""
FEWEST_HOLDERS: Final = 3
"""Fewest departments that four-digit codes without heading must span: 2001 to 2011 are codes of
Chiquimula, 1001 to 1021 of Suchitepéquez, and far more often years and serial numbers."""
FEWEST_NAMES: Final = {
    "gt.department": 3,
    "pe.department": 3,
    "pe.province": 5,
    "gt.municipality": 8,
    "pe.district": 8,
}
"""Fewest distinct names that speak for themselves. Any three saints are districts of Peru."""
MOST_DISTINCT: Final = 20_000
"""Distinct values beyond which a column is not looked at: ten spellings of each district."""
