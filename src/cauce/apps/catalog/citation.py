"""How to cite a version of a dataset, in the manner of APA (7th edition) for data sets."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import Organisation


def cite(
    *,
    organisation: Organisation,
    title: str,
    number: int,
    published_at: datetime,
    slug: str,
    version_hash: str,
    site: str,
) -> str:
    """One sentence that names who, when, what, which version, where, and the version's hash."""
    return _(
        "%(who)s (%(year)s). %(title)s, versión %(number)s [conjunto de datos]. Cauce."
        " %(address)s · sha256:%(hash)s"
    ) % {
        "who": organisation.name,
        "year": timezone.localtime(published_at).year,
        "title": title.rstrip("."),
        "number": number,
        "address": address_of_version(slug, number, site),
        "hash": version_hash,
    }


def address_of_version(slug: str, number: int, site: str) -> str:
    """The permanent address of a version at ``site``; see ``site_of``."""
    return f"{site}/datos/{slug}/v/{number}/"


def site_of(request: HttpRequest | None = None) -> str:
    """The public address of the site without a slash: as configured, else as it was asked for."""
    configured: str = settings.CAUCE.base_url.rstrip("/")
    if configured or request is None:
        return configured
    return request.build_absolute_uri("/").rstrip("/")
