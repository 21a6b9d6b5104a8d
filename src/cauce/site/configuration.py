"""The configuration of an installation: one ``cauce.toml`` and the environment.

A setting is a field of :class:`Configuration`; its meaning is written beside it and its name is
the same everywhere: ``port`` in ``cauce.toml``, ``CAUCE_PORT`` in the environment, which wins.
Nothing here imports Django, so that the command line can read the configuration at once.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from cauce.base.errors import CauceError
from cauce.base.identity_providers import (
    IdentityProvider,
    ProviderError,
    providers_from_text,
    read_providers,
)
from cauce.base.purges import LEDGER_NAME

FILE_NAME = "cauce.toml"
DEFAULT_DATA_DIR = "datos"
MAPS_DIR_NAME = "territory"
SECRET_FILE_NAME = "clave.secreta"  # noqa: S105 (the name of the file, not the secret)


class ConfigurationError(CauceError):
    """The configuration cannot be read: an unknown setting or a value of the wrong kind."""


@dataclass(frozen=True)
class Configuration:
    """Every setting of an installation. Paths are absolute; sizes carry their unit in the name."""

    # The house
    data_dir: Annotated[
        Path,
        "Carpeta de los datos: base de datos, archivos publicados, originales y la clave secreta."
        " Si es relativa, se cuenta desde la carpeta de cauce.toml.",
    ] = Path(DEFAULT_DATA_DIR)
    environment: Annotated[
        Literal["production", "development", "test"],
        "production para servir; development para cambiar plantillas sin reiniciar; test lo usan"
        " solo las pruebas.",
    ] = "production"
    secret_key: Annotated[
        str,
        "Clave con que se firman sesiones y enlaces. Conviene dejarla vacía: entonces se lee del"
        " archivo clave.secreta de la carpeta de datos, que cauce init crea.",
    ] = ""
    database_url: Annotated[
        str,
        "Vacía: SQLite en la carpeta de datos. Con PostgreSQL:"
        " postgres://persona:contraseña@servidor:5432/base (requiere psycopg).",
    ] = ""
    demo: Annotated[
        bool,
        "Verdadero solo en una demostración: sus cuentas, cuya contraseña es pública, entran solo"
        " desde esta misma máquina y el servidor no escucha en otra dirección. Lo escribe"
        " cauce demo.",
    ] = False
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        "Cuánto se escribe en el registro del servidor.",
    ] = "INFO"

    # The institution
    institution_name: Annotated[
        str,
        "Nombre completo de la institución, como firma.",
    ] = "Secretaría de Planificación"
    institution_short_name: Annotated[
        str,
        "Nombre corto o sigla, para el encabezado de las páginas.",
    ] = "Planificación"
    country: Annotated[
        Literal["gt", "pe"],
        "País: gt (Guatemala) o pe (Perú). Decide las divisiones territoriales.",
    ] = "gt"
    language: Annotated[
        Literal["es", "en"],
        "Idioma de quien no ha elegido otro: es o en.",
    ] = "es"
    time_zone: Annotated[
        str,
        "Zona horaria en que se muestran fechas y horas.",
    ] = "America/Guatemala"

    # The web
    bind: Annotated[
        str,
        "Dirección en que escucha el servidor. 0.0.0.0 para toda la red.",
    ] = "127.0.0.1"
    port: Annotated[
        int,
        "Puerto en que escucha el servidor.",
    ] = 8000
    threads: Annotated[
        int,
        "Páginas que el servidor puede atender a la vez.",
    ] = 8
    base_url: Annotated[
        str,
        "Dirección pública del sitio, por ejemplo https://datos.ejemplo.gob.gt. Se usa en citas,"
        " enlaces y correos. Vacía: la dirección con que llega cada visita.",
    ] = ""
    allowed_hosts: Annotated[
        tuple[str, ...],
        "Nombres con que se puede visitar el sitio. Se agregan siempre localhost, 127.0.0.1 y el"
        " nombre de base_url.",
    ] = ()
    trusted_proxies: Annotated[
        int,
        "Cuántos servidores intermedios propios (nginx, Caddy) hay delante. Con 0 no se cree en"
        " X-Forwarded-For ni en X-Forwarded-Proto.",
    ] = 0
    https: Annotated[
        bool,
        "Verdadero cuando el sitio se visita por https: las sesiones viajan solo cifradas y los"
        " navegadores recuerdan usar https.",
    ] = False
    session_hours: Annotated[
        int,
        "Horas que dura una sesión iniciada sin usarse.",
    ] = 12

    # Who comes in
    identity_providers: Annotated[
        tuple[IdentityProvider, ...],
        "Cuentas de la institución con que se puede entrar (OpenID Connect; primero Microsoft"
        " Entra). Cada una es una tabla [[identity_providers]] al final de cauce.toml.",
    ] = ()
    second_factor_required: Annotated[
        bool,
        "Verdadero: quien gobierna datos o administra la plataforma no pasa sin segundo factor."
        " Falso se admite solo en una demostración.",
    ] = True
    login_failures: Annotated[
        int,
        "Contraseñas o códigos equivocados que se admiten por cuenta cada cinco minutos, desde"
        " equipos que no han entrado antes con ella; cada equipo conocido tiene su propia cuenta.",
    ] = 5
    login_failures_address: Annotated[
        int,
        "Contraseñas equivocadas que se admiten por dirección de red cada minuto.",
    ] = 10

    # E-mail
    email_host: Annotated[
        str,
        "Servidor de correo saliente. Vacío: no se envía correo y las contraseñas se restablecen"
        " con un enlace que entrega la administración.",
    ] = ""
    email_port: Annotated[
        int,
        "Puerto del servidor de correo.",
    ] = 587
    email_user: Annotated[
        str,
        "Usuario del servidor de correo.",
    ] = ""
    email_password: Annotated[
        str,
        "Contraseña del servidor de correo.",
    ] = ""
    email_security: Annotated[
        Literal["starttls", "ssl", "none"],
        "Cifrado con el servidor de correo: starttls, ssl o none.",
    ] = "starttls"
    email_from: Annotated[
        str,
        "Dirección que firma los correos.",
    ] = "cauce@localhost"

    reminder_days: Annotated[
        int,
        "Días antes de que un conjunto de datos deba actualizarse en que se avisa a quienes lo"
        " publican; se les avisa otra vez ese día y cada semana de retraso.",
    ] = 7

    # Limits
    upload_max_mb: Annotated[
        int,
        "Tamaño máximo, en MB, de un archivo que se sube.",
    ] = 2048
    read_memory_mb: Annotated[
        int,
        "Memoria máxima, en MB, para leer un archivo ajeno.",
    ] = 1536
    read_seconds: Annotated[
        int,
        "Segundos máximos para leer un archivo ajeno.",
    ] = 120
    read_unpacked_mb: Annotated[
        int,
        "Tamaño máximo, en MB, de un archivo una vez descomprimido.",
    ] = 2048
    read_cells: Annotated[
        int,
        "Celdas máximas que se tienen a la vez al leer un archivo ajeno; los CSV grandes, que se"
        " leen por partes, no cuentan.",
    ] = 12_000_000
    free_disk_mb: Annotated[
        int,
        "MB libres en disco por debajo de los cuales cauce doctor y /salud avisan.",
    ] = 1024

    # Backups
    backup_dir: Annotated[
        str,
        "Carpeta en que cauce backup guarda los respaldos; mejor en otro disco. Si es relativa, se"
        " cuenta desde la carpeta de datos. Vacía: hay que decirla en cada respaldo.",
    ] = ""
    backup_encrypt_to: Annotated[
        tuple[str, ...],
        "Claves públicas de age (age1…) para las que se cifra cada respaldo. La privada se guarda"
        " en otra parte: sin ella nadie puede abrirlos.",
    ] = ()
    backup_days: Annotated[
        int,
        "Días que puede tener el último respaldo antes de que cauce doctor avise.",
    ] = 2

    # Background work
    job_lease_seconds: Annotated[
        int,
        "Segundos tras los cuales el trabajo de un proceso que murió pasa a otro.",
    ] = 60
    job_attempts: Annotated[
        int,
        "Veces que se intenta un trabajo que falla.",
    ] = 3

    @property
    def database_path(self) -> Path:
        """The SQLite file, used while ``database_url`` is empty."""
        return self.data_dir / "cauce.sqlite3"

    @property
    def store_dir(self) -> Path:
        """Where published tables and originals stand, named by their content."""
        return self.data_dir / "almacen"

    @property
    def maps_dir(self) -> Path:
        """Where the maps stand that ``cauce territory load`` made."""
        return self.data_dir / MAPS_DIR_NAME

    @property
    def static_dir(self) -> Path:
        """Where the collected static files stand."""
        return self.data_dir / "estaticos"

    @property
    def secret_path(self) -> Path:
        """The file that keeps the secret key, readable by its owner alone."""
        return self.data_dir / SECRET_FILE_NAME

    @property
    def purges_path(self) -> Path:
        """The ledger of purges: see :mod:`cauce.base.purges`."""
        return self.data_dir / LEDGER_NAME

    @property
    def backup_path(self) -> Path | None:
        """Where backups stand, when it is set."""
        return self.data_dir / Path(self.backup_dir).expanduser() if self.backup_dir else None


@dataclass(frozen=True)
class Setting:
    """One setting: its name, its default, what it means (Spanish) and the choices it allows."""

    name: str
    default: Any
    meaning: str
    choices: tuple[str, ...]

    @property
    def variable(self) -> str:
        """Its environment variable: ``port`` is ``CAUCE_PORT``."""
        return f"CAUCE_{self.name.upper()}"


def all_settings() -> tuple[Setting, ...]:
    """Every setting, in the order of the documentation."""
    hints = get_type_hints(Configuration, include_extras=True)
    return tuple(
        _setting(each.name, each.default, hints[each.name]) for each in fields(Configuration)
    )


def _setting(name: str, default: Any, hint: Any) -> Setting:
    kind, meaning = get_args(hint)
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    return Setting(name, default, meaning, choices)


def load_configuration(
    environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> Configuration:
    """Reads ``cauce.toml`` and the ``CAUCE_*`` variables (which win) into a configuration.

    The file is ``CAUCE_CONFIG``, else ``cauce.toml`` in ``folder`` (the current one), else
    ``cauce.toml`` in the data directory, which goes first when ``CAUCE_DATA_DIR`` names it.
    Raises :class:`ConfigurationError` in Spanish.
    """
    environ = os.environ if environ is None else environ
    folder = Path.cwd() if folder is None else folder
    path = find_file(environ, folder)
    values = {} if path is None else _read_file(path)
    data_dir = _data_dir(environ, folder, path, values)
    for known in all_settings():
        text = environ.get(known.variable)
        if text is not None:
            values[known.name] = _from_text(known, text)
    values["identity_providers"] = _identity_providers(
        values.get("identity_providers", ()), environ, data_dir if path is None else path.parent
    )
    return _coherent(Configuration(**values | {"data_dir": data_dir}))


def find_file(environ: Mapping[str, str], folder: Path) -> Path | None:
    """The ``cauce.toml`` that counts, or ``None`` where there is none."""
    named = environ.get("CAUCE_CONFIG")
    if named:
        path = (folder / Path(named).expanduser()).resolve()
        if not path.is_file():
            raise ConfigurationError(
                f"No existe el archivo de configuración «{path}» que nombra CAUCE_CONFIG."
                " Corrija la variable o cree el archivo con «cauce init»."
            )
        return path
    data_dir = Path(environ.get("CAUCE_DATA_DIR") or DEFAULT_DATA_DIR).expanduser()
    candidates = [folder / FILE_NAME, folder / data_dir / FILE_NAME]
    if environ.get("CAUCE_DATA_DIR"):  # a named data directory brings its own configuration
        candidates.reverse()
    for candidate in candidates:
        if candidate.is_file():
            return candidate.resolve()
    return None


def read_secret_key(configuration: Configuration) -> str:
    """The configured key, else that of the data directory, else one that lasts for this process.

    The last exists so that tools may import the settings before ``cauce init``; ``cauce serve``
    refuses to start with it.
    """
    if configuration.secret_key:
        return configuration.secret_key
    if configuration.secret_path.is_file():
        return configuration.secret_path.read_text(encoding="ascii").strip()
    return secrets.token_urlsafe(50)


def _identity_providers(
    tables: object, environ: Mapping[str, str], folder: Path
) -> tuple[IdentityProvider, ...]:
    try:
        return read_providers(tables, environ, folder)
    except ProviderError as error:
        raise ConfigurationError(str(error)) from error


def _coherent(configuration: Configuration) -> Configuration:
    if not configuration.second_factor_required and not configuration.demo:
        raise ConfigurationError(
            "El ajuste «second_factor_required» solo puede ser falso en una demostración."
            f" Quítelo de {FILE_NAME} o de la variable CAUCE_SECOND_FACTOR_REQUIRED."
        )
    for name in ("login_failures", "login_failures_address"):
        if getattr(configuration, name) < 1:
            raise ConfigurationError(
                f"El ajuste «{name}» debe ser 1 o más: con 0 no entraría nadie."
                f" Corríjalo en {FILE_NAME} o en la variable CAUCE_{name.upper()}."
            )
    return configuration


def _data_dir(
    environ: Mapping[str, str], folder: Path, path: Path | None, values: Mapping[str, Any]
) -> Path:
    named = environ.get("CAUCE_DATA_DIR")
    if named:
        return (folder / Path(named).expanduser()).resolve()
    if path is None:
        return (folder / DEFAULT_DATA_DIR).resolve()
    if "data_dir" in values:
        return (path.parent / Path(values["data_dir"]).expanduser()).resolve()
    if path.parent == (folder / DEFAULT_DATA_DIR).resolve():
        return path.parent
    return (path.parent / DEFAULT_DATA_DIR).resolve()


def _read_file(path: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            f"No se pudo leer la configuración «{path}»: {error}. Corrija el archivo;"
            " la lista de ajustes está en docs/configuracion.md."
        ) from error
    known = {each.name: each for each in all_settings()}
    for name in document:
        if name not in known:
            raise ConfigurationError(
                f"El ajuste «{name}» de «{path}» no existe. Revise el nombre en"
                " docs/configuracion.md."
            )
    return {name: _checked(known[name], value) for name, value in document.items()}


def _from_text(known: Setting, text: str) -> Any:
    default = known.default
    if isinstance(default, bool):
        word = text.strip().lower()
        if word in {"1", "true", "yes", "si", "sí"}:
            return True
        if word in {"", "0", "false", "no"}:
            return False
        raise _wrong(known, text, "verdadero o falso (true, false)")
    if isinstance(default, int):
        try:
            return _checked(known, int(text))
        except ValueError:
            raise _wrong(known, text, "un número entero") from None
    if known.name == "identity_providers":
        try:
            return providers_from_text(text)
        except ProviderError as error:
            raise ConfigurationError(str(error)) from error
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return _checked(known, text)


def _checked(known: Setting, value: Any) -> Any:
    default = known.default
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise _wrong(known, value, "verdadero o falso (true, false)")
        return value
    if isinstance(default, int):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise _wrong(known, value, "un número entero desde 0")
        return value
    if known.name == "identity_providers":
        return value
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise _wrong(known, value, 'una lista de textos, por ejemplo ["datos.gob.gt"]')
        return tuple(value)
    if not isinstance(value, str):
        raise _wrong(known, value, "un texto entre comillas")
    if known.choices and value not in known.choices:
        raise _wrong(known, value, "uno de estos: " + ", ".join(known.choices))
    return Path(value) if isinstance(default, Path) else value


def _wrong(known: Setting, value: object, expected: str) -> ConfigurationError:
    return ConfigurationError(
        f"El ajuste «{known.name}» vale «{value}» y se esperaba {expected}. Corrija"
        f" {FILE_NAME} o la variable {known.variable}."
    )
