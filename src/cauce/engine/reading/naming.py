"""Names of the columns of a table: safe identifiers, all different, those that a recipe asks for
first."""

from collections.abc import Mapping, Sequence

from cauce.base.fold import identifier, unique_identifiers
from cauce.engine.reading.staging import StagedColumn
from cauce.engine.reading.typed import WantedColumn


def name_columns(
    columns: Sequence[StagedColumn], wanted: Mapping[str, WantedColumn]
) -> dict[str, str]:
    """The name of each column by its staged name.

    A wanted name is kept, made a safe identifier if it is none. A column without header is
    ``columna_n``, n being its place in the file, from 1."""
    asked: dict[str, str] = {}
    for column in columns:
        want = wanted.get(column.name)
        if want is not None and want.name:
            name = identifier(want.name)
            if name not in asked.values():
                asked[column.name] = name
    labels = [
        asked.get(column.name) or column.label or _unnamed(column, place)
        for place, column in enumerate(columns, start=1)
    ]
    # Wanted names first, so that they keep the plain form when a label repeats them.
    order = sorted(range(len(columns)), key=lambda place: columns[place].name not in asked)
    names = unique_identifiers([labels[place] for place in order])
    found = {columns[place].name: name for place, name in zip(order, names, strict=True)}
    return {column.name: found[column.name] for column in columns}


def _unnamed(column: StagedColumn, place: int) -> str:
    return f"columna_{place if column.position is None else column.position + 1}"
