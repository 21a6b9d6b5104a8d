"""Walking through a former portal, dataset by dataset, and telling what became of each."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from cauce.apps.catalog import actions
from cauce.apps.catalog.ckan.addresses import dataset_key, dataset_of, tag_of
from cauce.apps.catalog.ckan.bytes_of import Files
from cauce.apps.catalog.ckan.described import Circumstances
from cauce.apps.catalog.ckan.dump import Broken
from cauce.apps.catalog.ckan.institutions import NOBODY, Institutions
from cauce.apps.catalog.ckan.one_table import Coming, OneTable, is_settled, noted_of, settled
from cauce.apps.catalog.ckan.outcome import Fate, Outcome
from cauce.apps.catalog.ckan.package import Package, Resource, package_of
from cauce.apps.catalog.ckan.parts import Part, parts_of
from cauce.apps.catalog.ckan.tagging import tag_all
from cauce.apps.catalog.models import FormerAddress
from cauce.apps.catalog.suggestions import likely_themes
from cauce.apps.core.permissions import Actor
from cauce.base.errors import CauceError, Refusal

FOLDER: Final = "traslado"
_DONE: Final = (Fate.PUBLISHED, Fate.NEW_VERSION, Fate.SAME, Fate.DRAFT)


@dataclass(frozen=True)
class Wishes:
    """What the operator asked for."""

    only: frozenset[str] = field(default_factory=frozenset)
    """Names of datasets there; empty for all."""
    organisations: frozenset[str] = field(default_factory=frozenset)
    licence: str = "CC-BY-4.0"
    """For what names none that is known here."""
    dry_run: bool = False


class Importer:
    """Brings what a source describes."""

    def __init__(
        self,
        actor: Actor,
        origin: str,
        institutions: Institutions,
        files: Files,
        wishes: Wishes,
    ) -> None:
        self._actor = actor
        self._origin = origin
        self._institutions = institutions
        self._files = files
        self._wishes = wishes
        self._seen: dict[str, str] = {}

    def bring(self, records: Iterable[Mapping[str, Any] | Broken]) -> Iterator[Outcome]:
        """What became of everything that the source describes, as it happens.

        Ended anywhere and begun again, it goes on where it was.

        Raises:
            Refusal: when another import is at work in this installation.
        """
        with _alone() as folder:
            one = OneTable(self._actor, self._origin, self._files, folder)
            yield from self._institutions_first()
            for record in records:
                if isinstance(record, Broken):
                    yield Outcome(Fate.NOT_READ, record.where, why=record.why)
                    continue
                package = package_of(record)
                if self._is_wanted(package):
                    yield from self._package(package, one)

    def _institutions_first(self) -> Iterator[Outcome]:
        """Of a whole portal, also the organisations and groups that publish nothing."""
        wishes = self._wishes
        if wishes.dry_run or wishes.only or wishes.organisations:
            return
        for group, error in self._institutions.make_all():
            yield Outcome(
                Fate.NOT_READ,
                group.name,
                title=group.title,
                why=str(error),
                identifier=group.identifier,
            )

    def _package(self, package: Package, one: OneTable) -> Iterator[Outcome]:
        twice = self._seen.get(package.name)
        if twice is not None:
            if twice != package.identifier:
                why = "Hay otro conjunto con el mismo nombre; cámbielo y traiga este aparte."
                yield _of(package, Fate.NOT_READ, why)
            return
        self._seen[package.name] = package.identifier
        if package.hidden:
            yield _of(package, Fate.NOT_PUBLIC, package.hidden)
            return
        parts, others = parts_of(package)
        for resource in others:
            why = "Queda su dirección en las fuentes." if parts else "Su conjunto no tiene tablas."
            yield _of_resource(package, resource, Fate.NO_TABLE, why)
        if not parts and not others:
            yield _of(package, Fate.NO_TABLE, "No tiene recursos.")
        if not parts:
            return
        found = list(self._parts(package, parts, others, one))
        yield from found
        for part in parts:
            for resource in part.resources[1:]:
                why = f"Los mismos datos que «{part.name}»."
                yield _of_resource(package, resource, Fate.ANOTHER_FORMAT, why)
        if not self._wishes.dry_run:
            self._note(package, parts, whole=all(each.fate in _DONE for each in found))

    def _parts(
        self,
        package: Package,
        parts: tuple[Part, ...],
        others: tuple[Resource, ...],
        one: OneTable,
    ) -> Iterator[Outcome]:
        if self._wishes.dry_run:
            yield from (self._would(package, part) for part in parts)
            return
        try:
            organisation = self._institutions.organisation(package.organisation)
            circumstances = Circumstances(
                origin=self._origin,
                institution=organisation.name,
                themes=self._themes(package),
                licence=self._wishes.licence,
                several=len(parts) > 1,
            )
        except CauceError as error:
            yield _of(package, Fate.NOT_READ, str(error))
            return
        for part in parts:
            yield one.bring(
                Coming(package, part, others, len(parts) > 1, organisation, circumstances)
            )

    def _would(self, package: Package, part: Part) -> Outcome:
        """What would be done, without doing it."""
        row = noted_of(package, part)
        if row is not None and is_settled(row, package):
            return settled(package, part, row)
        where = self._files.where(package, part)
        resource = part.resources[0]
        return Outcome(
            Fate.WOULD_COME if where else Fate.NO_FILE,
            package.name,
            part.name,
            package.title,
            f"Se leería {where}." if where else "No está entre los archivos de --files ni se baja.",
            resource.url,
            resource.identifier,
        )

    def _themes(self, package: Package) -> tuple[str, ...]:
        """Its groups; without any, the theme that its words tell, or the one for the rest."""
        themes = tuple(self._institutions.theme(group).slug for group in package.groups)
        return (
            tuple(dict.fromkeys(themes))
            or likely_themes([package.title, *package.tags])
            or (self._institutions.unsorted().slug,)
        )

    def _note(self, package: Package, parts: tuple[Part, ...], *, whole: bool) -> None:
        """Notes where the address of the dataset leads, unless it is noted so already."""
        rows = [row for part in parts if (row := noted_of(package, part)) is not None]
        found = [dataset for row in rows if (dataset := dataset_of(row)) is not None]
        if len({dataset.pk for dataset in found}) > 1:
            tag_all(self._actor, found, tag_of(package.name))
        dataset = found[0] if found else None
        key = dataset_key(package.name)
        before = FormerAddress.objects.filter(name=key).first()
        modified = package.modified if whole else ""
        if before is not None:
            if before.identifier and before.identifier != package.identifier:
                return  # another portal had that name first
            if (before.dataset_id, before.modified) == (dataset and dataset.pk, modified):
                return
        if rows:
            actions.note_former_address(
                actor=self._actor,
                name=key,
                organisation=dataset.organisation if dataset else None,
                identifier=package.identifier,
                origin=self._origin,
                dataset=dataset,
                modified=modified,
            )

    def _is_wanted(self, package: Package) -> bool:
        wishes = self._wishes
        group = package.organisation or NOBODY
        return (not wishes.only or bool(wishes.only & {package.name, package.identifier})) and (
            not wishes.organisations
            or bool(wishes.organisations & {group.name, group.identifier, group.title})
        )


def _of(package: Package, fate: Fate, why: str) -> Outcome:
    return Outcome(fate, package.name, title=package.title, why=why, identifier=package.identifier)


def _of_resource(package: Package, resource: Resource, fate: Fate, why: str) -> Outcome:
    name = resource.name or resource.file_name
    kind = f" ({resource.format})" if resource.format else ""
    return Outcome(
        fate, package.name, f"{name}{kind}", package.title, why, resource.url, resource.identifier
    )


@contextmanager
def _alone() -> Iterator[Path]:
    """A folder for what is downloaded, of the only import at work; gone afterwards."""
    parent: Path = settings.CAUCE.data_dir / FOLDER
    parent.mkdir(mode=0o700, exist_ok=True)
    with (parent / "en-marcha").open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refusal(
                "Ya hay un traslado en marcha en esta instalación.",
                code="import.busy",
                remedy="Espere a que termine, o deténgalo; lo hecho queda.",
            ) from error
        for left in parent.iterdir():  # of one that was killed
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=parent) as folder:
            yield Path(folder)
