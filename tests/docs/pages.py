"""The documents of the project, as the tests of this folder read them."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("README*.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/**/*.md")
ALSO = ("src/**/*.md", "tests/**/*.md")
"""Documents beside the code."""

_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def documents(patterns: tuple[str, ...] = OURS) -> list[Path]:
    """Every Markdown file, those of third parties left out."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path for path in found if "vendor" not in path.parts)


def name_of(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def code_of(text: str) -> Iterator[str]:
    """Every line of code in a document: of its blocks, and what stands between backticks."""
    for block in _FENCE.findall(text):
        yield from block.splitlines()
    yield from _SPAN.findall(_FENCE.sub("", text))


def prose_of(text: str) -> str:
    """A document without its code, so that what looks like a link in code is none."""
    return _SPAN.sub("", _FENCE.sub("", text))


def anchors_of(text: str) -> set[str]:
    """What a link may say after ``#``, made of the headings as code hosts make it."""
    made = set()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
        made.add(plain.strip().replace(" ", "-"))
    return made
