"""The explorer's form: the question as a sentence of native fields, and what can be added to it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.explorer import offered
from cauce.apps.catalog.explorer.asked import Asked
from cauce.apps.catalog.explorer.comparing import comparable_values
from cauce.apps.catalog.explorer.filter_fields import addable, filter_fields
from cauce.apps.catalog.explorer.labels import Options, column_options
from cauce.apps.catalog.explorer.submitted import MARK, default_columns
from cauce.apps.catalog.explorer.words import measure_words, spoken
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Measure
from cauce.engine.explore.measures import MOST_GROUPS, MOST_MEASURES

OPERATIONS: Final = (
    ("count", gettext_lazy("cuántas filas hay")),
    ("sum", gettext_lazy("la suma de")),
    ("mean", gettext_lazy("el promedio simple de")),
    ("median", gettext_lazy("la mediana de")),
    ("share", gettext_lazy("la parte del total de")),
    ("per_person", gettext_lazy("la suma por habitante de")),
    ("ratio", gettext_lazy("la división de sumas de")),
    ("min", gettext_lazy("el mínimo de")),
    ("max", gettext_lazy("el máximo de")),
    ("distinct", gettext_lazy("cuántos valores distintos de")),
)
"""The measures as the form names them, in its order."""
_EDITED: Final = frozenset({"por", "medida", "q", "cruce", "comparar", "union", "filas", "desde"})
"""Parameters that have a field of their own; the others travel along unseen."""
SIZES: Final = (10, 25, 50, 100, 500)


def form_parts(asked: Asked) -> dict[str, Any]:
    """Everything the form's template takes."""
    explore = asked.explore
    return {
        "action": asked.addresses.path,
        "hidden": _carried(explore),
        "measures": list(_measures(asked)),
        "add_measure_href": _with_measure(asked),
        "groups": list(_groups(asked)),
        "filters": filter_fields(asked),
        "addable": addable(asked),
        "search": _searched(asked),
        "pivot": _pivot(asked),
        "comparison": _comparison(asked),
        "sizes": _sizes(explore),
        "columns": _column_choice(asked),
        "more_open": bool(explore.pivot or explore.comparison or explore.join)
        or bool(asked.compared),
    }


def _carried(explore: Explore) -> dict[str, list[str]]:
    """What of the state the form does not edit, so that sending it keeps it."""
    params = explore.to_params()
    kept = {n: t for n, t in params.items() if n not in _EDITED and not n.startswith("f.")}
    if not explore.aggregates:
        kept.pop("columnas", None)
    return {MARK: ["1"], **kept}


def _measures(asked: Asked) -> Iterator[dict[str, Any]]:
    explore = asked.explore
    shown: Sequence[Measure | None] = explore.measures or (None,)
    known, operations = spoken(asked.schema), _operations(asked.schema)
    for place, measure in enumerate(shown, start=1):
        op = measure.op if measure else ""
        yield {
            "place": place,
            "op": op,
            "operations": operations if place == 1 else operations[1:],
            "column": measure.column if measure else None,
            "columns": _columns(asked, op) if op not in ("", "count") else [],
            "other": _other(asked, measure) if measure else None,
            "words": measure_words(measure, known) if measure else "",
            "remove_href": asked.addresses.page(_without_measure(explore, measure))
            if measure and len(explore.measures) > 1
            else "",
        }


def _operations(schema: Sequence[Column]) -> Options:
    """The measures that some column may have; none of them shows the rows themselves."""
    options: Options = [{"value": "", "label": _("las filas, una por una")}]
    for op, label in OPERATIONS:
        columns = len(offered.measured_by(op, schema)) if op != "count" else 1
        if op == "per_person" and not (
            offered.has_places(schema) or offered.people_columns(schema)
        ):
            continue
        if columns >= (2 if op == "ratio" else 1):
            options.append({"value": op, "label": str(label)})
    return options


def _columns(asked: Asked, op: str) -> Options:
    """The columns of a measure, in two groups: those that suit it, and the others."""
    fitting = offered.measured_by(op, asked.schema)
    others = [c for c in offered.measured_by("distinct", asked.schema) if c not in fitting]
    others += [c for c in asked.schema if offered.is_amount(c) and c not in (*fitting, *others)]
    grouped: Options = [{"label": "", "options": column_options(fitting)}]
    if others and op != "distinct":
        grouped.append({"label": _("Con otra operación"), "options": column_options(others)})
    return grouped


def _other(asked: Asked, measure: Measure) -> dict[str, Any] | None:
    """What a measure divides by."""
    if measure.op not in ("ratio", "per_person"):
        return None
    options = column_options(offered.measured_by("ratio", asked.schema))
    if measure.op == "per_person":
        options = [each for each in options if each["value"] != measure.column]
        people = {column.name for column in offered.people_columns(asked.schema)}
        options = [each for each in options if each["value"] in people] or options
        if offered.has_places(asked.schema):
            options.insert(0, {"value": "", "label": _("la población de referencia")})
    lead = _("dividida entre la de") if measure.op == "ratio" else _("según")
    return {"lead": lead, "options": options, "value": measure.other or ""}


def _without_measure(explore: Explore, measure: Measure) -> Explore:
    kept = tuple(each for each in explore.measures if each != measure)
    order = tuple(by for by in explore.order if not by.column.startswith(measure.name))
    return replace(explore, measures=kept, order=order, offset=0)


def _with_measure(asked: Asked) -> str:
    explore = asked.explore
    if not explore.measures or len(explore.measures) >= MOST_MEASURES:
        return ""
    following = offered.next_measure(explore.measures, asked.schema)
    if following is None:
        return ""
    return asked.addresses.page(replace(explore, measures=(*explore.measures, following), offset=0))


def rows_behind(explore: Explore) -> Explore:
    """The rows behind the groups: the same filters, nothing computed."""
    return Explore(
        explore.table,
        filters=explore.filters,
        search=explore.search,
        kinds=explore.kinds,
        join=explore.join,
    )


def _groups(asked: Asked) -> Iterator[dict[str, Any]]:
    explore = asked.explore
    groupable = offered.groupable(asked.schema)
    shown: list[str] = [*explore.groups, ""][:MOST_GROUPS]
    for place, name in enumerate(shown, start=1):
        taken = {*explore.groups} - {name}
        columns = [column for column in groupable if column.name not in taken]
        if name and name not in {column.name for column in columns}:
            columns += [column for column in asked.schema if column.name == name]
        yield {
            "place": place,
            "lead": _("por") if place == 1 else _("y"),
            "options": [{"value": "", "label": "—"}, *column_options(columns)],
            "value": name,
        }


def _pivot(asked: Asked) -> dict[str, Any] | None:
    explore = asked.explore
    columns = offered.spreadable(asked.schema, explore.groups)
    if not explore.aggregates or not columns:
        return None
    options = [{"value": "", "label": _("no")}, *column_options(columns)]
    return {"options": options, "value": explore.pivot or ""}


def _comparison(asked: Asked) -> dict[str, Any] | None:
    """The fields that compare two values of a column: its values once the column is known."""
    explore = asked.explore
    columns = offered.comparable(asked.schema)
    if not explore.measures or not columns:
        return None
    compared = explore.comparison
    wanted = asked.compared
    name = compared.column if compared else wanted
    column = next((each for each in columns if each.name == name), None)
    values = comparable_values(asked.table, explore, column, asked.joinable) if column else []
    return {
        "columns": [{"value": "", "label": _("no")}, *column_options(columns)],
        "column": column.name if column else "",
        "options": values,
        "before": compared.before if compared else (values[0]["value"] if values else ""),
        "after": compared.after if compared else (values[-1]["value"] if values else ""),
    }


def _column_choice(asked: Asked) -> dict[str, Any] | None:
    """The columns that rows show, to be chosen."""
    explore = asked.explore
    if explore.aggregates:
        return None
    shown = explore.columns or default_columns(asked.schema)
    choices = [{**each, "chosen": each["value"] in shown} for each in column_options(asked.schema)]
    counts = {"shown": number_es(len(shown)), "all": number_es(len(asked.schema))}
    return {"choices": choices, "summary": _("Columnas que se ven: %(shown)s de %(all)s") % counts}


def _searched(asked: Asked) -> str:
    typed = " ".join(asked.params.get("q", ())) if asked.error else ""
    return typed[:500] or asked.explore.search or ""


def _sizes(explore: Explore) -> dict[str, Any]:
    sizes = sorted({*SIZES, explore.limit})
    return {
        "options": [{"value": str(size), "label": str(size)} for size in sizes],
        "value": str(explore.limit),
    }
