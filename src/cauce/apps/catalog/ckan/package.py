"""A dataset and its resources as CKAN or DKAN describe them, read with patience."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from cauce.apps.catalog.ckan.dates import DKAN
from cauce.apps.catalog.ckan.texts import line_of, plain, text_of

MOST_RESOURCES: Final = 2_000
_DATASET_TYPES: Final = frozenset({"", "dataset", "data", "estandar"})


@dataclass(frozen=True)
class Resource:
    """A file or a link of a dataset there."""

    identifier: str
    name: str
    """As it says; else the name of its file; empty when it has none."""
    description: str
    url: str
    format: str
    """In lower case, without a dot."""
    modified: str

    @property
    def file_name(self) -> str:
        """The last part of its address; empty when it has none."""
        return unquote(urlsplit(self.url).path).replace("\\", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Group:
    """An organisation or a group."""

    name: str
    identifier: str
    title: str
    description: str
    parent: str
    """The name of the one above it."""
    url: str = ""


@dataclass(frozen=True)
class Package:
    """A dataset there."""

    name: str
    identifier: str
    title: str
    notes: str
    organisation: Group | None
    groups: tuple[Group, ...]
    tags: tuple[str, ...]
    licence: tuple[str, ...]
    """Everything that names its licence: identifier, address, title."""
    people: tuple[tuple[str, str], ...]
    """Name and e-mail of who maintains it and who wrote it, as far as given."""
    created: str
    modified: str
    url: str
    extras: Mapping[str, str]
    resources: tuple[Resource, ...]
    hidden: str
    """Why it was not public there, as a Spanish sentence; empty for a public one."""


def packages_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """The descriptions of datasets in an answer or a line: alone, listed, in an envelope."""
    if isinstance(value, list):
        for each in value:
            yield from packages_in(each)
    elif isinstance(value, Mapping):
        inner = value.get("result", value.get("results"))
        if isinstance(inner, (list, Mapping)) and "resources" not in value:
            yield from packages_in(inner)
        elif value.get("name") or value.get("id"):
            yield value


def package_of(record: Mapping[str, Any]) -> Package:
    """What a description says, whatever is missing."""
    name = line_of(record.get("name")) or line_of(record.get("id"))
    return Package(
        name=name,
        identifier=line_of(record.get("id")),
        title=line_of(record.get("title_translated")) or line_of(record.get("title")) or name,
        notes=plain(text_of(record.get("notes_translated")) or text_of(record.get("notes"))),
        organisation=_organisation(record),
        groups=tuple(filter(None, map(group_of, _mappings(record.get("groups"))))),
        tags=_tags(record),
        licence=tuple(
            filter(None, (line_of(record.get(f"license_{part}")) for part in _OF_LICENCE))
        ),
        people=tuple(_people(record)),
        created=line_of(record.get("metadata_created")),
        modified=line_of(record.get("metadata_modified")),
        url=line_of(record.get("url")),
        extras=_extras(record),
        resources=tuple(
            _resource(each, place)
            for place, each in enumerate(_mappings(record.get("resources"))[:MOST_RESOURCES])
        ),
        hidden=_hidden(record),
    )


def group_of(record: Mapping[str, Any]) -> Group | None:
    """An organisation or a group as listed, or as a dataset names it; nothing without a name."""
    name = line_of(record.get("name")) or line_of(record.get("id"))
    if not name:
        return None
    above = _mappings(record.get("groups"))
    title = line_of(record.get("title_translated")) or line_of(record.get("title"))
    return Group(
        name=name,
        identifier=line_of(record.get("id")),
        title=title or line_of(record.get("display_name")) or name,
        description=plain(text_of(record.get("description"))),
        parent=line_of(above[0].get("name")) if above else "",
        url=line_of(record.get("url") or record.get("website")),
    )


_OF_LICENCE: Final = ("id", "url", "title")
_OWN_FIELDS: Final = frozenset(
    [
        "id",
        "name",
        "title",
        "title_translated",
        "notes",
        "notes_translated",
        "author",
        "author_email",
        "maintainer",
        "maintainer_email",
        "owner_org",
        "organization",
        "groups",
        "tags",
        "tags_translated",
        "resources",
        "extras",
        "private",
        "state",
        "type",
        "url",
        "isopen",
        "num_resources",
        "num_tags",
        "creator_user_id",
        "metadata_created",
        "metadata_modified",
        "revision_id",
        "revision_timestamp",
        "license_id",
        "license_title",
        "license_url",
        "relationships_as_object",
        "relationships_as_subject",
        "tracking_summary",
        "version",
        "log_message",
        "comments_enabled",
        "datapackage",
    ]
)


def _organisation(record: Mapping[str, Any]) -> Group | None:
    given = record.get("organization")
    if isinstance(given, Mapping):
        return group_of(given)
    owner = line_of(given) or line_of(record.get("owner_org"))
    return Group(owner, owner, owner, "", "") if owner else None


def _tags(record: Mapping[str, Any]) -> tuple[str, ...]:
    translated = record.get("tags_translated")
    given = record.get("tags")
    if isinstance(translated, Mapping) and isinstance(translated.get("es"), list):
        given = translated["es"]
    if isinstance(given, str):
        given = given.split(",")
    if not isinstance(given, Sequence):
        return ()
    names = (
        line_of(each.get("display_name") or each.get("name"))
        if isinstance(each, Mapping)
        else line_of(each)
        for each in given
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _people(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for who in ("maintainer", "author"):
        name, email = line_of(record.get(who)), line_of(record.get(f"{who}_email"))
        if name or email:
            yield name, email


def _extras(record: Mapping[str, Any]) -> dict[str, str]:
    """Fields that an installation added, as pairs of CKAN or beside the others."""
    found = {
        str(key): plain(text_of(value))
        for key, value in record.items()
        if key not in _OWN_FIELDS and isinstance(value, (str, int, float, Mapping))
    }
    given = record.get("extras")
    if isinstance(given, Mapping):
        given = [{"key": key, "value": value} for key, value in given.items()]
    for each in _mappings(given):
        found[line_of(each.get("key"))] = plain(text_of(each.get("value")))
    return {key: value for key, value in found.items() if key and value}


def _resource(record: Mapping[str, Any], place: int) -> Resource:
    url = line_of(record.get("url")) or line_of(record.get("download_url"))
    return Resource(
        identifier=line_of(record.get("id")) or f"sin-identificador-{place + 1}",
        name=line_of(record.get("name_translated")) or line_of(record.get("name")),
        description=plain(
            text_of(record.get("description_translated")) or text_of(record.get("description"))
        ),
        url=url,
        format=line_of(record.get("format")).lower().lstrip("."),
        modified=line_of(record.get("last_modified") or record.get("metadata_modified")),
    )


def _hidden(record: Mapping[str, Any]) -> str:
    state = line_of(record.get("state")).lower()
    if state == "deleted":
        return "Estaba borrado en el portal."
    if state not in ("", "active"):
        return f"Estaba en estado «{state}» en el portal."
    if not _of_dkan(record) and line_of(record.get("type")).lower() not in _DATASET_TYPES:
        return f"No es un conjunto de datos, sino «{line_of(record.get('type'))}»."
    private = record.get("private")
    is_private = private is True or line_of(private).lower() in {"true", "1", "yes"}
    return "Era privado en el portal." if is_private and not _of_dkan(record) else ""


def _of_dkan(record: Mapping[str, Any]) -> bool:
    """DKAN says that what it publishes is private; its dates and capitals give it away."""
    return (
        record.get("state") == "Active"
        or record.get("type") == "Dataset"
        or DKAN.match(line_of(record.get("metadata_modified"))) is not None
    )


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    """The mappings of a list; DKAN sends a mapping by number for some lists."""
    if isinstance(value, Mapping):
        value = list(value.values())
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
