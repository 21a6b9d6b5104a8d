"""Small cells: counts of one to four persons (K1), and rows alike to fewer than four others (K2).

**K1.** A cell that says that two persons of a village have an illness tells the village who they
are. It is looked for in tables of counts, which have no age in single years nor date of birth, in
columns that count persons, households or cases (see
:mod:`cauce.quality.subjects`). Counts of schools, dwellings, works or contracts are not of persons;
nor are percentages, rates, ages and codes. It is an error when the table is about health, violence,
disability or minors; otherwise (population, students, households, workers) a warning, because being
counted there says little of anybody.

A rate per inhabitants beside counts that were hidden gives them back to whoever knows how many
live there, which is public: its column is an error too.

**K2.** In tables with one row a person, the columns that neighbours know (age, sex, place, people,
date of birth) make classes; in one of fewer than five rows somebody may be found. It is an error
when the table is about those same subjects, has dates of birth, or exposes more than one row in
twenty; otherwise a warning.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from cauce.base.fold import fold
from cauce.base.numerals import number_es, percent_es
from cauce.engine.columns import Column
from cauce.engine.values import Between, Values
from cauce.quality.finding import Finding, Severity
from cauce.quality.subjects import counting_persons, is_sensitive

FEWEST: Final = 5
"""Persons from which a cell or a class hides each of them."""
EXPOSED: Final = 0.05
"""Share of rows in small classes from which it is an error."""
FEWEST_ROWS: Final = 10
"""Rows from which a list is judged by its classes."""
_EXAMPLES: Final = 5
_SMALLER: Final = re.compile(r"[<‹≤]\s*\d{1,3}")
"""The mark of a count that was hidden for being small, here or in the source."""
_RATE: Final = re.compile(
    r"\btasas?\b|\btia\b|\bincidencia\b|\bprevalencia\b|\bletalidad\b"
    r"|\b(?:por|x)\s*(?:cada\s*)?(?:cien mil|diez mil|mil|10{2,5}|10{0,2}[ .,]0{3})\b"
)
"""Of folded labels: «tasa por 100 000», «x 1000 habitantes», «TIA», «incidencia»."""
_SINGLE_AGE: Final = re.compile(
    r"^edad$|^edad (?:en anos|anos|cumplida)|\bedad_anos\b|\bedad anos\b"
)
_QUASI: Final[Mapping[str, re.Pattern[str]]] = {
    "birth": re.compile(r"\bnacimiento\b|\bfec ?nac\b|\bf ?nac\b|\bbirth\b"),
    "age": re.compile(r"\b(?:edad|age)\b"),
    "sex": re.compile(r"\b(?:sexo|genero|sex|gender)\b"),
    "people": re.compile(
        r"\b(?:etnia|grupo etnico|pueblo|pueblo de pertenencia|autoidentificacion"
        r"|comunidad linguistica|idioma materno|lengua materna)\b"
    ),
    "civil": re.compile(r"\bestado (?:civil|conyugal)\b"),
}


def screen_counts(
    values: Values, columns: Sequence[Column], *, table: str, about: Sequence[str]
) -> list[Finding]:
    """K1: the columns that count persons and have cells of one to four."""
    if _lists_persons(columns):
        return []
    counting = counting_persons(columns, about)
    few = values.between([one.name for one in counting], 1, FEWEST - 1, give=_EXAMPLES)
    dimensions = [column.label for column in columns if column.type == "text"]
    sensitive = is_sensitive(*about, *dimensions, *(column.label for column in counting))
    return [
        _small_cells(column, few[column.name], table, sensitive)
        for column in counting
        if few[column.name].count
    ]


def screen_rates(columns: Sequence[Column], *, table: str) -> list[Finding]:
    """Columns of rates per inhabitants in a table some of whose small counts are hidden."""
    hidden = [column for column in columns if any(map(_SMALLER.fullmatch, column.missing_marks))]
    if not hidden:
        return []
    labels = ", ".join(f"«{column.label}»" for column in hidden[:3])
    return [
        Finding(
            check="k1.rates",
            severity="error",
            status="failed",
            kind="rates",
            table=table,
            column=column.name,
            count=1,
            message=f"La columna «{column.label}» es una tasa por habitantes y hay cantidades "
            f"ocultas en {labels}.",
            why="Con la población, que es pública, la tasa dice cuántos casos se ocultaron.",
            mends=("leave_out",),
        )
        for column in columns
        if column.type in ("integer", "number")
        and column not in hidden
        and _RATE.search(fold(f"{column.label} {column.unit or ''}".replace("_", " ")))
    ]


def _small_cells(column: Column, few: Between, table: str, sensitive: bool) -> Finding:
    said = "celda que cuenta" if few.count == 1 else "celdas que cuentan"
    return Finding(
        check="k1.small_cells",
        severity="error" if sensitive else "warning",
        status="failed",
        kind="small_cells",
        table=table,
        column=column.name,
        rows=few.cells,
        count=few.count,
        message=f"En la columna «{column.label}» hay {number_es(few.count)} {said} "
        "de uno a cuatro.",
        why="Son personas, hogares o casos: quien vive allí puede saber de quiénes se trata.",
        example_rows=few.rows,
        mends=("small:5", "leave_out"),
    )


def screen_classes(
    values: Values, columns: Sequence[Column], *, table: str, about: Sequence[str], listed: bool
) -> list[Finding]:
    """K2: whether rows of persons are alike to enough others. ``listed``: a column identifies."""
    quasi = quasi_identifiers(columns)
    kinds = set(quasi.values())
    if not (listed or _lists_persons(columns)) or len(quasi) < 2:
        return []
    if not kinds & {"age", "birth", "sex"}:
        return []
    classes = values.classes(list(quasi), under=FEWEST)
    if classes.rows < FEWEST_ROWS or classes.smallest >= FEWEST:
        return []
    share = classes.exposed / classes.rows
    grave = is_sensitive(*about, *(column.label for column in columns))
    severity: Severity = "error" if grave or "birth" in kinds or share > EXPOSED else "warning"
    finest = max((one for one in columns if one.name in quasi), key=lambda one: one.distinct)
    labels = ", ".join(f"«{one.label}»" for one in columns if one.name in quasi)
    return [
        Finding(
            check="k2.small_classes",
            severity=severity,
            status="failed",
            kind="small_classes",
            table=table,
            column=finest.name,
            rows=classes.rows,
            count=classes.exposed,
            share=share,
            message=f"Por {labels}, {number_es(classes.exposed)} filas "
            f"({percent_es(100 * share, decimals=1)}) son iguales a menos de cuatro otras; "
            f"el grupo más pequeño tiene {number_es(classes.smallest)}.",
            why="Con lo que un vecino sabe de una persona se encuentra su fila.",
            mends=_mends(finest, quasi[finest.name]),
        )
    ]


def _mends(column: Column, kind: str) -> tuple[str, ...]:
    """What makes the classes of a column larger; what does not fit its type is not offered."""
    if kind == "birth":
        return ("year", "leave_out")
    if kind == "age" and column.type == "integer":
        return ("band:5", "leave_out")
    return ("leave_out",)


def quasi_identifiers(columns: Sequence[Column]) -> dict[str, str]:
    """The columns that do not name anybody and together point at one, with what each is:
    ``birth``, ``age``, ``sex``, ``people``, ``civil`` or ``place``."""
    found: dict[str, str] = {}
    for column in columns:
        label = fold(f"{column.label} {column.name.replace('_', ' ')}")
        if column.role is not None and column.role.startswith("territory:"):
            found[column.name] = "place"
            continue
        kind = next((kind for kind, said in _QUASI.items() if said.search(label)), None)
        if kind == "birth" and column.type == "integer":
            kind = "age"
        if kind and (kind != "birth" or column.type in ("date", "datetime")):
            found[column.name] = kind
    return found


def _lists_persons(columns: Sequence[Column]) -> bool:
    """Whether each row seems to be a person: age in single years, date or year of birth, or ages
    in bands where nothing is counted."""
    if any(
        column.type in ("date", "datetime") and _QUASI["birth"].search(_words(column))
        for column in columns
    ):
        return True
    ages = [column for column in columns if _is_age(column)]
    if not ages or counting_persons(columns, ()):
        return False
    if any(column.type == "integer" and column.distinct > FEWEST_ROWS for column in ages):
        return True
    quasi = quasi_identifiers(columns)
    return not any(
        column.type in ("integer", "number") and column.role is None and column.name not in quasi
        for column in columns
    )


def _is_age(column: Column) -> bool:
    """A column of ages, or of years of birth."""
    said = _words(column)
    if _QUASI["birth"].search(said):
        return column.type == "integer"
    return _SINGLE_AGE.search(said) is not None


def _words(column: Column) -> str:
    return fold(column.label.replace("_", " "))
