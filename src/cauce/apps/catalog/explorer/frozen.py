"""Frozen states: a question tied to the versions it was asked of, so that it can be cited.

A version never changes and an answer depends on nothing but its state, so the frozen address gives
the same rows for ever. Its fingerprint (SHA-256) names the versions and the question, and the
reference population where that divides, not how it is looked at: whoever opens the address later
sees whether it still is what was cited.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest

from cauce.apps.catalog import access, queries
from cauce.apps.catalog.citation import site_of
from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.explorer.asked import Asked
from cauce.base.ids import sha256_bytes
from cauce.engine.explore import PAGE, Explore, View
from cauce.engine.explore.pairs import level_of
from cauce.territory.population import population

FINGERPRINT: Final = "huella"
"""The parameter that carries the fingerprint of a citation."""
SHORT: Final = 16
"""Its hexadecimal digits."""


@dataclass(frozen=True)
class Frozen:
    """A state of the explorer for ever."""

    addresses: Addresses
    """Of the version."""
    explore: Explore
    """With the version of the second table named too."""
    fingerprint: str
    newest: bool
    """Whether no newer version of the tables exists."""

    @property
    def path(self) -> str:
        """Where it is seen."""
        address = self.addresses.page(self.explore)
        mark = "&" if "?" in address else "?"
        return f"{address}{mark}{FINGERPRINT}={self.fingerprint}"

    def address(self, request: HttpRequest) -> str:
        """Where it is seen, for readers elsewhere."""
        return f"{site_of(request)}{self.path}"


def frozen(request: HttpRequest, asked: Asked) -> Frozen:
    """What was asked, tied to the versions that answer now.

    Raises:
        NotFound: when the second table is no longer within reach.
    """
    version = asked.page.version
    explore, second, newest = asked.explore, "", version.number == asked.page.newest
    if explore.join is not None:
        slug, _, rest = explore.join.source.partition("/")
        name, _, number = slug.partition("@")
        page = queries.dataset_page(
            access.dataset_for_reading(request.user, name), int(number) if number else None
        )
        source = f"{name}@{page.version.number}/{rest}"
        explore = replace(explore, join=replace(explore.join, source=source))
        second = page.version.hash
        newest = newest and page.version.number == page.newest
    told = replace(explore, view=View(), offset=0, limit=PAGE).to_query()
    parts = (version.hash, asked.table.sha256, second, told, *_populations(asked))
    said = "\n".join(parts)
    return Frozen(
        addresses=asked.addresses.of_version(version.number),
        explore=explore,
        fingerprint=sha256_bytes(said.encode())[:SHORT],
        newest=newest,
    )


def _populations(asked: Asked) -> Iterator[str]:
    """The year and the file of the reference populations, where they divide what is asked."""
    if not any(one.op == "per_person" and one.other is None for one in asked.explore.measured):
        return
    levels = filter(None, map(level_of, asked.schema))
    known = filter(None, map(population, levels))
    yield from sorted({f"{one.year} {one.sha256}" for one in known})


def cited(request: HttpRequest, asked: Asked) -> bool | None:
    """Whether the fingerprint of the address is that of what it shows; ``None`` without one."""
    wanted = request.GET.get(FINGERPRINT, "")
    return frozen(request, asked).fingerprint == wanted if wanted else None
