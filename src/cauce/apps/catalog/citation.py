"""How to cite a version of a dataset, in the manner of APA (7th edition) for data sets."""

from datetime import datetime

from django.conf import settings
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
) -> str:
    """One sentence that names who, when, what, which version, where, and the version's hash."""
    return _(
        "%(who)s (%(year)s). %(title)s, versión %(number)s [conjunto de datos]. Cauce."
        " %(address)s · sha256:%(hash)s"
    ) % {
        "who": organisation.short_name,
        "year": timezone.localtime(published_at).year,
        "title": title.rstrip("."),
        "number": number,
        "address": address_of_version(slug, number),
        "hash": version_hash,
    }


def address_of_version(slug: str, number: int) -> str:
    """The permanent address of a version, whole when the site's public address is configured."""
    return f"{settings.CAUCE.base_url.rstrip('/')}/datos/{slug}/v/{number}/"
