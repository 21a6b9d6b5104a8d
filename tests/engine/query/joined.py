"""Two small tables, one beside the other."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cauce.engine.explore import Explore, Join, Joinable
from cauce.engine.query import Queries
from cauce.engine.query.answering import answer
from cauce.engine.query.answers import Answer
from tests.engine.tables import SmallTable

OTHER = "censo/poblacion"


@dataclass(frozen=True)
class Both:
    """A first and a second table, asked together."""

    first: SmallTable
    second: SmallTable

    def path_of(self, sha256: str) -> Path:
        return {one.sha256: one.loose.path for one in (self.first, self.second)}[sha256]

    @property
    def joinable(self) -> Joinable:
        return Joinable(OTHER, self.second.sha256, self.second.schema, "Población")

    def join(self, *pairs: tuple[str, str]) -> Join:
        return Join(OTHER, self.second.sha256, pairs)

    def explore(self, *pairs: tuple[str, str], **asked: Any) -> Explore:
        return Explore(self.first.sha256, join=self.join(*pairs), **asked)

    def answer(self, *pairs: tuple[str, str], **asked: Any) -> Answer:
        return answer(
            self.explore(*pairs, **{"limit": 1000, **asked}),
            self,
            self.first.schema,
            self.joinable,
            using=Queries(),
        )
