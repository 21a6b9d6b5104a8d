"""Examples that show what was found without showing it: «2••• ••••• 0101», «j•••@gmail.com»."""

import re
from typing import Final

from cauce.quality.finding import Kind

HIDDEN: Final = "•"
EXAMPLES: Final = 3
"""How many examples a finding gives."""


def masked(kind: Kind, text: str) -> str:
    """``text``, which is an identifier of that kind, with most of its characters hidden."""
    match kind:
        case "cui":
            digits = re.sub(r"\D", "", text)[:13]
            return f"{digits[:1]}••• ••••• {digits[9:]}"
        case "email":
            return _address(text)
        case "person_name":
            return " ".join(f"{word[0]}•••" for word in text.split()[:6])
        case "ruc":
            digits = re.sub(r"\D", "", text)
            return digits[:2] + HIDDEN * (len(digits) - 2)
        case _:
            first = re.search(r"[0-9]", text)
            start = first.end() if first else 0
            return text[:start] + re.sub(r"[0-9A-Za-z]", HIDDEN, text[start:])


def _address(text: str) -> str:
    parts = re.split(r" ?@ ?| ?[(\[](?:at|arroba)[)\]] ?", text, maxsplit=1)
    return f"{parts[0][:1]}•••@{parts[-1]}"
