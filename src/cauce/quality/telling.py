"""Telling: verdicts as findings, in the words of whoever reviews a table."""

from dataclasses import replace
from typing import Final

from cauce.base.numerals import number_es, percent_es
from cauce.engine.columns import Column
from cauce.engine.masks import MASKS, shape
from cauce.quality.finding import Finding, Kind
from cauce.quality.identifiers.column import Seen, Verdict
from cauce.quality.identifiers.headings import says

_WHAT: Final[dict[Kind, str]] = {
    "cui": "números de CUI (DPI)",
    "nit": "números de NIT",
    "dni": "números de DNI",
    "ruc": "números de RUC",
    "phone": "números de teléfono",
    "email": "direcciones de correo",
    "person_name": "nombres de personas",
}
_WHY: Final[dict[Kind, str]] = {
    "cui": "El CUI identifica a una sola persona y abre trámites a su nombre.",
    "nit": "El NIT identifica a un contribuyente, que puede ser una persona.",
    "dni": "El DNI identifica a una sola persona y abre trámites a su nombre.",
    "ruc": "El RUC de una persona natural contiene su DNI.",
    "phone": "Con su número se llega a una persona y a las cuentas que abrió con él.",
    "email": "Con su correo se llega a una persona y a las cuentas que abrió con él.",
    "person_name": "Con su nombre, lo que la fila dice pasa a decirse de alguien.",
    "birth_date": "Con el sexo y el municipio, esta fecha basta para señalar a alguien.",
}
_COMPANY: Final[dict[Kind, str]] = {
    "ruc": "Son de empresas y entidades (comienzan con 20): no señalan a personas.",
    "email": "Son direcciones de oficinas: no señalan a personas.",
    "phone": "El encabezado dice que son de instituciones; revise que ninguno sea de una persona.",
    "nit": "El encabezado dice que son de instituciones; revise que ninguno sea de una persona.",
}


def column_finding(
    column: Column, verdict: Verdict, seen: Seen, table: str, rows: tuple[int, ...]
) -> Finding:
    """What a verdict about a column says, with the rows of its examples."""
    sampled = not (seen.complete if verdict.whole else seen.complete or seen.sieved_complete)
    sampled = sampled or (verdict.kind == "person_name" and not seen.complete)
    finding = _finding(verdict, seen, table, sampled)
    count = number_es(finding.count)
    if verdict.whole:
        share = percent_es(100 * (verdict.share or 0.0), decimals=1)
        of = "de una muestra de" if sampled else "de"
        among = number_es(len(seen.values))
        values = "valor distinto" if len(seen.values) == 1 else "valores distintos"
        message = (
            f"La columna «{column.label}» parece de {_WHAT[verdict.kind]}: "
            f"{share} {of} {among} {values}."
        )
    else:
        cells = "celda" if finding.count == 1 else "celdas"
        least = "al menos " if sampled else ""
        message = (
            f"Dentro de la columna «{column.label}» hay {_WHAT[verdict.kind]} en "
            f"{least}{count} {cells}."
        )
    return replace(
        finding,
        message=message,
        column=column.name,
        example_rows=rows,
        mends=_mends(column, verdict, seen),
    )


def _mends(column: Column, verdict: Verdict, seen: Seen) -> tuple[str, ...]:
    """What mends a column: leaving out one that is nothing else, hiding what stands among words.

    Only what would work is offered: masks for texts whose every number has the shape they hide.
    """
    mends = ["leave_out"]
    names = [f"phone.{seen.country}"] if seen.country else ["phone.gt", "phone.pe"]
    masks = names if verdict.kind == "phone" else [verdict.kind]
    hidden = seen.texts and all(
        any(name in MASKS and shape(name).search(one.text) for name in masks)
        for one in verdict.values
    )
    if verdict.kind == "cui" and verdict.whole and column.type in ("text", "integer"):
        mends.append("suffix:4")
    if hidden:
        mends.insert(len(mends) if verdict.whole else 0, f"mask:{'+'.join(masks)}")
    return tuple(mends)


def text_finding(verdict: Verdict, seen: Seen, table: str, where: str) -> Finding:
    """What a verdict about the labels or the notes of a table says."""
    finding = _finding(verdict, seen, table, sampled=False)
    return replace(finding, message=f"En {where} de la tabla hay {_WHAT[verdict.kind]}.")


def birth_dates(column: Column, table: str) -> Finding | None:
    """A finding when a column is of dates of birth."""
    if column.type not in ("date", "datetime") or "birth" not in says(column.label):
        return None
    return Finding(
        check="pii.birth_date",
        severity="warning",
        status="failed",
        kind="birth_date",
        table=table,
        column=column.name,
        count=column.distinct,
        message=f"La columna «{column.label}» es de fechas de nacimiento.",
        why=_WHY["birth_date"],
        mends=("year", "leave_out"),
    )


def not_screened(column: Column, table: str, reason: str) -> Finding:
    """A finding for a column that could not be looked at."""
    return Finding(
        check="pii",
        severity="error",
        status="not_run",
        table=table,
        column=column.name,
        message=f"No se pudo revisar la columna «{column.label}»: {reason}",
        why="Sin revisarla no se sabe si expone a personas.",
        mends=("leave_out",),
    )


def _finding(verdict: Verdict, seen: Seen, table: str, sampled: bool) -> Finding:
    why = _COMPANY.get(verdict.kind, "") if verdict.company else _WHY[verdict.kind]
    return Finding(
        check=f"pii.{verdict.kind}",
        severity=verdict.severity,
        status="failed",
        message="",
        table=table,
        rows=seen.cells,
        count=sum(one.rows for one in verdict.values),
        kind=verdict.kind,
        share=verdict.share,
        lower_bound=verdict.lower_bound,
        examples=verdict.examples,
        why=why,
        sampled=sampled,
    )
