"""Large grids are looked through in about a second."""

import time

from cauce.engine.reading.blocks import find_blocks
from tests.engine.reading.sheets import sheet


def test_thirty_thousand_rows_of_thirty_columns() -> None:
    rows = [[f"m{i}", *(f"{i * k % 9973}.5" for k in range(29))] for i in range(30_000)]
    grid = sheet([["municipio", *(f"dato {k}" for k in range(29))], *rows])
    begin = time.process_time()
    blocks, _ = find_blocks(grid)
    assert time.process_time() - begin < 4
    assert blocks[0].body.value == (1, 30_000)
