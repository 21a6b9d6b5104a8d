"""Every action's scenario, and everybody who might try it."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from cauce.apps.core.models import Membership, Organisation, User
from cauce.apps.core.permissions import Role
from tests.apps.scenario import Scenario
from tests.people import People

SCENARIOS: dict[str, Scenario] = {
    name: scenario
    for path in sorted(Path(__file__).parent.glob("*/scenarios.py"))
    for name, scenario in import_module(
        f"tests.apps.{path.parent.name}.scenarios"
    ).SCENARIOS.items()
}


@dataclass(frozen=True)
class Somebody:
    """A person, with the one reason they have to be allowed anything."""

    name: str
    user: User
    role: Role | None
    organisation: Organisation | None
    administers: bool = False


def everybody(people: People) -> Iterator[Somebody]:
    """Each role at home and elsewhere, no role, the administrator; and all of them closed."""
    home, away = people.planning, people.water
    open_ones = [
        *(Somebody(f"{role}, home", _made(role, home), role, home) for role in Role),
        *(Somebody(f"{role}, elsewhere", _made(role, away), role, away) for role in Role),
        Somebody("no role", _made(None, None), None, None),
        Somebody("administrator", people.ada, None, None, administers=True),
    ]
    yield from open_ones
    for each in open_ones:
        closed = User.objects.get(pk=each.user.pk)
        closed.is_active = False
        yield Somebody(f"{each.name}, closed", closed, None, None)


def _made(role: Role | None, organisation: Organisation | None) -> User:
    where = "" if organisation is None else organisation.slug
    person = User.objects.create(
        email=f"{role}-{where}@prueba.example", full_name=f"{role} {where}"
    )
    if role is not None and organisation is not None:
        Membership.objects.create(user=person, organisation=organisation, role=role)
    return person
