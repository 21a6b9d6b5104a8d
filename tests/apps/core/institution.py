"""An institution's login for tests: a provider on this machine, and a browser's walk to it."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.test import Client
from werkzeug.serving import make_server

from cauce.base.identity_providers import IdentityProvider

with warnings.catch_warnings(record=True):  # its own libraries are deprecated
    import oidc_provider_mock

TENANT = "11111111-2222-3333-4444-555555555555"
OBJECT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
PERSON = {"tid": TENANT, "oid": OBJECT, "email": "alicia@ejemplo.gob.gt"}
LOGIN = "/cuenta/con/institucion/"


@contextmanager
def serving() -> Iterator[str]:
    """A provider on a free port of 127.0.0.1; gives its issuer."""
    app = oidc_provider_mock.app(require_nonce=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def described(issuer: str, **changes: Any) -> IdentityProvider:
    """The provider as an installation would describe it."""
    usual = IdentityProvider(
        id="institucion",
        kind="entra",
        name="Cuenta institucional",
        issuer=issuer,
        client_id="cauce",
        tenant=TENANT,
        secret="secreto",
    )
    return replace(usual, **changes)


def configure(found: Any, *providers: IdentityProvider, **changes: Any) -> None:
    """Makes the providers those of the installation (``found``: pytest-django's settings)."""
    found.CAUCE = replace(settings.CAUCE, identity_providers=providers, **changes)


def at_the_provider(address: str, issuer: str, claims: dict[str, Any], subject: str = "s1") -> str:
    """Logs in there as a person of these claims; gives the path with which the browser is back."""
    requests.put(f"{issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def walk(client: Client, issuer: str, claims: dict[str, Any], start: str = LOGIN) -> Any:
    """The whole walk from the button to the answer of this site."""
    sent = client.post(start)
    assert sent.status_code == 302, sent.content
    return client.get(at_the_provider(sent["Location"], issuer, claims))
