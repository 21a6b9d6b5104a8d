"""Telephones of Guatemala (8 figures, from 2 to 7) and Peru (9 figures from 9, or with area code).

Two of three random numbers of 8 figures look like a telephone of Guatemala, so that bare figures
say nothing: the heading must tell, or the way of writing (``5555-1234``, ``+502``, «Tel.»).
"""

import re
from typing import Final

from cauce.engine.masks import shape
from cauce.engine.values import Counted
from cauce.quality.chance import wilson_lower
from cauce.quality.finding import Severity
from cauce.quality.identifiers.column import Seen, Verdict
from cauce.quality.identifiers.masked import EXAMPLES, masked

TOLD_SHARE: Final = 0.5
"""Part of the different values that must look like telephones under a heading that says so."""
GROUPED_SHARE: Final = 0.5
"""What the part written in groups must exceed, at least, when no heading says it."""
MOBILE_SHARE: Final = 0.9
"""The same for bare numbers of 9 figures from 9; of random ones, a tenth are."""
PREFIXES: Final = 20
"""Different first three figures that mobiles have and serial numbers have not."""
_CALLED: Final = re.compile(
    r"\b(?:tel|tels|telf|telef|tel[eé]fonos?|cel|celular(?:es)?|m[oó]vil|whatsapp|pbx|fax)\b"
    r"|[+(]{1,2}(?:502|51)\b",
    re.IGNORECASE,
)
_GROUPED: Final = re.compile(
    r"[2-7][0-9]{3}[ \u2010\u2011\u2013-][0-9]{4}|\+ ?(?:502|51)|9[0-9]{2}[ -][0-9]{3}[ -][0-9]{3}"
)


def weigh_phones(seen: Seen) -> Verdict | None:
    """What the column holds of telephones."""
    found = {one: numbers for one in seen.numbered if (numbers := numbers_in(one.text, seen))}
    if found:
        if "phone" in seen.heading:
            verdict = _told(seen, found)
        else:
            verdict = _written(seen, found) or _mobiles(seen, found)
        if verdict:
            return verdict
    return _as_text(seen) if seen.texts else None


def numbers_in(text: str, seen: Seen) -> list[str]:
    """The telephones in a text, as written; of one country when it is known."""
    names = [f"phone.{seen.country}"] if seen.country else ["phone.gt", "phone.pe"]
    return [match[0] for name in names for match in shape(name).finditer(text)]


def _told(seen: Seen, found: dict[Counted, list[str]]) -> Verdict | None:
    share = len(found) / len(seen.values)
    if share < TOLD_SHARE:
        return None
    office = "institution" in seen.heading
    return _verdict(seen, found, "warning" if office else "error", True, company=office)


def _written(seen: Seen, found: dict[Counted, list[str]]) -> Verdict | None:
    """Numbers written as nobody writes other numbers."""
    grouped = {
        one: numbers
        for one, numbers in found.items()
        if seen.texts and all(map(_GROUPED.match, numbers)) and _mostly(one.text, numbers)
    }
    if wilson_lower(len(grouped), len(seen.values)) <= GROUPED_SHARE:
        return None
    return _verdict(seen, grouped, "error", True)


def _mobiles(seen: Seen, found: dict[Counted, list[str]]) -> Verdict | None:
    """Bare numbers of 9 figures from 9, nearly all of them and of many beginnings."""
    if seen.country == "gt":
        return None
    bare = {
        one: numbers
        for one, numbers in found.items()
        if re.fullmatch(r"\s*9[0-9]{8}(?:\.0)?\s*", one.text)
    }
    starts = {one.text.strip()[:3] for one in bare}
    if wilson_lower(len(bare), len(seen.values)) <= MOBILE_SHARE or len(starts) < PREFIXES:
        return None
    return _verdict(seen, bare, "warning", True)


def _as_text(seen: Seen) -> Verdict | None:
    """Numbers among words: those of values that say «Tel.» or «+502» before them."""
    found = {}
    for one in seen.looked_at:
        if _CALLED.search(one.text) and (numbers := _after_word(one.text, seen)):
            found[one] = numbers
    if not found:
        return None
    several = len({number for numbers in found.values() for number in numbers}) > 1
    return _verdict(seen, found, "error" if several else "warning", False)


def _after_word(text: str, seen: Seen) -> list[str]:
    names = [f"phone.{seen.country}"] if seen.country else ["phone.gt", "phone.pe"]
    called = _CALLED.search(text)
    start = called.start() if called else len(text)
    return [m[0] for name in names for m in shape(name).finditer(text) if m.end() > start]


def _mostly(text: str, numbers: list[str]) -> bool:
    return sum(map(len, numbers)) >= 0.6 * len(text.strip())


def _verdict(
    seen: Seen,
    found: dict[Counted, list[str]],
    severity: Severity,
    whole: bool,
    *,
    company: bool = False,
) -> Verdict:
    numbers = list(dict.fromkeys(number for some in found.values() for number in some))
    return Verdict(
        kind="phone",
        severity=severity,
        whole=whole,
        values=tuple(found),
        examples=tuple(masked("phone", number.strip()) for number in numbers[:EXAMPLES]),
        share=len(found) / len(seen.values) if whole else None,
        lower_bound=wilson_lower(len(found), len(seen.values)) if whole else None,
        company=company,
    )
