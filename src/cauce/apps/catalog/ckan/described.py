"""The words of a dataset there, as a description here; what has no place of its own is noted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cauce.apps.catalog.ckan.addresses import tag_of
from cauce.apps.catalog.ckan.contacts import contact_of, owner_of
from cauce.apps.catalog.ckan.dates import moment_of
from cauce.apps.catalog.ckan.licences import licence_of
from cauce.apps.catalog.ckan.package import Package, Resource
from cauce.apps.catalog.ckan.parts import Part
from cauce.apps.catalog.contracts import Description
from cauce.apps.catalog.descriptions import LONGEST_TAG, MOST_TAGS
from cauce.base.errors import CauceError
from cauce.base.fold import fold, slugify
from cauce.base.frequency import frequency_of
from cauce.base.periods import format_periods, parse_periods

LONGEST_TITLE: Final = 200
LONGEST_SUMMARY: Final = 300
MOST_NOTED: Final = 40
"""Fields without a place here that are noted, and other resources that are listed."""
LONGEST_NOTE: Final = 500

_FREQUENCY: Final = (
    "frequency",
    "frecuencia",
    "update_frequency",
    "accrual_periodicity",
    "accrualperiodicity",
    "periodicidad",
    "frecuencia_actualizacion",
    "frecuencia_de_actualizacion",
)
_TERRITORY: Final = (
    "spatial_text",
    "territorio",
    "cobertura_geografica",
    "cobertura_espacial",
    "cobertura",
    "spatial_coverage",
    "geographic_coverage",
    "spatial",
)
_PERIOD: Final = (
    "temporal",
    "periodo",
    "cobertura_temporal",
    "temporal_coverage",
    "periodo_de_tiempo",
    "anio",
    "year",
)
_BEGIN: Final = ("temporal_start", "temporal_coverage_from", "fecha_inicio")
_END: Final = ("temporal_end", "temporal_coverage_to", "fecha_fin")
_LANGUAGE: Final = ("language", "idioma")
_PRIVATE: Final = re.compile(
    r"mail|correo|phone|telefono|contact|author|maintainer|creator|responsable|guid|harvest|_id$"
    r"|^bbox|image|logo|^dcat_|^spatial",
    re.IGNORECASE,
)
"""Fields that are not repeated: persons' data, and what only that portal's machinery needs."""
_FREQUENCIES: Final = {
    "r/p1d": "DAILY",
    "r/p1w": "WEEKLY",
    "r/p7d": "WEEKLY",
    "r/p1m": "MONTHLY",
    "r/p3m": "QUARTERLY",
    "r/p6m": "ANNUAL_2",
    "r/p1y": "ANNUAL",
    "r/p2y": "BIENNIAL",
    "r/p5y": "QUINQUENNIAL",
    "r/p10y": "DECENNIAL",
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "monthly": "MONTHLY",
    "quarterly": "QUARTERLY",
    "biannual": "ANNUAL_2",
    "semiannual": "ANNUAL_2",
    "annual": "ANNUAL",
    "annually": "ANNUAL",
    "yearly": "ANNUAL",
    "irregular": "IRREG",
    "as needed": "IRREG",
    "never": "NEVER",
}


@dataclass(frozen=True)
class Circumstances:
    """What a description needs that the dataset there does not say."""

    origin: str
    """The portal's address, or the name of the dump."""
    institution: str
    themes: tuple[str, ...]
    licence: str
    """For what names none that is known here."""
    several: bool
    """Whether the dataset has other tables beside this."""


def description_of(
    package: Package, part: Part, others: Sequence[Resource], given: Circumstances
) -> Description:
    """What will be said here of a table of a dataset there."""
    whole = title_of(package, part, given.several)
    resource = part.resources[0]
    frequency, territory, period = frequency_in(package), territory_in(package), period_in(package)
    body = [package.notes]
    if len(whole) > LONGEST_TITLE:
        body.insert(0, whole)
    if resource.description and resource.description not in package.notes:
        body.append(resource.description)
    return Description(
        title=_cut(whole, LONGEST_TITLE),
        summary=summary_in(package.notes) or summary_in(resource.description),
        themes=given.themes,
        owner=owner_of(package, given.institution),
        description="\n".join(text for text in body if text),
        contact=contact_of(package),
        licence=licence_of(package.licence) or given.licence,
        territory=territory[:200],
        period=period,
        frequency=frequency or "IRREG",
        language=_language(package),
        sources="\n".join(_sources(package, others, given.origin)),
        notes="\n".join(_notes(package, frequency, territory, period, given.licence)),
        tags=tags_in(package, several=given.several),
    )


def title_of(package: Package, part: Part, several: bool) -> str:
    """The title of a table: its dataset's there, with its own name when there are several."""
    return f"{package.title}: {part.name}" if several else package.title


def summary_in(text: str) -> str:
    """The first sentence of a text, within what a summary admits."""
    first = " ".join(text.split("\n", 1)[0].split())
    sentence = re.match(r"(.{20,}?[.?])(?:\s|$)", first)
    return _cut(sentence.group(1) if sentence else first, LONGEST_SUMMARY)


def tags_in(package: Package, *, several: bool) -> tuple[str, ...]:
    """Its tags; with several tables its name before them, under which they are found together."""
    named = [tag_of(package.name)] if several else []
    for tag in package.tags:
        name = tag.strip()
        if len(named) < MOST_TAGS and len(name) <= LONGEST_TAG and slugify(name) != "sin-nombre":
            named.append(name)
    return tuple(dict.fromkeys(named))


def frequency_in(package: Package) -> str:
    """The code of the frequency it promises; empty when it says none that is understood."""
    text = _extra(package, _FREQUENCY)
    last = text.replace("http://", "").rsplit("/frequency/", 1)[-1]
    for said in (text, last, last.rsplit("/", 1)[-1]):
        known = frequency_of(said)
        if known:
            return known.value
    return _FREQUENCIES.get(text.lower(), "") or _FREQUENCIES.get(fold(text), "")


def territory_in(package: Package) -> str:
    """The territory it says in words; a shape or an address is none."""
    for key in _TERRITORY:
        text = " ".join(_extra(package, (key,)).split())
        if text and not text.startswith(("{", "[", "http", "POLYGON", "MULTIPOLYGON")):
            return text
    return ""


def period_in(package: Package) -> str:
    """The period it covers, as it is written here; empty when none is understood."""
    begin, end = _extra(package, _BEGIN), _extra(package, _END)
    written = [_extra(package, _PERIOD)]
    if begin:
        first, last = moment_of(begin), moment_of(end)
        years = [
            str(each.year) if each else text[:4] for each, text in ((first, begin), (last, end))
        ]
        written.insert(0, years[0] if not end or years[0] == years[1] else "–".join(years))
    for text in filter(None, written):
        try:
            return format_periods(parse_periods(text))[:200]
        except CauceError:
            continue
    return ""


def _notes(
    package: Package, frequency: str, territory: str, period: str, licence: str
) -> Iterator[str]:
    moments = (moment_of(package.created), moment_of(package.modified))
    if moments[0]:
        yield f"Publicado en el portal anterior el {moments[0].date().isoformat()}."
    if moments[1]:
        yield f"Última modificación en el portal anterior: {moments[1].date().isoformat()}."
    if not licence_of(package.licence):
        said = "; ".join(package.licence)
        yield (
            f"El portal anterior decía como licencia «{said}»; aquí se publica con {licence}."
            if said
            else f"El portal anterior no decía la licencia; aquí se publica con {licence}."
        )
    understood = {
        *(_FREQUENCY if frequency else ()),
        *(_TERRITORY if territory else ()),
        *((*_PERIOD, *_BEGIN, *_END) if period else ()),
        *_LANGUAGE,
    }
    shown = 0
    for key, value in package.extras.items():
        if _key(key) in understood or _PRIVATE.search(key) or value.startswith(("{", "[")):
            continue
        shown += 1
        if shown > MOST_NOTED:
            return
        yield _cut(f"{key}: {' '.join(value.split())}", LONGEST_NOTE)


def _sources(package: Package, others: Sequence[Resource], origin: str) -> Iterator[str]:
    yield f"Portal anterior: {origin}, «{package.name}»."
    if package.url.startswith(("http://", "https://")):
        yield f"Página de origen: {package.url}"
    for resource in others[:MOST_NOTED]:
        kind = resource.format.upper() or "enlace"
        name = resource.name or resource.file_name or "sin nombre"
        yield _cut(f"También había: {name} ({kind}): {resource.url}", LONGEST_NOTE)
    if len(others) > MOST_NOTED:
        yield f"Y {len(others) - MOST_NOTED} recursos más."


def _language(package: Package) -> str:
    said = _extra(package, _LANGUAGE).strip().lower().rsplit("/", 1)[-1]
    return {"spa": "es", "eng": "en"}.get(said, said if re.fullmatch("[a-z]{2}", said) else "es")


def _extra(package: Package, keys: Sequence[str]) -> str:
    found = {_key(key): value for key, value in package.extras.items()}
    return next((found[key] for key in keys if found.get(key)), "")


def _key(text: str) -> str:
    return fold(text).replace(" ", "_")


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    between = head.rfind(" ")
    return (head[:between] if between > longest // 2 else head).rstrip(" ,;:") + "…"
