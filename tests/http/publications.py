"""Published datasets for tests, made by the actions from rows in memory: no reading, no child."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cauce.apps.catalog import actions
from cauce.apps.catalog.contracts import Description
from cauce.apps.catalog.models import Dataset, Upload, Version
from cauce.apps.catalog.store import store
from cauce.apps.core.models import Organisation
from cauce.apps.core.permissions import Actor, System, Verb, may
from cauce.base.ids import new_id, sha256_bytes
from cauce.engine.columns import Column, ColumnType
from cauce.engine.profile import profile_table
from cauce.engine.reading.decision import Misfit, Note
from cauce.engine.reading.recipe import Recipe
from cauce.engine.reading.report import FileReport, PreviewRow, TableReport
from tests.engine.tables import write_table

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Field:
    """A column before its figures are known."""

    name: str
    label: str
    type: ColumnType = "text"
    role: str | None = None
    unit: str | None = None
    description: str = ""


def described(fields: Sequence[Field], rows: Rows, kinds: Sequence[str]) -> tuple[Column, ...]:
    """The columns of ``rows`` with their figures over the rows of data."""
    data = [row for row, kind in zip(rows, kinds, strict=True) if kind == "data"]
    return tuple(_column(field, [row[place] for row in data]) for place, field in enumerate(fields))


def _column(field: Field, values: Sequence[Any]) -> Column:
    known = [value for value in values if value is not None]
    plain: list[Any] = [
        value if isinstance(value, int | float | str) else value.isoformat() for value in known
    ]
    hidden = field.role == "identifier"
    sums = field.type in ("integer", "number") and field.role not in ("year", "month")
    return Column(
        name=field.name,
        label=field.label,
        type=field.type,
        role=field.role,
        unit=field.unit,
        nulls=len(values) - len(known),
        missing_marks={"s.d.": len(values) - len(known)} if len(known) < len(values) else {},
        distinct=len(set(known)),
        min=None if hidden or not plain else min(plain),
        max=None if hidden or not plain else max(plain),
        sum=sum(plain) if sums and plain else None,
        examples=() if hidden else tuple(dict.fromkeys(str(value) for value in plain[:5])),
        description=field.description,
    )


def table_report(
    folder: Path,
    name: str,
    fields: Sequence[Field],
    rows: Rows,
    *,
    kinds: Sequence[str] | None = None,
    title: str = "",
    notes: Sequence[Note] = (),
    footnotes: Sequence[str] = (),
    misfits: Sequence[Misfit] = (),
) -> tuple[TableReport, Mapping[str, Any]]:
    """A table put into the store, as a reading reports it, and its profile."""
    said = tuple(kinds or ["data"] * len(rows))
    columns = described(fields, rows, said)
    written = write_table(folder / name, columns, rows, said)
    sha256 = store().put_table(written.loose.path)
    preview = [PreviewRow(1, "header", tuple(field.label for field in fields))]
    preview += [
        PreviewRow(2 + place, "data", tuple("" if v is None else str(v) for v in row))
        for place, row in enumerate(rows[:20])
    ]
    report = TableReport(
        name=name,
        sheet=None,
        hidden=False,
        include=True,
        title=(title,) if title else (),
        unit=None,
        encoding="utf-8",
        delimiter=",",
        quote='"',
        header_rows=(1,),
        first_row=2,
        last_row=1 + len(rows),
        rows=len(rows),
        kinds={kind: said.count(kind) for kind in ("data", "subtotal", "total")},
        columns=columns,
        notes=tuple(notes),
        footnotes=tuple(footnotes),
        misfits=tuple(misfits),
        misfit_count=len(misfits),
        parquet=sha256,
        preview=tuple(preview),
    )
    return report, profile_table(store().path_of(sha256), columns).to_json()


def read_upload(
    organisation: Organisation,
    tables: Sequence[tuple[TableReport, Mapping[str, Any]]],
    *,
    name: str = "archivo.csv",
    dataset: Dataset | None = None,
    drift: Sequence[Mapping[str, Any]] = (),
) -> Upload:
    """An upload whose file was read."""
    sha256 = sha256_bytes("".join(table.parquet for table, _ in tables).encode())
    report = FileReport(
        file=name,
        sha256=sha256,
        format="csv",
        tables=tuple(table for table, _ in tables),
        notes=(),
        recipe=Recipe(name, sha256, {}, ()),
        drift=(),
    )
    return Upload.objects.create(
        key=new_id(),
        organisation=organisation,
        dataset=dataset,
        name=name,
        sha256=sha256,
        size=1234,
        state=Upload.State.READ,
        report=report.to_json(),
        profiles={table.name: profile for table, profile in tables},
        drift=list(drift),
    )


def publish(
    actor: Actor,
    organisation: Organisation,
    tables: Sequence[tuple[TableReport, Mapping[str, Any]]],
    description: Description,
    *,
    dataset: Dataset | None = None,
    change_note: str = "",
    drift: Sequence[Mapping[str, Any]] = (),
) -> Version:
    """A dataset, or its next version, as the server's command line publishes in a name."""
    assert may(actor, Verb.EDIT_DATASET, organisation)
    upload = read_upload(organisation, tables, dataset=dataset, drift=drift)
    return actions.publish_version(
        actor=System("pruebas"), upload=upload, description=description, change_note=change_note
    )


WORDS = Description(
    title="Agua entubada por municipio",
    summary="De dónde toman agua los hogares de cada municipio.",
    themes=("pobreza",),
    owner="Dirección de Estadística",
    contact="datos@ejemplo.gob.gt",
    territory="340 municipios",
    period="2018",
    frequency="DECENNIAL",
    sources="Censo 2018.",
    tags=("agua", "vivienda"),
)
"""A description with everything."""


def words(**changes: Any) -> Description:
    """`WORDS` with some of them changed."""
    return replace(WORDS, **changes)
