"""People and organisations of the demonstration: one of every role, with passwords that are
printed.

These accounts work on this machine's own address only; see
:class:`cauce.apps.core.adapter.AccountAdapter`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cauce.apps.core import actions
from cauce.apps.core.models import Organisation, User
from cauce.apps.core.permissions import Role, System

PASSWORD: Final = "cauce-demo-2026"  # noqa: S105 - printed for everybody, valid on loopback only
"""Everybody's password in the demonstration."""

DEMO: Final = System("cauce demo")
"""Who does what the demonstration does."""


@dataclass(frozen=True)
class DemoPerson:
    """An account of the demonstration: what the role is called, and the e-mail to log in with."""

    role: str
    email: str
    name: str


PEOPLE: Final = (
    ("publicadora@demo.example", "Paula Publica", Role.PUBLISHER, "Publicadora"),
    ("revisora@demo.example", "Rosa Revisa", Role.REVIEWER, "Revisora"),
    ("ogd@demo.example", "Óscar Gobierna", Role.OGD, "Oficial de gobierno de datos"),
    ("auditora@demo.example", "Aura Audita", Role.AUDITOR, "Auditora"),
    ("administracion@demo.example", "Ada Administra", None, "Administración de la plataforma"),
)


def make_organisations(described: Sequence[Mapping[str, Any]]) -> dict[str, Organisation]:
    """The organisations, parents first, by slug."""
    made: dict[str, Organisation] = {}
    for words in described:
        made[words["slug"]] = actions.create_organisation(
            actor=DEMO,
            name=words["name"],
            slug=words["slug"],
            short_name=words["short_name"],
            kind=Organisation.Kind(words["kind"]),
            parent=made.get(words.get("parent", "")),
            contact_email=words["contact_email"],
            description=words["description"],
        )
    return made


def make_people(organisations: Sequence[Organisation]) -> None:
    """One account of each role, with that role in every organisation."""
    for email, name, role, _title in PEOPLE:
        person: User = actions.create_user(
            actor=DEMO,
            email=email,
            full_name=name,
            password=PASSWORD,
            is_platform_admin=role is None,
        )
        if role is None:
            continue
        for organisation in organisations:
            actions.grant_role(actor=DEMO, user=person, organisation=organisation, role=role)


def people() -> tuple[DemoPerson, ...]:
    """The accounts, for printing."""
    return tuple(DemoPerson(title, email, name) for email, name, _role, title in PEOPLE)
