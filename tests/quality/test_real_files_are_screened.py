"""Real files: every finding was looked at by eye, and nothing else may appear."""

from pathlib import Path

import pytest

from cauce.engine.reading.limits import Limits
from cauce.engine.reading.reader import read
from cauce.engine.store import LooseTable
from cauce.quality.screening import screen_table

EXPECTED: dict[str, list[tuple[str, str]]] = {
    # the telephones of schools, often of their directors; names come struck out
    "gt_mineduc/zacapa.csv": [("phone", "error")],
    # mental health by village, age and diagnosis
    "pe_lambayeque/salud__mental__smental_atendidos_2017.csv": [("small_cells", "error")] * 2,
    # dengue cases by district; three columns of counts, the rest rates and percentages
    "pe_lambayeque/salud__distrito__SE_NUM_CASOS.csv": [("small_cells", "error")] * 3,
    # air, codes, places, poverty: nobody
    "pe_lambayeque/ambiente__PM10__MONITOREO_DE_CALIDAD_AIRE.csv": [],
    "pe_ubigeo/ubigeo_provincia.csv": [],
    "gt_ine_tablas/3_02.csv": [],
    "gt_municipal/4. Indice de Pobreza Multidimensional.xlsx": [],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_found(tmp_path: Path, shared_data: Path, name: str) -> None:
    path = shared_data / name
    if not path.is_file():
        pytest.skip(f"NOT TESTED WITH REAL FILES: {path} is missing")
    found = []
    for table in read(path, workdir=tmp_path, limits=Limits()).tables:
        loose = LooseTable.at(table.typed.parquet)
        columns = [each.column for each in table.typed.columns]
        country = "gt" if name.startswith("gt") else "pe"
        about = (path.stem, *table.block.title, *(text for _, text in table.block.footnotes))
        found += screen_table(
            loose.sha256, loose, columns, table=table.name, country=country, texts=about
        )
    assert [(finding.kind, finding.severity) for finding in found] == EXPECTED[name]
