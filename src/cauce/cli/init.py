"""``cauce init``: makes the data directory, configuration, key, database and first account."""

import argparse
import getpass
import os
import secrets
import sys
from pathlib import Path

from cauce.base.errors import Refusal


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce init``."""
    parser.add_argument("--data", metavar="CARPETA", help="carpeta de los datos (datos)")
    parser.add_argument("--institution", metavar="NOMBRE", help="nombre de la institución")
    parser.add_argument("--short-name", metavar="SIGLA", help="nombre corto o sigla")
    parser.add_argument("--country", choices=("gt", "pe"), help="país: gt o pe")
    parser.add_argument("--admin-email", metavar="CORREO", help="correo de la primera cuenta")
    parser.add_argument("--admin-name", metavar="NOMBRE", help="nombre de la primera cuenta")
    parser.add_argument("--no-admin", action="store_true", help="no crea ninguna cuenta por ahora")


def run(options: argparse.Namespace) -> int:
    """Prepares an installation; what already exists stays as it is."""
    from cauce.cli.site import start_site, use_data_dir
    from cauce.site.configuration import FILE_NAME, find_file, load_configuration

    use_data_dir(options.data)
    folder = Path.cwd()
    existing = find_file(os.environ, folder)
    configuration = load_configuration()
    make_data_dir(configuration.data_dir)
    if existing is None:
        path = configuration.data_dir / FILE_NAME
        path.touch(mode=0o600)  # it may come to hold the password of the e-mail
        path.write_text(configuration_text(options), encoding="utf-8")
        print(f"Configuración: {path}")
    else:
        print(f"Configuración: {existing} (ya existía)")
    make_secret_key(configuration.secret_path)
    start_site()
    prepare_database()
    print(f"Datos: {configuration.data_dir}")
    if not options.no_admin:
        make_first_administrator(options.admin_email, options.admin_name)
    print("Listo. Sirva el sitio con «cauce serve».")
    return 0


def make_data_dir(folder: Path) -> None:
    """Makes the data directory, for its owner alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(
            f"No se pudo crear la carpeta de datos «{folder}»: {error.strerror}.",
            remedy="Elija otra con --data, o dé permiso de escritura a esta cuenta.",
        ) from error


def make_secret_key(path: Path) -> None:
    """Writes a new key that only its owner can read, unless there is one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64) + "\n")


def prepare_database() -> None:
    """Applies the migrations that are missing."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def make_first_administrator(email: str | None, name: str | None) -> None:
    """Makes the first account that administers the platform, unless there is one.

    Asks on the terminal for what is missing; the password also comes from ``CAUCE_ADMIN_PASSWORD``.
    """
    from cauce.apps.core import actions
    from cauce.apps.core.models import User
    from cauce.apps.core.permissions import System

    if User.objects.filter(is_platform_admin=True, is_active=True).exists():
        print("Ya hay una cuenta que administra la plataforma.")
        return
    email = email or _asked("Correo de quien administra: ", "--admin-email")
    name = name or _asked("Nombre de quien administra: ", "--admin-name")
    password = os.environ.get("CAUCE_ADMIN_PASSWORD") or _asked_password()
    _check_password(password, email, name)
    actions.create_user(
        actor=System("cauce init"),
        email=email,
        full_name=name,
        password=password,
        is_platform_admin=True,
    )
    print(f"Cuenta creada: {email}")


def configuration_text(options: argparse.Namespace) -> str:
    """A ``cauce.toml`` with what was asked for written, and every other setting explained."""
    from cauce.site.configuration import all_settings

    asked = {
        "data_dir": ".",
        "institution_name": options.institution,
        "institution_short_name": options.short_name,
        "country": options.country,
    }
    lines = ["# Configuración de Cauce. Cada ajuste se explica en docs/configuracion.md.\n"]
    for known in all_settings():
        value = asked.get(known.name)
        mark = "" if value else "# "
        lines.append(f"# {known.meaning}")
        lines.append(f"{mark}{known.name} = {_toml(value or known.default)}\n")
    return "\n".join(lines)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _asked(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise Refusal(
            f"Falta {option} y no hay una persona a quien preguntar.",
            remedy=f"Escriba {option}, o use --no-admin.",
        )
    return input(question).strip()


def _asked_password() -> str:
    if not sys.stdin.isatty():
        raise Refusal(
            "Falta la contraseña de la primera cuenta.",
            remedy="Escríbala en la variable CAUCE_ADMIN_PASSWORD, o use --no-admin.",
        )
    return getpass.getpass("Contraseña (10 caracteres o más): ")


def _check_password(password: str, email: str, name: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from cauce.apps.core.models import User

    try:
        validate_password(password, User(email=email, full_name=name))
    except ValidationError as error:
        raise Refusal("La contraseña no sirve: " + " ".join(error.messages)) from error
