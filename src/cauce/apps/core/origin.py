"""Where an action comes from: the address and the door (page, command, job) it entered by."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

Channel = Literal["web", "command", "job"]


@dataclass(frozen=True)
class Origin:
    """The network address (``None`` inside the server) and the door an action entered by."""

    channel: Channel
    address: str | None = None


_origin: ContextVar[Origin | None] = ContextVar("cauce_origin", default=None)


def current_origin() -> Origin:
    """Where the action now under way comes from; a command, unless somebody said otherwise."""
    return _origin.get() or Origin("command")


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Everything inside the block is done from this origin."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)
