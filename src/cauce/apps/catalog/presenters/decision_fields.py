"""Fields of the forms that change a decision, as plain data for their template."""

from collections.abc import Mapping, Sequence
from typing import Any


def text_field(
    name: str, label: str, value: str, *, hint: str | None = None, required: bool = True
) -> dict[str, Any]:
    """A field for a line of text."""
    return {
        "kind": "text",
        "name": name,
        "label": label,
        "value": value,
        "hint": hint,
        "required": required,
    }


def select_field(name: str, label: str, options: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """A list to choose one from; the value itself is added when it is none of the options."""
    return {
        "kind": "select",
        "name": name,
        "label": label,
        "value": value,
        "options": _listed(with_value(options, value)),
    }


def radio_field(name: str, label: str, options: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """A few options in sight."""
    return {
        "kind": "radio",
        "name": name,
        "label": label,
        "value": value,
        "options": _listed(options),
    }


def _listed(options: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    return [{"value": value, "label": label} for value, label in options.items()]


def with_value(options: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    """The options, and the value itself when it is none of them."""
    return options if value in options else {value: value, **options}


def called(names: Mapping[str, Any], value: str) -> str:
    """The name of a value, or the value itself."""
    return str(names.get(value, value))
