"""What leaves this application: frozen facts about events, people and jobs."""

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PersonInLog:
    """Somebody an event speaks of, as they were then; ``name`` says so when erased or unknown."""

    id: str
    name: str
    email: str
    address: str
    erased: bool


@dataclass(frozen=True)
class LoggedEvent:
    """An audit event ready to be read. ``details`` pairs a Spanish label with a text."""

    sequence: int
    at: dt.datetime
    action: str
    label: str
    actor: str
    organisation: str
    subject: str
    person: PersonInLog | None
    details: tuple[tuple[str, str], ...]
    payload: str
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class EventFilter:
    """Which events are asked for; empty means any. ``until`` includes its day."""

    action: str = ""
    organisation: str = ""
    person: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class JobStatus:
    """How a job stands, for the person who waits for it. ``share`` is 0 to 1, or unknown."""

    id: int
    kind: str
    state: str
    state_label: str
    share: float | None
    message: str
    error: str
    result: dict[str, Any]
    is_open: bool


@dataclass(frozen=True)
class Health:
    """Whether the database answers and the disk has room (free space in MB)."""

    database: bool
    disk: bool
    disk_free_mb: int

    @property
    def ok(self) -> bool:
        """Whether everything is well."""
        return self.database and self.disk
