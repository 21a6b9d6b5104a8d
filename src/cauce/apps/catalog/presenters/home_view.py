"""The home page as its template takes it."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog import queries
from cauce.apps.catalog.contracts import DatasetCard, Home, Search
from cauce.apps.catalog.figures.telling import AMONG, telling
from cauce.base.calendar import date_es
from cauce.base.fold import fold
from cauce.base.numerals import number_es

EXAMPLES: Final = 3
"""Searches that are offered."""
RECENT: Final = 6
"""Publications that are listed."""


def context() -> dict[str, Any]:
    """Everything the template takes."""
    home = queries.home(AMONG)
    hero, findings = telling(home.recent)
    return {
        "home": home,
        "themes": _themes(home),
        "examples": _examples(home.recent),
        "recent": [_published(card) for card in home.recent[:RECENT]],
        "counts": _counts(home),
        "figure": hero,
        "findings": findings,
        **_card(hero or next(iter(findings), None)),
    }


def _card(figure: dict[str, Any] | None) -> dict[str, str]:
    """How the page is announced where its address is shared: by its first figure."""
    if figure is None:
        return {"card_image": "", "card_alt": ""}
    image = figure["png_href"]
    alt = " ".join(part for part in (f"{figure['title']}.", figure["sentence"]) if part)
    return {"card_image": f"{image}{'&' if '?' in image else '?'}tarjeta=1", "card_alt": alt}


def _themes(home: Home) -> list[dict[str, str]]:
    listed = reverse("catalog:list")
    return [
        {
            "title": theme.name,
            "href": f"{listed}?{urlencode({'tema': theme.slug})}",
            "count_text": ngettext("%s conjunto", "%s conjuntos", theme.count)
            % number_es(theme.count),
        }
        for theme in home.themes
    ]


def _examples(cards: Sequence[DatasetCard]) -> list[dict[str, str]]:
    """Searches that find something: the first weighty words of recent titles."""
    found: dict[str, dict[str, str]] = {}
    for card in cards:
        words = _telling_words(card.title)
        if words and fold(words) not in found and queries.find(Search(text=words)).total:
            href = f"{reverse('catalog:list')}?{urlencode({'q': words})}"
            found[fold(words)] = {"label": words, "href": href}
        if len(found) == EXAMPLES:
            break
    return list(found.values())


def _telling_words(title: str) -> str:
    """The beginning of a title up to its second long word: «ranking de la gestión».

    Empty for titles that begin otherwise than with words, which nobody would type.
    """
    taken: list[str] = []
    long_words = 0
    for word in title.replace(",", " , ").replace(":", " : ").split():
        if not word.isalpha():
            return ""
        taken.append(word)
        long_words += len(word) > 3
        if long_words == 2:
            return " ".join(taken).lower() if title.isupper() else _uncapitalised(taken)
    return ""


def _uncapitalised(words: Sequence[str]) -> str:
    first, *others = words
    return " ".join([first.lower(), *others])


def _published(card: DatasetCard) -> dict[str, str]:
    day = timezone.localtime(card.published_at).date()
    rows = ngettext("%s fila", "%s filas", card.rows) % number_es(card.rows)
    return {
        "date": day.isoformat(),
        "date_text": date_es(day, short=True).rsplit(" ", 1)[0],
        "title": card.title,
        "href": reverse("catalog:dataset", args=[card.slug]),
        "note": _("%(who)s · versión %(number)d · %(rows)s")
        % {"who": card.organisation.short_name, "number": card.version, "rows": rows},
    }


def _counts(home: Home) -> list[dict[str, str]]:
    return [
        {
            "lead": number_es(home.datasets),
            "text": ngettext("conjunto de datos", "conjuntos de datos", home.datasets),
        },
        {"lead": number_es(home.tables), "text": ngettext("tabla", "tablas", home.tables)},
        {
            "lead": number_es(home.rows),
            "text": ngettext("fila", "filas", home.rows),
        },
        {
            "lead": number_es(home.organisations),
            "text": ngettext("entidad que publica", "entidades que publican", home.organisations),
        },
    ]
