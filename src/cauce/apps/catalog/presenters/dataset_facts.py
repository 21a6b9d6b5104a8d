"""What stands around the tables of a dataset: its facts, downloads, versions and citation."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import DatasetPage, TableView, VersionLine
from cauce.apps.catalog.frequencies import frequency_name
from cauce.apps.catalog.levels import level_name
from cauce.apps.catalog.licences import licence
from cauce.base.calendar import date_es
from cauce.base.numerals import bytes_es, number_es
from cauce.engine.compare import Comparison, in_words
from cauce.engine.explore import Explore


def facts(page: DatasetPage) -> list[dict[str, Any]]:
    """The strip under the title: who answers, period, territory, freshness, licence, version."""
    return list(_facts(page))


def steps(page: DatasetPage) -> list[dict[str, str]]:
    """Where the page stands: the catalogue, its first theme, and for a version the dataset."""
    listed = reverse("catalog:list")
    path = [{"label": _("Datos"), "href": listed}]
    for slug, name in page.themes[:1]:
        path.append({"label": name, "href": f"{listed}?{urlencode({'tema': slug})}"})
    return path


def downloads(
    page: DatasetPage, table: TableView, explore: Explore, *, of_version: bool
) -> list[dict[str, str]]:
    """The files of a table, with the filters of the page."""
    query = urlencode(carried(explore), doseq=True, safe=",")

    def href(extension: str, **more: str) -> str:
        path = file_address(page, table.name, extension, of_version=of_version)
        asked = "&".join(part for part in (urlencode(more), query) if part)
        return f"{path}?{asked}" if asked else path

    excel = href("csv", formato="es")
    return [
        {"label": "CSV", "href": href("csv"), "note": _("comas y punto decimal, UTF-8")},
        {"label": "XLSX", "href": href("xlsx"), "note": _("hoja de cálculo")},
        {
            "label": _("CSV con ;"),
            "href": excel,
            "note": _("punto y coma y coma decimal, para Excel en español"),
        },
        {"label": "JSON", "href": href("json"), "note": _("una lista de registros")},
        {
            "label": "Parquet",
            "href": href("parquet"),
            "note": _("con tipos, para programas de análisis"),
        },
    ]


def carried(explore: Explore) -> dict[str, list[str]]:
    """The parameters of a page that its downloads keep: filters, search, columns, order, kinds."""
    return {
        name: values
        for name, values in explore.to_params().items()
        if name not in ("desde", "filas")
    }


def file_address(page: DatasetPage, table: str, extension: str, *, of_version: bool) -> str:
    """The address of a table's file: of one version, or of whichever is newest."""
    if of_version:
        return reverse(
            "catalog:version_file", args=[page.slug, page.version.number, table, extension]
        )
    return reverse("catalog:file", args=[page.slug, table, extension])


def versions(page: DatasetPage) -> list[dict[str, Any]]:
    """Every version, the newest first, the one shown marked."""
    return [
        {
            "number": version.number,
            "href": reverse("catalog:version", args=[page.slug, version.number]),
            "date": _day(version).isoformat(),
            "date_text": date_es(_day(version), short=True),
            "note": _note(version),
            "current": version.number == page.version.number,
        }
        for version in page.versions
    ]


def _note(version: VersionLine) -> str:
    if version.purged:
        return _("Se destruyó. Motivo: %s") % version.purged
    return version.change_note or _first_words(version)


def changes(page: DatasetPage) -> Iterator[str]:
    """How the rows of this version differ from those of the one before, in sentences."""
    titles = {table.name: table.title for table in page.tables}
    for name, compared in page.comparison.items():
        for sentence in in_words(Comparison.from_json(compared)):
            yield f"{titles[name]}: {sentence}" if len(page.comparison) > 1 else sentence


def newest_sentence(page: DatasetPage) -> str:
    """What an old version's page says of the newest."""
    newest = next(each for each in page.versions if each.number == page.newest)
    return _("Hay una versión más nueva: la %(number)s, del %(date)s.") % {
        "number": newest.number,
        "date": date_es(_day(newest)),
    }


def citation_formats(page: DatasetPage) -> list[dict[str, str]]:
    """The citation for reference managers, and the version's own address."""
    where = [page.slug, page.version.number]
    return [
        {"label": "BibTeX", "href": reverse("catalog:citation", args=[*where, "bib"])},
        {"label": "RIS", "href": reverse("catalog:citation", args=[*where, "ris"])},
        {
            "label": _("Dirección permanente de la versión %d") % page.version.number,
            "href": reverse("catalog:version", args=where),
        },
    ]


def table_size(table: TableView) -> str:
    """«340 filas · 6 columnas»."""
    rows = ngettext("%s fila", "%s filas", table.rows) % number_es(table.rows)
    count = len(table.columns)
    columns = ngettext("%s columna", "%s columnas", count) % number_es(count)
    return f"{rows} · {columns}"


def _facts(page: DatasetPage) -> Iterator[dict[str, Any]]:
    yield {
        "label": _("Responsable"),
        "text": page.owner or page.organisation.name,
        "note": page.organisation.name if page.owner not in ("", page.organisation.name) else "",
    }
    if page.period:
        yield {"label": _("Periodo"), "text": page.period}
    if page.territory or page.level:
        level = level_name(page.level)
        note = level if level and level != page.territory else ""
        yield {
            "label": _("Territorio"),
            "text": page.territory or level,
            "note": note if page.territory else "",
        }
    yield {
        "label": _("Actualización"),
        "text": frequency_name(page.frequency),
        "note": _due(page),
    }
    terms = licence(page.licence)
    yield {
        "label": _("Licencia"),
        "text": str(terms.name) if terms else page.licence,
        "href": terms.url if terms else "",
    }
    yield {
        "label": _("Versión"),
        "text": _("%(number)s, del %(date)s")
        % {"number": page.version.number, "date": date_es(_day(page.version), short=True)},
        "note": _("de %d publicadas") % len(page.versions) if len(page.versions) > 1 else "",
    }


def _due(page: DatasetPage) -> str:
    if page.next_due is None:
        return ""
    day = date_es(page.next_due, short=True)
    return _("debió llegar el %s") % day if page.late else _("próxima: %s") % day


def _day(version: VersionLine) -> Any:
    return timezone.localtime(version.published_at).date()


def _first_words(version: VersionLine) -> str:
    return _("primera publicación") if version.number == 1 else _("sin nota de cambios")


def original_file(page: DatasetPage) -> dict[str, str] | None:
    """The file as it was sent, when its publisher offers it."""
    if page.original is None:
        return None
    return {
        "href": reverse("catalog:original", args=[page.slug, page.version.number]),
        "label": _("El archivo original"),
        "size_text": bytes_es(page.original.size),
        "note": _("«%s», tal como lo envió la entidad.") % page.original.name,
    }
