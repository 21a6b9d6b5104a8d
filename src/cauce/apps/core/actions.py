"""What changes people, organisations and roles. The only writers of these rows."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.core import audit
from cauce.apps.core.acting import action, permit, permit_oneself, record
from cauce.apps.core.models import Membership, Organisation, User
from cauce.apps.core.permissions import Actor, Role, Verb
from cauce.base.errors import Refusal

Kind = Organisation.Kind


@action("core.create_organisation", gettext_lazy("Creó una entidad"))
def create_organisation(
    *,
    actor: Actor,
    name: str,
    slug: str = "",
    short_name: str = "",
    kind: Kind = Kind.OTHER,
    parent: Organisation | None = None,
    contact_email: str = "",
    url: str = "",
    description: str = "",
) -> Organisation:
    """Adds an organisation; without a ``slug`` the name (or short name) makes one."""
    permit(actor, Verb.MANAGE_ORGANISATIONS)
    organisation = Organisation(
        name=name.strip(),
        slug=slug or free_slug(short_name or name),
        short_name=short_name.strip(),
        kind=kind,
        parent=parent,
        contact_email=contact_email,
        url=url,
        description=description,
    )
    _check(organisation)
    organisation.save()
    record(
        subject=organisation,
        organisation=organisation,
        details={"name": organisation.name, "slug": organisation.slug, "kind": kind},
    )
    return organisation


@action("core.update_organisation", gettext_lazy("Cambió los datos de una entidad"))
def update_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    short_name: str,
    kind: Kind,
    parent: Organisation | None,
    contact_email: str,
    url: str,
    description: str,
) -> Organisation:
    """Changes an organisation's facts; its address stays, so that links go on working."""
    permit(actor, Verb.MANAGE_ORGANISATIONS)
    changes = {
        "name": name.strip(),
        "short_name": short_name.strip(),
        "kind": kind,
        "parent": parent,
        "contact_email": contact_email,
        "url": url,
        "description": description,
    }
    changed = [field for field, value in changes.items() if getattr(organisation, field) != value]
    for field in changed:
        setattr(organisation, field, changes[field])
    _refuse_circle(organisation)
    _check(organisation)
    organisation.save()
    record(
        subject=organisation,
        organisation=organisation,
        # The contact's e-mail may be a person's: only that it changed is told.
        details={"changed": changed, "name": organisation.name},
    )
    return organisation


@action("core.create_user", gettext_lazy("Creó una cuenta"))
def create_user(
    *,
    actor: Actor,
    email: str,
    full_name: str,
    password: str | None = None,
    is_platform_admin: bool = False,
) -> User:
    """Makes an account. Without a password, hand the person a link (``issue_password_link``)."""
    permit(actor, Verb.MANAGE_PEOPLE)
    user = User(
        email=email.strip().lower(),
        full_name=" ".join(full_name.split()),
        is_platform_admin=is_platform_admin,
    )
    _check(user)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    record(subject=user, details={"person": user, "is_platform_admin": is_platform_admin})
    return user


@action("core.issue_password_link", gettext_lazy("Emitió un enlace para definir contraseña"))
def issue_password_link(*, actor: Actor, user: User) -> str:
    """The path of a one-time page where the person sets a password; administrators hand it over."""
    from cauce.apps.core.logins import password_path

    permit(actor, Verb.MANAGE_PEOPLE)
    if not user.is_active:
        raise Refusal(_("La cuenta está desactivada; no puede recibir una contraseña."))
    record(subject=user, details={"person": user})
    return password_path(user)


@action("core.rename_user", gettext_lazy("Cambió su nombre"))
def rename_user(*, actor: Actor, user: User, full_name: str) -> User:
    """Changes the name by which a person is known; everyone their own."""
    permit_oneself(actor, user)
    user.full_name = " ".join(full_name.split())
    _check(user)
    user.save(update_fields=["full_name"])
    record(subject=user, details={"person": user})
    return user


@action("core.grant_role", gettext_lazy("Dio un rol"))
def grant_role(*, actor: Actor, user: User, organisation: Organisation, role: Role) -> Membership:
    """Gives a person a role in an organisation."""
    permit(actor, Verb.MANAGE_PEOPLE)
    if not user.is_active:
        raise Refusal(_("La cuenta está desactivada; no puede recibir un rol."))
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role
    )
    if not is_new:
        raise Refusal(_("Esa persona ya tiene ese rol en esa entidad."))
    record(subject=membership, organisation=organisation, details={"person": user, "role": role})
    return membership


@action("core.revoke_role", gettext_lazy("Retiró un rol"))
def revoke_role(*, actor: Actor, membership: Membership) -> None:
    """Takes a role away."""
    permit(actor, Verb.MANAGE_PEOPLE)
    record(
        subject=membership,
        organisation=membership.organisation,
        details={"person": membership.user, "role": membership.role},
    )
    membership.delete()


@action("core.deactivate_user", gettext_lazy("Desactivó una cuenta"))
def deactivate_user(*, actor: Actor, user: User) -> User:
    """Closes an account: its roles are taken away, and its sessions and password count no more."""
    permit(actor, Verb.MANAGE_PEOPLE)
    if not user.is_active:
        raise Refusal(_("La cuenta ya está desactivada."))
    others = User.objects.filter(is_platform_admin=True, is_active=True).exclude(pk=user.pk)
    if user.is_platform_admin and not others.exists():
        raise Refusal(
            _("Es la única cuenta que administra la plataforma. Cree otra antes de desactivarla.")
        )
    roles = [
        {"organisation": each.organisation.pk, "role": each.role}
        for each in user.memberships.select_related("organisation")
    ]
    user.memberships.all().delete()
    user.is_active = False
    user.deactivated_at = timezone.now()
    user.save(update_fields=["is_active", "deactivated_at"])
    record(subject=user, details={"person": user, "roles": roles})
    return user


@action("core.erase_person", gettext_lazy("Borró los datos de una persona"))
def erase_person(*, actor: Actor, user: User) -> User:
    """Erases a person's name, e-mail and addresses from the account and from the log.

    The log's chain stays valid and goes on telling what was done, by nobody known.
    """
    permit(actor, Verb.MANAGE_PEOPLE)
    if user.is_active:
        raise Refusal(_("Desactive la cuenta antes de borrar los datos de la persona."))
    if user.erased_at is not None:
        raise Refusal(_("Los datos de esta persona ya fueron borrados."))
    rows = audit.erase(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.notices.all().delete()
    user.email = f"borrada-{user.pk}@cauce.invalid"
    user.full_name = _("Persona borrada")
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    record(subject=user, details={"log_rows": rows})
    return user


def free_slug(text: str) -> str:
    """An address made of ``text`` that no organisation has."""
    base = slugify(text)[:70].strip("-") or "entidad"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _refuse_circle(organisation: Organisation) -> None:
    above = organisation.parent
    while above is not None:
        if above.pk == organisation.pk:
            raise Refusal(_("Una entidad no puede depender de sí misma."))
        above = above.parent


def _check(row: Any) -> None:
    try:
        if isinstance(row, User):
            validate_email(row.email)
        row.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
