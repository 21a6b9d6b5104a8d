"""Django's administration pages: for looking at rows. Changes go through actions."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from cauce.apps.core.models import AuditEvent, Job, Membership, Notice, Organisation, User


class LookOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lists rows and shows them; adds, changes and deletes nothing."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds rows here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes rows here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody deletes rows here."""
        return False


def only_our_rows(site: admin.AdminSite) -> None:
    """Takes away the pages that libraries register: they would show secrets of logins.

    Called by the addresses of the site, once every application registered its own.
    """
    for model in list(site._registry):
        if not model.__module__.startswith("cauce."):
            site.unregister(model)


class JobAdmin(LookOnly):
    """Background work: what waits, what runs, what failed and why."""

    list_display = ("id", "kind", "state", "attempt", "failures", "created_at", "finished_at")
    list_filter = ("state", "kind")


class EventAdmin(LookOnly):
    """The log as the chain holds it."""

    list_display = ("sequence", "at", "action", "organisation")
    list_filter = ("action",)


class NoticeAdmin(LookOnly):
    """What people were told, and which mails did not go out and why; not the text itself."""

    list_display = ("id", "kind", "to", "created_at", "mail", "mailed_at", "mail_error")
    list_filter = ("mail", "kind")
    exclude = ("body", "unique_key")


admin.site.register([User, Organisation, Membership], LookOnly)
admin.site.register(Job, JobAdmin)
admin.site.register(AuditEvent, EventAdmin)
admin.site.register(Notice, NoticeAdmin)
