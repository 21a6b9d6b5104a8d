"""A block becomes a typed table: staged as text, types and roles decided, cast to Parquet, and
described."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from cauce.base.errors import Refusal
from cauce.engine.columns import IDENTIFIER
from cauce.engine.protecting.rules import NONE
from cauce.engine.reading.block import Block
from cauce.engine.reading.bulkstaging import reaches_unseen, stage_copy
from cauce.engine.reading.casting import Cast, write_parquet
from cauce.engine.reading.choice import ASKED, Choice
from cauce.engine.reading.choosing import give_up
from cauce.engine.reading.decision import Decision, Misfit, Note
from cauce.engine.reading.describing import column_of, decisions_of
from cauce.engine.reading.evidence import Asked, Evidence, gather
from cauce.engine.reading.facts import Facts, examples_of, facts_of, tallied_facts
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.headings import read_header
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.misfits import LISTED, LeftOut, data_counts, left_out, list_misfits
from cauce.engine.reading.naming import name_columns
from cauce.engine.reading.native import WHITE
from cauce.engine.reading.places import Places, find_places
from cauce.engine.reading.protected import Protected, protect_written
from cauce.engine.reading.remarks import remarks_on, together
from cauce.engine.reading.roles import Evidence as RoleEvidence
from cauce.engine.reading.roles import Meaning, find_meaning
from cauce.engine.reading.staging import Staged, stage_rows
from cauce.engine.reading.textmarks import marks_of_texts
from cauce.engine.reading.typed import TypedTable, WantedColumn
from cauce.engine.reading.values import Values
from cauce.engine.reading.workbench import cursor

TOO_FEW: Final = 100
"""Below this many cells one percent is less than one cell."""
IMPOSSIBLE: Final = 0.05
"""Share of cells that may look right and not exist (31/02/2026) in a column of fewer than a
hundred."""
ROUNDS: Final = 4
VALUES: Final = 3000
"""Distinct values up to which roles look at them."""


def type_block(
    grid: Grid,
    block: Block,
    *,
    wanted: Sequence[WantedColumn] = (),
    out: Path,
    workdir: Path,
    limits: Limits,
) -> TypedTable:
    """Write the table of a block to ``out`` as Parquet, with a type, a role and a unit for each
    column.

    Args:
        wanted: what a recipe or a person asks of columns, by their place in the block; it is
        followed exactly. workdir: an existing directory for what does not fit in memory.

    Raises:
        Refusal: when every column is left out.
    """
    connection = cursor(workdir, limits)
    stage = stage_copy if reaches_unseen(grid, block) else stage_rows
    staged = stage(connection, grid, block)
    try:
        return _Typing(grid, block, staged, wanted, out).table()
    finally:
        staged.free()
        connection.close()


@dataclass
class _Written:
    """What came of writing one column."""

    cast: Cast
    out: LeftOut = field(default_factory=lambda: LeftOut({}, {}))


class _Typing:
    def __init__(
        self, grid: Grid, block: Block, staged: Staged, wanted: Sequence[WantedColumn], out: Path
    ) -> None:
        self.grid = grid
        self.block = block
        self.staged = staged
        self.path = out
        by_place = {column.position: column for column in wanted}
        self.asked: Asked = {
            column.name: by_place[column.position]
            for column in staged.columns
            if column.position is not None and column.position in by_place
        }
        self.columns = [
            column
            for column in staged.columns
            if column.name not in self.asked or self.asked[column.name].include
        ]
        if not self.columns:
            raise Refusal(
                "La receta deja fuera todas las columnas de la tabla. Incluya al menos una.",
                code="table.no_columns",
            )
        self.values = Values(staged)
        self.filled: dict[str, int] = {}
        self.trimmed: set[str] = set()
        self.kinds = {"data": 0, "subtotal": 0, "total": 0} | dict(staged.kinds)
        self.names = name_columns(self.columns, self.asked)

    def table(self) -> TypedTable:
        self.filled = self._filled()
        evidence = gather(self.staged, self.columns, self.asked, self.grid)
        places = self._places(evidence)
        meanings = self._meanings(evidence, places)
        written, facts = self._write(evidence, places, meanings)
        casts = [written[column.name].cast for column in self.columns]
        guard = protect_written(self.staged.cursor, self.path, casts, meanings, self.asked)
        facts |= facts_of(self.staged.cursor, self.path, guard.types(), self.kinds)
        public = {c.name: guard.meaning(self.names[c.name], meanings[c.name]) for c in self.columns}
        shown = [
            self.names[column.name]
            for column in self.columns
            if public[column.name].role.value != IDENTIFIER
        ]
        examples = examples_of(self.staged.cursor, self.path, shown)
        columns = []
        missing = self._missing_counts(written)
        for column in self.columns:
            name = self.names[column.name]
            described = column_of(
                column,
                written[column.name].cast,
                public[column.name],
                replace(facts[name], examples=examples.get(name, ())),
                missing[column.name],
            )
            decided = decisions_of(
                guard.column(described),
                column,
                written[column.name].cast,
                meanings[column.name],
                places.found.get(column.name),
                self.asked.get(column.name),
                written[column.name].out,
            )
            columns.append(guard.decisions(decided, meanings[column.name]))
        misfits, count = self._misfits(written)
        notes = (
            *self.staged.notes,
            *places.notes,
            *together(self._remarks(written, meanings, facts, guard)),
            *(note for cast in casts for note in guard.notes(cast)),
        )
        return TypedTable(
            parquet=self.path,
            columns=tuple(columns),
            rows=self.staged.rows,
            kinds=self.kinds,
            first_row=self.staged.first_row,
            last_row=self.staged.last_row,
            misfits=guard.misfits(misfits, [*self.names.values()]),
            misfit_count=count,
            notes=notes,
        )

    def _remarks(
        self,
        written: Mapping[str, "_Written"],
        meanings: Mapping[str, Meaning],
        facts: Mapping[str, Facts],
        guard: Protected,
    ) -> Iterator[Note]:
        for name in (column.name for column in self.columns):
            one = written[name]
            if one.cast.name in guard.rules:
                yield from guard.remarks(one.cast, one.out)
            else:
                fact = facts[one.cast.name]
                yield from remarks_on(self.staged, one.cast, meanings[name], fact, one.out)

    # -------------------------------------------------------------- what columns mean

    def _places(self, evidence: Evidence) -> Places:
        open_ = [
            column
            for column in self.columns
            if (want := self.asked.get(column.name)) is None
            or (
                want.protect in (None, NONE)  # what is told of places shows values
                and (want.role is None or want.role.startswith("territory:"))
            )
        ]
        found = find_places(self.staged, open_, evidence.shapes, evidence.choices, self.values)
        kept = {
            name: place
            for name, place in found.found.items()
            if (want := self.asked.get(name)) is None or want.role in (None, place.role)
        }
        return Places(kept, found.notes)

    def _meanings(self, evidence: Evidence, places: Places) -> dict[str, Meaning]:
        others = [c.name for c in self.columns if c.name not in places.found]
        values = self.values.seen(
            [name for name in others if evidence.choices[name].type in ("text", "integer")],
            VALUES,
        )
        meanings: dict[str, Meaning] = {}
        for index, column in enumerate(self.columns):
            place = places.found.get(column.name)
            if place is not None:
                meaning = Meaning(
                    Decision(place.role, place.match.reason, (None,)),
                    Decision(None, "Un lugar no tiene unidad."),
                    place.match.reason if place.match.how != "name" else None,
                )
            else:
                meaning = find_meaning(
                    RoleEvidence(
                        header=read_header(column.label),
                        choice=evidence.choices[column.name],
                        shapes=evidence.shapes[column.name],
                        formats=column.formats,
                        values=values.get(column.name),
                        table_unit=self.block.unit,
                        first=index == 0,
                    )
                )
            meanings[column.name] = _as_asked(meaning, self.asked.get(column.name))
        return meanings

    # -------------------------------------------------------------- writing

    def _write(
        self, evidence: Evidence, places: Places, meanings: Mapping[str, Meaning]
    ) -> tuple[dict[str, _Written], dict[str, Facts]]:
        """Write, look at what was left out, and decide again where it was too much."""
        filled = self.filled
        marks = marks_of_texts(self.staged, self.columns, evidence.shapes, self.asked)
        written: dict[str, _Written] = {}
        facts: dict[str, Facts] = {}
        stale = {column.name for column in self.columns}
        for _ in range(ROUNDS):
            for name in stale:
                written[name] = _Written(self._cast(name, evidence, places, meanings, marks))
            write_parquet(self.staged, [written[c.name].cast for c in self.columns], self.path)
            facts |= self._facts([written[c.name].cast for c in self.columns if c.name in stale])
            stale = {
                name
                for name in stale
                if facts[self.names[name]].filled != filled[name]
                and not self._settled(name, written, evidence)
            }
            if not stale:
                break
        return written, facts

    def _facts(self, casts: Sequence[Cast]) -> dict[str, Facts]:
        """Facts of written columns: from their different texts where those are counted."""
        cursor, tally = self.staged.cursor, self.staged.tally
        found = {
            cast.name: tallied_facts(
                cursor, tallied, cast.written, cast.choice.type, self.kinds["data"]
            )
            for cast in casts
            if (tallied := tally(cast.staged.name)) is not None
        }
        types = {cast.name: cast.choice.type for cast in casts if cast.name not in found}
        return found | facts_of(cursor, self.path, types, self.kinds) if types else found

    def _filled(self) -> dict[str, int]:
        names = [column.name for column in self.columns]
        if self.staged.held is not None:
            return {name: self.staged.held.counts(name).total() for name in names}
        return self.staged.filled(names)

    def _cast(
        self,
        name: str,
        evidence: Evidence,
        places: Places,
        meanings: Mapping[str, Meaning],
        marks: Mapping[str, tuple[str, ...]],
    ) -> Cast:
        column = next(column for column in self.columns if column.name == name)
        choice = evidence.choices[name]
        want = self.asked.get(name)
        as_text = meanings[name].as_text
        if as_text is not None and (want is None or want.type is None) and choice.type != "text":
            choice = Choice("text", as_text, (choice.type,), cells=choice.cells)
        width = want.width if want is not None else None
        place = places.found.get(name)
        if width is None and place is not None and choice.type == "text":
            width = place.width
        said = marks.get(name, ()) if choice.type == "text" else self._wanted_marks(want)
        return Cast(
            column, self.names[name], choice, said, width if choice.type == "text" else None
        )

    def _wanted_marks(self, want: WantedColumn | None) -> tuple[str, ...]:
        """Marks with digits would be read as values: they are named to the cast."""
        if want is None or want.missing_marks is None:
            return ()
        plain = [mark for mark in want.missing_marks if mark]
        return tuple(plain + ["\ue000" + mark for mark in plain])

    def _settled(self, name: str, written: dict[str, _Written], evidence: Evidence) -> bool:
        """Whether what the cast left out is few enough; if not, the column's choice is made
        anew."""
        one = written[name]
        want = self.asked.get(name)
        marks = want.missing_marks if want else None
        one.out = left_out(self.staged, one.cast, marks, self.path)
        if self._padded(name, one.out):
            evidence.rechoose(name)
            return False
        if not one.out.misfits or one.cast.choice.type == "text":
            return True
        if not one.cast.choice.complete:
            before = one.cast.choice
            after = evidence.rechoose(name)
            if after.sql("x") != before.sql("x"):
                return False
            one.cast = replace(one.cast, choice=after)
        if want is not None and want.type is not None:
            return True
        cells = one.cast.choice.cells
        allowed = cells // 100 if cells >= TOO_FEW else int(cells * IMPOSSIBLE)
        if one.out.count <= allowed:
            return True
        evidence.choices[name] = give_up(
            one.cast.choice, one.out.misfits, read_header(one.cast.staged.label).label
        )
        return False

    def _padded(self, name: str, out: LeftOut) -> bool:
        """Whether white space kept cells from fitting; they are trimmed then, once."""
        if self.staged.trims is None or name in self.trimmed:
            return False
        if not any(text != text.strip(WHITE) for text in (*out.marks, *out.misfits)):
            return False
        self.staged.trim(name)
        self.trimmed.add(name)
        self.filled |= self._filled()
        return True

    # -------------------------------------------------------------- what did not fit

    def _missing_counts(self, written: Mapping[str, _Written]) -> dict[str, dict[str, int]]:
        """For each column, how often each mark, and the empty cell, stand in rows of data."""
        counts: dict[str, dict[str, int]] = {}
        for name, blank in self._empty_in_data().items():
            marks = data_counts(self.staged, name, list(written[name].out.marks))
            counts[name] = ({"": blank} if blank else {}) | marks
        return counts

    def _empty_in_data(self) -> dict[str, int]:
        names = [column.name for column in self.columns]
        if self.kinds["data"] == self.staged.rows:
            return {name: self.staged.rows - self.filled[name] for name in names}
        if self.staged.held is not None:
            return {name: self.staged.held.data_counts(name)[None] for name in names}
        filled = self.staged.filled(names, of_data=True)
        return {name: self.kinds["data"] - filled[name] for name in names}

    def _misfits(self, written: Mapping[str, _Written]) -> tuple[tuple[Misfit, ...], int]:
        listed: list[Misfit] = list(self.staged.beyond)
        count = len(listed)
        for column in self.columns:
            one = written[column.name]
            count += one.out.count
            listed += list_misfits(self.staged, one.cast, one.out)
        listed.sort(key=lambda misfit: misfit.row)
        return tuple(listed[:LISTED]), count


def _as_asked(meaning: Meaning, want: WantedColumn | None) -> Meaning:
    """The role and the unit that a recipe or a person asks for."""
    if want is None:
        return meaning
    if want.role is not None:
        role = None if want.role == "none" else want.role
        same = role == meaning.role.value
        meaning = replace(
            meaning,
            role=Decision(role, ASKED, () if same else (meaning.role.value,)),
            as_text=meaning.as_text if same else None,
        )
    if want.unit is not None:
        unit = None if want.unit == "none" else want.unit
        others = () if unit == meaning.unit.value else (meaning.unit.value,)
        meaning = replace(meaning, unit=Decision(unit, ASKED, others))
    return meaning
