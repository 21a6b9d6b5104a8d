"""The application's entry in Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Registers every application's actions and jobs, and listens to logins."""

    name = "cauce.apps.core"
    label = "core"
    verbose_name = _("Personas, entidades y bitácora")

    def ready(self) -> None:
        """Loads ``actions.py`` and ``jobs.py`` of every application, and the core's own."""
        autodiscover_modules("actions", "jobs", "notice_actions", "notice_mail", "recurring")
        from cauce.apps.core import account_actions, logins  # noqa: F401 (registers its actions)

        logins.connect()
