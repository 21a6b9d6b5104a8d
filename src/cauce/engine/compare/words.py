"""A comparison in plain Spanish sentences."""

from collections.abc import Iterator, Sequence
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.compare.comparison import ColumnChange, Comparison, RowExample, Scalar
from cauce.engine.reading.drift import TYPE_NAMES

SHOWN: Final = 3
"""Rows that a sentence names."""
COLUMNS: Final = 8
"""Columns that have a sentence of their own."""
_THINGS: Final = {
    "territory:gt.department": ("un departamento", "departamentos"),
    "territory:gt.municipality": ("un municipio", "municipios"),
    "territory:pe.department": ("un departamento", "departamentos"),
    "territory:pe.province": ("una provincia", "provincias"),
    "territory:pe.district": ("un distrito", "distritos"),
    "year": ("un año", "años"),
}


def in_words(comparison: Comparison) -> tuple[str, ...]:
    """What changed, in sentences, the most telling first; one sentence when nothing did."""
    if comparison.identical:
        rows = _rows(comparison.rows_after, "es igual", "son iguales")
        return (f"Nada cambió. {rows}.",)
    return (
        *_of_columns(comparison),
        *_of_rows(comparison),
        *_of_values(comparison),
        *_of_key(comparison),
    )


def _of_columns(comparison: Comparison) -> Iterator[str]:
    for labels, one, many in (
        (comparison.columns_added, "Se agregó la columna", "Se agregaron las columnas"),
        (comparison.columns_gone, "Ya no está la columna", "Ya no están las columnas"),
    ):
        if labels:
            yield f"{one if len(labels) == 1 else many} {_listed(labels, quoted=True)}."
    for column in comparison.retyped:
        yield (
            f"«{column.label}» era {TYPE_NAMES[column.before]} y ahora es "
            f"{TYPE_NAMES[column.after]}."
        )


def _of_rows(comparison: Comparison) -> Iterator[str]:
    for count, examples, one, many in (
        (comparison.added, comparison.examples_added, "Se agregó", "Se agregaron"),
        (comparison.removed, comparison.examples_removed, "Se quitó", "Se quitaron"),
    ):
        if count:
            said = _counted(count, "una fila", "filas")
            named = [name for example in examples[:SHOWN] if (name := _name(example))]
            more = f": {_listed(named, of=count)}" if named else ""
            yield f"{one if count == 1 else many} {said}{more}."
    if not (comparison.added or comparison.removed):
        yield f"{_rows(comparison.rows_after, 'sigue', 'siguen')} en la tabla; no hay nuevas."


def _of_values(comparison: Comparison) -> Iterator[str]:
    changed = [column for column in comparison.columns if column.cells]
    for column in changed[:COLUMNS]:
        where, example = _where(comparison, column.cells), _example(comparison, column)
        yield f"Cambió «{column.label}» en {where}{example}{_sums(column)}."
    if len(changed) > COLUMNS:
        count = len(changed) - COLUMNS
        more = (
            "cambió otra columna" if count == 1 else f"cambiaron otras {number_es(count)} columnas"
        )
        yield f"También {more}."
    if not comparison.changed and comparison.key:
        kept = comparison.unchanged
        if kept:
            yield f"{_rows(kept, 'que ya estaba no cambió', 'que ya estaban no cambiaron')}."
    moved = [column for column in comparison.columns if not column.cells and _sums(column)]
    for column in moved[:SHOWN]:
        yield f"En «{column.label}»{_sums(column).replace('; la', ' la', 1)}."


def _of_key(comparison: Comparison) -> Iterator[str]:
    if not comparison.key:
        yield (
            "Ninguna columna distingue cada fila: se compararon filas enteras, y una fila "
            "corregida cuenta como una que se quitó y otra que se agregó."
        )
        return
    yield f"Las filas se compararon por {_listed(comparison.key_labels, quoted=True)}."
    for count, which in (
        (comparison.doubled_before, "anterior"),
        (comparison.doubled_after, "nueva"),
    ):
        if count:
            rows = _counted(count, "una fila repite", "filas repiten")
            yield f"En la versión {which} {rows} la clave de otra: revise si sobran."


def _where(comparison: Comparison, cells: int) -> str:
    doubled = comparison.doubled_before or comparison.doubled_after
    role = comparison.key_roles[0] if len(comparison.key_roles) == 1 and not doubled else None
    one, many = _THINGS.get(role or "", ("una fila", "filas"))
    return _counted(cells, one, many)


def _example(comparison: Comparison, column: ColumnChange) -> str:
    """The only cell that changed, or the first one."""
    for example in comparison.examples_changed:
        if column.name not in example.changes:
            continue
        before, after = example.changes[column.name]
        if before is None and after is None:
            return ""
        name = _name(example)
        change = f"de {_said(before, column.role)} a {_said(after, column.role)}"
        if column.cells == 1:
            return f" ({name}), {change}" if name else f", {change}"
        return f"; por ejemplo, {name}: {change}" if name else f"; por ejemplo, {change}"
    return ""


def _sums(column: ColumnChange) -> str:
    before, after = column.sum_before, column.sum_after
    if before is None or after is None or before == after:
        return ""
    return f"; la suma pasó de {number_es(before)} a {number_es(after)}"


def _name(example: RowExample) -> str:
    return " · ".join(str(value) for value in example.key.values() if value not in (None, ""))


def _said(value: Scalar, role: str | None) -> str:
    if value is None:
        return "sin dato"
    if isinstance(value, bool):
        return "sí" if value else "no"
    if role == "year":
        return str(value)
    return number_es(value) if isinstance(value, int | float) else f"«{value}»"


def _listed(words: Sequence[str], *, of: int | None = None, quoted: bool = False) -> str:
    """«A», «B» y «C»; with ``of``, how many more there are than these."""
    shown = [f"«{word}»" if quoted else word for word in words]
    left = (of or len(shown)) - len(shown)
    if left:
        shown.append(f"{number_es(left)} más")
    return " y ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else f"{number_es(count)} {many}"


def _rows(count: int, one: str, many: str) -> str:
    return f"La fila {one}" if count == 1 else f"Las {number_es(count)} filas {many}"
