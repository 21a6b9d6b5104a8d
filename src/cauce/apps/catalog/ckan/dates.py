"""When something changed there: the ISO 8601 of CKAN and the spoken dates of DKAN."""

import re
from datetime import UTC, datetime
from typing import Any, Final

from cauce.apps.catalog.ckan.texts import line_of

DKAN: Final = re.compile(r"^\w{2,4}\.?,\s+(\d{2})/(\d{2})/(\d{4})\s+-\s+(\d{1,2}):(\d{2})$")
"""«Lun, 08/05/2024 - 12:47»: the day of the week, then the month and the day."""


def moment_of(value: Any) -> datetime | None:
    """The moment that a portal means, in universal time; nothing when it cannot be told.

    >>> moment_of("Date changed  Lun, 08/05/2024 - 12:47").date().isoformat()
    '2024-08-05'
    """
    text = line_of(value).removeprefix("Date changed").strip()
    spoken = DKAN.match(text)
    try:
        if spoken:
            month, day, year, hour, minute = map(int, spoken.groups())
            if month > 12 >= day:  # some installations write the day first
                month, day = day, month
            return datetime(year, month, day, hour, minute, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def is_newer(now: str, before: str) -> bool:
    """Whether a portal says that something changed since; what cannot be told is newer."""
    if now == before and now:
        return False
    mine, noted = moment_of(now), moment_of(before)
    return mine is None or noted is None or mine > noted
