"""Codes and names that stand in the same row and mean different places."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cauce.territory.divisions import Division, System, by_code
from cauce.territory.names import by_name


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A code and a name that are both known and are not the same place.

    ``rows`` is how many rows have this pair, ``first`` the place of the first of them, counted
    from 0. ``by_code`` is what the code means, ``by_name`` what the name may mean.
    """

    code: str
    name: str
    rows: int
    first: int
    by_code: Division
    by_name: tuple[Division, ...]

    def __str__(self) -> str:
        named = " o ".join(f"{each.full_name} ({each.code})" for each in self.by_name)
        return (
            f"El código «{self.code}» es {self.by_code.full_name}, "
            f"pero el nombre «{self.name}» es {named}."
        )


def disagreements(
    level: str,
    code_values: Iterable[str | int | float | None],
    name_values: Iterable[str | None],
    system: System = "statistics",
) -> tuple[Disagreement, ...]:
    """The pairs whose code and name are different places of ``level``, in order of appearance.

    Both iterables run row by row (ValueError when one is longer). A code or a name that is no
    place at all is not a disagreement; a name that several places share agrees with each of them.
    """
    rows: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    for place, (code, name) in enumerate(zip(code_values, name_values, strict=True)):
        if code is not None and name is not None:
            pair = (str(code).strip(), name.strip())
            rows[pair] += 1
            first.setdefault(pair, place)
    found = []
    for (code, name), count in rows.items():
        coded = by_code(level, code, system)
        named = by_name(level, name)
        if coded is not None and named and coded not in named:
            found.append(Disagreement(code, name, count, first[code, name], coded, named))
    return tuple(found)
