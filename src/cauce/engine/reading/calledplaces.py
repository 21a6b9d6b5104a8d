"""Names of places with a call to a footnote: ``Guatemala 1/``, ``Izabal *``, ``Jalapa (2)``."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from cauce.territory import ColumnMatch, match_column

_CALL: Final = re.compile(
    r"(?<=\w)(?:\s*\*{1,3}|\s+(?:\d{1,2}|[a-zA-Z])/|\s*\((?:\d{1,2}|[a-zA-Z])\)|\s*[¹²³⁴⁵⁶⁷⁸⁹†‡§]+)$"
)


def without_call(text: str) -> str:
    """The name alone: «Guatemala» of «Guatemala 1/»."""
    return _CALL.sub("", text)


def match_called(
    values: Mapping[str, int],
    header: str,
    *,
    beside: Mapping[str, Collection[str]] | None = None,
) -> ColumnMatch | None:
    """The match of a column, without the calls where all names that carry one are places then.

    The match speaks of the texts as they are written.
    """
    plain = match_column(values, header, beside=beside)
    called = {text for text in values if without_call(text) != text}
    if not called or (plain is not None and called.isdisjoint(plain.unmatched)):
        return plain
    counts: dict[str, int] = {}
    near: dict[str, list[str]] = {}
    for text, count in values.items():
        name = without_call(text)
        counts[name] = counts.get(name, 0) + count
        near.setdefault(name, []).extend(map(without_call, (beside or {}).get(text, ())))
    bare = match_column(counts, header, beside=near)
    if bare is None or bare.how != "name":
        return plain
    if any(without_call(text) in bare.unmatched for text in called):
        return plain

    def written(names: Collection[str]) -> tuple[str, ...]:
        return tuple(text for text in values if without_call(text) in names)

    codes = {
        text: bare.codes[name] for text in values if (name := without_call(text)) in bare.codes
    }
    return replace(
        bare,
        unmatched=tuple(text for name in bare.unmatched for text in written((name,))),
        ambiguous=written(bare.ambiguous),
        set_aside=written(bare.set_aside),
        codes=codes,
    )
