"""The table of permissions is the code's; when it is not: ``python -m tests.docs.permissions``."""

from cauce.apps.core.acting import ACTIONS
from cauce.apps.core.permissions import ROLES_MAY, Verb
from tests.docs.permissions import DOCUMENT, asked_by, document


def test_the_document_is_the_code():
    assert DOCUMENT.read_text("utf-8") == document()


def test_every_verb_of_a_role_is_asked_by_something():
    asked = {verb for name in ACTIONS for verb in asked_by(name).verbs}
    held = set[Verb]().union(*ROLES_MAY.values())
    assert held - asked <= {Verb.READ_DRAFTS, Verb.READ_AUDIT}  # asked by pages
