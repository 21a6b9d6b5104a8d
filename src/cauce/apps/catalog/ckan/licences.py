"""The licences that portals name, as the ones that a dataset may carry here."""

import re
from typing import Final

from cauce.apps.catalog.licences import licence

_IDENTIFIERS: Final = {
    "cc-by": "CC-BY-4.0",
    "cc-by-4.0": "CC-BY-4.0",
    "cc-by-sa": "CC-BY-SA-4.0",
    "cc-by-sa-4.0": "CC-BY-SA-4.0",
    "cc-zero": "CC0-1.0",
    "cc0": "CC0-1.0",
    "cc0-1.0": "CC0-1.0",
    "odc-by": "ODC-By-1.0",
    "odc-by-1.0": "ODC-By-1.0",
    "odc-odbl": "ODbL-1.0",
    "odbl": "ODbL-1.0",
    "odbl-1.0": "ODbL-1.0",
    "odc-pddl": "PDDL-1.0",
    "pddl": "PDDL-1.0",
    "pddl-1.0": "PDDL-1.0",
}
"""CKAN's identifiers carry no number for the version in force."""
_ADDRESSES: Final = (
    (re.compile(r"creativecommons\.org/licenses/by/4\.0"), "CC-BY-4.0"),
    (re.compile(r"creativecommons\.org/licenses/by-sa/4\.0"), "CC-BY-SA-4.0"),
    (re.compile(r"creativecommons\.org/publicdomain/zero"), "CC0-1.0"),
    (re.compile(r"opendatacommons\.org/licenses/by\b"), "ODC-By-1.0"),
    (re.compile(r"opendatacommons\.org/licenses/odbl\b"), "ODbL-1.0"),
    (re.compile(r"opendatacommons\.org/licenses/pddl\b"), "PDDL-1.0"),
)
_AT_OPENDEFINITION: Final = re.compile(r"opendefinition\.org/licenses/([a-z0-9.-]+)")
_CLOSED: Final = re.compile(
    r"\bnc\b|\bnd\b|noncommercial|non-commercial|no comercial|noderiv|other-closed|closed|cerrad"
)


def licence_of(named: tuple[str, ...]) -> str:
    """The SPDX identifier of the licence that these texts name; empty when none here is."""
    for text in named:
        known = _IDENTIFIERS.get(text.lower()) or _by_address(text.lower())
        if known:
            return known
        if licence(text):
            return text
    return ""


def forbids_reuse(named: tuple[str, ...]) -> bool:
    """Whether they name a licence that is not open: it asks not to sell, or not to change."""
    return any(_CLOSED.search(text.lower().replace("_", "-")) for text in named)


def _by_address(text: str) -> str:
    for shape, code in _ADDRESSES:
        if shape.search(text):
            return code
    found = _AT_OPENDEFINITION.search(text)
    return _IDENTIFIERS.get(found.group(1).rstrip("/."), "") if found else ""
