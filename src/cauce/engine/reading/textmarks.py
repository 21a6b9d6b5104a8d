"""Missing marks in columns of text, counted over every cell."""

from collections.abc import Mapping, Sequence

from cauce.engine.reading.evidence import Asked
from cauce.engine.reading.marks import missing_among_texts, text_candidates
from cauce.engine.reading.shapes import Shapes
from cauce.engine.reading.staging import Staged, StagedColumn
from cauce.engine.reading.workbench import texts


def marks_of_texts(
    staged: Staged,
    columns: Sequence[StagedColumn],
    shapes: Mapping[str, Shapes],
    asked: Asked,
) -> dict[str, tuple[str, ...]]:
    """The texts that would be missing in each column, were it of text; those that a recipe names,
    exactly."""
    marks: dict[str, tuple[str, ...]] = {}
    open_: list[str] = []
    for column in columns:
        want = asked.get(column.name)
        if want is not None and want.missing_marks is not None:
            marks[column.name] = tuple(mark for mark in want.missing_marks if mark)
        else:
            open_.append(column.name)
    for name, said in _candidates(staged, open_).items():
        others = [shape.text for shape in shapes[name].all if shape.text not in said]
        marks[name] = missing_among_texts(said, others)
    return marks


def _candidates(staged: Staged, names: Sequence[str]) -> dict[str, list[str]]:
    """The texts of each column that may be marks."""
    known = text_candidates()
    if staged.held is not None:
        told = {name: sorted(known & staged.held.counts(name).keys()) for name in names}
        return {name: said for name, said in told.items() if said}
    marks = texts(sorted(known))
    found: dict[str, list[str]] = {}
    for start in range(0, len(names), 200):
        part = names[start : start + 200]
        sql = " UNION ALL ".join(
            f"SELECT {place} AS i, {name} AS v FROM {staged.texts(name)} WHERE {name} IN ({marks})"
            for place, name in enumerate(part)
        )
        for place, text in staged.ask(f"SELECT DISTINCT i, v FROM ({sql}) ORDER BY i, v"):
            found.setdefault(part[place], []).append(text)
    return found
