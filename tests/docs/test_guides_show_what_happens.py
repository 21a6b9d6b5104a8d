"""What the documents show is what Cauce answers: their examples are run.

When one of these fails because the answer became better: ``python -m tests.docs.shown``.
"""

from pathlib import Path

import pytest

from cauce.base.numerals import number_es
from cauce.engine.reading.limits import MEBIBYTE, Limits
from cauce.engine.reading.recipe import DATE_ORDERS, ROLES, TYPES
from tests.docs.pages import ROOT, documents, name_of
from tests.docs.shown import COLUMN, SHOWN, answers, column_of_recipe

TEXT = (ROOT / "docs" / "guia" / "leer.md").read_text("utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples are run."""
    return tmp_path_factory.mktemp("ejemplos")


@pytest.fixture(scope="module")
def answered(folder: Path) -> dict[str, str]:
    """Every command shown and its answer."""
    return answers(folder)


@pytest.mark.parametrize(
    "path", [path for path in documents() if SHOWN.search(path.read_text("utf-8"))], ids=name_of
)
def test_commands_answer_as_shown(path, answered):
    for _start, command, block, _end in SHOWN.findall(path.read_text("utf-8")):
        assert block == answered[command], f"{name_of(path)}: cauce {command}"


def test_the_recipe_looks_as_shown(answered, folder):
    shown = [block for _start, block, _end in COLUMN.findall(TEXT)]
    assert shown == [column_of_recipe(folder)]


def test_the_guide_names_what_a_recipe_may_say():
    for type_ in TYPES:
        assert f"`{type_}`" in TEXT or f'`"{type_}"`' in TEXT
    for name in ("header_rows", "body", "totals", "subtotals", "include", "missing_marks", "role"):
        assert f"`{name}`" in TEXT
    assert {"year", "none"} <= ROLES
    assert "dmy" in DATE_ORDERS


def test_the_limits_are_those_of_the_reader():
    limits = Limits()
    said = {
        "Memoria": f"{number_es(limits.memory // MEBIBYTE)} MB",
        "Tiempo": f"{number_es(limits.seconds)} segundos",
        "Tamaño una vez descomprimido": f"{number_es(limits.decompressed // MEBIBYTE)} MB",
        "Celdas en memoria (hojas de cálculo, JSON)": number_es(limits.cells),
        "Columnas de una tabla": number_es(limits.table_columns),
        "Archivos dentro de un ZIP": number_es(limits.members),
        "Cuánto puede crecer lo comprimido, después de 32 MB": f"{limits.ratio:.0f} veces",
    }
    for what, most in said.items():
        assert f"| {what} | {most} |" in TEXT
    assert f"de más de {limits.large // MEBIBYTE} MB" in TEXT
