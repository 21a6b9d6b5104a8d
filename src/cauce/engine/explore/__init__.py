"""Explorations: what somebody asks of a published table, exactly as an address says it.

`Explore` is the whole state. ``exploration`` holds it, ``filters``, ``measures``, ``joins`` and
``views`` its parts; ``operations`` and ``grouping`` say what suits a column, ``cells`` names what
is computed, and ``values`` reads what people type.
"""

from cauce.engine.explore.cells import Cell, Side, cells_of
from cauce.engine.explore.exploration import MOST_ROWS, PAGE, Explore, Order
from cauce.engine.explore.filters import OPERATORS, OPERATORS_OF, Filter, Operator
from cauce.engine.explore.grouping import timelike
from cauce.engine.explore.holders import holder_of
from cauce.engine.explore.joins import PREFIX, Join, Joinable
from cauce.engine.explore.measures import Comparison, Measure, MeasureOp
from cauce.engine.explore.operations import adds_up, operations_of
from cauce.engine.explore.views import PLAIN, Classing, Mark, View, ViewKind

__all__ = [
    "MOST_ROWS",
    "OPERATORS",
    "OPERATORS_OF",
    "PAGE",
    "PLAIN",
    "PREFIX",
    "Cell",
    "Classing",
    "Comparison",
    "Explore",
    "Filter",
    "Join",
    "Joinable",
    "Mark",
    "Measure",
    "MeasureOp",
    "Operator",
    "Order",
    "Side",
    "View",
    "ViewKind",
    "adds_up",
    "cells_of",
    "holder_of",
    "operations_of",
    "timelike",
]
