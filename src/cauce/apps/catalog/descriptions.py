"""What people say about a dataset: as a draft, checked, and as the file itself suggests it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import Description, TableWords
from cauce.apps.catalog.fingerprint import WORDS
from cauce.apps.catalog.licences import LICENCES, licence
from cauce.apps.catalog.models import Dataset, Theme
from cauce.base.errors import CauceError, Refusal
from cauce.base.fold import fold
from cauce.base.frequency import frequency_of
from cauce.base.periods import format_periods, parse_periods

LONGEST_TAG: Final = 80
MOST_TAGS: Final = 30


@dataclass(frozen=True)
class Checked:
    """A description that may be published."""

    words: Mapping[str, str]
    """The fields a dataset and a version share."""
    themes: tuple[Theme, ...]
    tags: tuple[tuple[str, str], ...]
    """``(slug, name)``."""
    tables: Mapping[str, TableWords]


def draft_of(record: Mapping[str, Any]) -> Description:
    """The description kept as JSON by ``draft_json``; what is missing is empty."""
    known = {field.name for field in fields(Description)}
    values = {key: value for key, value in record.items() if key in known}
    for key in WORDS:
        values.setdefault(key, "")
    for key in ("themes", "tags"):
        values[key] = tuple(values.get(key, ()))
    values["tables"] = {
        name: TableWords(words.get("title", ""), dict(words.get("columns", {})))
        for name, words in values.get("tables", {}).items()
    }
    return Description(**values)


def draft_json(description: Description) -> dict[str, Any]:
    """A description as plain JSON values."""
    return asdict(description)


def words_of(dataset: Dataset) -> Description:
    """What a dataset says of itself now, without its tables."""
    return Description(
        **{name: getattr(dataset, name) for name in WORDS},
        themes=tuple(theme.slug for theme in dataset.themes.all()),
        tags=tuple(tag.name for tag in dataset.tags.all()),
    )


def checked(description: Description) -> Checked:
    """The description as it will be published: trimmed, with codes and periods in their one form.

    Raises:
        Refusal: with one sentence that names everything that is missing or wrong.
    """
    said = {name: _tidy(getattr(description, name)) for name in WORDS}
    problems = [*_missing(said), *_too_long(said)]
    themes = tuple(Theme.objects.filter(slug__in=description.themes))
    if not themes:
        problems.append(_("Falta la categoría: elija al menos una."))
    unknown = set(description.themes) - {theme.slug for theme in themes}
    if unknown:
        problems.append(_("No existe la categoría «%(theme)s».") % {"theme": min(unknown)})
    problems += _normalised(said)
    tags, tag_problems = _tags(description.tags)
    problems += tag_problems
    if problems:
        raise Refusal(" ".join(problems), code="description.incomplete")
    return Checked(said, themes, tags, description.tables)


def theme_slugs(asked: Sequence[str]) -> tuple[str, ...]:
    """The slugs of themes that people name by slug or by name, whatever accents and capitals.

    Raises:
        Refusal: when there is no such theme; the sentence lists those there are.
    """
    themes = list(Theme.objects.all())
    known = {fold(key): theme.slug for theme in themes for key in (theme.slug, theme.name)}
    for text in asked:
        if fold(text) not in known:
            raise Refusal(
                _("No existe la categoría «%(theme)s».") % {"theme": text},
                code="theme.unknown",
                remedy=_("Hay estas: %(themes)s.")
                % {"themes": ", ".join(theme.slug for theme in themes)},
            )
    return tuple(dict.fromkeys(known[fold(text)] for text in asked))


def _tidy(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def _missing(said: Mapping[str, str]) -> Iterator[str]:
    needed = {
        "title": _("Falta el título."),
        "summary": _("Falta decir en una oración de qué trata."),
        "owner": _("Falta la unidad responsable."),
    }
    for name, sentence in needed.items():
        if not said[name]:
            yield sentence


def _too_long(said: Mapping[str, str]) -> Iterator[str]:
    for name, text in said.items():
        field = Dataset._meta.get_field(name)
        longest = getattr(field, "max_length", None)
        if longest and len(text) > longest:
            yield _("«%(field)s» admite %(most)d caracteres y tiene %(count)d.") % {
                "field": str(getattr(field, "verbose_name", name)).capitalize(),
                "most": longest,
                "count": len(text),
            }


def _normalised(said: dict[str, str]) -> Iterator[str]:
    """Brings contact, licence, frequency and period to their form in place; what cannot be."""
    try:
        if said["contact"]:
            validate_email(said["contact"])
    except ValidationError:
        yield _("«%(contact)s» no es un correo electrónico.") % {"contact": said["contact"]}
    if licence(said["licence"]) is None:
        yield _("La licencia «%(licence)s» no está entre las abiertas: %(known)s.") % {
            "licence": said["licence"],
            "known": ", ".join(each.code for each in LICENCES),
        }
    frequency = frequency_of(said["frequency"])
    if frequency is None:
        yield _("No se entiende la frecuencia «%(text)s».") % {"text": said["frequency"]}
    else:
        said["frequency"] = frequency.value
    try:
        said["period"] = format_periods(parse_periods(said["period"]))
    except CauceError as error:
        yield str(error)


def _tags(written: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """Tags by slug, the first spelling kept, and what is wrong with them."""
    found: dict[str, str] = {}
    for text in written:
        name = " ".join(text.split())
        if not name:
            continue
        slug = slugify(fold(name))
        if not slug or len(name) > LONGEST_TAG:
            return (), [_("«%(tag)s» no sirve de etiqueta.") % {"tag": name[:LONGEST_TAG]}]
        found.setdefault(slug, name)
    if len(found) > MOST_TAGS:
        return (), [_("Hay más de %(most)d etiquetas.") % {"most": MOST_TAGS}]
    return tuple(found.items()), []
