"""Located: an answer read as values of places, one panel a year or one alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cauce.base.numerals import number_es
from cauce.charts.drawing.drawn import Tangle
from cauce.charts.drawing.measured import Measured, change_of, measured
from cauce.charts.drawing.numbers import finite
from cauce.charts.drawing.times import is_time, moments_of
from cauce.charts.drawing.words import (
    HIDDEN,
    NOT_GIVEN,
    OUTSIDE,
    REPEATED,
    without_common_start,
)
from cauce.charts.sentences.wording import level_words
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.query.answers import Answer
from cauce.territory import LEVELS, Level, by_code, by_name
from cauce.territory.divisions import WIDTH

MOST_PANELS: Final = 6
ABSENCES: Final = (NOT_GIVEN, HIDDEN, REPEATED, OUTSIDE)
"""Why places have no colour of a class, in the order of a legend."""
_COUNTS: Final = ("sum", "count", "distinct")


@dataclass(frozen=True)
class Panel:
    """The values of places at one moment, or of all of them."""

    label: str
    values: Mapping[str, float | None]
    """By official code; ``None`` where the table says nothing."""
    hidden: frozenset[str] = frozenset()
    """Codes whose values are withheld."""
    repeated: frozenset[str] = frozenset()
    """Codes of places that share a name, where the table does not say which it means."""
    outside: frozenset[str] = frozenset()
    """Codes of places that the filters leave out of the question."""

    def absence(self, code: str) -> str:
        """Why a place has no value, as a legend says it."""
        if code in self.hidden:
            return HIDDEN
        if code in self.repeated:
            return REPEATED
        return OUTSIDE if code in self.outside else NOT_GIVEN


@dataclass(frozen=True)
class Located:
    """Values of places."""

    level: Level
    column: Column
    """Of the answer, whose values are places."""
    measured: Measured
    panels: tuple[Panel, ...]
    unit: str
    notes: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[float, ...]:
        """Every value there is, of all panels."""
        return tuple(
            value for panel in self.panels for value in panel.values.values() if value is not None
        )

    @property
    def answered(self) -> frozenset[str]:
        """The codes of all places that the answer speaks of."""
        return frozenset(code for panel in self.panels for code in panel.values)

    def lacking(self, codes: Iterable[str]) -> dict[str, int]:
        """How many of these places have no value, in all panels, by the reason."""
        every = list(codes)
        reasons = Counter(
            panel.absence(code)
            for panel in self.panels
            for code in every
            if panel.values.get(code) is None
        )
        return {reason: reasons[reason] for reason in ABSENCES if reasons[reason]}

    def without(self, outside: frozenset[str]) -> "Located":
        """The same, with places that the filters leave out."""
        return replace(self, panels=tuple(replace(panel, outside=outside) for panel in self.panels))


def located(source: Source, explore: Explore, answer: Answer) -> Located | Tangle:
    """The values of places that an answer has, or why it has none."""
    numbers = _of_first_measure(explore, measured(source, explore, answer))
    found_places = _codes(answer)
    if numbers and numbers[0].op in _COUNTS and not _is_rate(numbers[0].column):
        change = change_of(source, explore, answer)
        numbers = numbers if change is None else [change]
    if found_places is None:
        return Tangle("Un mapa necesita una columna de territorios: agrupe por una.")
    if not numbers:
        return Tangle("Un mapa necesita una columna o medida de números.")
    if numbers[0].side != "change" and numbers[0].op in _COUNTS and not _is_rate(numbers[0].column):
        return Tangle(
            "Un mapa de cantidades mostraría dónde vive más gente. Elija una tasa, una parte o un "
            "promedio, o mire las cantidades en barras."
        )
    (level, same), codes = found_places
    found = _panels(explore, answer, numbers, codes)
    if isinstance(found, Tangle):
        return found
    unknown = {
        str(row[same[0]]): len(by_name(level, str(row[same[0]])))
        for row, code in zip(answer.rows, codes, strict=True)
        if code is None and row[same[0]]
    }
    found, shared = _with_repeated(found, level, unknown)
    left_out = [name for name, places in unknown.items() if places < 2]
    if not any(value is not None for panel in found for value in panel.values.values()):
        return Tangle("Ninguno de los lugares tiene un valor que dibujar.")
    notes = (*shared, *([_left_out(sorted(left_out))] if left_out else []))
    read = Located(level, answer.columns[same[0]], numbers[0], found, numbers[0].unit, notes)
    return _of_latest(read)


def zoomed(answer: Answer, zoom: str) -> Answer:
    """The rows of an answer whose places one department holds; without the whole, which is not
    theirs.
    """
    codes = _codes(answer)
    if codes is None:
        return answer
    kept = [at for at, code in enumerate(codes[1]) if code is not None and code.startswith(zoom)]
    new = {old: at for at, old in enumerate(kept)}
    withheld = frozenset((new[row], at) for row, at in answer.withheld_at if row in new)
    return replace(
        answer,
        rows=tuple(answer.rows[at] for at in kept),
        total=len(kept),
        whole=None,
        withheld=len(withheld),
        withheld_at=withheld,
    )


def places_of(answer: Answer) -> frozenset[str]:
    """The codes of the places that an answer names."""
    codes = _codes(answer)
    return frozenset(code for code in codes[1] if code) if codes else frozenset()


def by_department(read: Located) -> Located:
    """The same by department, when every place of each has one value; else as it is."""
    level: Level = "gt.department" if read.level.startswith("gt") else "pe.department"
    hidden = any(panel.hidden or panel.repeated for panel in read.panels)
    if read.level == level or len(read.values) < 2 or hidden:
        return read
    panels = []
    for panel in read.panels:
        held: dict[str, set[float]] = {}
        for code, value in panel.values.items():
            if value is not None:
                held.setdefault(code[:2], set()).add(value)
        many = len(panel.values) >= 2 * max(1, len(held))
        if not many or len(held) < 2 or any(len(values) > 1 for values in held.values()):
            return read
        panels.append(Panel(panel.label, {code: values.pop() for code, values in held.items()}))
    note = (
        "Todos los lugares de cada departamento tienen el mismo valor: es el del departamento, y "
        "así se dibuja."
    )
    return replace(read, level=level, panels=tuple(panels), notes=(*read.notes, note))


def _level(column: Column) -> Level | None:
    return next((each for each in LEVELS if column.role == f"territory:{each}"), None)


def _is_rate(column: Column) -> bool:
    return column.unit == "%" or column.role == "percent"


def _of_first_measure(explore: Explore, numbers: Sequence[Measured]) -> list[Measured]:
    """What is drawn: the first measure; with a pivot or a comparison, at each of its values."""
    first = [each for each in numbers if each.measure == numbers[0].measure]
    if explore.pivot:
        last = [each for each in first if each.side in (None, "after")]
        labels = without_common_start([each.column.label for each in last])
        return [replace(each, label=label) for each, label in zip(last, labels, strict=True)]
    if explore.comparison:
        said = {"before": explore.comparison.before, "after": explore.comparison.after}
        return [replace(each, label=said.get(each.side or "", each.label)) for each in first]
    return first[:1]


def _codes(answer: Answer) -> tuple[tuple[Level, list[int]], list[str | None]] | None:
    """The finest level that an answer names, the columns that do, and the code of each row."""
    levels = [_level(column) for column in answer.columns]
    named = [each for each in levels if each is not None]
    if not named:
        return None
    level = max(named, key=lambda each: WIDTH[each])
    same = [at for at, each in enumerate(levels) if each == level]
    wider = [at for at, each in enumerate(levels) if each not in (None, level)]
    return (level, same), [
        _code(level, [row[at] for at in same], [row[at] for at in wider]) for row in answer.rows
    ]


def _code(level: str, names: Sequence[Any], holders: Sequence[Any]) -> str | None:
    """The official code of the place that a row names, where it names one and no other."""
    for name in names:
        if name is None:
            continue
        if (found := by_code(level, str(name))) is not None:
            return found.code
    for name in names:
        if name is None:
            continue
        named = by_name(level, str(name))
        if len(named) > 1 and holders:
            named = by_name(level, str(name), [str(each) for each in holders if each is not None])
        if len(named) == 1:
            return named[0].code
    return None


def _panels(
    explore: Explore, answer: Answer, numbers: Sequence[Measured], codes: Sequence[str | None]
) -> tuple[Panel, ...] | Tangle:
    if len(numbers) > 1:
        made = [
            _panel(
                each.label,
                [(code, row[each.at]) for code, row in zip(codes, answer.rows, strict=True)],
            )
            for each in numbers
        ]
    else:
        time = next((at for at, column in enumerate(answer.columns) if is_time(column)), None)
        shown: list[tuple[float, str]] = [(0.0, "")] * len(codes)
        if time is not None:
            moments = moments_of([row[time] for row in answer.rows])
            shown = [(each.place, each.label) if each else (0.0, "sin fecha") for each in moments]
        made = [
            _panel(
                moment[1],
                [
                    (code, row[numbers[0].at])
                    for code, row, at in zip(codes, answer.rows, shown, strict=True)
                    if at == moment
                ],
            )
            for moment in sorted(set(shown))
        ]
    if any(panel is None for panel in made):
        return Tangle(
            "Hay varias filas para un mismo lugar: agrupe por él y elija qué se calcula."
            if not explore.aggregates
            else "Un mapa muestra un valor de cada lugar: agrupe solo por el territorio y, si "
            "quiere, por el año."
        )
    return tuple(panel for panel in made if panel is not None)


def _panel(label: str, pairs: Sequence[tuple[str | None, Any]]) -> Panel | None:
    values: dict[str, float | None] = {}
    hidden = frozenset(code for code, value in pairs if code and value == HIDDEN)
    for code, value in pairs:
        if code is None:
            continue
        if code in values:
            return None
        values[code] = finite(value)
    return Panel(label, values, hidden)


def _with_repeated(
    panels: Sequence[Panel], level: Level, unknown: Mapping[str, int]
) -> tuple[tuple[Panel, ...], tuple[str, ...]]:
    """The panels knowing the places of names that several have, and the note that says so."""
    names = sorted(name for name, places in unknown.items() if places > 1)
    answered = {code for panel in panels for code in panel.values}
    shared = frozenset(each.code for name in names for each in by_name(level, name)) - answered
    if not shared:
        return tuple(panels), ()
    count, places = number_es(len(shared)), level_words(level, len(shared))
    shown = ", ".join(f"«{name[:40]}»" for name in names[:3]) + ("…" if len(names) > 3 else "")
    note = (
        f"{count} {places} de nombre repetido ({shown}) no tienen color: la tabla no dice cuál es "
        "cada uno."
    )
    return tuple(replace(panel, repeated=shared) for panel in panels), (note,)


def _of_latest(read: Located) -> Located:
    """At most `MOST_PANELS` panels that have values, the last ones."""
    told = [each for each in read.panels if any(v is not None for v in each.values.values())]
    if len(told) <= MOST_PANELS:
        return replace(read, panels=tuple(told))
    note = f"Se dibujan los últimos {MOST_PANELS} de {number_es(len(told))} mapas."
    return replace(read, panels=tuple(told[-MOST_PANELS:]), notes=(*read.notes, note))


def _left_out(names: Sequence[str]) -> str:
    shown = ", ".join(f"«{name[:40]}»" for name in names[:3])
    if len(names) == 1:
        return f"{shown} no está en el mapa: no se reconoce qué lugar es."
    more = f" y otros {len(names) - 3}" if len(names) > 3 else ""
    return f"No están en el mapa {shown}{more}: no se reconoce qué lugar es cada uno."
