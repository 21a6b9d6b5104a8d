"""Protocol: what a process that draws and its studio both know."""

from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parents[1] / "fonts"
DONE: Final = b"\0"
FAILED: Final = b"\1"
"""Outcomes: the first byte of an answer."""
