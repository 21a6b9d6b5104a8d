"""The page of the explorer, as its template takes it."""

from typing import Any, Final

from django.utils.translation import gettext as _

from cauce.apps.catalog.explorer import answer_table, nearness, views
from cauce.apps.catalog.explorer.asked import Asked
from cauce.apps.catalog.explorer.form import form_parts, rows_behind
from cauce.apps.catalog.explorer.joined import join_parts
from cauce.apps.catalog.explorer.sources import source_of, title_of
from cauce.apps.catalog.explorer.words import question_parts, question_words
from cauce.apps.catalog.figures.drawings import drawing_of
from cauce.apps.catalog.figures.embedding import snippet
from cauce.apps.catalog.figures.shown import presented
from cauce.apps.catalog.presenters import dataset_facts
from cauce.apps.catalog.store import store
from cauce.apps.core.access import Reader
from cauce.base.errors import CauceError, Refusal
from cauce.charts.figure import NoFigure
from cauce.charts.scaling import scaled
from cauce.engine.explore import Explore
from cauce.engine.query import answer
from cauce.engine.query.answers import Answer

SWAPPED: Final = "#dicho,#campos,#mas-campos,#unir,#llevar,#anuncio:innerHTML"
"""What htmx swaps beside the answer; the announcement stays in place so that it is read aloud."""


def context(asked: Asked, reader: Reader, site: str) -> dict[str, Any]:
    """Everything the template takes; ``error`` says what of the address cannot be answered.

    ``site``: see ``citation.site_of``.
    """
    found, error = _answered(asked)
    title = title_of(asked.page, asked.table)
    schema, joinable = asked.table.columns, asked.joinable
    question = question_words(asked.explore, schema, joinable)
    seen = _seen(asked, found, site) if found else None
    return {
        "title": _("Explorar: %s") % title,
        "heading": title,
        "description": question,
        "canonical": asked.addresses.page(asked.explore),
        "error": asked.error or error,
        "page": asked.page,
        "steps": _steps(asked),
        "question": [
            {"text": part.text, "strong": part.strong}
            for part in question_parts(asked.explore, schema, joinable)
        ],
        "announced": _announced(asked, found, error),
        "swapped": SWAPPED,
        "plain": asked.explore == Explore(asked.table.sha256),
        "newest_href": asked.addresses.of_version(None).page(asked.explore),
        "reset_href": asked.addresses.path if asked.explore != Explore(asked.table.sha256) else "",
        "form": form_parts(asked),
        "editing": bool(asked.opened or asked.compared or asked.error),
        "rows_href": asked.addresses.page(rows_behind(asked.explore)),
        "join": join_parts(asked, found.matching if found else None, reader),
        "view": asked.explore.view.kind,
        "tabs": views.tabs(asked),
        "first_looks": views.first_looks(asked),
        "table_href": asked.addresses.page(views.seen_as(asked.explore, "table")),
        "choices": views.choices(asked),
        "answer": answer_table.table_parts(asked, _readable(asked, found)) if found else None,
        "publisher_notes": asked.page.notes,
        "files_note": _files_note(asked, found) if found else "",
        "notes": _untold(found, seen) if found else [],
        "seen": seen,
        "version_sentence": _version_sentence(asked),
        "dataset_href": asked.addresses.dataset,
        "answered": found.columns if found else (),
    }


def _answered(asked: Asked) -> tuple[Answer | None, str]:
    """The answer, and why there is none."""
    try:
        found = answer(
            answer_table.whole_question(asked),
            store(),
            asked.table.columns,
            joinable=asked.joinable,
        )
    except Refusal as refusal:
        return None, str(refusal)
    return found, ""


def _readable(asked: Asked, found: Answer) -> Answer:
    """The answer in the units that its figures have: parts in per cent, rates per inhabitants."""
    source = source_of(asked.page, asked.table, asked.joinable)
    return scaled(source, asked.explore, found) if asked.explore.aggregates else found


def _files_note(asked: Asked, found: Answer) -> str:
    """How files differ from what is seen, in numbers or in rows; empty where they do not."""
    said = []
    if place := nearness.beyond(asked.explore, asked.table):
        said.append(
            _("Se mira %s de cerca; los archivos tienen las filas de todo el país.") % place
        )
    if _readable(asked, found) is not found:
        said.append(
            _("Los archivos llevan la división exacta (0.28), no el por ciento ni la tasa (28.0).")
        )
    return " ".join(said)


def _seen(asked: Asked, found: Answer, site: str) -> dict[str, Any] | None:
    """The drawing of the answer, or why there is none; ``None`` when a table is looked at."""
    if asked.explore.view.kind == "table":
        return None
    source = source_of(asked.page, asked.table, asked.joinable)
    try:
        drawn, passing = drawing_of(source, asked.explore), False
    except CauceError as refusal:
        drawn, passing = NoFigure(str(refusal)), True
    if isinstance(drawn, NoFigure):
        others = views.alternatives(asked, drawn.instead)
        said = {"reason": drawn.reason, "instead": others, "passing": passing}
        return {"figure": None, "drawing": None, "embed": None, **said}
    of_version = asked.addresses.number is not None
    figure = presented(drawn, asked.page, asked.table, of_version=of_version)
    embed = snippet(drawn, asked.addresses, site)
    said = {"reason": "", "instead": [], "passing": False}
    return {"figure": figure, "drawing": drawn, "embed": embed, **said}


def _untold(found: Answer, seen: dict[str, Any] | None) -> list[str]:
    """The notes of the answer that do not stand under its drawing already."""
    told = seen["figure"]["notes"] if seen and seen["figure"] else []
    return [note for note in found.notes if note not in told]


def _announced(asked: Asked, found: Answer | None, error: str) -> str:
    """What is read aloud when the answer changes."""
    if asked.error or error or found is None:
        return asked.error or error
    return answer_table.count_text(asked, found)


def _steps(asked: Asked) -> list[dict[str, str]]:
    """Where the page stands: the catalogue, the dataset, here."""
    return [
        *dataset_facts.steps(asked.page),
        {"label": asked.page.title, "href": asked.addresses.dataset},
    ]


def _version_sentence(asked: Asked) -> str:
    """Which version is explored, when it is not the newest."""
    number, newest = asked.page.version.number, asked.page.newest
    if number == newest:
        return ""
    return _("Se explora la versión %(number)d; la más nueva es la %(newest)d.") % {
        "number": number,
        "newest": newest,
    }
