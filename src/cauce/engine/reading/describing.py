"""A written column described: its facts, and every decision with its reason."""

from dataclasses import replace
from typing import Final
from typing import cast as _as

from cauce.base.numerals import number_es
from cauce.engine.columns import IDENTIFIER, Column, ColumnType
from cauce.engine.reading.casting import Cast
from cauce.engine.reading.choice import ASKED
from cauce.engine.reading.decision import Decision
from cauce.engine.reading.facts import Facts
from cauce.engine.reading.misfits import LeftOut
from cauce.engine.reading.native import as_written
from cauce.engine.reading.places import Place
from cauce.engine.reading.roles import Meaning
from cauce.engine.reading.staging import HIERARCHY, StagedColumn
from cauce.engine.reading.typed import TypedColumn, WantedColumn

NEVER_SUMMED: Final = frozenset({"year", "month", IDENTIFIER})


def column_of(
    staged: StagedColumn, cast: Cast, meaning: Meaning, facts: Facts, missing: dict[str, int]
) -> Column:
    """The column as the store and the pages know it."""
    role = meaning.role.value
    private = role == IDENTIFIER
    summed = role not in NEVER_SUMMED and not (role or "").startswith("territory:")
    return Column(
        name=cast.name,
        label=staged.label or "",
        type=_as("ColumnType", cast.choice.type),
        role=role,
        unit=meaning.unit.value,
        nulls=facts.nulls,
        missing_marks=missing,
        distinct=facts.distinct,
        min=None if private else facts.least,
        max=None if private else facts.most,
        sum=facts.sum if summed else None,
        examples=() if private else facts.examples,
        derived=HIERARCHY if staged.position is None else None,
    )


def decisions_of(
    column: Column,
    staged: StagedColumn,
    cast: Cast,
    meaning: Meaning,
    place: Place | None,
    want: WantedColumn | None,
    out: LeftOut,
) -> TypedColumn:
    """The column with its decisions. Reasons show no value of an identifier."""
    choice = cast.choice
    reason = choice.reason
    role = meaning.role
    if column.role == IDENTIFIER:
        reason = _without_example(reason)
        role = replace(role, reason=_without_example(role.reason))
    return TypedColumn(
        column=column,
        position=staged.position,
        type=Decision(choice.type, reason, choice.alternatives),
        role=role,
        unit=meaning.unit,
        missing=_missing(out, want),
        decimal=_hidden(choice.decimal, column),
        date_order=choice.order,
        width=_width(cast, place, want),
        title=want.title if want else None,
        protect=Decision(want.protect, ASKED) if want and want.protect else None,
    )


def _hidden(decision: Decision[str] | None, column: Column) -> Decision[str] | None:
    if decision is None or column.role != IDENTIFIER:
        return decision
    return replace(decision, reason=_without_example(decision.reason))


def _without_example(reason: str) -> str:
    head, found, _ = reason.partition("; ejemplo:")
    return f"{head}." if found else reason.split(", como ")[0].rstrip(".") + "."


def _missing(out: LeftOut, want: WantedColumn | None) -> Decision[tuple[str, ...]]:
    if want is not None and want.missing_marks is not None:
        return Decision(tuple(mark for mark in want.missing_marks if mark), ASKED)
    marks = {as_written(text): count for text, count in out.marks.items()}
    if not marks:
        return Decision((), "Solo las celdas vacías quedan sin dato.")
    shown = ", ".join(
        f"«{mark}» ({number_es(count)} {'vez' if count == 1 else 'veces'})"
        for mark, count in list(marks.items())[:5]
    )
    return Decision(tuple(sorted(marks)), f"Significan que falta el dato: {shown}.", ((),))


def _width(cast: Cast, place: Place | None, want: WantedColumn | None) -> Decision[int] | None:
    if cast.width is None:
        return None
    if (want is not None and want.width is not None) or place is None:
        return Decision(cast.width, ASKED)
    owner = {"reniec": "RENIEC"}.get(place.match.how) or (
        "INE" if place.match.level.startswith("gt.") else "INEI"
    )
    reason = (
        f"Estos códigos del {owner} tienen {cast.width} cifras: se devolvieron los ceros perdidos."
    )
    return Decision(cast.width, reason)
