"""An institution's own login (OpenID Connect), as ``cauce.toml`` describes it.

One ``[[identity_providers]]`` table for each::

    [[identity_providers]]
    id = "institucion"                 # part of addresses: never change it
    kind = "entra"                     # Microsoft Entra; "oidc" for any other
    name = "Cuenta institucional"
    tenant = "00000000-0000-0000-0000-000000000000"
    client_id = "…"
    secret_file = "entra.secreto"      # or secret_variable = "NAME OF A VARIABLE"
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from cauce.base.errors import CauceError

_ID = re.compile(r"[a-z][a-z0-9-]{1,30}")
_TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_ENTRA = "https://login.microsoftonline.com/{tenant}/v2.0"


class ProviderError(CauceError):
    """A provider is described wrongly; says which part and what was expected."""


@dataclass(frozen=True)
class IdentityProvider:
    """Where an institution's people log in. Every value was checked.

    ``issuer`` is what a token must say, to the letter; ``tenant`` is Entra's directory, empty for
    other kinds. ``accepts_second_factor`` says that a login which the provider declares to have
    had a second factor (``amr`` with ``mfa``, RFC 8176) needs none of Cauce's.
    """

    id: str
    kind: Literal["entra", "oidc"]
    name: str
    issuer: str
    client_id: str
    tenant: str = ""
    secret: str = field(default="", repr=False)
    accepts_second_factor: bool = False

    @property
    def origin(self) -> str:
        """Scheme and host of the issuer, for the content security policy."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


_TEXTS = {
    "id",
    "kind",
    "name",
    "tenant",
    "issuer",
    "client_id",
    "secret_file",
    "secret_variable",
}
_KNOWN = _TEXTS | {"accepts_second_factor"}


def read_providers(
    tables: object, environ: Mapping[str, str], folder: Path
) -> tuple[IdentityProvider, ...]:
    """The providers of a list of tables; relative ``secret_file`` paths count from ``folder``.

    Raises:
        ProviderError: in Spanish, for the first thing that is wrong.
    """
    if not isinstance(tables, Sequence) or isinstance(tables, str):
        raise ProviderError(
            "El ajuste «identity_providers» debe ser una lista de tablas.",
            remedy="Escriba cada proveedor bajo [[identity_providers]].",
        )
    found = tuple(_provider(table, environ, folder) for table in tables)
    ids = [each.id for each in found]
    if len(set(ids)) < len(ids):
        raise ProviderError(
            "Hay dos proveedores de identidad con el mismo «id».", remedy="Cambie uno de los dos."
        )
    return found


def providers_from_text(text: str) -> object:
    """The tables that an environment variable holds as JSON."""
    try:
        return json.loads(text or "[]")
    except ValueError as error:
        raise ProviderError(
            f"La variable CAUCE_IDENTITY_PROVIDERS no es JSON: {error}.",
            remedy='Escriba una lista, por ejemplo [{"id": "institucion", …}].',
        ) from error


def is_safe_address(url: str) -> bool:
    """Whether an address is https, or http on this very machine (for trying things out)."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def _provider(table: object, environ: Mapping[str, str], folder: Path) -> IdentityProvider:
    if isinstance(table, IdentityProvider):
        return table
    if not isinstance(table, Mapping):
        raise ProviderError("Cada proveedor de identidad debe ser una tabla de ajustes.")
    words = _words(table)
    name = words.get("id", "")
    if not _ID.fullmatch(name):
        raise _wrong(name, "id", "minúsculas, cifras y guiones, desde una letra")
    kind = words.get("kind", "entra")
    if kind not in ("entra", "oidc"):
        raise _wrong(name, "kind", "entra u oidc")
    tenant = words.get("tenant", "").lower()
    if kind == "entra" and not _TENANT.fullmatch(tenant):
        raise _wrong(name, "tenant", "el identificador del directorio de Entra (un GUID)")
    if kind == "oidc" and tenant:
        raise _wrong(name, "tenant", "nada: solo lo usa entra")
    issuer = words.get("issuer") or (_ENTRA.format(tenant=tenant) if kind == "entra" else "")
    if not is_safe_address(issuer):
        raise _wrong(name, "issuer", "una dirección https")
    if not words.get("client_id"):
        raise _wrong(name, "client_id", "el identificador con que Cauce está registrado")
    return IdentityProvider(
        id=name,
        kind="entra" if kind == "entra" else "oidc",
        name=words.get("name") or "Cuenta institucional",
        issuer=issuer,
        client_id=words["client_id"],
        tenant=tenant,
        secret=_secret(name, words, environ, folder),
        accepts_second_factor=bool(table.get("accepts_second_factor", False)),
    )


def _words(table: Mapping[str, Any]) -> dict[str, str]:
    name = str(table.get("id", ""))
    for key, value in table.items():
        if key not in _KNOWN:
            raise _wrong(name, key, "un ajuste que exista: " + ", ".join(sorted(_KNOWN)))
        if key in _TEXTS and not isinstance(value, str):
            raise _wrong(name, key, "un texto entre comillas")
        if key not in _TEXTS and not isinstance(value, bool):
            raise _wrong(name, key, "verdadero o falso (true, false)")
    return {key: table[key].strip() for key in _TEXTS & set(table)}


def _secret(name: str, words: Mapping[str, str], environ: Mapping[str, str], folder: Path) -> str:
    if variable := words.get("secret_variable"):
        if not environ.get(variable):
            raise _wrong(name, "secret_variable", f"que la variable {variable} tenga el secreto")
        return environ[variable].strip()
    if written := words.get("secret_file"):
        path = folder / Path(written).expanduser()
        try:
            return path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise _wrong(name, "secret_file", f"un archivo que se pueda leer ({path})") from error
    raise _wrong(name, "secret_file", "el archivo del secreto, o secret_variable")


def _wrong(name: str, part: str, expected: str) -> ProviderError:
    return ProviderError(
        f"El proveedor de identidad «{name}» tiene mal «{part}»: se esperaba {expected}.",
        remedy="Corrija [[identity_providers]] en cauce.toml; se explica en docs/configuracion.md.",
    )
