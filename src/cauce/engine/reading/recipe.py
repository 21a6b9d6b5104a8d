"""The recipe: every decision of a reading as JSON that a person can edit and that is replayed on
the next file.

A decision is written ``{"value": …, "reason": …, "alternatives": […]}``; who edits may also write
the bare value. ``made_for`` names the file by its SHA-256: on that very file row numbers are
followed exactly; on another one the header is looked for by its labels, because rows move and
labels stay.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar, get_args

from cauce.base.errors import Refusal
from cauce.engine.columns import ColumnType
from cauce.engine.protecting.rules import NONE, parse_protection
from cauce.engine.reading.decision import Decision

FORMAT: Final = 1
"""Version of this JSON."""

ROLES: Final = frozenset(
    {
        "territory:gt.department",
        "territory:gt.municipality",
        "territory:pe.department",
        "territory:pe.province",
        "territory:pe.district",
        "year",
        "month",
        "money",
        "percent",
        "identifier",
        "none",
    }
)
TYPES: Final = frozenset(get_args(ColumnType))
DATE_ORDERS: Final = frozenset({"dmy", "mdy", "ymd"})

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class ColumnRecipe:
    """How one column is read. ``position`` counts from 0 within the table; ``label`` is the header
    as written, by which it is found again; ``title`` is what it is called in public instead."""

    position: int
    label: str | None
    name: str
    include: bool
    type: Decision[str]
    role: Decision[str | None]
    unit: Decision[str | None]
    missing_marks: Decision[tuple[str, ...]]
    decimal: Decision[str] | None = None
    date_order: Decision[str] | None = None
    width: Decision[int] | None = None
    title: str | None = None
    protect: Decision[str] | None = None
    """A rule of :mod:`cauce.engine.protecting.rules`, as text. Type and role are those read before
    it is followed."""


@dataclass(frozen=True)
class TableRecipe:
    """How one table is found and read, and the facts it had when it was read."""

    name: str
    sheet: str | None
    include: bool
    header_rows: Decision[tuple[int, ...]]
    body: Decision[tuple[int, int]]
    totals: tuple[int, ...]
    subtotals: tuple[int, ...]
    hierarchy: Decision[bool]
    columns: tuple[ColumnRecipe, ...]
    rows: int
    """Data rows when it was read."""
    sums: Mapping[str, float]
    """Sum of each numeric column over data rows, by column name."""
    groups: tuple[int, ...] | None = None
    """Rows that only name the group of those below; ``None`` lets them be found."""
    left_out: tuple[int, ...] | None = None
    """Rows of the body that are not written (repeated headers, comments); ``None`` lets them be
    found."""
    grid: int | None = None
    """Which grid of the very same file holds the table, from 0: sheets and members may be named
    alike."""
    left: int | None = None
    """Its first column in that grid, from 0: tables may stand side by side in the same rows."""


@dataclass(frozen=True)
class Recipe:
    """Everything needed to read the same kind of file again."""

    file: str
    sha256: str
    source: Mapping[str, Decision[Any]]
    """``format``, and for text ``encoding``, ``delimiter``, ``quote``, ``escape``; for archives
    ``member``."""
    tables: tuple[TableRecipe, ...]

    def to_json(self) -> Json:
        """The recipe as plain JSON values, in the order a person reads it."""
        return {
            "recipe": FORMAT,
            "made_for": {"file": self.file, "sha256": self.sha256},
            "source": {key: decision.to_json() for key, decision in self.source.items()},
            "tables": [_table_json(table) for table in self.tables],
        }


def _table_json(table: TableRecipe) -> Json:
    rows = {"groups": table.groups, "left_out": table.left_out}
    place = {"grid": table.grid, "left": table.left}
    return {
        "name": table.name,
        "sheet": table.sheet,
        **{key: number for key, number in place.items() if number is not None},
        "include": table.include,
        "header_rows": table.header_rows.to_json(),
        "body": table.body.to_json(),
        "totals": list(table.totals),
        "subtotals": list(table.subtotals),
        **{key: list(numbers) for key, numbers in rows.items() if numbers is not None},
        "hierarchy": table.hierarchy.to_json(),
        "columns": [_column_json(column) for column in table.columns],
        "facts": {"rows": table.rows, "sums": dict(table.sums)},
    }


def _column_json(column: ColumnRecipe) -> Json:
    written: Json = {
        "position": column.position,
        "label": column.label,
        "name": column.name,
        "include": column.include,
        "type": column.type.to_json(),
        "role": column.role.to_json(),
        "unit": column.unit.to_json(),
        "missing_marks": column.missing_marks.to_json(),
    }
    for key in ("decimal", "date_order", "width", "protect"):
        decision: Decision[Any] | None = getattr(column, key)
        if decision is not None:
            written[key] = decision.to_json()
    if column.title is not None:
        written["title"] = column.title
    return written


def parse_recipe(text: str) -> Recipe:
    """Read a recipe a person may have edited.

    Raises:
        Refusal: in Spanish, naming the place in the JSON that is wrong and what belongs there.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refusal(
            f"La receta no es JSON válido: línea {error.lineno}, columna {error.colno}. "
            "Revise comas, comillas y llaves en ese lugar.",
            code="recipe.json",
        ) from error
    return recipe_from_json(document)


def recipe_from_json(document: object) -> Recipe:
    """The recipe of plain JSON values; see :func:`parse_recipe`."""
    root = _object(document, "la receta")
    if root.get("recipe") != FORMAT:
        raise _wrong(
            "recipe", f"el número {FORMAT}, la versión de receta que esta versión entiende"
        )
    made_for = _object(root.get("made_for", {}), "made_for")
    source = _object(root.get("source", {}), "source")
    tables = _list(root.get("tables"), "tables")
    return Recipe(
        file=_text(made_for.get("file", ""), "made_for.file"),
        sha256=_text(made_for.get("sha256", ""), "made_for.sha256"),
        source={
            key: _decision(value, f"source.{key}", _SOURCE.get(key, _scalar))
            for key, value in source.items()
        },
        tables=tuple(_table(table, f"tables[{index}]") for index, table in enumerate(tables)),
    )


def _table(value: object, where: str) -> TableRecipe:
    table = _object(value, where)
    facts = _object(table.get("facts", {}), f"{where}.facts")
    columns = tuple(
        _column(column, f"{where}.columns[{index}]", index)
        for index, column in enumerate(_list(table.get("columns"), f"{where}.columns"))
    )
    for name, times in Counter(column.name for column in columns).items():
        if times > 1:
            raise _wrong(f"{where}.columns", f"nombres distintos: «{name}» está repetido")
    header = _decision(table.get("header_rows"), f"{where}.header_rows", _rows)
    body = _decision(table.get("body"), f"{where}.body", _body)
    if header.value and header.value[-1] >= body.value[0]:
        raise _wrong(f"{where}.header_rows", "filas anteriores a la primera del cuerpo")
    return TableRecipe(
        name=_text(table.get("name"), f"{where}.name"),
        sheet=_optional(_text)(table.get("sheet"), f"{where}.sheet"),
        include=_boolean(table.get("include", True), f"{where}.include"),
        header_rows=header,
        body=body,
        totals=_rows(table.get("totals", []), f"{where}.totals"),
        subtotals=_rows(table.get("subtotals", []), f"{where}.subtotals"),
        hierarchy=_decision(table.get("hierarchy", True), f"{where}.hierarchy", _boolean),
        columns=columns,
        rows=_whole(facts.get("rows", 0), f"{where}.facts.rows"),
        sums={
            key: _number(total, f"{where}.facts.sums.{key}")
            for key, total in _object(facts.get("sums", {}), f"{where}.facts.sums").items()
        },
        groups=_optional(_rows)(table.get("groups"), f"{where}.groups"),
        left_out=_optional(_rows)(table.get("left_out"), f"{where}.left_out"),
        grid=_optional(_whole)(table.get("grid"), f"{where}.grid"),
        left=_optional(_whole)(table.get("left"), f"{where}.left"),
    )


def _column(value: object, where: str, index: int) -> ColumnRecipe:
    column = _object(value, where)

    def maybe(key: str, check: Callable[[object, str], T]) -> Decision[T] | None:
        if column.get(key) is None:
            return None
        return _decision(column[key], f"{where}.{key}", check)

    return ColumnRecipe(
        position=_whole(column.get("position", index), f"{where}.position"),
        label=_optional(_text)(column.get("label"), f"{where}.label"),
        name=_text(column.get("name"), f"{where}.name"),
        include=_boolean(column.get("include", True), f"{where}.include"),
        type=_decision(column.get("type"), f"{where}.type", _one_of(TYPES)),
        role=_decision(column.get("role"), f"{where}.role", _optional(_one_of(ROLES))),
        unit=_decision(column.get("unit"), f"{where}.unit", _optional(_text)),
        missing_marks=_decision(column.get("missing_marks", []), f"{where}.missing_marks", _texts),
        decimal=maybe("decimal", _one_of(frozenset({",", "."}))),
        date_order=maybe("date_order", _one_of(DATE_ORDERS)),
        width=maybe("width", _whole),
        protect=maybe("protect", _protection),
        title=_optional(_text)(column.get("title"), f"{where}.title"),
    )


# ------------------------------------------------------------------ the shapes of JSON values


def _wrong(where: str, wanted: str) -> Refusal:
    return Refusal(
        f"En la receta, «{where}» debe ser {wanted}. Corrija ese lugar y vuelva a leer.",
        code="recipe.value",
    )


def _decision(value: object, where: str, check: Callable[[object, str], T]) -> Decision[T]:
    if isinstance(value, Mapping) and "value" in value:
        reason = value.get("reason", "")
        alternatives = value.get("alternatives", [])
        if not isinstance(reason, str):
            raise _wrong(f"{where}.reason", "un texto")
        return Decision(
            check(value["value"], f"{where}.value"),
            reason,
            tuple(
                check(other, f"{where}.alternatives")
                for other in _list(alternatives, f"{where}.alternatives")
            ),
        )
    return Decision(check(value, where), "Lo decidió una persona.")


def _object(value: object, where: str) -> Json:
    if not isinstance(value, dict):
        raise _wrong(where, "un objeto, entre llaves")
    return value


def _list(value: object, where: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise _wrong(where, "una lista, entre corchetes")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(where, "un texto, entre comillas")
    return value


def _boolean(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(where, "true o false")
    return value


def _whole(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(where, "un número entero, cero o mayor")
    return value


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(where, "un número")
    return value


def _scalar(value: object, where: str) -> Any:
    if value is not None and not isinstance(value, str | int | float | bool):
        raise _wrong(where, "un texto, un número, true, false o null")
    return value


def _sign(value: object, where: str) -> str | None:
    if value is not None and not (isinstance(value, str) and len(value) <= 1):
        raise _wrong(where, "un solo signo, entre comillas, o null")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    return tuple(_text(item, where) for item in _list(value, where))


def _protection(value: object, where: str) -> str:
    rule = parse_protection(_text(value, where))
    return str(rule) if rule else NONE


def _rows(value: object, where: str) -> tuple[int, ...]:
    rows = tuple(_whole(item, where) for item in _list(value, where))
    if 0 in rows or list(rows) != sorted(set(rows)):
        raise _wrong(where, "una lista de números de fila, desde 1 y en orden")
    return rows


def _body(value: object, where: str) -> tuple[int, int]:
    rows = tuple(_whole(item, where) for item in _list(value, where))
    if len(rows) != 2 or rows[0] < 1 or rows[0] > rows[1]:
        raise _wrong(where, "dos números de fila: la primera y la última del cuerpo")
    return rows[0], rows[1]


def _one_of(choices: frozenset[str]) -> Callable[[object, str], str]:
    def check(value: object, where: str) -> str:
        if not isinstance(value, str) or value not in choices:
            raise _wrong(where, "uno de: " + ", ".join(sorted(choices)))
        return value

    return check


def _optional(check: Callable[[object, str], T]) -> Callable[[object, str], T | None]:
    def allow(value: object, where: str) -> T | None:
        return None if value is None else check(value, where)

    return allow


_SOURCE: Final[Mapping[str, Callable[[object, str], Any]]] = {
    "delimiter": _optional(_text),
    "encoding": _optional(_text),
    "escape": _sign,
    "format": _optional(_text),
    "member": _optional(_text),
    "quote": _sign,
}
"""What each decision about the bytes may be; others are any plain value."""
