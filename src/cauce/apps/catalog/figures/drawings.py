"""Drawings: figures as pages take them, drawn once and kept while there is room.

Tables never change, so a drawing is good for ever; what was looked at longest ago goes first. Two
visitors who ask for the same figure at once wait for one drawing of it.
"""

import gzip
import logging
import re
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final, TypeVar, cast

from django.utils.translation import gettext as _

from cauce.apps.catalog import kept
from cauce.apps.catalog.maps import maps_mark
from cauce.base.errors import Busy, CauceError, Refusal
from cauce.base.ids import sha256_bytes
from cauce.charts import drawing, rendering
from cauce.charts.figure import Figure, FigureKind, NoFigure, Twin
from cauce.charts.rendering.studio import WAIT, BrokenDrawing, busy
from cauce.charts.source import Source
from cauce.engine.explore import Explore
from cauce.engine.query.cache import ByteCache

RECIPE: Final = "2"
"""Changes when the same state is drawn differently: part of what an ETag names."""
MEMORY: Final = 48 * 2**20
"""Bytes of drawings kept in one process."""

logger = logging.getLogger(__name__)

Key = tuple[Hashable, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Drawing:
    """A figure with its pictures."""

    identity: str
    """The same state is the same identity; stands in the names inside the SVG."""
    kind: FigureKind
    title: str
    sentence: str
    unit: str
    wide: str
    """SVG."""
    narrow: str
    """SVG for 328 px; empty where the twin as a ranked list takes its place."""
    twin: Twin
    explore: Explore
    notes: tuple[str, ...]
    weight: int
    """Bytes of its pictures on the wire, compressed."""

    @property
    def height(self) -> float:
        """Of the wide picture, where it is 560 pixels wide."""
        return _height(self.wide)

    @property
    def narrow_height(self) -> float:
        """Of what is seen where there is little room, about; nought for a list."""
        return _height(self.narrow)


_VIEW: Final = re.compile(r'viewBox="[-\d.]+ [-\d.]+ [\d.]+ ([\d.]+)"')
_kept: ByteCache[Key, object] = ByteCache(MEMORY)
_turns: Final = tuple(threading.Lock() for _each in range(64))
"""Who draws what: one lock for each key, shared by keys that fall together."""


def drawing_of(source: Source, explore: Explore) -> Drawing | NoFigure:
    """The drawing of a state of a table.

    Raises:
        Refusal: in Spanish, when the state asks what cannot be answered.
    """
    key = key_of(source, explore)
    return once(("drawing", *key), lambda: _drawn(source, explore, key), _size)


def drawing_or_none(source: Source, explore: Explore) -> Drawing | None:
    """The drawing where there is one: a page outlives a figure that cannot be drawn."""
    try:
        drawn = drawing_of(source, explore)
    except Busy:
        kept.of_this_moment()
        return None
    except CauceError:
        return None
    except Exception:
        logger.exception("Could not draw %s of %s", explore.to_query(), source.table)
        return None
    return drawn if isinstance(drawn, Drawing) else None


def figure_of(source: Source, explore: Explore) -> Figure:
    """The figure itself, with its specification; drawn anew.

    Raises:
        Refusal: when it cannot be drawn, saying why.
    """
    found = drawing.draw(source, explore)
    if isinstance(found, NoFigure):
        raise Refusal(found.reason, code="figure.none")
    return found


def once(key: Key, make: Callable[[], T], size: Callable[[T], int]) -> T:
    """What ``make`` gives, kept; made by one at a time. ``make`` may not ask for another key.

    Raises:
        Busy: when somebody else has been making it for longer than one waits.
    """
    found = _kept.get(key)
    if found is None:
        turn = _turns[hash(key) % len(_turns)]
        if not turn.acquire(timeout=WAIT):
            raise busy()
        try:
            found = _kept.get(key)
            if found is None:
                made = make()
                _kept.put(key, made, size(made))
                return made
        finally:
            turn.release()
    return cast("T", found)


def key_of(source: Source, explore: Explore) -> Key:
    """Everything that a drawing depends on. Charts speak Spanish, whatever the page does.

    The columns too: another version may call them otherwise, or hide more of them, over the same
    rows.
    """
    columns = repr((source.schema, source.joinable))
    said = sha256_bytes(columns.encode())
    return (RECIPE, explore, said, source.title, source.country, maps_mark())


def forget() -> None:
    """Drop what is kept: for tests, and when a version is destroyed."""
    global _kept
    _kept = ByteCache(MEMORY)


def _drawn(source: Source, explore: Explore, key: Key) -> Drawing | NoFigure:
    found = drawing.draw(source, explore)
    if isinstance(found, NoFigure):
        return found
    identity = f"f{sha256_bytes(repr(key).encode())[:10]}"
    try:
        wide = rendering.svg(found, "wide", f"{identity}w")
        narrow = rendering.svg(found, "narrow", f"{identity}n") if found.narrow else ""
    except BrokenDrawing:
        logger.exception("Vega could not draw %s of %s", explore.to_query(), source.table)
        return NoFigure(_("Esta figura no se pudo dibujar. La tabla sí se puede ver."))
    return Drawing(
        identity=identity,
        kind=found.kind,
        title=found.title or source.title,
        sentence=found.sentence,
        unit=found.unit,
        wide=wide,
        narrow=narrow,
        twin=found.twin,
        explore=explore,
        notes=found.notes,
        weight=len(gzip.compress((wide + narrow).encode(), 6)),
    )


def _size(made: Drawing | NoFigure) -> int:
    if isinstance(made, NoFigure):
        return 1_000
    cells = len(made.twin.rows) * max(1, len(made.twin.columns))
    return 2 * (len(made.wide) + len(made.narrow)) + 80 * cells + 2_000


def _height(svg: str) -> float:
    match = _VIEW.search(svg)
    return float(match[1]) if match else 0.0
