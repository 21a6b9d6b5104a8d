"""What waits for a person, and all that is on its way to publication, as the page takes it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.contracts import UploadLine
from cauce.apps.catalog.presenters.review_view import moment_words
from cauce.base.calendar import date_es
from cauce.base.numerals import bytes_es, number_es

_TASKS: Final = {
    "review": gettext_lazy("Revisar y decidir"),
    "waive": gettext_lazy("Decidir la dispensa pedida"),
    "correct": gettext_lazy("Corregir y volver a enviar"),
    "describe": gettext_lazy("Revisar lo entendido y describir"),
}
"""What a person does next, the most pressing first."""
_TONES: Final = {
    "received": "neutral",
    "reading": "info",
    "read": "neutral",
    "review": "info",
    "scheduled": "good",
    "refused": "error",
    "published": "good",
}
_WORDS: Final = {
    "read": gettext_lazy("Borrador"),
    "review": gettext_lazy("Por revisar"),
}
"""States that people of the office call otherwise than the program."""

_CHOICES: Final[Mapping[str, tuple[Any, Callable[[UploadLine], bool]]]] = {
    "mias": (gettext_lazy("Espera por usted"), lambda line: bool(line.waits_for)),
    "review": (gettext_lazy("Por revisar"), lambda line: line.state == "review"),
    "returned": (gettext_lazy("Devueltos"), lambda line: line.returned),
    "waiver": (gettext_lazy("Dispensas pedidas"), lambda line: line.waiver_asked),
    "scheduled": (gettext_lazy("Programados"), lambda line: line.state == "scheduled"),
    "read": (gettext_lazy("Borradores"), lambda line: line.state == "read"),
    "reading": (gettext_lazy("En lectura"), lambda line: line.state in ("received", "reading")),
    "refused": (gettext_lazy("No se pudieron leer"), lambda line: line.state == "refused"),
    "published": (gettext_lazy("Publicados"), lambda line: line.state == "published"),
}


def context(lines: Sequence[UploadLine], state: str, organisation: str) -> dict[str, Any]:
    """The groups of the page, and how it can be narrowed; unknown choices narrow nothing."""
    owners = {line.organisation.slug: line.organisation.name for line in lines}
    organisation = organisation if organisation in owners else ""
    here = [line for line in lines if organisation in ("", line.organisation.slug)]
    chosen = _CHOICES.get(state)
    shown = [line for line in here if chosen is None or chosen[1](line)]
    return {
        "groups": _narrowed(shown, str(chosen[0])) if chosen else _groups(shown),
        "choices": list(_choices(here, state if chosen else "", organisation)),
        "organisations": _owners(owners, organisation),
        "state": state if chosen else "",
        "empty": not lines,
        "nothing": bool(lines) and not shown,
    }


def _groups(lines: Sequence[UploadLine]) -> list[dict[str, Any]]:
    mine = sorted((line for line in lines if line.waits_for), key=_pressing)
    done = [line for line in lines if line.state == "published"]
    rest = [line for line in lines if not line.waits_for and line.state != "published"]
    named = [
        (_("Espera por usted"), mine),
        (_("En camino"), rest),
        (_("Publicados"), done),
    ]
    return [
        {"title": title, "count": number_es(len(found)), "lines": [_line(one) for one in found]}
        for title, found in named
        if found
    ]


def _narrowed(lines: Sequence[UploadLine], title: str) -> list[dict[str, Any]]:
    if not lines:
        return []
    ordered = sorted(lines, key=_pressing)
    told = [_line(one) for one in ordered]
    return [{"title": title, "count": number_es(len(lines)), "lines": told}]


def _choices(lines: Sequence[UploadLine], state: str, organisation: str) -> Any:
    path = reverse("catalog:publish")
    kept = {"entidad": organisation} if organisation else {}

    def link(label: str, value: str, count: int) -> dict[str, Any]:
        query = urlencode(kept | ({"estado": value} if value else {}))
        return {
            "label": label,
            "count_text": number_es(count),
            "href": f"{path}?{query}" if query else path,
            "current": value == state,
        }

    yield link(_("Todo"), "", len(lines))
    for value, (label, belongs) in _CHOICES.items():
        count = sum(1 for line in lines if belongs(line))
        if count or value == state:
            yield link(str(label), value, count)


def _owners(owners: Mapping[str, str], chosen: str) -> list[dict[str, Any]]:
    """The organisations to choose from; none for who reads one only."""
    if len(owners) < 2:
        return []
    options = [{"value": "", "label": _("todas"), "chosen": not chosen}]
    return options + [
        {"value": slug, "label": name, "chosen": slug == chosen}
        for slug, name in sorted(owners.items(), key=lambda owner: owner[1])
    ]


def _pressing(line: UploadLine) -> int:
    places = [place for place, task in enumerate(_TASKS) if task in line.waits_for]
    return min(places, default=len(_TASKS))


def _line(line: UploadLine) -> dict[str, Any]:
    """An upload: its file, where it stands, and the next step."""
    step, href = _next(line)
    return {
        "title": line.title or line.name,
        "href": href,
        "state": _state(line),
        "tone": "warning" if line.returned or line.waiver_asked else _TONES[line.state],
        "facts": [
            line.name if line.title else "",
            _("versión nueva") if line.dataset and line.version is None else "",
            line.organisation.short_name,
            bytes_es(line.size),
            _("subido el %s") % date_es(timezone.localdate(line.uploaded_at), short=True),
            line.uploaded_by,
        ],
        "next": step,
    }


def _state(line: UploadLine) -> str:
    if line.version is not None:
        return _("Publicado como versión %d") % line.version
    if line.returned:
        return _("Devuelto con notas")
    if line.waiver_asked:
        return _("Dispensa pedida")
    return str(_WORDS.get(line.state, line.state_label))


def _next(line: UploadLine) -> tuple[str, str]:
    """What is to be done, or waited for, and where one sees it."""
    understood = reverse("catalog:understood", args=[line.key])
    if line.state == "published" and line.dataset:
        return "", reverse("catalog:dataset", args=[line.dataset])
    if line.state in ("received", "reading"):
        return _("Ver cómo va la lectura"), understood
    if line.state == "refused":
        return _("Ver por qué no se pudo leer"), understood
    review = reverse("catalog:review", args=[line.key])
    for task, words in _TASKS.items():
        if task not in line.waits_for:
            continue
        if task == "describe" and line.waiver_asked:
            return _("Esperar la respuesta del oficial de datos"), review
        return str(words), understood if task == "describe" else review
    if line.state == "scheduled" and line.publish_at:
        return _("Se publicará el %s") % moment_words(line.publish_at), review
    if line.state == "review":
        return _("Esperar a quien revisa"), review
    return _("Ver el borrador"), review
