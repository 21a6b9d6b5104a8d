"""Screening what was read: findings of each table, and columns that tell persons apart closed.

It looks at what would be published: the protected tables with their titles, notes and footnotes.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from cauce.apps.catalog.store import store
from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.reading.decision import Misfit
from cauce.engine.reading.report import FileReport, TableReport
from cauce.quality.finding import Finding, identifies
from cauce.quality.screening import screen_table

HIDDEN = "•••"
"""What a report shows in place of a value of a column that identifies persons."""
_GRAVEST_FIRST = ("critical", "error", "warning", "info")


def screened(
    report: FileReport, about: Sequence[str] = ()
) -> tuple[FileReport, tuple[Finding, ...]]:
    """The report with its identifying columns closed, and the findings, the gravest first.

    ``about``: titles of the dataset, as far as they are known when it is read.

    ``parquet`` of each included table is its SHA-256 in the store. A closed column has the role
    ``identifier`` and shows no value: it is then not profiled, indexed nor exemplified.
    """
    findings: list[Finding] = []
    tables: list[TableReport] = []
    for table in report.tables:
        if table.include:
            found = _findings(table, report.file, about)
            table = _closed(table, found)
            findings += found
        tables.append(table)
    findings.sort(key=lambda each: _GRAVEST_FIRST.index(each.severity))
    return replace(report, tables=tuple(tables)), tuple(findings)


def _findings(table: TableReport, file: str, about: Sequence[str]) -> tuple[Finding, ...]:
    """The names of the dataset and of the file often say what a sheet called «Hoja 1» counts."""
    return screen_table(
        table.parquet,
        store(),
        table.columns,
        table=table.name,
        country=settings.CAUCE.country,
        texts=(*about, Path(file).stem, *table.title, *table.footnotes),
    )


def _closed(table: TableReport, findings: tuple[Finding, ...]) -> TableReport:
    names = {finding.column for finding in findings if identifies(finding)}
    if not names:
        return table
    return replace(
        table,
        columns=tuple(
            _close(column) if column.name in names else column for column in table.columns
        ),
        misfits=tuple(
            _hide(misfit) if misfit.column in names else misfit for misfit in table.misfits
        ),
    )


def _close(column: Column) -> Column:
    return replace(column, role=IDENTIFIER, min=None, max=None, sum=None, examples=())


def _hide(misfit: Misfit) -> Misfit:
    return replace(misfit, text=HIDDEN)
