"""The people of the tests, always the same, each with one reason to be there."""

from dataclasses import dataclass

from cauce.apps.core import actions
from cauce.apps.core.models import Organisation, User
from cauce.apps.core.permissions import Role, System

PASSWORD = "cauce-de-pruebas-7"
"""Everybody's password."""


@dataclass(frozen=True)
class People:
    """Who is who. Everyone but Ada and Carla belongs to ``planning``."""

    planning: Organisation
    """The planning secretariat, which publishes."""
    water: Organisation
    """Another institution, which must not see the first one's drafts."""
    alicia: User
    """Publishes for ``planning``."""
    bruno: User
    """Reviews for ``planning``."""
    olga: User
    """Data governance officer of ``planning``."""
    aurelio: User
    """Audits ``planning``."""
    ada: User
    """Administers the platform; has no role anywhere."""
    carla: User
    """Publishes for ``water``: an outsider to ``planning``."""


def make_people() -> People:
    """Makes everybody, through the actions."""
    system = System("pruebas")
    planning = actions.create_organisation(
        actor=system, name="Secretaría de Planificación del Ejemplo", short_name="SEPLAN"
    )
    water = actions.create_organisation(
        actor=system, name="Instituto del Agua del Ejemplo", short_name="INAGUA"
    )

    def person(email: str, name: str, role: Role | None, organisation: Organisation) -> User:
        made = actions.create_user(
            actor=system,
            email=f"{email}@ejemplo.gob.gt",
            full_name=name,
            password=PASSWORD,
            is_platform_admin=role is None,
        )
        if role is not None:
            actions.grant_role(actor=system, user=made, organisation=organisation, role=role)
        return made

    return People(
        planning=planning,
        water=water,
        alicia=person("alicia", "Alicia Ajú", Role.PUBLISHER, planning),
        bruno=person("bruno", "Bruno Barrios", Role.REVIEWER, planning),
        olga=person("olga", "Olga Ordóñez", Role.OGD, planning),
        aurelio=person("aurelio", "Aurelio Ac", Role.AUDITOR, planning),
        ada=person("ada", "Ada Álvarez", None, planning),
        carla=person("carla", "Carla Canales", Role.PUBLISHER, water),
    )
