"""Thirty real tables are shown by what a reader wrote down, but for those known not to be.

Needs the shared data folder; it is skipped loudly where that is absent.
"""

from pathlib import Path

import pytest

from cauce.charts.figure import Figure
from tests.charts.thirty.trial import expectations, judged, tried

OTHERWISE = {17, 18}
"""Tables whose national rows Cauce does not tell from those of provinces: it draws nothing."""


def test_thirty_tables_were_written_down() -> None:
    assert [each.number for each in expectations()] == list(range(1, 31))
    assert sum(each.for_tuning for each in expectations()) == 15


@pytest.mark.long
def test_thirty_tables(shared_data: Path) -> None:
    found = list(tried(shared_data))
    assert len(found) == 30
    undrawn = {
        each.expected.number
        for each in found
        if not all(isinstance(figure, Figure) for figure in each.figures)
    }
    assert undrawn == set()
    assert all(len(each.figures) <= 3 for each in found)
    assert {each.expected.number for each in found if judged(each) == "otherwise"} == OTHERWISE
