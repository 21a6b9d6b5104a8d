"""Django's administration pages: for looking at rows. Changes go through actions."""

from django.contrib import admin

from cauce.apps.catalog.figures.models import PinnedFigure
from cauce.apps.catalog.models import Dataset, Table, Tag, Theme, Upload, Version
from cauce.apps.core.admin import LookOnly


class DatasetAdmin(LookOnly):
    """Datasets as they are now."""

    list_display = ("title", "organisation", "state", "updated_at")
    list_filter = ("state", "organisation")


class VersionAdmin(LookOnly):
    """Every version published."""

    list_display = ("dataset", "number", "published_at", "hash")


class UploadAdmin(LookOnly):
    """Files that arrived and what became of them."""

    list_display = ("name", "organisation", "state", "uploaded_at")
    list_filter = ("state",)


admin.site.register([Theme, Tag, Table, PinnedFigure], LookOnly)
admin.site.register(Dataset, DatasetAdmin)
admin.site.register(Version, VersionAdmin)
admin.site.register(Upload, UploadAdmin)
