"""What a person decides about their notices."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.core.acting import action, permit_oneself, record
from cauce.apps.core.models import User
from cauce.apps.core.permissions import Actor
from cauce.base.errors import Refusal


@action("core.choose_notices", gettext_lazy("Eligió cómo recibe los avisos"))
def choose_notices(*, actor: Actor, user: User, notices_by_mail: bool, language: str) -> User:
    """Whether a person wants notices by mail, and in which language; everyone their own."""
    permit_oneself(actor, user)
    if language not in dict(settings.LANGUAGES):
        raise Refusal(_("Cauce no escribe avisos en ese idioma."))
    user.notices_by_mail = notices_by_mail
    user.language = language
    user.save(update_fields=["notices_by_mail", "language"])
    record(
        subject=user,
        details={"person": user, "notices_by_mail": notices_by_mail, "language": language},
    )
    return user
