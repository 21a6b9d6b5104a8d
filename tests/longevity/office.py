"""A person at a browser, without one: logs in, follows pages, fills their forms, presses buttons.

All that these tests know of the pages of publishing is here and in ``walk.py``.
"""

import http.client
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

SPOKEN = (503, 507)
"""Statuses of an answer that says in words what the server cannot do now."""


class Cut(Exception):
    """The server went away, or answered that it could not: the person looks again later."""


@dataclass
class Form:
    """A form of a page: where it goes, its fields as they stand, the words on its buttons."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Words, name and value of each button."""


@dataclass(frozen=True)
class Page:
    """An answer: where it came from in the end, its status and its text."""

    path: str
    status: int
    text: str

    @property
    def forms(self) -> list[Form]:
        """The forms of the page, in order."""
        reader = _FormReader(self.path)
        reader.feed(self.text)
        return reader.forms

    def form_with(self, *names: str) -> Form:
        """The first form that has all of these fields."""
        found = [form for form in self.forms if set(names) <= form.names]
        assert found, f"{self.path} has no form with {names}: {self.text[-3000:]}"
        return found[0]

    def leads_to(self, end: str) -> bool:
        """Whether some form goes to an address that ends so."""
        return any(form.action.endswith(end) for form in self.forms)

    def form_to(self, end: str) -> Form:
        """The form that goes to an address that ends so."""
        found = [form for form in self.forms if form.action.endswith(end)]
        assert found, f"{self.path} has no form to {end}: {self.text[-3000:]}"
        return found[0]


class Person:
    """Somebody with an account, at the site that listens on ``port``."""

    def __init__(self, port: int, email: str, password: str) -> None:
        self.port = port
        self.email = email
        self.password = password
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def log_in(self) -> None:
        """Goes in with e-mail and password."""
        form = self.get("/cuenta/entrar/").form_with("login", "password")
        page = self.send(form, {"login": self.email, "password": self.password})
        assert page.path != "/cuenta/entrar/", page.text[-3000:]

    def get(self, path: str) -> Page:
        """Follows a link."""
        return self._ask(urllib.request.Request(self._address(path)))

    def send(
        self,
        form: Form,
        answers: Mapping[str, str | Iterable[str]] | None = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Page:
        """Sends a form with these answers in place of what stood in its fields."""
        answers = answers or {}
        pairs = [(name, value) for name, value in form.fields if name not in answers]
        for name, value in answers.items():
            pairs += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        if files:
            body, kind = _multipart(pairs, files)
        else:
            body = urllib.parse.urlencode(pairs).encode()
            kind = "application/x-www-form-urlencoded"
        return self._ask(
            urllib.request.Request(
                self._address(form.action), data=body, headers={"Content-Type": kind}
            )
        )

    def _address(self, path: str) -> str:
        return urllib.parse.urljoin(f"http://127.0.0.1:{self.port}/", path)

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=20) as answer:
                status, address, body = answer.status, answer.url, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                status, address, body = error.code, error.url or "", error.read()
            if status >= 500 and status not in SPOKEN:
                raise Cut(f"{status} {address}") from error
        except (OSError, http.client.HTTPException) as error:
            raise Cut(str(error)) from error
        return Page(urllib.parse.urlsplit(address).path, status, body.decode("utf-8"))


class _FormReader(HTMLParser):
    """Collects forms as a browser would send them."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._text: tuple[str, list[str]] | None = None
        self._button: tuple[str, str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(said.get("action") or self.path)
            self.forms.append(self._form)
        if self._form is None:
            return
        name = said.get("name", "")
        if tag in ("input", "select", "textarea") and name:
            self._form.names.add(name)
        if tag == "input" and name and said.get("type") not in ("file", "submit"):
            if said.get("type") not in ("checkbox", "radio") or "checked" in said:
                self._form.fields.append((name, said.get("value", "")))
        elif tag == "select" and name:
            self._select = (name, [])
        elif tag == "option" and self._select is not None:
            self._select[1].append((said.get("value", ""), "selected" in said))
        elif tag == "textarea" and name:
            self._text = (name, [])
        elif tag == "button":
            self._button = (name, said.get("value", ""), [])

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1].append(data)
        if self._button is not None:
            self._button[2].append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._form is None:
            return
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select is not None:
            name, options = self._select
            chosen = [value for value, is_chosen in options if is_chosen]
            self._form.fields += [(name, value) for value in chosen or [v for v, _ in options[:1]]]
            self._select = None
        elif tag == "textarea" and self._text is not None:
            self._form.fields.append((self._text[0], "".join(self._text[1]).removeprefix("\n")))
            self._text = None
        elif tag == "button" and self._button is not None:
            name, value, words = self._button
            self._form.buttons.append((" ".join("".join(words).split()), name, value))
            self._button = None


def _multipart(
    pairs: Iterable[tuple[str, str]], files: Mapping[str, tuple[str, bytes]]
) -> tuple[bytes, str]:
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
    ]
    for name, (filename, body) in files.items():
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"'
            "\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        parts.append(head.encode() + body + b"\r\n")
    parts.append(f"--{mark}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={mark}"
