"""What a dataset is called says what its table counts, when its columns and file do not."""

from cauce.apps.catalog.screening import screened
from cauce.engine.reading.report import FileReport
from tests.apps.catalog import samples

COUNTS: samples.Columns = {
    "Municipio": ["Cobán", "Tactic", "Lanquín", "Cahabón", "Chisec", "Fray"],
    "Total": [1, 2, 40, 3, 12, 9],
}


def test_small_cells_are_found_by_the_title_of_the_dataset(people, tmp_path):
    upload = samples.read_upload(people.planning, {"hoja_1": COUNTS}, tmp_path, roles={})
    report = FileReport.from_json(upload.report)
    assert screened(report)[1] == ()
    (finding,) = screened(report, about=("Casos de VIH por municipio",))[1]
    assert (finding.kind, finding.column, finding.blocks) == ("small_cells", "total", True)
