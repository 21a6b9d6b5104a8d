"""Protocol: what a process that draws and its studio both know."""

from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parents[1] / "fonts"
DONE: Final = b"\0"
FAILED: Final = b"\1"
"""Outcomes: the first byte of an answer."""

MOST_REQUESTS: Final = 500
MOST_MEMORY: Final = 256 * 2**20
"""Requests after which, and bytes held above which, a process that draws ends and the next starts
clean: V8 gives back little of what a large drawing took."""
