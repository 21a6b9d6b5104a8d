"""``cauce publish``: reads a file and publishes it, as the browser does, from the command line."""

import argparse
import logging
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cauce.base.errors import Refusal

if TYPE_CHECKING:
    from cauce.apps.catalog.contracts import Description, TableView
    from cauce.apps.catalog.models import Dataset, Upload
    from cauce.apps.core.models import Organisation
    from cauce.apps.core.permissions import Actor
    from cauce.engine.reading.report import FileReport

POLL = 0.3
"""Seconds between two looks at a reading that another process does."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce publish``."""
    parser.add_argument("file", metavar="ARCHIVO", type=Path, help="el archivo que se publica")
    parser.add_argument("--data", metavar="CARPETA", help="carpeta de los datos")
    parser.add_argument("--title", metavar="TEXTO", help="título del conjunto de datos")
    parser.add_argument(
        "--theme",
        metavar="CATEGORÍA",
        action="append",
        default=[],
        help="categoría, por su nombre o su dirección; se puede repetir",
    )
    parser.add_argument("--organisation", metavar="ENTIDAD", help="dirección corta o sigla")
    parser.add_argument(
        "--dataset", metavar="DIRECCIÓN", help="publica una versión nueva de este conjunto"
    )
    for name, metavar, meaning in _WORDS:
        parser.add_argument(f"--{name}", metavar=metavar, help=meaning)
    for name, metavar, meaning in _LISTS:
        parser.add_argument(f"--{name}", metavar=metavar, action="append", default=[], help=meaning)
    parser.add_argument("--change-note", metavar="TEXTO", default="", help="qué cambió")
    parser.add_argument(
        "--recipe", metavar="RECETA", type=Path, help="lee con las decisiones de esta receta (JSON)"
    )
    parser.add_argument(
        "--accept-drift",
        action="store_true",
        help="publica aunque la estructura no sea la de la receta o la versión anterior",
    )
    parser.add_argument(
        "--as",
        dest="email",
        metavar="CORREO",
        help="prepara en nombre de esta persona y pide la revisión de otra",
    )


_WORDS = (
    ("summary", "TEXTO", "de qué trata, en una oración"),
    ("description", "TEXTO", "descripción"),
    ("owner", "UNIDAD", "unidad responsable (la entidad)"),
    ("contact", "CORREO", "correo para preguntas"),
    ("licence", "CÓDIGO", "licencia: CC-BY-4.0, CC0-1.0…"),
    ("period", "PERIODO", "2018, 2013–2018, 2018-T1…"),
    ("territory", "TEXTO", "territorio"),
    ("frequency", "TEXTO", "anual, mensual, irregular…"),
    ("tags", "ETIQUETAS", "separadas por comas"),
)
_AS_SAID = ("title", *(name for name, _metavar, _meaning in _WORDS if name != "tags"))
_LISTS = (
    ("source", "TEXTO", "fuente; se puede repetir"),
    ("note", "TEXTO", "nota para quien usa los datos; se puede repetir"),
    ("table", "NOMBRE", "solo estas tablas del archivo; se puede repetir"),
)


def run(options: argparse.Namespace) -> int:
    """Reads, tells what was understood, publishes, and prints the address."""
    from cauce.cli.site import pending_migrations, start_installed_site, use_data_dir

    if not options.file.is_file():
        raise Refusal(
            f"No existe el archivo «{options.file}».",
            code="file",
            remedy="Revise el nombre y la carpeta.",
        )
    use_data_dir(options.data)
    start_installed_site()
    if pending_migrations():
        raise Refusal(
            "La base de datos no está al día.",
            code="database.migrations",
            remedy="Haga una copia de seguridad y aplique los cambios con «cauce init».",
        )
    logging.getLogger("cauce.jobs").setLevel(logging.WARNING)  # the lines below tell it better
    actor = _actor(options.email)
    dataset = _dataset(actor, options.dataset)
    organisation = dataset.organisation if dataset else _organisation(options.organisation)
    _check_new(options, dataset)
    upload = _receive(options, actor, organisation, dataset)
    try:
        return _publish(options, actor, upload)
    except Refusal as refusal:
        if refusal.code != "publish.exposes":
            _discard(actor, upload)
            raise
        print(f"Quedó como borrador, para corregirlo aquí: {_address(upload)}", file=sys.stderr)
        raise
    except BaseException:
        _discard(actor, upload)
        raise


def _publish(options: argparse.Namespace, actor: "Actor", upload: "Upload") -> int:
    from cauce.apps.catalog import actions, queries
    from cauce.apps.core.permissions import System
    from cauce.cli.reading_told import tell

    report = _read(upload)
    if options.table:
        actions.request_reading(
            actor=actor, upload=upload, recipe=_only(report, tuple(options.table))
        )
        report = _read(upload)
    print(tell(report))
    view = queries.upload_view(upload)
    _check_drift(options, view.drift)
    said = _described(options, view.description, view.tables)
    print()
    if not isinstance(actor, System):
        actions.describe_upload(actor=actor, upload=upload, description=said)
        actions.request_review(actor=actor, upload=upload, change_note=options.change_note)
        print(f"Enviado a revisión: «{said.title}». Lo publica otra persona de la entidad.")
        print(_address(upload))
        return 0
    version = actions.publish_version(
        actor=actor, upload=upload, description=said, change_note=options.change_note
    )
    print(f"Publicado: «{version.title}», versión {version.number}.")
    print(f"{_site()}/datos/{version.dataset.slug}/")
    return 0


def _address(upload: "Upload") -> str:
    return f"{_site()}/publicar/{upload.key}/"


def _site() -> str:
    from django.conf import settings

    base: str = settings.CAUCE.base_url
    return (base or f"http://{settings.CAUCE.bind}:{settings.CAUCE.port}").rstrip("/")


# ------------------------------------------------------------------ who and for whom


def _actor(email: str | None) -> "Actor":
    from cauce.apps.core.models import User
    from cauce.apps.core.permissions import System

    if not email:
        return System("cauce publish")
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refusal(
            f"No hay una cuenta activa con el correo «{email}».",
            code="person.unknown",
            remedy="Revise el correo, o quite --as.",
        )
    return person


def _dataset(actor: "Actor", slug: str | None) -> "Dataset | None":
    from cauce.apps.catalog import access

    return access.dataset_for_publishing(actor, slug.strip("/")) if slug else None


def _organisation(asked: str | None) -> "Organisation":
    from cauce.apps.core.models import Organisation
    from cauce.base.fold import fold

    known = list(Organisation.objects.order_by("name"))
    for row in known:
        if asked and fold(asked) in {fold(row.slug), fold(row.short_name), fold(row.name)}:
            return row
    if not known:
        raise Refusal(
            "Todavía no hay entidades en esta instalación.",
            code="organisation.none",
            remedy="Cree una en la página de administración.",
        )
    raise Refusal(
        f"No existe la entidad «{asked}»." if asked else "Falta --organisation.",
        code="organisation.unknown",
        remedy=f"Hay estas: {', '.join(row.slug for row in known)}.",
    )


def _check_new(options: argparse.Namespace, dataset: "Dataset | None") -> None:
    """Refuses before reading what would be refused after."""
    from cauce.apps.catalog.descriptions import theme_slugs

    missing = [name for name in ("title", "theme") if not getattr(options, name)]
    if dataset is None and missing:
        raise Refusal(
            f"Falta {' y '.join(f'--{name}' for name in missing)}.",
            code="description.incomplete",
            remedy="Dígalo, o use --dataset para una versión nueva de un conjunto publicado.",
        )
    options.theme = theme_slugs(options.theme)


# ------------------------------------------------------------------ reading


def _receive(
    options: argparse.Namespace,
    actor: "Actor",
    organisation: "Organisation",
    dataset: "Dataset | None",
) -> "Upload":
    from cauce.apps.catalog import actions
    from cauce.cli.read import recipe_in

    recipe = recipe_in(options.recipe) if options.recipe else None
    with options.file.open("rb") as stream:
        return actions.receive_upload(
            actor=actor,
            organisation=organisation,
            name=options.file.name,
            stream=stream,
            dataset=dataset,
            recipe=recipe,
        )


def _read(upload: "Upload") -> "FileReport":
    """Does the reading that waits for an upload, or waits for the worker that took it first."""
    from cauce.apps.catalog.models import Upload
    from cauce.apps.core.leases import LeaseLost
    from cauce.apps.core.worker import run_job_now
    from cauce.engine.reading.report import FileReport

    upload.refresh_from_db()
    assert upload.job_id is not None, "an upload is registered together with its reading"
    try:
        run_job_now(upload.job_id)
    except LeaseLost:
        _wait(upload.job_id)
    upload.refresh_from_db()
    if upload.state != Upload.State.READ or upload.report is None:
        job_error = upload.job.error if upload.job else ""
        raise Refusal(upload.refusal or job_error or "La lectura no terminó.", code="read.refused")
    return FileReport.from_json(upload.report)


def _wait(job_id: int) -> None:
    from cauce.apps.core.models import Job

    while Job.objects.filter(pk=job_id, state__in=("queued", "running")).exists():
        time.sleep(POLL)


def _only(report: "FileReport", names: tuple[str, ...]) -> dict[str, Any]:
    """The recipe of a reading that includes these tables and no other."""
    known = [table.name for table in report.tables]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Refusal(
            f"El archivo no tiene una tabla «{unknown[0]}».",
            code="table.unknown",
            remedy=f"Tiene estas: {', '.join(known)}.",
        )
    recipe = report.recipe.to_json()
    for table in recipe["tables"]:
        table["include"] = table["name"] in names
    return recipe


def _check_drift(options: argparse.Namespace, drift: Any) -> None:
    grave = [item["message"] for item in drift if item["severity"] != "info"]
    if grave and not options.accept_drift:
        raise Refusal(
            f"La estructura del archivo cambió: {' '.join(grave)}",
            code="publish.drift",
            remedy="Revise el archivo, o publíquelo así con --accept-drift.",
        )


def _discard(actor: "Actor", upload: "Upload") -> None:
    """Leaves no draft behind of what was not published."""
    from cauce.apps.catalog import actions
    from cauce.apps.catalog.models import Upload

    upload.refresh_from_db()
    if upload.state not in (Upload.State.PUBLISHED, Upload.State.DISCARDED):
        actions.discard_upload(actor=actor, upload=upload)


# ------------------------------------------------------------------ describing


def _described(
    options: argparse.Namespace, begin: "Description", tables: "tuple[TableView, ...]"
) -> "Description":
    """What was said in the options; for the rest, what the file or the edition before says."""
    from dataclasses import replace

    from cauce.apps.catalog.suggestions import summary_of

    said: dict[str, Any] = {
        name: getattr(options, name) for name in _AS_SAID if getattr(options, name)
    }
    if options.theme:
        said["themes"] = options.theme
    if options.tags:
        said["tags"] = tuple(options.tags.split(","))
    if options.source:
        said["sources"] = "\n".join(options.source)
    if options.note:
        said["notes"] = "\n".join(options.note)
    described = replace(begin, **said)
    return described if described.summary else replace(described, summary=summary_of(tables))
