"""A cell that no column explains is not shown when it may tell who somebody is."""

import pytest

from cauce.quality.identifiers.one_cell import LONGEST, may_tell_a_person


@pytest.mark.parametrize(
    "text",
    [
        "2456 12345 0101",
        "DPI 1234567890101",
        "Tel. 5555-1234",
        "ana.perez@correo.gt",
        "NIT 1234567-9",
        "Juan Carlos Pérez García",
        "pendiente: Juan Carlos Pérez García",
        "a" * (LONGEST + 1),
    ],
)
def test_what_may_tell_a_person(text: str) -> None:
    assert may_tell_a_person(text)


@pytest.mark.parametrize(
    "text", ["", "doce", "no aplica", "1,2,3", "30/02/2018", "12.5 %", "s. d.", "Q 1.2.3", "Cobán"]
)
def test_what_tells_nobody(text: str) -> None:
    assert not may_tell_a_person(text)
