"""What an application tells about each of its actions, so that one test can prove them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.people import People


@dataclass(frozen=True)
class Scenario:
    """An action that works: its arguments but ``actor``, who may do it and who may not.

    ``arguments`` is called with the people (see ``people.py``) and may prepare rows; ``allowed``
    and ``denied`` name one of them. ``ceiling`` is how many questions to the database the action
    may ask: raise it knowingly. Every role is tried besides (``test_every_role.py``).
    """

    arguments: Callable[[People], Mapping[str, Any]]
    allowed: str = "ada"
    denied: str = "carla"
    ceiling: int = 40
