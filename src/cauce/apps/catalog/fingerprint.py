"""What a version says, as one SHA-256: what a citation names and anybody can compute again.

It covers the description, the themes and tags, the organisation, and of each table its name, its
title, its columns with their meaning and figures, its profile and the SHA-256 of its Parquet. It
does not cover the number, the dates nor who published: the same content has the same hash always.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from cauce.apps.catalog.models import Description, Table, Version
from cauce.base.canonical import SAFE_INTEGER, canonical_json
from cauce.base.ids import sha256_bytes

WORDS: Final = tuple(field.name for field in Description._meta.get_fields())
"""The fields of a description, shared by datasets and versions."""
_OF_TABLE: Final = ("name", "title", "sha256", "rows", "kinds", "columns", "profile", "footnotes")


def fingerprint(version: Version, tables: Iterable[Table]) -> str:
    """The hash of a version with these tables; ``version.dataset`` gives the organisation."""
    return sha256_bytes(
        canonical_json(
            {
                "description": {name: getattr(version, name) for name in WORDS},
                "organisation": version.dataset.organisation.slug,
                "tables": [
                    {name: _plain(getattr(table, name)) for name in _OF_TABLE} for table in tables
                ],
                "tags": [slug for slug, _name in version.tags],
                "themes": [slug for slug, _name in version.themes],
            }
        )
    )


def _plain(value: Any) -> Any:
    """The same with numbers as text where JSON readers would round or refuse them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    if isinstance(value, int) and abs(value) > SAFE_INTEGER:
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
