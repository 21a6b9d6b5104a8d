"""Tables as pages need them: of a reading that waits to be published, or of a published version."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Final

from cauce.apps.catalog.contracts import TableView, TableWords
from cauce.apps.catalog.models import Table, Version
from cauce.apps.catalog.store import store
from cauce.engine.columns import Column
from cauce.engine.reading.report import FileReport, TableReport

LONGEST_TITLE: Final = 200


def read_tables(
    report: FileReport,
    profiles: Mapping[str, Any],
    words: Mapping[str, TableWords],
) -> tuple[TableView, ...]:
    """The included tables of a reading, with what a person said about them."""
    included = [table for table in report.tables if table.include]
    of_file = readable_stem(report.file) if len(included) == 1 else ""
    return tuple(
        _read(table, profiles.get(table.name, {}), words.get(table.name, TableWords()), of_file)
        for table in included
    )


def tables_of(version: Version) -> tuple[TableView, ...]:
    """The tables of a published version, kept in memory: they never change."""
    return _published(version.pk, version.hash)


def rows_of(views: Sequence[TableView], version: Version) -> list[Table]:
    """Unsaved rows of these tables for a version."""
    return [
        Table(
            version=version,
            position=position,
            name=view.name,
            title=view.title,
            sha256=view.sha256,
            size=view.size,
            rows=view.rows,
            kinds=dict(view.kinds),
            columns=[column.to_json() for column in view.columns],
            profile=dict(view.profile),
            notes=[dict(note) for note in view.notes],
            footnotes=list(view.footnotes),
            misfits=[dict(misfit) for misfit in view.misfits],
            misfit_count=view.misfit_count,
        )
        for position, view in enumerate(views)
    ]


def forget() -> None:
    """Drop what is kept in memory: for tests, whose databases come and go."""
    _published.cache_clear()


def _read(
    table: TableReport, profile: Mapping[str, Any], words: TableWords, of_file: str
) -> TableView:
    return TableView(
        name=table.name,
        title=words.title.strip() or _title(table, of_file),
        sha256=table.parquet,
        rows=table.kinds.get("data", 0),
        size=store().path_of(table.parquet).stat().st_size,
        kinds=dict(table.kinds),
        columns=tuple(_described(column, words.columns) for column in table.columns),
        profile=profile,
        notes=tuple(note.to_json() for note in table.notes),
        footnotes=table.footnotes,
        misfits=tuple(misfit.to_json() for misfit in table.misfits),
        misfit_count=table.misfit_count,
    )


_INSTITUTION: Final = re.compile(
    r"(?:rep[uú]blica|gobierno|ministerio|secretar[ií]a|instituto|contralor[ií]a|direcci[oó]n|"
    r"municipalidad|superintendencia|oficina|presidencia|organismo|en (?:miles|millones)\b|\()",
    re.IGNORECASE,
)
"""Title rows that say who publishes, or in what unit, and not what the table holds."""


_NUMBERED: Final = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})+\s|\d{1,3}[.)](?!\d)|\d{1,3}\s+[-–—])\s*")
_LABELLED: Final = re.compile(
    r"^(?:cuadro|tabla|anexo|gr[aá]fic[ao])\s+[\w.]{1,6}\s*[-–—:.]\s*", re.IGNORECASE
)
"""What stands before a title in the name of a file: «12. », «Cuadro A3 - »."""


def readable_stem(file: str) -> str:
    """The name of a file as a title; empty when it says nothing.

    «12. Cuadro A3 - Población de 10 años.xlsx» gives «Población de 10 años».
    """
    stem = PurePath(file).stem
    if " " not in stem:
        stem = stem.replace("-", " ")
    stem = " ".join(stem.replace("_", " ").split())
    title = _LABELLED.sub("", _NUMBERED.sub("", stem)).strip(" -–—.")
    if not any(sign.isalpha() for sign in title):
        return ""
    return title[0].upper() + title[1:]


def _title(table: TableReport, of_file: str) -> str:
    lines = [" ".join(line.split()) for line in table.title]
    speaking = [line for line in lines if not _INSTITUTION.match(line)]
    written = max(speaking or lines, key=len, default="") or of_file or table.sheet or ""
    title = written or table.name.replace("_", " ").capitalize()
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def _described(column: Column, words: Mapping[str, str]) -> Column:
    said = words.get(column.name, "").strip()
    return Column.from_json({**column.to_json(), "description": said}) if said else column


@lru_cache(maxsize=512)
def _published(version: int, _hash: str) -> tuple[TableView, ...]:
    return tuple(
        TableView(
            name=row.name,
            title=row.title,
            sha256=row.sha256,
            rows=row.rows,
            size=row.size,
            kinds=row.kinds,
            columns=tuple(Column.from_json(column) for column in row.columns),
            profile=row.profile,
            notes=tuple(row.notes),
            footnotes=tuple(row.footnotes),
            misfits=tuple(row.misfits),
            misfit_count=row.misfit_count,
        )
        for row in Table.objects.filter(version=version).order_by("position", "name")
    )
