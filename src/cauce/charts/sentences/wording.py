"""Wording: headers, places, units and levels as a sentence says them."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from cauce.base.fold import fold
from cauce.engine.columns import Column
from cauce.engine.explore.pairs import level_of as level_of
from cauce.territory.divisions import by_code

CURRENCIES: Final = {"GTQ": "quetzales", "PEN": "soles", "USD": "dólares", "EUR": "euros"}
_MARKS: Final = {"q": "GTQ", "s": "PEN", "us": "USD", "pen": "PEN", "gtq": "GTQ", "usd": "USD"}
_MARK: Final = re.compile(
    r"[\s_]*(?:\((?:q\.?|s/\.?|us\$|\$|%|gtq|pen|usd|porcentaje)\)|_(?:q|us|usd|gtq|pen|pct))"
    r"(?=\s*/|\s*$)",
    re.IGNORECASE,
)
_ACCENTS: Final = {
    "anio": "año",
    "anios": "años",
    "ano": "año",
    "poblacion": "población",
    "codigo": "código",
    "funcion": "función",
    "ninos": "niños",
    "ninas": "niñas",
    "educacion": "educación",
    "inversion": "inversión",
    "indice": "índice",
    "numero": "número",
    "idh": "IDH",
    "ipm": "IPM",
    "pct": "porcentaje de",
}
_ACCENTS_ANYWHERE: Final = {
    "tuberia": "tubería",
    "publico": "público",
    "publica": "pública",
    "publicos": "públicos",
    "energia": "energía",
    "tecnico": "técnico",
    "economica": "económica",
    "economico": "económico",
    "desnutricion": "desnutrición",
    "ejecucion": "ejecución",
    "campana": "campaña",
} | {word: said for word, said in _ACCENTS.items() if len(word) > 4}
"""Words that have no other reading than the accented one."""
_YEAR: Final = re.compile(r"[\s_/\-(]*(?<!\d)((?:19|20)\d\d)(?!\d)\)?\s*$")
_WORDS: Final = {
    "department": ("departamento", "departamentos"),
    "municipality": ("municipio", "municipios"),
    "province": ("provincia", "provincias"),
    "district": ("distrito", "distritos"),
}
_COUNTED: Final = re.compile(r"^total\s+de\s+(?:la\s+|los\s+|las\s+)?", re.IGNORECASE)


def spoken(label: str) -> str:
    """A header as people would say it: «devengado_q» → «devengado», «Avance (%)» → «avance».

    Acronyms keep their letters. The year that it ends in is taken away; see `year_of`.
    """
    bare = _MARK.sub("", _YEAR.sub("", label.strip())).strip(" _/-") or label.strip()
    if "_" in bare or bare.islower():
        bare = " ".join(_ACCENTS.get(word, word) for word in bare.replace("_", " ").split())
    parts = re.split(r"\s+/\s+", " ".join(bare.split()))
    calm = (part.lower() if part.isupper() and " " in part else part for part in parts)
    return ": ".join(uncapitalized(re.sub(r"[A-Za-z]+", _accented, part)) for part in calm)


def _accented(word: re.Match[str]) -> str:
    said = _ACCENTS_ANYWHERE.get(word[0].lower(), word[0])
    return capitalized(said) if word[0][:1].isupper() and said != word[0] else said


def without_common_heading(names: Sequence[str]) -> tuple[str, ...]:
    """The names without the heading that all of them share: «edad: 0 a 14» → «0 a 14»."""
    headings = {name.rpartition(": ")[0] for name in names}
    if len(names) > 1 and len(headings) == 1 and headings != {""}:
        return tuple(name.rpartition(": ")[2] for name in names)
    return tuple(names)


def year_of(label: str) -> str | None:
    """The year that a header ends in."""
    found = _YEAR.search(label.strip())
    return found[1] if found else None


def uncapitalized(text: str) -> str:
    """With a small first letter, unless its first word is an acronym or one letter."""
    first = text.split(" ", 1)[0].strip(":;,")
    ordinary = first[:1].isupper() and first[1:].islower() and "'" not in first
    return text[:1].lower() + text[1:] if ordinary else text


def capitalized(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def counted(label: str) -> str:
    """What a total counts: «Total de hogares» → «hogares», «Población total» → «población»."""
    bare = re.split(r"\s+/\s+", label.strip())
    said = spoken(_COUNTED.sub("", bare[0] if fold(bare[-1]) == "total" else bare[-1]))
    return said.removesuffix(" total")


def unit_of(column: Column) -> str:
    """The unit in words: «%», «quetzales», «km²»; empty without one."""
    unit = column.unit
    if unit is None and column.role == "money":
        unit = _MARKS.get(re.split(r"[_\W]+", column.label.casefold().rstrip(")"))[-1])
    return CURRENCIES.get(unit or "", unit or "")


def level_words(level: str, count: int = 2) -> str:
    """«municipio» or «municipios»."""
    return _WORDS[level.rpartition(".")[2]][count != 1]


def of_level(level: str) -> str:
    """«los municipios», «las provincias»."""
    words = level_words(level)
    return f"{'las' if words == 'provincias' else 'los'} {words}"


def place_name(level: str, value: str) -> str:
    """The name of the place that a code means; names as they are, without shouting."""
    found = by_code(level, value) if value.isdecimal() else None
    if found is not None:
        return found.name
    return _title_case(value) if value.isupper() and len(value) > 3 else value


def joined(texts: Sequence[str]) -> str:
    """«a, b y c»; «e» before its sound."""
    if len(texts) < 2:
        return "".join(texts)
    start = fold(texts[-1])
    and_ = (
        "e" if start.startswith(("i", "hi")) and not start.startswith(("hie", "ia", "io")) else "y"
    )
    return f"{', '.join(texts[:-1])} {and_} {texts[-1]}"


def first_different(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order."""
    return tuple(dict.fromkeys(texts))


def _title_case(text: str) -> str:
    small = {"de", "del", "la", "las", "los", "el", "y"}
    words = text.casefold().split()
    return " ".join(
        word if place and word in small else word[:1].upper() + word[1:]
        for place, word in enumerate(words)
    )
