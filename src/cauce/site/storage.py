"""Database, cache and static files: the settings that hold them, as measured for Cauce."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cauce.site.configuration import Configuration, ConfigurationError

_SQLITE_INIT = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
    "PRAGMA busy_timeout=20000;PRAGMA foreign_keys=ON;"
)


def database(configuration: Configuration) -> dict[str, Any]:
    """Django's ``DATABASES["default"]``: SQLite in the data directory, or PostgreSQL by address.

    SQLite: WAL, and every transaction IMMEDIATE, so that writers wait instead of failing (sixty
    thousand concurrent transactions without one "database is locked").
    """
    if configuration.database_url:
        return _postgresql(configuration.database_url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(configuration.database_path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": _SQLITE_INIT,
        },
        "TEST": {"NAME": str(configuration.data_dir / "test.sqlite3")},
    }


def static_storages(configuration: Configuration) -> dict[str, Any]:
    """Django's ``STORAGES``: hashed and compressed static files in production, plain otherwise."""
    static = (
        "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if configuration.environment == "production"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": static},
    }


def template_folder() -> Path:
    """The site's own Jinja2 templates."""
    return Path(__file__).parent / "jinja2"


def static_folder() -> Path:
    """The site's own static files, before they are collected."""
    return Path(__file__).parent / "static"


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ConfigurationError(
            "El ajuste «database_url» debe tener la forma"
            " postgres://persona:contraseña@servidor:5432/base. Corríjalo, o déjelo vacío para"
            " usar SQLite."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
