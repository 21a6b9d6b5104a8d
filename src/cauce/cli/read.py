"""`cauce read`: what Cauce understands of a file, without a database."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

HELP = "lee un archivo y cuenta lo que entiende"


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
        help="escribe la tabla: .parquet, .csv o .xlsx, según la terminación",
    )
    parser.add_argument(
        "--table", metavar="NOMBRE", help="la tabla que se escribe, cuando el archivo tiene varias"
    )


def run(arguments: argparse.Namespace) -> int:
    """Reads the file in a child process and prints, or writes, what was understood."""
    from cauce.base.errors import Refusal
    from cauce.engine.reading.child import read_in_child

    path: Path = arguments.file
    if not path.is_file():
        raise Refusal(f"No existe el archivo «{path}». Revise el nombre y la carpeta.", code="file")
    recipe = _recipe(arguments.recipe) if arguments.recipe else None
    with tempfile.TemporaryDirectory(prefix="cauce-read-") as folder:
        report = read_in_child(path, workdir=Path(folder), recipe=recipe)
        if arguments.output:
            _write(report, Path(folder), arguments.output, arguments.table)
    if arguments.save_recipe:
        _save_recipe(report, arguments.save_recipe)
    if arguments.json:
        json.dump(report.to_json(preview=False), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        from cauce.cli.reading_told import tell

        print(tell(report))
        for written in (arguments.output, arguments.save_recipe):
            if written:
                print(f"Escrito: {written}")
    return 0
