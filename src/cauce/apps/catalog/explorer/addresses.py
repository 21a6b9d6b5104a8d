"""The addresses of a state of the explorer: its page, its files, its figure, its citation."""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.urls import reverse

from cauce.engine.explore import Explore


@dataclass(frozen=True)
class Addresses:
    """Writes the addresses of the states of one table."""

    slug: str
    table: str
    """The table's name."""
    number: int | None = None
    """The version; ``None`` for the newest, whichever it is."""

    def page(self, explore: Explore, anchor: str = "") -> str:
        """Where the explorer shows the state."""
        return f"{_asking(self.path, explore)}{anchor}"

    def of(self, explore: Explore) -> str:
        """Where the explorer shows the state, as tables of rows write it."""
        return self.page(explore)

    @property
    def path(self) -> str:
        """The explorer of the whole table."""
        return self._reverse("explore")

    def file(self, explore: Explore, extension: str) -> str:
        """Exactly these rows or groups, as a file."""
        return _asking(self._reverse("explore_file", extension), explore.at(0))

    def figure(self, explore: Explore, extension: str) -> str:
        """The drawing of the state: ``svg``, ``png`` or its specification, ``json``."""
        return _asking(self._reverse("figure", extension), explore)

    def embed(self, explore: Explore) -> str:
        """The drawing in a frame for other sites."""
        return _asking(self._reverse("embed"), explore)

    def citation(self, explore: Explore, extension: str) -> str:
        """The citation for programs that keep references: ``bib`` or ``ris``."""
        return _asking(self._reverse("explore_citation", extension), explore)

    @property
    def dataset(self) -> str:
        """The page of the dataset, or of this version of it."""
        if self.number is None:
            return reverse("catalog:dataset", args=[self.slug])
        return reverse("catalog:version", args=[self.slug, self.number])

    def of_version(self, number: int | None) -> "Addresses":
        """The same table in one version, for ever; in the newest for ``None``."""
        return replace(self, number=number)

    def _reverse(self, name: str, *rest: str) -> str:
        return _reversed(name, self.slug, self.table, self.number, *rest)


@lru_cache(maxsize=2048)
def _reversed(name: str, slug: str, table: str, number: int | None, *rest: str) -> str:
    """A page writes some forty addresses of the same few paths."""
    if number is None:
        return reverse(f"catalog:{name}", args=[slug, table, *rest])
    head, _, tail = name.partition("_")
    of_version = "_".join(filter(None, (head, "version", tail)))
    return reverse(f"catalog:{of_version}", args=[slug, number, table, *rest])


def _asking(path: str, explore: Explore) -> str:
    query = explore.to_query()
    return f"{path}?{query}" if query else path
