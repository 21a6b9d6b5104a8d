"""What a decision of a recipe says: its value, why, and who made it."""

from collections.abc import Mapping
from typing import Any, Final

BY_A_PERSON: Final = "Lo decidió una persona."
"""The reason the engine writes for a decision that came without one."""


def value_of(decision: Any) -> Any:
    """The value of a decision, which a person may have written bare."""
    return decision["value"] if isinstance(decision, Mapping) else decision


def reason_of(decision: Any) -> str | None:
    """Why, when somebody said it."""
    return decision.get("reason") or None if isinstance(decision, Mapping) else None


def alternatives_of(decision: Any) -> list[Any]:
    """What the reader set aside, the likeliest first."""
    return list(decision.get("alternatives", ())) if isinstance(decision, Mapping) else []


def by_a_person(decision: Any) -> bool:
    """Whether a person decided it, and not the reader."""
    if decision is None:
        return False
    return not isinstance(decision, Mapping) or decision.get("reason") == BY_A_PERSON
