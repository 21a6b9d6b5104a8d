"""Who may do what, read from the code: ``python -m tests.docs.permissions`` writes
``docs/dev/permissions.md`` anew.

The verbs of an action are those of its ``permit(…)``, its own or that of a function of its module.
That it really is so is proved by ``tests/apps/core/test_every_role.py``.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import tests.conftest  # noqa: F401 (settings, before Django is asked for anything)
from cauce.apps.core.acting import ACTIONS
from cauce.apps.core.permissions import ADMINISTRATORS_MAY, ROLES_MAY, Role, Verb
from tests.docs.pages import ROOT

DOCUMENT = ROOT / "docs" / "dev" / "permissions.md"

HEAD = """# Permissions: role × action

Written by `python -m tests.docs.permissions` from the actions' own code.
`tests/docs/test_permissions_are_current.py` fails when it is not current, and
`tests/apps/core/test_every_role.py` tries every action as every role, at home and elsewhere.

"""

NOTES = """
A role counts in its own organisation only. `System` (the server's command line and the jobs) may
everything. Closed accounts, visitors and people without a role may nothing. Rules beyond the verb
(four eyes, who asked may take back) are the actions' own refusals, proved by the tests of each
application; [publishing.md](publishing.md) lists them.
"""


@dataclass(frozen=True)
class Asked:
    """What an action asks: its verbs, whether in an organisation, whether of the person itself."""

    verbs: tuple[Verb, ...]
    in_organisation: bool
    oneself: bool


def asked_by(name: str) -> Asked:
    """What the action called ``name`` asks before it does anything."""
    function = inspect.unwrap(ACTIONS[name].function)
    verbs: dict[Verb, None] = {}
    in_organisation = oneself = False
    for call in _calls(function, depth=3):
        match call.func:
            case ast.Name(id="permit"):
                places = [*call.args[1:], *(word.value for word in call.keywords)]
                found = [verb for each in places for verb in _verbs(each)]
                verbs.update(dict.fromkeys(found))
                in_organisation |= len(places) > 1
            case ast.Name(id="permit_oneself"):
                oneself = True
    assert verbs or oneself, f"{name} asks nobody: no permit(…) was found"
    return Asked(tuple(verbs), in_organisation, oneself)


def may_in_document(asked: Asked, role: Role | None) -> bool:
    """Whether the table says that a role (``None``: administrators) may do an action at home."""
    if role is None:
        return bool(ADMINISTRATORS_MAY & set(asked.verbs))
    return asked.in_organisation and bool(ROLES_MAY[role] & set(asked.verbs))


def document() -> str:
    """The whole page."""
    return HEAD + "\n".join(_rows()) + "\n" + NOTES


def _rows() -> Iterator[str]:
    heads = ["action", *(role.value for role in Role), "administrator", "oneself", "verb"]
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for name in sorted(ACTIONS):
        asked = asked_by(name)
        marks = ["●" if may_in_document(asked, role) else "" for role in (*Role, None)]
        own = "●" if asked.oneself else ""
        yield _row([f"`{name}`", *marks, own, ", ".join(f"`{each.value}`" for each in asked.verbs)])


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _calls(function: Callable[..., Any], depth: int) -> Iterator[ast.Call]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        yield node
        other = function.__globals__.get(node.func.id) if isinstance(node.func, ast.Name) else None
        is_ours = inspect.isfunction(other) and other.__module__ == function.__module__
        if is_ours and depth and other is not function:
            yield from _calls(other, depth - 1)


def _verbs(node: ast.expr) -> Iterator[Verb]:
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and getattr(each.value, "id", "") == "Verb":
            yield Verb[each.attr]


def refresh() -> None:
    """Writes the page anew."""
    DOCUMENT.write_text(document(), "utf-8")
    print(DOCUMENT.relative_to(ROOT))


if __name__ == "__main__":
    refresh()
