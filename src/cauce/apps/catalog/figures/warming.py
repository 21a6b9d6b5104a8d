"""What visitors would wait for, drawn before they come.

A drawing takes a tenth of a second and is kept for as long as the process lives, so nothing is
stored: a quiet thread of the server draws the home page and the first figures of the datasets
published last when it starts, and again when the catalogue changes. Other figures are drawn when
somebody first looks at them.
"""

import logging
import threading
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.utils import translation

from cauce.apps.catalog import access, generation, queries
from cauce.apps.catalog.figures.first import drawn_first
from cauce.apps.catalog.figures.telling import AMONG, telling
from cauce.base.errors import CauceError
from cauce.charts import rendering

EVERY: Final = 10.0
"""Seconds between two looks at whether the catalogue changed."""

logger = logging.getLogger(__name__)


def begin(then: Callable[[], None]) -> threading.Thread:
    """Starts the thread, which ends with the process; ``then`` is done once, after the figures."""
    thread = threading.Thread(target=_watch, args=(then,), name="figures", daemon=True)
    thread.start()
    return thread


def draw_ahead() -> int:
    """Draws what visitors would wait for; gives how many datasets it looked at."""
    with translation.override(settings.LANGUAGE_CODE):
        newest = queries.home(AMONG).recent
        telling(newest)
        for card in newest:
            try:
                page = queries.dataset_page(access.dataset_for_reading(AnonymousUser(), card.slug))
            except CauceError:  # withdrawn meanwhile
                continue
            drawn_first(page, page.tables[0])
    return len(newest)


def _watch(then: Callable[[], None]) -> None:
    seen, pause = -1, threading.Event()
    while True:
        try:
            if seen < 0:
                rendering.warm()
            if (now := generation.number()) != seen:
                draw_ahead()
                if seen < 0:
                    then()
                seen = now
        except Exception:  # whatever fails here, pages draw for themselves
            logger.exception("Could not draw ahead")
            seen = max(seen, 0)
        finally:
            connections.close_all()
        pause.wait(EVERY)
