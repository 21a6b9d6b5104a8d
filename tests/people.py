"""The people of the tests, always the same, each with one reason to be there."""

from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP

from cauce.apps.core import actions
from cauce.apps.core.models import Organisation, User
from cauce.apps.core.permissions import Role, System

PASSWORD = "cauce-de-pruebas-7"
"""Everybody's password."""

SECOND_FACTOR_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The secret of the second factor of who needs one."""


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
    """Data governance officer of ``planning``; has a second factor, as the role demands."""
    aurelio: User
    """Audits ``planning``."""
    ada: User
    """Administers the platform, with a second factor; has no role anywhere."""
    carla: User
    """Publishes for ``water``: an outsider to ``planning``."""

    @property
    def system(self) -> System:
        """The server's command line."""
        return System("pruebas")


def give_second_factor(person: User) -> None:
    """Connects an authenticator application whose secret is :data:`SECOND_FACTOR_SECRET`."""
    TOTP.activate(person, SECOND_FACTOR_SECRET)


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
        if role in (None, Role.OGD):  # they may go nowhere without it
            give_second_factor(made)
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
