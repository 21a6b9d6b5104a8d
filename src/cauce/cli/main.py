"""Finds the command asked for, loads it alone, and says errors in one sentence.

A command is a module of this package with two functions: ``configure(parser)`` and
``run(options) -> int`` (the exit code). Importing it must be cheap: heavy imports go inside
``run``. Exit codes: 0 well, 1 refused or something is wrong, 2 the command was written wrongly.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from cauce import __version__
from cauce.base.errors import CauceError


@dataclass(frozen=True)
class Command:
    """A command: its name, the module that does it and what it is for, in Spanish."""

    name: str
    module: str
    purpose: str


COMMANDS = (
    Command("demo", "cauce.cli.demo", "prepara y muestra un portal de ejemplo"),
    Command("init", "cauce.cli.init", "crea la carpeta de datos, la base y la primera cuenta"),
    Command("serve", "cauce.cli.serve", "sirve el sitio y hace los trabajos en segundo plano"),
    Command("worker", "cauce.cli.worker", "hace los trabajos en segundo plano"),
    Command("read", "cauce.cli.read", "lee un archivo y dice qué entendió"),
    Command("publish", "cauce.cli.publish", "publica un archivo como conjunto de datos"),
    Command("import", "cauce.cli.import_ckan", "trae lo publicado en un portal CKAN o DKAN"),
    Command("territory", "cauce.cli.territory", "carga los mapas oficiales y dice cuáles hay"),
    Command("doctor", "cauce.cli.doctor", "revisa la instalación y dice qué remediar"),
    Command("backup", "cauce.cli.backup", "guarda el sitio entero en un archivo, sin detenerlo"),
    Command("restore", "cauce.cli.restore", "repone un sitio desde su respaldo"),
    Command("upgrade", "cauce.cli.upgrade", "pone al día la base de datos, o la deja como estaba"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs ``cauce`` with these arguments (by default the process's); gives its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Only the command asked for is loaded: «cauce --help» loads none.
    asked = next((word for word in words if not word.startswith("-")), None)
    parser = _parser(asked)
    try:
        options = parser.parse_args(words)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    if options.command is None:
        parser.print_help()
        return 2
    try:
        code = import_module(_module_of(options.command)).run(options)
        sys.stdout.flush()
    except CauceError as error:
        print(f"cauce {options.command}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # «cauce read … | head»: who listened has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    return int(code)


def _parser(asked: str | None) -> argparse.ArgumentParser:
    parser = _SpanishParser(
        prog="cauce",
        description="Cauce: de los datos abiertos a la evidencia, y de la evidencia a la decisión.",
    )
    parser.add_argument(
        "--version", action="version", version=f"cauce {__version__}", help="muestra la versión"
    )
    commands = parser.add_subparsers(dest="command", title="órdenes", metavar="ORDEN")
    for command in COMMANDS:
        made = commands.add_parser(
            command.name, help=command.purpose, description=_sentence(command.purpose)
        )
        if command.name == asked:
            import_module(command.module).configure(made)
    return parser


def _module_of(name: str) -> str:
    return next(command.module for command in COMMANDS if command.name == name)


def _sentence(purpose: str) -> str:
    return f"{purpose[0].upper()}{purpose[1:]}."


class _SpanishParser(argparse.ArgumentParser):
    """argparse with its own words in Spanish."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs["add_help"] = False
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._optionals.title = "opciones"
        self._positionals.title = "argumentos"
        self.add_argument("-h", "--help", action="help", help="muestra esta ayuda")

    def format_usage(self) -> str:
        """The usage line, in Spanish."""
        return super().format_usage().replace("usage:", "uso:", 1)

    def format_help(self) -> str:
        """The whole help, in Spanish."""
        return super().format_help().replace("usage:", "uso:", 1)

    def error(self, message: str) -> object:  # type: ignore[override]
        """Says what is wrong in one sentence, and ends with code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {_translated(message)}. Vea «{self.prog} --help».\n")
        return None


_PHRASES = (
    ("the following arguments are required:", "falta"),
    ("unrecognized arguments:", "no se reconoce"),
    ("expected one argument", "espera un valor"),
    ("expected at least one argument", "espera al menos un valor"),
    ("invalid choice:", "valor no permitido:"),
    ("(choose from", "(elija entre"),
    ("invalid int value:", "no es un número entero:"),
    ("not allowed with argument", "no se puede usar junto con"),
    ("argument ORDEN:", "orden desconocida:"),
    ("argument PORTAL:", "portal desconocido:"),
    ("argument ", "argumento "),
)


def _translated(message: str) -> str:
    for english, spanish in _PHRASES:
        message = message.replace(english, spanish)
    return message
