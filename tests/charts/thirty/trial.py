"""The trial: what Cauce shows first of the thirty tables, held against what a reader expected."""

import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cauce.charts.choice import Chosen, first_states
from cauce.charts.drawing import draw
from cauce.charts.figure import Figure, NoFigure
from cauce.charts.source import Source
from cauce.engine.explore import Explore
from cauce.engine.reading.child import read_in_child
from cauce.engine.store import LooseTable

HERE = Path(__file__).parent
Verdict = Literal["as expected", "acceptable", "otherwise"]


@dataclass(frozen=True)
class Expected:
    """What a reader wrote down of one table before the rules were tuned."""

    number: int
    path: str
    name: str
    kinds: tuple[str, ...]
    by: tuple[str, ...]
    about: tuple[str, ...]
    map: str
    words: str

    @property
    def for_tuning(self) -> bool:
        """Whether the rules may be mended by it; the others are only reported."""
        return self.number % 2 == 1


@dataclass(frozen=True)
class Tried:
    """What was chosen and drawn of one table."""

    expected: Expected
    source: Source
    chosen: Chosen
    figures: tuple[Figure | NoFigure, ...]
    seconds: float
    """Of processor, for choosing and drawing all its figures."""

    @property
    def first(self) -> Figure | NoFigure | None:
        """What is seen first."""
        return self.figures[0] if self.figures else None


def expectations() -> list[Expected]:
    """The thirty, by number."""
    written = tomllib.loads((HERE / "expected.toml").read_text("utf-8"))["table"]
    return [
        Expected(
            each["number"],
            each["path"],
            each["name"],
            tuple(each["kinds"]),
            tuple(each["by"]),
            tuple(each["about"]),
            each["map"],
            each["expected"],
        )
        for each in written
    ]


def tried(data: Path, numbers: Sequence[int] = ()) -> Iterator[Tried]:
    """Each table read, chosen for and drawn, in order."""
    for expected in expectations():
        if not numbers or expected.number in numbers:
            with tempfile.TemporaryDirectory() as folder:
                yield _try(data, expected, Path(folder))


def _try(data: Path, expected: Expected, folder: Path) -> Tried:
    report = read_in_child(data / expected.path, workdir=folder)
    table = next(each for each in report.tables if each.name == expected.name)
    loose = LooseTable.at(folder / table.parquet)
    source = Source(
        table=loose.sha256,
        title=" ".join(table.title) or Path(expected.path).stem.replace("_", " "),
        schema=table.columns,
        rows=table.kinds.get("data", 0),
        tables=loose,
        country="pe" if expected.path.startswith("pe_") else "gt",
    )
    began = time.process_time()
    chosen = first_states(source)
    figures = tuple(draw(source, state) for state in chosen.states)
    return Tried(expected, source, chosen, figures, time.process_time() - began)


def judged(found: Tried) -> Verdict:
    """How near the first figure, and the map if any, are to what was expected."""
    expected = found.expected
    first = found.first
    if first is None or isinstance(first, NoFigure):
        return _by_place("none", expected)
    state = found.chosen.states[0]
    if not (_stands_on(state, expected) and _speaks_of(state, expected) and _maps(found)):
        return "otherwise"
    return _by_place(first.kind, expected)


def _by_place(kind: str, expected: Expected) -> Verdict:
    if kind not in expected.kinds:
        return "otherwise"
    return "as expected" if expected.kinds[0] == kind else "acceptable"


def _stands_on(state: Explore, expected: Expected) -> bool:
    named = {*state.groups, *(state.columns or ())}
    return not expected.by or not named or bool(named & set(expected.by))


def _speaks_of(state: Explore, expected: Expected) -> bool:
    if not expected.about:
        return True
    measured: set[Any] = {measure.column or "count" for measure in state.measures}
    return bool((measured | set(state.columns or ())) & set(expected.about))


def _maps(found: Tried) -> bool:
    """Whether every map is of the kind that was expected."""
    for state in found.chosen.states:
        if state.view.kind != "map":
            continue
        kind = _kind_of_map(state)
        fits = {"share": ("share",), "rate": ("share", "rate"), "points": ("points",), "no": ()}
        if kind not in fits[found.expected.map]:
            return False
    return True


def _kind_of_map(state: Explore) -> str:
    if not state.measures:
        return "points"
    match state.measures[0].op:
        case "ratio":
            return "share"
        case "sum" | "count" | "share":
            return "counts"
        case _:
            return "rate"
