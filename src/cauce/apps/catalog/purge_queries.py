"""What the page of destroying a version reads."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import PurgeView
from cauce.apps.catalog.models import Purge, Table, Upload, Version
from cauce.apps.core.access import Reader
from cauce.apps.core.models import User
from cauce.apps.core.permissions import Verb, may, organisations_where


def purge_view(version: Version, reader: Reader) -> PurgeView:
    """A version, who wants it destroyed and why, and what ``reader`` may decide about it."""
    purge = Purge.objects.select_related("requested_by").filter(version=version).first()
    dataset = version.dataset
    view = PurgeView(
        slug=dataset.slug,
        title=dataset.title,
        number=version.number,
        hash=version.hash,
        published_at=version.published_at,
        kept_elsewhere=tuple(_kept_elsewhere(version)),
    )
    if purge is None:
        return view
    own = isinstance(reader, User) and purge.requested_by_id == reader.pk
    confirms = may(reader, Verb.CONFIRM_PURGE, dataset.organisation)
    return replace(
        view,
        reason=purge.reason,
        requested_by=purge.requested_by.full_name if purge.requested_by else "",
        requested_at=purge.requested_at,
        may_confirm=confirms and not own,
        may_refuse=confirms or own,
    )


def purges_waiting_for(person: User) -> tuple[tuple[str, str, int], ...]:
    """``(slug, title, number)`` of the versions that ``person`` may confirm to destroy."""
    waiting = Purge.objects.filter(
        confirmed_at__isnull=True,
        version__dataset__organisation__in=organisations_where(person, Verb.CONFIRM_PURGE),
    ).exclude(requested_by=person)
    return tuple(
        waiting.order_by("requested_at").values_list(
            "version__dataset__slug", "version__dataset__title", "version__number"
        )
    )


def _kept_elsewhere(version: Version) -> Iterator[str]:
    """Sentences about bytes of the version that something else also names."""
    for table in version.tables.all():
        others = (
            Table.objects.filter(sha256=table.sha256)
            .exclude(version=version)
            .select_related("version__dataset")
        )
        for other in others:
            yield _("La tabla «%(table)s» está igual en la versión %(number)d de «%(title)s».") % {
                "table": table.title,
                "number": other.version.number,
                "title": other.version.dataset.title,
            }
    twins = Upload.objects.filter(sha256=version.original_sha256).exclude(version=version)
    for twin in twins.exclude(state=Upload.State.DISCARDED).exclude(version=None):
        yield _("El mismo archivo se publicó también como «%s».") % twin.version
