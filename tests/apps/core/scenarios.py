"""Every action of this application, once, as it works."""

from allauth.socialaccount.models import SocialAccount

from cauce.apps.core import account_actions, actions
from cauce.apps.core.models import Organisation, User
from cauce.apps.core.permissions import Role, System
from tests.apps.scenario import Scenario
from tests.people import People


def _closed_account(people: People) -> dict[str, User]:
    actions.deactivate_user(actor=System("pruebas"), user=people.bruno)
    return {"user": people.bruno}


def _connected(people: People) -> dict[str, SocialAccount]:
    made = account_actions.connect_identity(
        actor=people.alicia, user=people.alicia, provider="institucion", key="t:o"
    )
    return {"identity": made}


SCENARIOS = {
    "core.create_organisation": Scenario(
        lambda people: {"name": "Municipalidad de Nebaj", "parent": people.planning}
    ),
    "core.update_organisation": Scenario(
        lambda people: {
            "organisation": people.water,
            "name": "Instituto de Agua",
            "short_name": "INAGUA",
            "kind": Organisation.Kind.AUTONOMOUS,
            "parent": people.planning,
            "contact_email": "agua@ejemplo.gob.gt",
            "url": "",
            "description": "",
        }
    ),
    "core.create_user": Scenario(
        lambda people: {"email": "Nueva@ejemplo.gob.gt", "full_name": "Nora  Nueva"}
    ),
    "core.issue_password_link": Scenario(lambda people: {"user": people.bruno}),
    "core.rename_user": Scenario(
        lambda people: {"user": people.alicia, "full_name": "Alicia Ajú Tzul"}, allowed="alicia"
    ),
    "core.choose_notices": Scenario(
        lambda people: {"user": people.alicia, "notices_by_mail": False, "language": "en"},
        allowed="alicia",
    ),
    "core.grant_role": Scenario(
        lambda people: {
            "user": people.carla,
            "organisation": people.planning,
            "role": Role.REVIEWER,
        }
    ),
    "core.revoke_role": Scenario(
        lambda people: {"membership": people.bruno.memberships.get()}, denied="olga"
    ),
    "core.deactivate_user": Scenario(lambda people: {"user": people.alicia}),
    "core.erase_person": Scenario(_closed_account),
    "core.issue_invitation": Scenario(lambda people: {"user": people.bruno}),
    "core.connect_identity": Scenario(
        lambda people: {"user": people.alicia, "provider": "institucion", "key": "t:o"},
        allowed="alicia",
    ),
    "core.disconnect_identity": Scenario(_connected, allowed="alicia", denied="bruno"),
    "core.reset_second_factor": Scenario(lambda people: {"user": people.olga}),
}
