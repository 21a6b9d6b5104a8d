"""What changes how people come in: institutional accounts connected, second factors taken away."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.core.acting import action, permit, permit_oneself, record
from cauce.apps.core.logins import end_sessions
from cauce.apps.core.models import User
from cauce.apps.core.permissions import Actor, System, Verb
from cauce.base.errors import Refusal


@action("core.issue_invitation", gettext_lazy("Emitió un enlace para la cuenta institucional"))
def issue_invitation(*, actor: Actor, user: User) -> str:
    """The path of a one-time page where the person connects their institutional account."""
    from cauce.apps.core.invitations import invitation_path

    permit(actor, Verb.MANAGE_PEOPLE)
    if not user.is_active:
        raise Refusal(_("La cuenta está desactivada; no puede recibir un enlace."))
    record(subject=user, details={"person": user})
    return invitation_path(user)


@action("core.connect_identity", gettext_lazy("Conectó una cuenta institucional"))
def connect_identity(
    *, actor: Actor, user: User, provider: str, key: str, label: str = ""
) -> SocialAccount:
    """Lets ``user`` come in by the account ``key`` of a provider (see ``identity_tokens``)."""
    permit_oneself(actor, user)
    taken = SocialAccount.objects.filter(provider=provider, uid=key).first()
    if taken is not None:
        raise Refusal(
            _("Esa cuenta institucional ya está conectada con esta cuenta.")
            if taken.user_id == user.pk
            else _("Esa cuenta institucional ya está conectada con otra cuenta de Cauce."),
            remedy=_("Si es un error, avise a quien administra la plataforma."),
        )
    if SocialAccount.objects.filter(provider=provider, user=user).exists():
        raise Refusal(
            _("Ya hay una cuenta de esa institución conectada."),
            remedy=_("Desconéctela antes de conectar otra."),
        )
    made = SocialAccount.objects.create(
        user=user, provider=provider, uid=key, extra_data={"label": label}
    )
    record(subject=user, details={"person": user, "provider": provider})
    return made


@action("core.disconnect_identity", gettext_lazy("Desconectó una cuenta institucional"))
def disconnect_identity(*, actor: Actor, identity: SocialAccount) -> None:
    """Ends coming in by an institutional account: one's own, or anybody's for administrators."""
    owner = User.objects.get(pk=identity.user_id)
    if actor == owner:
        permit_oneself(actor, owner)
        others = SocialAccount.objects.filter(user=owner).exclude(pk=identity.pk)
        if not owner.has_usable_password() and not others.exists():
            raise Refusal(
                _("Es la única manera en que puede entrar: la cuenta no tiene contraseña."),
                remedy=_("Pida antes un enlace para definir una."),
            )
    else:
        permit(actor, Verb.MANAGE_PEOPLE)
    record(subject=owner, details={"person": owner, "provider": identity.provider})
    identity.delete()


@action("core.reset_second_factor", gettext_lazy("Quitó el segundo factor de otra persona"))
def reset_second_factor(*, actor: Actor, user: User) -> None:
    """Takes away a lost second factor and ends the person's sessions; never one's own."""
    permit(actor, Verb.MANAGE_PEOPLE)
    if not isinstance(actor, System) and actor == user:
        raise Refusal(
            _("El segundo factor propio no se quita desde aquí."),
            remedy=_("Hágalo en su cuenta, o pídalo a otra persona que administre."),
        )
    found = Authenticator.objects.filter(user=user)
    if not found.exists():
        raise Refusal(_("Esa persona no tiene segundo factor."))
    found.delete()
    end_sessions(user)
    record(subject=user, details={"person": user})
