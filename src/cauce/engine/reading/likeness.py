"""Does a row name the columns or is it one more of them? Evidence where no column holds numbers."""

import re
from collections.abc import Sequence
from typing import Final

from cauce.base.fold import fold
from cauce.engine.reading.area import Area
from cauce.engine.reading.cells import BLANK, MISSING, NUMBER, TEXT

_NAMES: Final = frozenset(
    {
        "id", "no", "nro", "num", "numero", "codigo", "cod", "clave", "nombre", "nombres",
        "apellido", "apellidos", "titulo", "descripcion", "detalle", "concepto", "rubro",
        "tipo", "clase", "categoria", "subcategoria", "grupo", "nivel", "fecha", "anio",
        "año", "ano", "mes", "dia", "hora", "periodo", "trimestre", "departamento",
        "municipio", "provincia", "distrito", "region", "pais", "ciudad", "lugar",
        "localidad", "comunidad", "area", "zona", "sector", "entidad", "institucion",
        "dependencia", "direccion", "telefono", "correo", "email", "monto", "total",
        "subtotal", "cantidad", "valor", "precio", "costo", "unidad", "medida",
        "porcentaje", "tasa", "indice", "indicador", "variable", "poblacion", "sexo",
        "edad", "estado", "situacion", "observacion", "observaciones", "nota", "notas",
        "fuente", "responsable", "cargo", "puesto", "proyecto", "programa", "actividad",
        "obra", "contrato", "proveedor", "nit", "ruc", "dni", "dpi", "ubigeo", "latitud",
        "longitud", "x", "y", "name", "title", "description", "type", "class", "category",
        "group", "level", "date", "year", "month", "day", "time", "period", "department",
        "municipality", "province", "district", "country", "city", "place", "state",
        "address", "phone", "amount", "count", "quantity", "value", "price", "cost", "unit",
        "percent", "rate", "index", "population", "sex", "age", "status", "comment",
        "comments", "note", "source", "url", "link", "key", "label", "format", "author",
        "language", "location", "version", "user", "file", "path", "size", "md5", "hash",
        "code", "lat", "lon", "long", "text", "question", "answer", "response", "property",
    }
)  # fmt: skip
_IDENTIFIER = re.compile(
    r"[A-Za-z]+(?:[_.]\w+)+|[a-z]+(?:[A-Z][a-z0-9]+)+|[A-Z]{2,}(?:_[A-Z0-9]+)+"
)
_SHAPES: Final = (
    re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    re.compile(r"(?:https?|ftp)://\S+|www\.\S+", re.IGNORECASE),
    re.compile(r"\.{0,2}/\S+/\S*"),
    re.compile(r"[A-Z]{2,3}"),
    re.compile(r"[A-Z]{1,4}[-_ ]?\d{1,6}\w{0,3}"),
    re.compile(r"[A-Za-z]+(?:[_.]\w+)+"),
    re.compile(r"\w+(?:-\w+)*\.\w{2,4}"),
)
_LONG: Final = 60
_LONGEST_FORM: Final = 25


def speaks_like_names(area: Area, row: int, sample: Sequence[int]) -> float:
    """Above zero when the row rather names the columns than being one of the rows below it.

    Each filled cell gives between -1 and 1: whether it keeps the shape of the values of its
    column (web addresses, codes of one length, digits), whether it is said again below, whether
    it is a word that names columns. The mean is returned; 0.0 means there is no evidence either
    way.
    """
    looks = area.looks(row)
    filled = [j for j, look in enumerate(looks) if look != BLANK]
    if not filled:
        return -1.0
    texts = area.texts(row)
    marks = [
        _cell_evidence(texts[j], looks[j], [area.cells.text(i, area.left + j) for i in sample])
        for j in filled
    ]
    folded = [fold(texts[j]) for j in filled]
    if len(filled) > 1 and len(set(folded)) == 1:
        marks.append(-1.0)
    if _bold(area, row) and not any(_bold(area, i) for i in sample[:5]):
        marks.extend([1.0] * len(filled))
    return sum(marks) / len(marks)


def _bold(area: Area, row: int) -> bool:
    bold = area.cells.grid.bold
    return bool(bold) and all(
        (row, area.left + j) in bold
        for j, look in enumerate(area.looks(row))
        if look not in (BLANK, MISSING)
    )


def _cell_evidence(text: str, look: str, below: Sequence[str]) -> float:
    values = [value for value in below if value]
    if look not in (TEXT, MISSING):
        return -0.4 if look == NUMBER else -0.6
    if len(text) > _LONG:
        return -0.7
    evidence = 0.0
    if not values:
        return 0.3 if is_name(text) else 0.0
    if text in values:
        return -1.0
    evidence += _shape_evidence(text, values)
    identifier = _IDENTIFIER.fullmatch(text) and not any(map(_IDENTIFIER.fullmatch, values))
    if is_name(text) or identifier:
        evidence += 0.8
    if len(values) >= 10 and len(set(values)) <= 0.2 * len(values):
        evidence += 0.5
    return max(-1.0, min(1.0, evidence))


def _shape_evidence(text: str, values: Sequence[str]) -> float:
    for shape in _SHAPES:
        if sum(1 for value in values if shape.fullmatch(value)) >= 0.9 * len(values):
            same = shape.fullmatch(text) is not None
            return (-0.9 if len(values) > 1 else -0.4) if same else 0.6
    digits = sum(1 for value in values if any(c.isdigit() for c in value))
    if digits >= 0.9 * len(values) and len(values) > 1:
        return -0.5 if any(c.isdigit() for c in text) else 0.7
    length = sum(map(len, values)) / len(values)
    if length > 25 and len(text) < 0.4 * length:
        return 0.4
    return -0.3 if len(text) > 30 and len(text) > 1.5 * length else 0.0


def is_form(area: Area) -> bool:
    """Whether the area is a form: two columns, names of fields at the left, values of several
    kinds at the right."""
    pairs = [row for row in area.rows if area.filled(row) == 2]
    if not 3 <= len(pairs) <= _LONGEST_FORM or area.usual != 2 or len(area.rows) > len(pairs) + 4:
        return False
    sides = [j for j, letter in enumerate(area.holding(pairs).letters) if letter != BLANK]
    if len(sides) != 2:
        return False
    left, right = sides
    names = [area.cells.text(row, area.left + left) for row in pairs]
    kinds = [area.looks(row)[right] for row in pairs[1:]]
    mixed = kinds.count(TEXT) > 1 and len(set(kinds) - {MISSING}) > 1
    said = sum(1 for name in names if is_name(name) or name.endswith(":"))
    return mixed and len(set(names)) == len(names) and 2 * said > len(names)


def is_name(text: str) -> bool:
    """Whether the text is made of words that name columns ("Código del municipio", "record_id")."""
    parts = fold(text.replace("_", " ")).split()
    return bool(parts) and len(parts) <= 6 and (parts[0] in _NAMES or parts[-1] in _NAMES)
