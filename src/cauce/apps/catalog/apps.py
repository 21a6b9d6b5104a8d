"""The application's entry in Django."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """Datasets and what people do with them."""

    name = "cauce.apps.catalog"
    label = "catalog"
    verbose_name = _("Catálogo de datos")

    def ready(self) -> None:
        """Listens to changes of organisations, whose names the catalogue keeps in memory."""
        post_save.connect(_turn, sender="core.Organisation", dispatch_uid="catalog.turn")


def _turn(*, created: bool, **_kwargs: Any) -> None:
    from cauce.apps.catalog.generation import turn

    if not created:
        turn()
