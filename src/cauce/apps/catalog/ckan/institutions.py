"""Organisations and groups of the former portal, as organisations and themes here."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from cauce.apps.catalog import actions as catalogue
from cauce.apps.catalog.ckan.addresses import group_key, organisation_key
from cauce.apps.catalog.ckan.package import Group
from cauce.apps.catalog.models import FormerAddress, Theme
from cauce.apps.core import actions as core
from cauce.apps.core.models import Organisation
from cauce.apps.core.permissions import Actor
from cauce.base.errors import CauceError
from cauce.base.fold import fold, slugify

Kind = Organisation.Kind
_KINDS: Final = {
    "ministerio": Kind.MINISTRY,
    "secretaria": Kind.SECRETARIAT,
    "municipalidad": Kind.MUNICIPALITY,
    "ayuntamiento": Kind.MUNICIPALITY,
    "gobierno regional": Kind.REGIONAL,
    "gobernacion": Kind.REGIONAL,
    "direccion": Kind.UNIT,
    "unidad": Kind.UNIT,
}
UNSORTED: Final = "Sin categoría"
"""The theme of what had no group there and whose words tell none."""
NOBODY: Final = Group("portal-anterior", "", "Portal anterior", "", "")
"""The organisation of datasets that had none there."""


class Institutions:
    """Makes each organisation and theme when something of it comes, once."""

    def __init__(
        self,
        actor: Actor,
        origin: str,
        organisations: Iterable[Group] = (),
        groups: Iterable[Group] = (),
    ) -> None:
        self._actor = actor
        self._origin = origin
        self._organisations = {each.name: each for each in organisations}
        self._groups = {each.name: each for each in groups}
        self._made: dict[str, Organisation] = {}
        self._themes: dict[str, Theme] = {}

    def make_all(self) -> Iterator[tuple[Group, CauceError]]:
        """Makes all that the portal lists, whether anything of them comes; those that cannot be."""
        for group in self._organisations.values():
            try:
                self.organisation(group)
            except CauceError as error:
                yield group, error
        for group in self._groups.values():
            try:
                self.theme(group)
            except CauceError as error:
                yield group, error

    def organisation(self, group: Group | None) -> Organisation:
        """What an organisation there is here: noted before, of the same address or name, or new."""
        return self._organisation(group or NOBODY, above=())

    def theme(self, group: Group) -> Theme:
        """The theme that a group became: noted before, of the same address or name, or new."""
        group = self._groups.get(group.name, group)
        if group.name not in self._themes:
            self._themes[group.name] = self._find_theme(group) or self._make_theme(group)
        return self._themes[group.name]

    def unsorted(self) -> Theme:
        """The theme of what had none."""
        return self.theme(Group("sin-categoria", "", UNSORTED, "", ""))

    def _organisation(self, group: Group, above: tuple[str, ...]) -> Organisation:
        group = self._organisations.get(group.name, group)
        if group.name not in self._made:
            found = self._find_organisation(group)
            self._made[group.name] = found or self._make_organisation(group, above)
        return self._made[group.name]

    def _find_organisation(self, group: Group) -> Organisation | None:
        slug = _noted(organisation_key(group.name))
        for wanted in filter(None, (slug, _slug(group.name))):
            if found := Organisation.objects.filter(slug=wanted).first():
                self._note(organisation_key(group.name), group, found.slug)
                return found
        asked = {fold(group.title), fold(group.name)}
        for row in Organisation.objects.all():
            if asked & {fold(row.name), fold(row.short_name) or fold(row.name)}:
                self._note(organisation_key(group.name), group, row.slug)
                return row
        return None

    def _make_organisation(self, group: Group, above: tuple[str, ...]) -> Organisation:
        """With the one above it first; a circle of organisations is cut where it closes."""
        parent = None
        line = (*above, group.name)
        if group.parent in self._organisations and group.parent not in line:
            parent = self._organisation(self._organisations[group.parent], line)
            if group.name in self._made:  # whoever is above led back here
                return self._made[group.name]
        with transaction.atomic():
            made = core.create_organisation(
                actor=self._actor,
                name=group.title[:200],
                slug=_slug(group.name),
                kind=_kind(group.title),
                parent=parent,
                url=_web(group.url),
                description=group.description,
            )
            self._note(organisation_key(group.name), group, made.slug)
        return made

    def _find_theme(self, group: Group) -> Theme | None:
        slug = _noted(group_key(group.name))
        asked = {fold(group.title), fold(group.name)}
        for row in Theme.objects.all():
            if row.slug in (slug, _slug(group.name)) or fold(row.name) in asked:
                self._note(group_key(group.name), group, row.slug)
                return row
        return None

    def _make_theme(self, group: Group) -> Theme:
        with transaction.atomic():
            made = catalogue.create_theme(
                actor=self._actor,
                name=group.title[:120],
                description=" ".join(group.description.split()),
                slug=_slug(group.name),
            )
            self._note(group_key(group.name), group, made.slug)
        return made

    def _note(self, key: str, group: Group, slug: str) -> None:
        """Once: what was noted already stays as it is."""
        if _noted(key) != slug:
            catalogue.note_former_address(
                actor=self._actor,
                name=key,
                identifier=group.identifier,
                origin=self._origin,
                slug=slug,
            )


def _noted(key: str) -> str:
    row = FormerAddress.objects.filter(name=key).first()
    return row.slug if row else ""


def _slug(name: str) -> str:
    """The name there is the address here where it can be one."""
    plain = name.isascii() and name.replace("-", "a").replace("_", "a").isalnum()
    return name if plain and len(name) <= 80 else slugify(name)


def _kind(title: str) -> Kind:
    folded = fold(title)
    return next((kind for word, kind in _KINDS.items() if folded.startswith(word)), Kind.OTHER)


def _web(address: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return ""
    return address if len(address) <= 200 else ""
