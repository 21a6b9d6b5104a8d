"""A municipality's code beside another department is told with its row; agreeing rows are not."""

from pathlib import Path

from cauce.engine.reading.child import read_in_child
from cauce.territory import divisions


def notes(folder: Path, wrong: bool) -> list[str]:
    departments = {each.code: each.name for each in divisions("gt.department")}
    lines = ["codigo,municipio,departamento,hogares"]
    for number, each in enumerate(divisions("gt.municipality")[:60]):
        lines.append(f"{each.code},{each.name},{departments[each.code[:2]]},{1000 + number}")
    if wrong:  # Santa Bárbara of Suchitepéquez with the code of Huehuetenango's
        lines.append("1310,Santa Bárbara,Suchitepéquez,999")
    path = folder / "hogares.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    work = folder / "work"
    work.mkdir()
    report = read_in_child(path, workdir=work)
    return [
        note.message for note in report.tables[0].notes if note.code == "territory.disagreement"
    ]


def test_a_code_of_another_department_is_told(tmp_path: Path) -> None:
    assert notes(tmp_path, wrong=True) == [
        "La fila 62 lleva en «codigo» el código 1310, que es Santa Bárbara, Huehuetenango, y en "
        "«departamento», «Suchitepéquez». Revise cuál vale."
    ]


def test_codes_that_agree_are_not_told(tmp_path: Path) -> None:
    assert notes(tmp_path, wrong=False) == []
