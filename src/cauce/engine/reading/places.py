"""Columns of places: departments, municipalities, provinces and districts, by code or by name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.columns import ROW
from cauce.engine.reading.calledplaces import match_called, without_call
from cauce.engine.reading.choice import Choice
from cauce.engine.reading.contradictions import contradictions
from cauce.engine.reading.decision import Note
from cauce.engine.reading.headings import read_header
from cauce.engine.reading.misfits import data_counts
from cauce.engine.reading.shapes import Shapes
from cauce.engine.reading.staging import Staged, StagedColumn
from cauce.engine.reading.values import Values, beside, distinct_pairs, rows_with
from cauce.engine.reading.workbench import texts
from cauce.territory import ColumnMatch, System, disagreements
from cauce.territory.divisions import WIDTH, code_digits
from cauce.territory.headers import read_heading

UNTOLD: Final = 2500
"""Distinct texts up to which a column is looked at although its header names no place."""
NEIGHBOURS: Final = 6
SHOWN: Final = 3


@dataclass(frozen=True)
class Place:
    """A column of places: its match, and the digits its codes should have."""

    match: ColumnMatch
    width: int | None

    @property
    def role(self) -> str:
        """``territory:gt.department``…"""
        return f"territory:{self.match.level}"


@dataclass(frozen=True)
class Places:
    """The columns of places of a table, by their staged name."""

    found: Mapping[str, Place] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def find_places(
    staged: Staged,
    columns: Sequence[StagedColumn],
    shapes: Mapping[str, Shapes],
    choices: Mapping[str, Choice],
    lookup: Values,
) -> Places:
    """Which columns hold places; each is asked with what stands beside it."""
    candidates = [c for c in columns if _may_be(c, shapes[c.name], choices[c.name])]
    if not candidates:
        return Places()
    labels = {column.name: column.label or "" for column in candidates}
    values = _countable(candidates, lookup.seen([column.name for column in candidates]))
    values = _of_data(staged, values)
    alone = _alone(values, labels)
    if (
        lookup.sampled
    ):  # What the sample shows to be places, and what may be beside them, is counted whole.
        coded = {column.name for column in candidates if _coded(column)}
        likely = [
            name
            for name in values
            if name in alone or name in coded or read_heading(labels[name]).levels
        ]
        values = {name: found for name, found in lookup.all(likely).items() if found}
        values = _of_data(staged, values)
        alone = _alone(values, labels)
    named = [name for name, match in alone.items() if match.how == "name"][:NEIGHBOURS]
    named = named or [n for n in values if read_heading(labels[n]).levels and n not in alone]
    found: dict[str, Place] = {}
    for name, counts in values.items():
        others = [other for other in named if other != name]
        match = alone.get(name)
        if others:
            near = beside(staged, name, others)
            match = match_called(counts, labels[name], beside=near)
        if match is not None:
            found[name] = Place(match, _width(match, counts))
    matches = {name: place.match for name, place in found.items()}
    notes = (
        *_unmatched(found, labels),
        *_disagreements(staged, found, labels),
        *contradictions(staged, matches, labels),
        *_called(staged, found, values, labels),
    )
    return Places(found, notes)


def _countable(
    columns: Sequence[StagedColumn], counted: Mapping[str, dict[str, int] | None]
) -> dict[str, dict[str, int]]:
    return {
        column.name: found
        for column in columns
        if (found := counted[column.name])
        and (len(found) <= UNTOLD or read_heading(column.label or "").levels or _coded(column))
    }


def _of_data(staged: Staged, values: Mapping[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """The same columns counted in rows of data alone; as they are where those have nothing."""
    if staged.kinds.get("data", staged.rows) == staged.rows:
        return dict(values)
    found = {}
    for name, counts in values.items():
        data = data_counts(staged, name, _staged_texts(staged, name))
        found[name] = {text: data[text] for text in counts if data.get(text)} or counts
    return found


def _staged_texts(staged: Staged, name: str) -> list[str]:
    if staged.held is not None:
        return list(staged.held.counts(name))
    rows = staged.ask(f"SELECT DISTINCT {name} FROM {staged.texts(name)} WHERE {name} IS NOT NULL")
    return [text for (text,) in rows]


def _alone(
    values: Mapping[str, Mapping[str, int]], labels: Mapping[str, str]
) -> dict[str, ColumnMatch]:
    """The columns that hold places by themselves."""
    return {
        name: match
        for name, found in values.items()
        if (match := match_called(found, labels[name])) is not None
    }


def _coded(column: StagedColumn) -> bool:
    header = read_header(column.label)
    return header.coded or read_heading(column.label or "").coded


def _may_be(column: StagedColumn, shapes: Shapes, choice: Choice) -> bool:
    """Names are short texts; codes are short whole numbers that no header calls an amount."""
    if not shapes.all:
        return False
    if choice.type == "integer":
        heading = read_heading(column.label or "")
        if heading.elsewhere or (heading.measured and not heading.coded):
            return False
        short = sum(
            shape.count for shape in shapes.all if 1 <= len(shape.text.lstrip("\ue000")) <= 6
        )
        return not choice.signs and short * 10 >= shapes.filled * 9
    return choice.type == "text"


def _width(match: ColumnMatch, counts: Mapping[str, int]) -> int | None:
    """The digits of the level, when the column holds codes and none is of the longer form."""
    if match.how == "name":
        return None
    width = WIDTH[match.level]
    digits = [len(found) for text in counts if (found := code_digits(text)) is not None]
    return width if digits and max(digits) <= width else None


def _unmatched(found: Mapping[str, Place], labels: Mapping[str, str]) -> Iterator[Note]:
    for name, place in found.items():
        match = place.match
        if not match.unmatched:
            continue
        shown = ", ".join(f"«{text[:40]}»" for text in match.unmatched[:SHOWN])
        more = len(match.unmatched) - SHOWN
        rest = f" y {number_es(more)} más" if more > 0 else ""
        yield Note(
            "question",
            "territory.unmatched",
            f"En «{labels[name]}» no se reconocen: {shown}{rest}. "
            "Corrija esos valores si son errores.",
        )


def _called(
    staged: Staged,
    found: Mapping[str, Place],
    values: Mapping[str, Mapping[str, int]],
    labels: Mapping[str, str],
) -> Iterator[Note]:
    """Names with a call to a footnote that are places without it."""
    for name, place in found.items():
        unmatched = set(place.match.unmatched)
        called = [t for t in values[name] if without_call(t) != t and t not in unmatched]
        if place.match.how != "name" or not called:
            continue
        one = len(called) == 1
        many = "un nombre lleva" if one else f"{number_es(len(called))} nombres llevan"
        known = "se reconoció" if one else "se reconocieron"
        rows = staged.ask(
            f"SELECT {ROW} FROM {staged.table} WHERE {name} IN ({texts(called)}) "
            f"ORDER BY {ROW} LIMIT 100"
        )
        yield Note(
            "info",
            "territory.footnotes",
            f"En «{labels[name]}» {many} una llamada a nota, como «{called[0]}»; {known} sin ella "
            "y el texto queda como está.",
            tuple(row for (row,) in rows),
        )


def _disagreements(
    staged: Staged, found: Mapping[str, Place], labels: Mapping[str, str]
) -> Iterator[Note]:
    """Codes and names of one level that mean different places in the same row."""
    for code, coded in found.items():
        for name, named in found.items():
            if coded.match.how == "name" or named.match.how != "name":
                continue
            if coded.match.level != named.match.level:
                continue
            written = distinct_pairs(staged, code, name)
            pairs = list(dict.fromkeys((a, without_call(b)) for a, b in written))
            system: System = "reniec" if coded.match.how == "reniec" else "statistics"
            wrong = disagreements(
                coded.match.level, [a for a, _ in pairs], [b for _, b in pairs], system
            )
            if not wrong:
                continue
            meant = {(one.code, one.name) for one in wrong[:100]}
            pairs = [(a, b) for a, b in written if (a, without_call(b)) in meant]
            rows = rows_with(staged, pairs, code, name)
            more = len(wrong) - 1
            rest = (
                f" Hay {number_es(more)} casos más."
                if more > 1
                else " Hay otro caso."
                if more
                else ""
            )
            yield Note(
                "warning",
                "territory.disagreement",
                f"«{labels[code]}» y «{labels[name]}» no coinciden: {wrong[0]}{rest} "
                "Revise cuál vale.",
                tuple(rows),
            )
