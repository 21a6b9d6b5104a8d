"""The application's entry in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """Datasets and what people do with them."""

    name = "cauce.apps.catalog"
    label = "catalog"
    verbose_name = _("Catálogo de datos")
