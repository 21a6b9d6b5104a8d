"""`cauce read`: what Cauce understands of a file, without a database."""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cauce.engine.export import Format
    from cauce.engine.reading.report import FileReport, TableReport

FORMATS: "dict[str, Format]" = {".csv": "csv", ".xlsx": "xlsx", ".json": "json"}
"""What the ending of a file's name says; Parquet is copied as it was read."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the words of this command to its parser."""
    parser.add_argument("file", metavar="ARCHIVO", type=Path, help="el archivo que se lee")
    parser.add_argument("--json", action="store_true", help="escribe todo lo entendido como JSON")
    parser.add_argument(
        "--recipe", metavar="RECETA", type=Path, help="sigue las decisiones de esta receta (JSON)"
    )
    parser.add_argument(
        "--save-recipe", metavar="RECETA", type=Path, help="guarda la receta en este archivo"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="SALIDA",
        type=Path,
        help="escribe la tabla: .parquet, .csv, .xlsx o .json, según la terminación",
    )
    parser.add_argument(
        "--table", metavar="NOMBRE", help="la tabla que se escribe, cuando el archivo tiene varias"
    )
    parser.add_argument(
        "--all-rows",
        action="store_true",
        help="escribe también las filas de totales y subtotales (Parquet siempre las lleva)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Reads the file in a child process and prints, or writes, what was understood."""
    from cauce.base.errors import Refusal
    from cauce.engine.reading.child import read_in_child

    path: Path = arguments.file
    if path.is_dir():
        raise Refusal(f"«{path}» es una carpeta. Diga cuál de sus archivos se lee.", code="file")
    if not path.is_file():
        raise Refusal(f"No existe el archivo «{path}». Revise el nombre y la carpeta.", code="file")
    if arguments.output:
        _check_output(arguments.output)
    recipe = recipe_in(arguments.recipe) if arguments.recipe else None
    with tempfile.TemporaryDirectory(prefix="cauce-read-") as folder:
        report = read_in_child(path, workdir=Path(folder), recipe=recipe)
        written = []
        if arguments.output:
            written = _write(
                report,
                Path(folder),
                arguments.output,
                arguments.table,
                all_rows=arguments.all_rows,
            )
    if arguments.save_recipe:
        _save_recipe(report, arguments.save_recipe)
    if arguments.json:
        json.dump(report.to_json(preview=False), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        from cauce.cli.reading_told import tell

        print(tell(report))
        for place in [*written, *filter(None, [arguments.save_recipe])]:
            print(f"Escrito: {place}")
    return 0


def recipe_in(path: Path) -> dict[str, Any]:
    """The recipe in a JSON file, checked; a refusal names what is wrong in it."""
    from cauce.base.errors import Refusal
    from cauce.engine.reading.recipe import parse_recipe

    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            f"No se pudo leer la receta «{path}».",
            code="recipe.file",
            remedy="Revise el nombre; la receta es un archivo JSON en UTF-8.",
        ) from error
    return parse_recipe(text).to_json()


def _save_recipe(report: "FileReport", path: Path) -> None:
    text = json.dumps(report.recipe.to_json(), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", "utf-8")


def _check_output(output: Path) -> None:
    """Refuses, before anything is read, a place that cannot be written."""
    from cauce.base.errors import Refusal

    if output.suffix not in {".parquet", *FORMATS}:
        raise Refusal(
            f"No se sabe escribir «{output.suffix or output.name}».",
            code="output",
            remedy="Termine el nombre en .parquet, .csv, .xlsx o .json.",
        )
    if not output.absolute().parent.is_dir():
        raise Refusal(f"No existe la carpeta «{output.parent}».", code="output", remedy="Créela.")


def _write(
    report: "FileReport", folder: Path, output: Path, name: str | None, *, all_rows: bool
) -> list[Path]:
    """Writes the chosen table, or every table: the first as ``output``, the others beside it."""
    tables = _chosen(report, name)
    places = [output] + [
        output.with_name(f"{output.stem}-{table.name}{output.suffix}") for table in tables[1:]
    ]
    for table, place in zip(tables, places, strict=True):
        _write_table(report, table, folder / table.parquet, place, all_rows=all_rows)
    return places


def _write_table(
    report: "FileReport", table: "TableReport", parquet: Path, output: Path, *, all_rows: bool
) -> None:
    from cauce.engine.columns import KINDS
    from cauce.engine.explore import Explore
    from cauce.engine.export import ExportMeta, export
    from cauce.engine.store import LooseTable

    if output.suffix == ".parquet":
        shutil.copyfile(parquet, output)
        return
    loose = LooseTable.at(parquet)
    meta = ExportMeta(
        title=" / ".join(table.title) or report.file, slug=table.name, version="1", table=table.name
    )
    asked = Explore(loose.sha256, kinds=KINDS if all_rows else ("data",))
    with output.open("wb") as file:
        for piece in export(asked, table.columns, loose, FORMATS[output.suffix], meta):
            file.write(piece)


def _chosen(report: "FileReport", name: str | None) -> "list[TableReport]":
    """The named table, else those that are meant to be published, else all."""
    from cauce.base.errors import Refusal

    if name is None:
        return [table for table in report.tables if table.include] or list(report.tables)
    found = [table for table in report.tables if table.name == name]
    if not found:
        names = ", ".join(f"«{table.name}»" for table in report.tables)
        raise Refusal(f"El archivo no tiene una tabla «{name}». Tiene: {names}.", code="table")
    return found
