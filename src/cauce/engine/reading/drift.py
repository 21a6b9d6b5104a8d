"""The drift report: how a file differs from the one its recipe was made for, in plain Spanish."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from cauce.base.fold import fold
from cauce.base.numerals import number_es
from cauce.engine.protecting.rules import Protection, parse_protection
from cauce.engine.reading.recipe import ColumnRecipe, TableRecipe
from cauce.engine.reading.typed import TypedColumn, TypedTable

DriftKind = Literal[
    "source.changed",
    "table.gone",
    "table.new",
    "table.renamed",
    "column.gone",
    "column.new",
    "column.renamed",
    "column.type",
    "column.moved",
    "protection.gone",
    "protection.renamed",
    "rows.added",
    "rows.removed",
    "total.moved",
]

SAME_NAME = 80
"""Likeness (rapidfuzz ratio over folded labels) from which a column gone and a column new may be
one renamed."""

TYPE_NAMES = {
    "text": "texto",
    "integer": "número entero",
    "number": "número",
    "boolean": "sí o no",
    "date": "fecha",
    "time": "hora",
    "datetime": "fecha y hora",
}


@dataclass(frozen=True)
class Drift:
    """One difference. ``severity`` is ``info`` for what any new edition brings, ``warning`` for
    what breaks users, ``error`` for what may expose persons."""

    kind: DriftKind
    severity: Literal["info", "warning", "error"]
    message: str
    table: str | None = None
    column: str | None = None

    def to_json(self) -> dict[str, Any]:
        """``{"kind", "severity", "message", "table", "column"}``."""
        return {
            "kind": self.kind,
            "severity": self.severity,
            "message": self.message,
            "table": self.table,
            "column": self.column,
        }


@dataclass(frozen=True)
class Pairing:
    """Columns of the recipe (by index) matched with columns of the file at hand (by index)."""

    same: dict[int, int]
    renamed: dict[int, int]
    gone: tuple[int, ...]
    new: tuple[int, ...]

    def of(self, old: int) -> int | None:
        """The file's column for the recipe's column ``old``."""
        return self.same.get(old, self.renamed.get(old))


def pair_columns(old: Sequence[str | None], new: Sequence[str | None]) -> Pairing:
    """Match labels: the same text first (the n-th repetition with the n-th), then at its old
    place, then alike.

    Blank labels match by place only.
    """
    waiting = list(range(len(new)))
    same: dict[int, int] = {}
    for index, label in enumerate(old):
        found = _same_label(waiting, new, _key(label))
        if found is None and not _key(label) and index in waiting and not _key(new[index]):
            found = index
        if found is not None:
            same[index] = found
            waiting.remove(found)
    renamed: dict[int, int] = {}
    for index in (i for i in range(len(old)) if i not in same):
        close = sorted(
            (j for j in waiting if _likeness(old[index], new[j]) >= SAME_NAME),
            key=partial(_distance, old, new, index),
        )
        if close:
            renamed[index] = close[0]
            waiting.remove(close[0])
    gone = tuple(i for i in range(len(old)) if i not in same and i not in renamed)
    return Pairing(same, renamed, gone, tuple(waiting))


def _same_label(waiting: Sequence[int], new: Sequence[str | None], key: str) -> int | None:
    return next((place for place in waiting if key and _key(new[place]) == key), None)


def _distance(
    old: Sequence[str | None], new: Sequence[str | None], index: int, place: int
) -> tuple[float, int]:
    return -_likeness(old[index], new[place]), abs(place - index)


def _key(label: str | None) -> str:
    return fold(label or "")


def _likeness(a: str | None, b: str | None) -> float:
    from rapidfuzz import fuzz  # only replays need it, and it loads slowly

    if not _key(a) or not _key(b):
        return 0.0
    return fuzz.ratio(_key(a), _key(b))


def compare_table(
    recipe: TableRecipe, table: TypedTable, labels: Sequence[str | None], pairing: Pairing
) -> Iterator[Drift]:
    """Differences between the table a recipe knew and the one at hand, the gravest first.

    Args:
        labels: the labels of the file's columns, in the order ``pairing`` counts them.
    """
    by_position = {column.position: column for column in table.columns}
    yield from protection_lost(recipe, pairing.gone)
    yield from _protection_renamed(recipe, labels, pairing)
    yield from _columns_gone_and_new(recipe, labels, pairing)
    yield from _columns_renamed(recipe, labels, pairing)
    yield from _types(recipe, table, by_position, pairing)
    yield from _rows(recipe, table)
    yield from _totals(recipe, by_position, pairing)


def protection_lost(recipe: TableRecipe, gone: Sequence[int]) -> Iterator[Drift]:
    """The protected columns among those that are gone (by their place in the recipe): under
    another name their data would be published as they are."""
    for index in gone:
        column = recipe.columns[index]
        if rule := _rule(column):
            yield Drift(
                "protection.gone",
                "error",
                f"Ya no está la columna «{_said(column.label, column.position)}», que "
                f"{rule.told()}: el dato ya no queda protegido. Si viene con otro nombre, "
                "protéjala antes de publicar.",
                recipe.name,
                column.name,
            )


def _protection_renamed(
    recipe: TableRecipe, labels: Sequence[str | None], pairing: Pairing
) -> Iterator[Drift]:
    for old, new in pairing.renamed.items():
        column = recipe.columns[old]
        if rule := _rule(column):
            yield Drift(
                "protection.renamed",
                "error",
                f"La columna protegida «{_said(column.label, column.position)}» parece llamarse "
                f"ahora «{_said(labels[new], new)}» y {rule.told()}. Si no es el mismo dato, el de "
                "antes ya no queda protegido: revíselo antes de publicar.",
                recipe.name,
                column.name,
            )


def _rule(column: ColumnRecipe) -> Protection | None:
    """The rule that a published column is protected by."""
    if column.protect is None or not column.include:
        return None
    return parse_protection(column.protect.value)


def _columns_gone_and_new(
    recipe: TableRecipe, labels: Sequence[str | None], pairing: Pairing
) -> Iterator[Drift]:
    for index in pairing.gone:
        column = recipe.columns[index]
        yield Drift(
            "column.gone",
            "warning",
            f"Ya no está la columna «{_said(column.label, column.position)}».",
            recipe.name,
            column.name,
        )
    for index in pairing.new:
        yield Drift(
            "column.new",
            "info",
            f"Hay una columna nueva: «{_said(labels[index], index)}».",
            recipe.name,
        )


def _columns_renamed(
    recipe: TableRecipe, labels: Sequence[str | None], pairing: Pairing
) -> Iterator[Drift]:
    for old, new in pairing.renamed.items():
        column = recipe.columns[old]
        yield Drift(
            "column.renamed",
            "warning",
            f"La columna «{_said(column.label, column.position)}» parece llamarse ahora "
            f"«{_said(labels[new], new)}»; conserva su nombre «{column.name}» en los datos.",
            recipe.name,
            column.name,
        )
    moved = [old for old, new in pairing.same.items() if old != new]
    in_order = sorted(pairing.same, key=lambda old: pairing.same[old]) == sorted(pairing.same)
    if moved and not in_order:
        yield Drift("column.moved", "info", "Las columnas vienen en otro orden.", recipe.name)


def _types(
    recipe: TableRecipe,
    table: TypedTable,
    by_position: dict[int | None, TypedColumn],
    pairing: Pairing,
) -> Iterator[Drift]:
    for index, column in enumerate(recipe.columns):
        now = _now(by_position, pairing, index)
        if now is None or not column.include:
            continue
        if now.type.value != column.type.value:
            yield Drift(
                "column.type",
                "warning",
                f"«{_said(column.label, column.position)}» era {TYPE_NAMES[column.type.value]} y "
                f"ahora es {TYPE_NAMES[now.type.value]}.",
                recipe.name,
                column.name,
            )
            continue
        misfits = [misfit for misfit in table.misfits if misfit.column == now.column.name]
        if misfits:
            yield Drift(
                "column.type",
                "warning",
                f"«{_said(column.label, column.position)}» era {TYPE_NAMES[column.type.value]}, y "
                f"{_cells(len(misfits))} ya no lo {'es' if len(misfits) == 1 else 'son'}; la "
                f"primera, en la fila {misfits[0].row}.",
                recipe.name,
                column.name,
            )


def _now(
    by_position: dict[int | None, TypedColumn], pairing: Pairing, index: int
) -> TypedColumn | None:
    """The file's column for a column of the recipe; derived ones have no place and never answer."""
    place = pairing.of(index)
    return None if place is None else by_position.get(place)


def _rows(recipe: TableRecipe, table: TypedTable) -> Iterator[Drift]:
    now = table.kinds.get("data", 0)
    if now == recipe.rows:
        return
    more = now > recipe.rows
    yield Drift(
        "rows.added" if more else "rows.removed",
        "info" if more else "warning",
        f"Hay {_counted(abs(now - recipe.rows))} {'más' if more else 'menos'}: antes "
        f"{number_es(recipe.rows)}, ahora {number_es(now)}.",
        recipe.name,
    )


def _totals(
    recipe: TableRecipe, by_position: dict[int | None, TypedColumn], pairing: Pairing
) -> Iterator[Drift]:
    for index, column in enumerate(recipe.columns):
        now = _now(by_position, pairing, index)
        before = recipe.sums.get(column.name)
        if now is None or before is None or now.column.sum is None:
            continue
        if now.role.value == "percent":  # shares do not add up to anything
            continue
        after = now.column.sum
        if abs(after - before) <= 1e-9 * max(1.0, abs(after), abs(before)):
            continue
        change = f" ({_percent(before, after)})" if before else ""
        yield Drift(
            "total.moved",
            "info",
            f"La suma de «{_said(column.title or column.label, column.position)}» pasó de "
            f"{number_es(before)} a {number_es(after)}{change}.",
            recipe.name,
            column.name,
        )


def _percent(before: float, after: float) -> str:
    share = 100 * (after - before) / abs(before)
    return f"{'+' if share > 0 else '−'}{number_es(abs(share), decimals=1)} %"


def _counted(rows: int) -> str:
    return "una fila" if rows == 1 else f"{number_es(rows)} filas"


def _cells(count: int) -> str:
    return "una celda" if count == 1 else f"{number_es(count)} celdas"


def _said(label: str | None, position: int) -> str:
    return label if label else f"columna {position + 1}, sin nombre"


def column_labels(columns: Sequence[ColumnRecipe]) -> list[str | None]:
    """The labels a recipe knows, in order."""
    return [column.label for column in columns]
