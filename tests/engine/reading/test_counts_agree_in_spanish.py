"""Notes say «una celda queda» and «2 celdas quedan», with a comma every three figures."""

from pathlib import Path

import pytest

from cauce.base.errors import Refusal
from cauce.engine.reading.limits import Budget, Limits
from tests.engine.reading.columns_typed import column
from tests.engine.reading.opening import opened


def test_one_cell_that_does_not_fit_stays_without_a_value(tmp_path: Path) -> None:
    found, _ = column(tmp_path, "dato", [str(value) for value in range(200)] + ["doce"])
    (note,) = [note for note in found.table.notes if note.code == "column.exceptions"]
    assert "una celda no encaja y queda sin dato" in note.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"a,b\n1,x\x00y\n", "Se quitó un byte nulo"),
        (b"a,b\n1,x\x00y\x00\n", "Se quitaron 2 bytes nulos"),
    ],
)
def test_one_byte_is_not_several(tmp_path: Path, text: bytes, said: str) -> None:
    found = opened(tmp_path, "a.csv", text)
    assert any(note.message.startswith(said) for note in found.notes)


def test_figures_of_limits_are_written_as_everywhere() -> None:
    with pytest.raises(Refusal, match="20,001 columnas y el máximo es 20,000"):
        Budget(Limits()).spend_cells(1, 20_001, "hoja")
