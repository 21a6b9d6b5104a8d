"""What the actions on people, organisations and roles promise beyond what every action does."""

import pytest
from allauth.account.models import EmailAddress

from cauce.apps.core import actions
from cauce.apps.core.models import Membership, Organisation, User
from cauce.apps.core.permissions import SYSTEM, Role
from cauce.base.errors import Refusal


def test_addresses_come_from_the_short_name_and_never_clash(people):
    first = actions.create_organisation(actor=SYSTEM, name="Ministerio Uno", short_name="MIN")
    second = actions.create_organisation(actor=SYSTEM, name="Ministerio Dos", short_name="Min")
    assert (first.slug, second.slug) == ("min", "min-2")


def test_a_name_without_letters_still_gets_an_address(people):
    assert actions.create_organisation(actor=SYSTEM, name="¿?").slug == "entidad"


def test_names_are_unique(people):
    with pytest.raises(Refusal):
        actions.create_organisation(actor=SYSTEM, name=people.planning.name)


def test_an_organisation_never_depends_on_itself(people):
    child = actions.create_organisation(actor=SYSTEM, name="Hija", parent=people.planning)
    facts = {name: getattr(people.planning, name) for name in FACTS}
    with pytest.raises(Refusal, match="sí misma"):
        actions.update_organisation(
            actor=SYSTEM, organisation=people.planning, **facts | {"parent": child}
        )


def test_changes_keep_the_address(people):
    facts = {name: getattr(people.planning, name) for name in FACTS}
    row = actions.update_organisation(
        actor=SYSTEM, organisation=people.planning, **facts | {"name": "Otro nombre"}
    )
    assert Organisation.objects.get(slug=row.slug).name == "Otro nombre"


def test_e_mail_is_unique_whatever_its_capitals(people):
    with pytest.raises(Refusal):
        actions.create_user(actor=SYSTEM, email="ALICIA@ejemplo.gob.gt", full_name="Otra")


@pytest.mark.parametrize(("email", "name"), [("no es correo", "Ana"), ("ana@x.gt", "  ")])
def test_accounts_need_an_e_mail_and_a_name(email, name, db):
    with pytest.raises(Refusal):
        actions.create_user(actor=SYSTEM, email=email, full_name=name)


def test_an_account_without_password_cannot_enter(db):
    user = actions.create_user(actor=SYSTEM, email="ana@x.gt", full_name=" Ana   Ac ")
    assert not user.has_usable_password()
    assert user.full_name == "Ana Ac"


def test_a_role_is_given_once(people):
    with pytest.raises(Refusal, match="ya tiene"):
        actions.grant_role(
            actor=SYSTEM, user=people.alicia, organisation=people.planning, role=Role.PUBLISHER
        )


def test_a_closed_account_loses_its_roles_and_gets_none(people):
    actions.deactivate_user(actor=SYSTEM, user=people.alicia)
    assert not Membership.objects.filter(user=people.alicia).exists()
    with pytest.raises(Refusal):
        actions.grant_role(
            actor=SYSTEM, user=people.alicia, organisation=people.planning, role=Role.PUBLISHER
        )
    with pytest.raises(Refusal):
        actions.issue_password_link(actor=SYSTEM, user=people.alicia)
    with pytest.raises(Refusal):
        actions.deactivate_user(actor=SYSTEM, user=people.alicia)


def test_the_last_administrator_stays(people):
    with pytest.raises(Refusal, match="única"):
        actions.deactivate_user(actor=people.ada, user=people.ada)


def test_erasing_needs_a_closed_account_and_happens_once(people):
    with pytest.raises(Refusal, match="Desactive"):
        actions.erase_person(actor=people.ada, user=people.alicia)
    actions.deactivate_user(actor=people.ada, user=people.alicia)
    actions.erase_person(actor=people.ada, user=people.alicia)
    with pytest.raises(Refusal, match="ya fueron"):
        actions.erase_person(actor=people.ada, user=people.alicia)


def test_erasing_leaves_no_trace_of_the_person(people):
    actions.deactivate_user(actor=people.ada, user=people.alicia)
    actions.erase_person(actor=people.ada, user=people.alicia)
    row = User.objects.get(pk=people.alicia.pk)
    assert "alicia" not in f"{row.email} {row.full_name}".lower()
    assert not EmailAddress.objects.filter(user=row).exists()


FACTS = ("name", "short_name", "kind", "parent", "contact_email", "url", "description")
