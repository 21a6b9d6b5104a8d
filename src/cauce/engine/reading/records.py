"""JSON and JSON Lines: where the list of records is, and the records as rows."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cauce.base.errors import Refusal
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.encoding import decide_encoding
from cauce.engine.reading.geojson import features_of, open_features, refuse_topology
from cauce.engine.reading.grid import Cell, Grid
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.opened import Opened, Place, WantedSource
from cauce.engine.reading.rows import Flattener, rows_of
from cauce.engine.reading.textfile import open_text
from cauce.engine.reading.transcode import Inspector, stream_text

_DEPTH: Final = 6
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_NAMING: Final = ("id", "name", "label", "title", "field", "fieldName", "nombre")


@dataclass(frozen=True)
class Found:
    """A list of records within the document."""

    path: str
    """``$`` is the document, ``$.data.items`` a list inside it."""
    how: str
    """``objects``, ``lists``, ``columns`` (one list a column) or ``keys`` (objects by key)."""
    value: Any
    length: int
    labels: tuple[str, ...] | None = None
    """Names for lists of lists, when a list beside them says them."""


@dataclass
class _Lines:
    values: list[Any] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


def open_json(place: Place, wanted: WantedSource, budget: Budget) -> Opened:
    """Read a JSON, JSON Lines or GeoJSON file; text that only begins like JSON is read as text.

    Raises:
        Refusal: when the JSON is broken or cut short, or holds no records.
    """
    _refuse_large(place, budget)
    encoding, notes = decide_encoding(place.path, wanted.encoding, budget)
    inspector = Inspector()
    text = "".join(stream_text(place.path, encoding.value, inspector, budget))
    found: list[Note] = [*notes, *inspector.notes()]
    decisions: dict[str, Decision[Any]] = {"encoding": encoding}
    repair = bool(_SURROGATE.search(text))
    try:
        document = parse_json(text)
    except ValueError as error:
        lines = _read_lines(text)
        if lines is None:
            return _not_json(error, place, wanted, budget)
        return _open_lines(lines, Flattener(repair), place, decisions, found, budget)
    features = features_of(document)
    flattener = Flattener(repair)
    if features is not None:
        return open_features(document, features, flattener, place, decisions, found, budget)
    refuse_topology(document, place)
    return _open_document(document, flattener, place, decisions, found, budget)


def parse_json(text: str) -> Any:
    """The values of ``text``; whole numbers too long for a table stay text, and NaN is missing."""

    def whole(digits: str) -> int | str:
        return int(digits) if len(digits) <= 18 else digits

    return json.loads(text, parse_int=whole, parse_constant=lambda _: math.nan)


def _refuse_large(place: Place, budget: Budget) -> None:
    most = budget.limits.memory // 12
    if place.path.stat().st_size > most:
        raise Refusal(
            f"«{place.name}» es un JSON de más de {most // 2**20} MB, que no cabe en memoria. "
            "Guárdelo como CSV o "
            "Parquet, que se leen por partes.",
            code="limit.memory",
        )


def _not_json(error: ValueError, place: Place, wanted: WantedSource, budget: Budget) -> Opened:
    if not place.name.lower().endswith((".json", ".geojson", ".jsonl", ".ndjson")):
        return open_text(place, wanted, budget)
    if isinstance(error, json.JSONDecodeError):
        where = f"en la línea {error.lineno}, columna {error.colno}"
    else:
        where = "en algún valor"
    raise Refusal(
        f"«{place.name}» no es JSON válido: se corta o tiene un error {where}. Vuelva a "
        "exportarlo completo.",
        code="json.broken",
    ) from error


def _read_lines(text: str) -> _Lines | None:
    """The values of JSON Lines, ``None`` when the text is no such thing."""
    lines = _Lines()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = parse_json(line)
        except ValueError:
            lines.broken.append(number)
            if len(lines.broken) > len(lines.values) + 1:
                return None
            continue
        lines.values.append(value)
        lines.numbers.append(number)
    objects = sum(1 for value in lines.values if isinstance(value, dict | list))
    if objects < 1 or objects < len(lines.values) or len(lines.broken) >= len(lines.values):
        return None
    return lines


def _open_lines(
    lines: _Lines,
    flattener: Flattener,
    place: Place,
    decisions: dict[str, Decision[Any]],
    notes: list[Note],
    budget: Budget,
) -> Opened:
    if lines.broken:
        notes.append(
            Note(
                "warning",
                "records.broken_lines",
                f"{len(lines.broken)} líneas no son JSON válido y no se pudieron leer. Revise si "
                "el archivo "
                "está completo.",
                tuple(lines.broken[:100]),
            )
        )
    decisions["format"] = Decision("jsonl", "Cada línea es un valor JSON.")
    if all(isinstance(value, dict) and value.get("type") == "Feature" for value in lines.values):
        return open_features({}, lines.values, flattener, place, decisions, notes, budget)
    how = "objects" if all(isinstance(value, dict) for value in lines.values) else "lists"
    found = Found("$", how, lines.values, len(lines.values))
    grid = _grid(found, flattener, place, budget)
    if how == "objects":
        grid = Grid(grid.name, grid.rows, lines.numbers, records=True, labels=grid.labels)
    return Opened("jsonl", (grid,), decisions, (*notes, *flattener.notes()))


def _open_document(
    document: Any,
    flattener: Flattener,
    place: Place,
    decisions: dict[str, Decision[Any]],
    notes: list[Note],
    budget: Budget,
) -> Opened:
    candidates = sorted(_search(document, "$", 0), key=lambda found: -found.length)
    if not candidates:
        raise Refusal(
            f"«{place.name}» es JSON pero no contiene una lista de registros. Exporte la tabla "
            "como una lista de "
            "objetos o como CSV.",
            code="json.no_records",
        )
    chosen = candidates[0]
    decisions["format"] = Decision("json", "Es un documento JSON.")
    decisions["records"] = Decision(
        chosen.path,
        _REASONS[chosen.how].format(n=chosen.length),
        tuple(found.path for found in candidates[1:20]),
    )
    if chosen.how in {"single", "keys"}:
        notes.append(
            Note(
                "question",
                "records.shape",
                "El JSON no trae una lista de registros: se leyó "
                + ("un solo registro." if chosen.how == "single" else "un registro por cada clave.")
                + " Revise que sea lo que espera.",
            )
        )
    grid = _grid(chosen, flattener, place, budget)
    return Opened("json", (grid,), decisions, (*notes, *flattener.notes()))


_REASONS: Final = {
    "objects": "Es la lista de objetos más larga del documento ({n} registros).",
    "lists": "Es la lista de filas más larga del documento ({n} filas).",
    "columns": "Cada clave trae una lista con los valores de una columna ({n} filas).",
    "keys": "Cada clave trae un objeto ({n} registros).",
    "single": "El documento es un solo objeto.",
}


def _search(value: Any, path: str, depth: int) -> Iterator[Found]:
    """Every list of records, outermost first; records are not searched for lists of their own."""
    if isinstance(value, list):
        yield from _search_list(value, path, depth)
    if not isinstance(value, dict) or not value:
        return
    inner: list[Found] = []
    if depth < _DEPTH:
        for key, child in value.items():
            inner += _search(child, f"{path}.{key}", depth + 1)
    inner = [_named(found, value) for found in inner]
    columns = _columns_length(value)
    if columns:
        yield Found(path, "columns", value, columns)
        return
    yield from inner
    if inner:
        return
    if len(value) > 1 and all(isinstance(child, dict) and child for child in value.values()):
        yield Found(path, "keys", value, len(value))
    elif depth == 0 and any(not isinstance(child, list | dict) for child in value.values()):
        yield Found(path, "single", [value], 1)


def _search_list(value: list[Any], path: str, depth: int) -> Iterator[Found]:
    objects = sum(1 for item in value if isinstance(item, dict))
    lists = sum(1 for item in value if isinstance(item, list))
    if objects and objects * 2 > len(value):
        yield Found(path, "objects", value, len(value))
    elif lists and lists == len(value) and max(len(item) for item in value) > 0:
        yield Found(path, "lists", value, len(value))
    elif value and not objects and not lists and depth == 0:
        yield Found(path, "lists", [[item] for item in value], len(value))


def _columns_length(value: Mapping[str, Any]) -> int:
    """The common length when every value is a list of single values; 0 otherwise."""
    columns = list(value.values())
    if len(columns) < 2 or not all(isinstance(column, list) for column in columns):
        return 0
    lengths = {len(column) for column in columns}
    plain = all(not isinstance(item, list | dict) for column in columns for item in column)
    return lengths.pop() if plain and len(lengths) == 1 else 0


def _named(found: Found, parent: Mapping[str, Any]) -> Found:
    """Rows written as lists often have their names in a list beside them ("fields", "columns")."""
    if found.how != "lists" or found.labels is not None:
        return found
    width = max(len(row) for row in found.value)
    for beside in parent.values():
        if isinstance(beside, list) and len(beside) == width and beside is not found.value:
            names = [_name_of(item) for item in beside]
            if all(names) and len(set(names)) == width:
                return Found(
                    found.path, found.how, found.value, found.length, tuple(map(str, names))
                )
    return found


def _name_of(item: Any) -> str | None:
    if isinstance(item, str):
        return item
    if isinstance(item, dict):
        return next((item[key] for key in _NAMING if isinstance(item.get(key), str)), None)
    return None


def _grid(found: Found, flattener: Flattener, place: Place, budget: Budget) -> Grid:
    if found.how == "lists":
        rows = [flattener.line(row) for row in found.value]
        width = max((len(row) for row in rows), default=0)
        budget.spend_cells(len(rows), width, place.name)
        if found.labels is not None:
            rows = [row + [None] * (width - len(row)) for row in rows]
            return _records_grid(place, found.labels, rows)
        return Grid(place.stem, rows, range(1, len(rows) + 1))
    labels, rows = rows_of(_records(found), flattener, budget, place.name)
    return _records_grid(place, labels, rows)


def _records(found: Found) -> Iterable[Mapping[str, Any]]:
    if found.how == "columns":
        names = list(found.value)
        return (
            dict(zip(names, values, strict=True))
            for values in zip(*found.value.values(), strict=True)
        )
    if found.how == "keys":
        return ({"clave": key, **record} for key, record in found.value.items())
    return (item if isinstance(item, dict) else {"valor": item} for item in found.value)


def _records_grid(place: Place, labels: Sequence[str], rows: list[list[Cell]]) -> Grid:
    return Grid(place.stem, rows, range(1, len(rows) + 1), records=True, labels=tuple(labels))
