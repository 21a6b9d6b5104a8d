"""Lines of code that bring exactly these rows into Python, R, Excel (Power Query) and a terminal.

They run as they are: each reads the CSV of the frozen state and tells the columns that are text
(codes keep their zeros) and numbers. Addresses are percent-encoded, so they need no escaping.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cauce.engine.columns import Column
from cauce.engine.export.meta import headings

_M_TYPES: Final = {
    "text": "type text",
    "integer": "Int64.Type",
    "number": "type number",
    "boolean": "type logical",
    "date": "type date",
    "time": "type time",
    "datetime": "type datetime",
}

_R_CLASSES: Final = {"text": "character", "boolean": "logical", "date": "Date"}
"""What R would not tell by itself."""


@dataclass(frozen=True)
class Snippet:
    """Lines for one program."""

    name: str
    """«Python», «R»…"""
    language: str
    """``python``, ``r``, ``powerquery``, ``shell``."""
    text: str


def snippets(address: str, columns: Sequence[Column], filename: str) -> tuple[Snippet, ...]:
    """The lines for each program; ``address`` is of the CSV, ``columns`` those that it has."""
    names = headings(columns)
    texts = [name for name, column in zip(names, columns, strict=True) if column.type == "text"]
    types = [(name, column.type) for name, column in zip(names, columns, strict=True)]
    return (
        Snippet("Python", "python", _python(address, texts)),
        Snippet("R", "r", _r(address, types)),
        Snippet("Excel (Power Query)", "powerquery", _power_query(address, types)),
        Snippet("Terminal (curl)", "shell", f"curl -fsSL '{address}' -o '{filename}'\n"),
    )


def _python(address: str, texts: Sequence[str]) -> str:
    kinds = ", ".join(f"{_quoted(name)}: str" for name in texts)
    return (
        "import pandas as pd\n\n"
        f"datos = pd.read_csv(\n    {_quoted(address)},\n    dtype={{{kinds}}},\n)\n"
    )


def _r(address: str, types: Sequence[tuple[str, str]]) -> str:
    kinds = ", ".join(
        f'{_quoted(name)} = "{_R_CLASSES[type_]}"' for name, type_ in types if type_ in _R_CLASSES
    )
    classes = f"  colClasses = c({kinds}),\n" if kinds else ""
    return (
        f"datos <- read.csv(\n  {_quoted(address)},\n{classes}"
        '  check.names = FALSE,\n  na.strings = "",\n  encoding = "UTF-8"\n)\n'
    )


def _power_query(address: str, types: Sequence[tuple[str, str]]) -> str:
    kinds = ", ".join(f"{{{_m(name)}, {_M_TYPES[type_]}}}" for name, type_ in types)
    return (
        "let\n"
        f"    Origen = Csv.Document(Web.Contents({_m(address)}),"
        ' [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),\n'
        "    Encabezados = Table.PromoteHeaders(Origen, [PromoteAllScalars = true]),\n"
        f'    Datos = Table.TransformColumnTypes(Encabezados, {{{kinds}}}, "en-US")\n'
        "in\n    Datos\n"
    )


def _quoted(text: str) -> str:
    """A text between double quotes as Python and R both read it."""
    return json.dumps(text, ensure_ascii=False).replace("\\/", "/")


def _m(text: str) -> str:
    """A text as Power Query writes it: quotes doubled, controls by their code."""
    plain = text.replace("#(", "#(#)(").replace('"', '""')
    for sign, code in (("\t", "#(tab)"), ("\r", "#(cr)"), ("\n", "#(lf)")):
        plain = plain.replace(sign, code)
    return f'"{plain}"'
