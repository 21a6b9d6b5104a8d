"""Asking another server: with patience for its errors and bounds to everything it sends."""

import http.client
import ipaddress
import json
import socket
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TypeVar
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from cauce import __version__
from cauce.base.errors import Refusal

USER_AGENT: Final = f"Cauce/{__version__} (traslado de portal)"
ATTEMPTS: Final = 3
MOST_REDIRECTS: Final = 5
LARGEST_ANSWER: Final = 64 * 2**20
"""Bytes of an answer in JSON, once unpacked."""
CHUNK: Final = 256 * 1024
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})

Given = TypeVar("Given")


class FetchError(Refusal):
    """What was asked for did not come; its message says why."""


@dataclass(frozen=True)
class Patience:
    """How long to wait: seconds of silence, seconds in all, seconds before asking again."""

    silence: float = 30
    answer: float = 300
    file: float = 3 * 3600
    pause: float = 1.0


class Fetcher:
    """Asks one portal, and the servers where its files are.

    ``portal`` is the host that the operator named: it may be a machine of the institution's own
    network. Others may not, so that nobody who wrote an address into the portal makes this server
    read from its neighbours.
    """

    def __init__(self, portal: str = "", patience: Patience | None = None) -> None:
        self._portal = _host_of(portal)
        self._patience = patience or Patience()
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            _Redirects(self._check),
        ):
            self._opener.add_handler(handler)

    def json(self, address: str, parameters: Mapping[str, str | int] | None = None) -> Any:
        """The JSON value at an address.

        Raises:
            FetchError: when it does not come, is no JSON or is too large.
        """
        if parameters:
            address = f"{address}?{urlencode(parameters)}"
        return self._patiently(address, self._json_once)

    def file(self, address: str, target: Path, most: int) -> Path:
        """Writes what is at an address into a file of at most ``most`` bytes.

        Raises:
            FetchError: when it does not come whole or is too large.
        """

        def once(asked: str) -> Path:
            deadline = time.monotonic() + self._patience.file
            with target.open("wb") as out:
                self._copy(asked, out, most, deadline)
            return target

        return self._patiently(address, once)

    def _patiently(self, address: str, once: Callable[[str], Given]) -> Given:
        """Asks again after what may pass: silence, a cut, an error of theirs."""
        address = _written(address)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return once(address)
            except _Passing as error:
                if attempt == ATTEMPTS:
                    raise FetchError(str(error), code="fetch.failed") from error
                time.sleep(self._patience.pause * 2 ** (attempt - 1))
        raise AssertionError("the last attempt returns or raises")

    def _json_once(self, address: str) -> Any:
        held = _Held()
        self._copy(address, held, LARGEST_ANSWER, time.monotonic() + self._patience.answer)
        try:
            return json.loads(bytes(held.content).decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise _Passing(f"«{address}» no respondió con JSON.") from error

    def _copy(self, address: str, out: "IO[bytes] | _Held", most: int, deadline: float) -> None:
        """Copies what comes, unpacked, or raises: ``_Passing`` for what may pass."""
        self._check(address)
        asked = urllib.request.Request(  # noqa: S310 - _check admits http and https alone
            address, headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"}
        )
        try:
            with self._opener.open(asked, timeout=self._patience.silence) as answer:
                unpack = _unpacking(answer.headers.get("Content-Encoding", ""))
                expected = answer.headers.get("Content-Length")
                _copied(answer, out, unpack, most, deadline, address, expected)
        except urllib.error.HTTPError as error:
            error.close()
            sentence = f"«{address}» respondió con el error {error.code}."
            if error.code in _AGAIN:
                raise _Passing(sentence) from error
            raise FetchError(sentence, code=f"fetch.{error.code}") from error
        except (TimeoutError, http.client.HTTPException, zlib.error, OSError) as error:
            raise _Passing(f"«{address}» no respondió: {_reason(error)}.") from error
        except (ValueError, UnicodeError) as error:
            raise FetchError(f"«{address}» no es una dirección.", code="fetch.address") from error

    def _check(self, address: str) -> None:
        """Lets an address be asked.

        Raises:
            FetchError: unless it is http or https, of the portal or of the public network.
        """
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(f"«{address[:200]}» no es una dirección web.", code="fetch.address")
        if _host_of(address) != self._portal and _is_private(parts.hostname):
            raise FetchError(
                f"«{parts.hostname}» es una máquina de la red interna y no es el portal.",
                code="fetch.private",
                remedy="Baje el archivo aparte y dígale dónde está con --files.",
            )


class _Passing(Exception):
    """Something that may go well another time."""


class _Held:
    """Bytes kept in memory."""

    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, chunk: bytes) -> int:
        """Keeps them."""
        self.content += chunk
        return len(chunk)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, each checked as the first address."""

    max_redirections = MOST_REDIRECTS
    max_repeats = 2

    def __init__(self, check: Any) -> None:
        self._check = check

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        """The next request, unless it leads where nobody may be sent."""
        self._check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _copied(
    answer: Any,
    out: "IO[bytes] | _Held",
    unpack: Any,
    most: int,
    deadline: float,
    address: str,
    expected: str | None,
) -> None:
    arrived = written = 0
    while chunk := answer.read1(CHUNK):
        arrived += len(chunk)
        if time.monotonic() > deadline:
            raise FetchError(f"«{address}» no terminó de llegar a tiempo.", code="fetch.slow")
        while chunk:
            plain = unpack.decompress(chunk, CHUNK) if unpack else chunk
            chunk = unpack.unconsumed_tail if unpack else b""
            written += len(plain)
            if written > most:
                raise FetchError(
                    f"«{address}» pasa de {most // 2**20} MB, el máximo que se recibe.",
                    code="limit.upload",
                )
            _kept(out, plain)
    if expected and expected.isdigit() and arrived < int(expected):
        raise _Passing(f"«{address}» se cortó a los {arrived} de {expected} bytes.")
    if unpack is not None and not unpack.eof:
        raise _Passing(f"«{address}» se cortó antes de su final.")


def _kept(out: "IO[bytes] | _Held", plain: bytes) -> None:
    """Keeps what came; a disk that fails is not the other server's fault."""
    try:
        out.write(plain)
    except OSError as error:
        raise FetchError(
            f"No se puede guardar lo que se baja: {error.strerror}.",
            code="fetch.disk",
            remedy="Revise el espacio y los permisos de la carpeta de datos, y repita la orden.",
        ) from error


def _unpacking(encoding: str) -> Any:
    return zlib.decompressobj(wbits=47) if encoding.lower() in ("gzip", "deflate") else None


def _written(address: str) -> str:
    """An address with its accents and spaces written as servers expect them."""
    try:
        parts = urlsplit(address.strip())
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise FetchError(f"«{address[:200]}» no es una dirección.", code="fetch.address") from error
    return urlunsplit(
        (
            parts.scheme.lower(),
            host,
            quote(parts.path, safe="/%:@!$&'()*+,;=~-._"),
            quote(parts.query, safe="=&%:@!$'()*+,;/?~-._"),
            "",
        )
    )


def _host_of(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        port = -1
    return (parts.hostname or "", port or (443 if parts.scheme == "https" else 80))


def _is_private(host: str) -> bool:
    """Whether any address of a host belongs to this machine or its own network."""
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except OSError:
        return False  # asking it will say so
    numbers = (ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found)
    return any(not number.is_global for number in numbers)


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    if isinstance(reason, TimeoutError):
        return "se agotó el tiempo de espera"
    if isinstance(reason, socket.gaierror):
        return "no se encuentra ese servidor"
    if isinstance(reason, ConnectionRefusedError):
        return "nadie escucha en esa dirección"
    return str(getattr(reason, "strerror", None) or reason) or type(reason).__name__
