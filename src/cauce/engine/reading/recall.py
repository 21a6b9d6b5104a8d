"""Find again a header that was read before: by its labels, because rows move and labels stay."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from cauce.base.fold import fold
from cauce.engine.reading.area import Area
from cauce.engine.reading.header import Heading
from cauce.engine.reading.labels import JOINT, columns_of, header_levels
from cauce.engine.reading.levels import levels_above

_LOOKED_AT: Final = 400


def likeness_of_labels(area: Area, header: Sequence[int], labels: Sequence[str | None]) -> float:
    """Share of the wanted labels that the header says, 0 to 1; 1 when both name nothing."""
    wanted = Counter(fold(label) for label in labels if label)
    if not wanted:
        return 1.0 if not header else 0.0
    found = Counter(
        fold(column.label)
        for column in columns_of(area, header, area.sample_below(_end(area, header)))
        if column.label
    )
    return (wanted & found).total() / wanted.total()


def _end(area: Area, header: Sequence[int]) -> int:
    return header[-1] if header else area.top - 1


def heading_by_labels(area: Area, labels: Sequence[str | None]) -> Heading | None:
    """The place whose labels, joined over its levels, say most of the wanted ones; ``None``
    where none says any."""
    wanted = {fold(part) for label in labels if label for part in (label, *label.split(JOINT))}
    best: tuple[float, tuple[int, ...]] | None = None
    for row in area.rows[:_LOOKED_AT]:
        said = {fold(text) for text in area.texts(row) if text}
        if len(said & wanted) * 2 < len(said) or not said & wanted:
            continue
        holding = area.holding(area.sample_below(row))
        for rows in {(row,), levels_above(area, row, holding)}:
            score = _share(area, rows, labels)
            if best is None or score > best[0]:
                best = (score, rows)
    if best is None or best[0] == 0:
        return None
    listed = ", ".join(str(area.cells.number(row)) for row in best[1])
    where = f"La fila {listed} dice" if len(best[1]) == 1 else f"Las filas {listed} dicen"
    return Heading(
        best[1],
        best[1][-1] + 1,
        (),
        f"{where} {best[0]:.0%} de los rótulos de la receta.".replace("%", " %"),
    )


def _share(area: Area, rows: tuple[int, ...], labels: Sequence[str | None]) -> float:
    wanted = Counter(fold(label) for label in labels if label)
    levels = header_levels(area, rows)
    joined = Counter(
        fold(JOINT.join(dict.fromkeys(level[j] for level in levels if level[j])))
        for j in range(area.width)
    )
    return (wanted & joined).total() / max(1, wanted.total())
