"""The maps of this installation: those that ship with Cauce and those that somebody loaded."""

from django.conf import settings


def maps_mark() -> int:
    """Which maps there are, as a number that changes when an administrator loads one."""
    try:
        mark: int = settings.CAUCE.maps_dir.stat().st_mtime_ns
    except OSError:
        return 0
    return mark
