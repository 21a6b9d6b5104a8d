"""How many parts are received at once, so that senders never take every thread of the server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cauce.base.errors import Refusal


class Turns:
    """Half of the server's ``threads`` may receive; the others go on serving pages."""

    @cached_property
    def _free(self) -> threading.BoundedSemaphore:
        return threading.BoundedSemaphore(max(1, settings.CAUCE.threads // 2))

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Receives meanwhile.

        Raises:
            Refusal: when everybody is receiving; a sender asks again soon (``transfer.turn``).
        """
        if not self._free.acquire(blocking=False):
            raise Refusal(_("Hay varios envíos a la vez: espere su turno."), code="transfer.turn")
        try:
            yield
        finally:
            self._free.release()
