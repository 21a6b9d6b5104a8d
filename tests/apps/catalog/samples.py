"""Small readings and publications, made without the reader: what it gives, from plain columns."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cauce.apps.catalog import actions, upload_actions
from cauce.apps.catalog.contracts import Description
from cauce.apps.catalog.models import Dataset, Upload, Version
from cauce.apps.catalog.store import store
from cauce.apps.core.models import Organisation, User
from cauce.apps.core.permissions import Actor, System, Verb
from cauce.apps.core.queries import people_with
from cauce.base.fold import identifier
from cauce.base.ids import sha256_bytes
from cauce.engine.columns import Column, ColumnType
from cauce.engine.profile import profile_table
from cauce.engine.reading.decision import Decision
from cauce.engine.reading.recipe import Recipe, TableRecipe
from cauce.engine.reading.report import FileReport, TableReport
from cauce.quality.finding import Finding

SYSTEM = System("pruebas")
_PROFILES: dict[str, dict[str, Any]] = {}

Columns = Mapping[str, Sequence[Any]]

WATER: Columns = {
    "Código del hogar": ["H-901", "H-902", "H-903"],
    "Municipio": ["Cobán", "San Pedro Carchá", "Tactic"],
    "Año": [2018, 2018, 2019],
    "Hogares con agua": [48_123, 35_410, 6_020],
}
ROLES = {"Código del hogar": "identifier", "Municipio": "territory:gt.municipality", "Año": "year"}


def parquet_of(columns: Columns, folder: Path) -> Path:
    """A stored table with these columns, all rows of data."""
    count = len(next(iter(columns.values())))
    table = pa.table(
        {"_row": range(2, count + 2), "_kind": ["data"] * count}
        | {identifier(label): list(values) for label, values in columns.items()}
    )
    path = folder / f"{sha256_bytes(str(columns).encode())[:12]}.parquet"
    pq.write_table(table, path)
    return path


def columns_of(columns: Columns, roles: Mapping[str, str]) -> tuple[Column, ...]:
    """What the reader would say of these columns."""
    return tuple(_column(label, values, roles.get(label)) for label, values in columns.items())


def _column(label: str, values: Sequence[Any], role: str | None) -> Column:
    kind: ColumnType = "text" if isinstance(values[0], str) else "integer"
    hidden = role == "identifier"
    return Column(
        name=identifier(label),
        label=label,
        type=kind,
        role=role,
        unit=None,
        nulls=0,
        missing_marks={},
        distinct=len(set(values)),
        min=None if hidden else min(values),
        max=None if hidden else max(values),
        sum=sum(values) if kind == "integer" and role is None else None,
        examples=() if hidden else tuple(str(value) for value in values[:3]),
    )


def report_of(
    tables: Mapping[str, Columns],
    folder: Path,
    *,
    roles: Mapping[str, str] = ROLES,
    name: str = "agua.csv",
    data: bytes = b"",
) -> FileReport:
    """What a reading says of a file with these tables, their Parquet in ``folder``."""
    reports = []
    for table, columns in tables.items():
        parquet = parquet_of(columns, folder)
        count = len(next(iter(columns.values())))
        reports.append(
            TableReport(
                name=table,
                sheet=None,
                hidden=False,
                include=True,
                title=(f"Cuadro {len(reports) + 1}",),
                unit=None,
                encoding="utf-8",
                delimiter=",",
                quote='"',
                header_rows=(1,),
                first_row=2,
                last_row=count + 1,
                rows=count,
                kinds={"data": count},
                columns=columns_of(columns, roles),
                notes=(),
                footnotes=("Fuente: censo del ejemplo", "Las cifras son de prueba."),
                misfits=(),
                misfit_count=0,
                parquet=parquet.name,
            )
        )
    recipe = Recipe(name, sha256_bytes(data), {}, tuple(map(_recipe, reports)))
    return FileReport(name, sha256_bytes(data), "csv", tuple(reports), (), recipe, ())


def _recipe(table: TableReport) -> TableRecipe:
    said = "Así se escribió la prueba."
    return TableRecipe(
        name=table.name,
        sheet=None,
        include=True,
        header_rows=Decision((1,), said),
        body=Decision((2, table.last_row), said),
        totals=(),
        subtotals=(),
        hierarchy=Decision(False, said),
        columns=(),
        rows=table.rows,
        sums={},
    )


def read_upload(
    organisation: Organisation,
    tables: Mapping[str, Columns],
    folder: Path,
    *,
    dataset: Dataset | None = None,
    roles: Mapping[str, str] = ROLES,
    actor: Actor = SYSTEM,
) -> Upload:
    """An upload that was read and waits to be published."""
    data = repr(tables).encode()
    upload = actions.receive_upload(
        actor=actor,
        organisation=organisation,
        dataset=dataset,
        name="agua.csv",
        stream=io.BytesIO(data),
    )
    report = report_of(tables, folder, roles=roles, data=data)
    kept = []
    profiles = {}
    for table in report.tables:
        sha256 = store().put_table(folder / table.parquet)
        kept.append(replace(table, parquet=sha256))
        profiles[table.name] = _profile(sha256, table.columns)
    report = replace(report, tables=tuple(kept))
    return upload_actions.keep_reading(
        actor=SYSTEM, upload=upload, report=report, profiles=profiles
    )


def _profile(sha256: str, columns: tuple[Column, ...]) -> dict[str, Any]:
    if sha256 not in _PROFILES:
        _PROFILES[sha256] = profile_table(store().path_of(sha256), columns).to_json()
    return _PROFILES[sha256]


def words(**changes: Any) -> Description:
    """A description that may be published."""
    said = Description(
        title="Hogares con agua por municipio",
        summary="Cuántos hogares tienen agua por tubería en cada municipio.",
        themes=("desarrollo-territorial",),
        owner="Dirección de Estadística",
        contact="datos@ejemplo.gob.gt",
        territory="Guatemala",
        period="2018",
        frequency="ANNUAL",
        tags=("Agua potable", "Hogares"),
    )
    return replace(said, **changes)


def publish(
    organisation: Organisation,
    folder: Path,
    columns: Columns = WATER,
    *,
    dataset: Dataset | None = None,
    roles: Mapping[str, str] = ROLES,
    change_note: str = "",
    actor: Actor = SYSTEM,
    **changes: Any,
) -> Version:
    """A published version of one table called ``agua``."""
    upload = read_upload(organisation, {"agua": columns}, folder, dataset=dataset, roles=roles)
    if isinstance(actor, User):
        in_review(upload, actor, change_note=change_note, **changes)
        reviewer = people_with(Verb.REVIEW_DATASET, organisation)[0]
        return actions.publish_reviewed(actor=reviewer, upload=upload)
    return actions.publish_version(
        actor=actor, upload=upload, description=words(**changes), change_note=change_note
    )


def described(upload: Upload, actor: User, **changes: Any) -> Upload:
    """The upload, described by ``actor``."""
    return actions.describe_upload(actor=actor, upload=upload, description=words(**changes))


def in_review(upload: Upload, actor: User, *, change_note: str = "", **changes: Any) -> Upload:
    """The upload, described by ``actor``, who asked for its review."""
    described(upload, actor, **changes)
    actions.request_review(actor=actor, upload=upload, change_note=change_note)
    upload.refresh_from_db()
    return upload


EXPOSED = Finding(
    check="pii.cui",
    severity="error",
    status="failed",
    message="«municipio» parece tener números de DPI.",
    table="agua",
    column="municipio",
    kind="cui",
    mends=("suffix:4", "leave_out"),
)
"""A finding that stops publication, of a column of ``WATER``."""


def exposing(upload: Upload) -> Upload:
    """The upload with a finding of the screening that stops its publication."""
    upload.screening = [EXPOSED.to_json()]
    upload.save(update_fields=["screening"])
    return upload
