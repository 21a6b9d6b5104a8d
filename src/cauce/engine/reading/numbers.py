"""Numbers as people write them: read on shapes, then cast by SQL that a regular expression guards.

Understood: thousands by point, comma, space or apostrophe in groups of three; decimals by comma or
point; currency before or after; ``%`` and ``‰``; a unit after the number; signs before or after,
the Unicode minus, negatives in parentheses; footnote calls (``1,234*``, ``45 1/``, ``12.3 p/``);
scientific notation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cauce.engine.reading import native
from cauce.engine.reading.shapes import Shape
from cauce.engine.reading.workbench import literal

BLANKS: Final = " \xa0\u202f\u2009"
MINUSES: Final = "-−–‒"
APOSTROPHES: Final = "'’´`"

CURRENCIES: Final[dict[str, str]] = {
    "US$": "USD", "U$S": "USD", "US $": "USD", "USD": "USD", "$US": "USD", "U.S.$": "USD",
    "GTQ": "GTQ", "Q.": "GTQ", "Q": "GTQ",
    "S/.": "PEN", "S/": "PEN", "S./": "PEN", "PEN": "PEN",
    "RD$": "DOP", "MX$": "MXN", "MXN": "MXN", "C$": "NIO", "HNL": "HNL", "L.": "HNL",
    "B/.": "PAB", "B/": "PAB",
    "€": "EUR", "EUR": "EUR", "£": "GBP", "₡": "CRC", "CRC": "CRC", "Bs.": "BOB", "Bs": "BOB",
    "COP": "COP", "CLP": "CLP", "ARS": "ARS", "$": "USD",
}  # fmt: skip
"""ISO 4217 code of each sign that stands beside an amount."""

_SIGNS: Final = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_B: Final = f"[{BLANKS}]*"
_M: Final = "[-−–‒]"
_SIGN: Final = f"(?:[-+−–‒]{_B})?"
_UNIT: Final = r"[^\W\d_][^\W\d_.·]{0,11}\.?(?:[²³⁻¹]|\^?[23])?(?:/[^\W\d_]{1,6}[²³23]?)?"
_NOTE: Final = (
    rf"\*{{1,3}}|{_B}[a-zA-Z]/|[{BLANKS}]+\d{{1,2}}/|{_B}\([a-zA-Z]\)|[{BLANKS}]+\(\d{{1,2}}\)"
    r"|[¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᵖʳ]{1,2}|[†‡§]"
)
_CORE: Final = rf"\d[\d.,{BLANKS}{APOSTROPHES}]*\d|\d|[.,]\d+"
_WRITTEN: Final = re.compile(
    rf"(?P<open>\({_B})?(?P<sign>[-+−–‒]{_B})?(?P<before>{_SIGNS})?{_B}(?P<inner>{_M}{_B})?"
    rf"(?P<core>{_CORE})(?P<exponent>[eE][-+]?\d{{1,3}})?"
    rf"(?P<percent>{_B}[%‰])?(?:{_B}(?P<after>{_SIGNS}))?"
    rf"(?P<unit>[{BLANKS}]*(?:{_UNIT}))??(?P<note>{_B}(?:{_NOTE}))?(?P<close>{_B}\))?(?P<back>{_M})?"
)
_GROUPED: Final = {
    mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in (*".,'’´`", *BLANKS)
}
_UNITS: Final = (
    "km km2 km² m m2 m² m3 m³ cm mm ha has hectareas kg g gr lb lbs qq tm t ton tons l lt lts ml "
    "gal mw gw kw kwh mwh gwh hab msnm años anos meses dias días horas hrs hs h min seg s c f mb "
    "gb tb pp"
)
UNITS: Final = frozenset(_UNITS.split())
"""Units that may follow a number without a space."""


@dataclass(frozen=True)
class Written:
    """What the shape of one cell says, when it is a number."""

    core: str
    currency: str | None
    percent: str | None
    unit: str | None
    note: bool
    parentheses: bool
    trailing_minus: bool
    odd_minus: bool
    """A minus other than the hyphen, or one after the currency or before a blank."""
    exponent: bool
    native: bool

    @property
    def adorned(self) -> bool:
        """Whether there is more than digits, marks and a hyphen before them."""
        return bool(
            self.currency
            or self.percent
            or self.unit
            or self.note
            or self.parentheses
            or self.trailing_minus
            or self.odd_minus
        )


@lru_cache(maxsize=1 << 14)
def read_number(shape: str) -> Written | None:
    """What a shape says as a number; ``None`` when it is none."""
    if shape[:1] == native.NUMBER:
        percent = "%" if shape.endswith("%") else None
        core = shape[1:].rstrip("%")
        exponent = "e" in core
        return Written(core, None, percent, None, False, False, False, False, exponent, native=True)
    if not any(character.isdigit() for character in shape):
        return None
    found = _WRITTEN.fullmatch(shape)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    signs = [found["sign"], found["inner"], found["back"], found["open"]]
    if sum(sign is not None for sign in signs) > 1 or (found["before"] and found["after"]):
        return None
    unit = found["unit"].strip(BLANKS) if found["unit"] else None
    if unit and (found["percent"] or found["before"] or found["after"] or found["exponent"]):
        return None
    if unit and found["unit"][0] not in BLANKS and unit.lower().rstrip(".") not in UNITS:
        return None
    if not interpretations(found["core"]):
        return None
    sign = found["sign"] or ""
    return Written(
        core=found["core"],
        currency=CURRENCIES[found["before"] or found["after"]]
        if found["before"] or found["after"]
        else None,
        percent=(found["percent"] or "").strip(BLANKS) or None,
        unit=unit,
        note=found["note"] is not None,
        parentheses=found["open"] is not None,
        trailing_minus=found["back"] is not None,
        odd_minus=sign not in ("", "-") or found["inner"] is not None,
        exponent=found["exponent"] is not None,
        native=False,
    )


@dataclass(frozen=True)
class Marks:
    """One way to read the marks in a number: which separates decimals, which thousands."""

    decimal: str | None
    thousands: str | None


@lru_cache(maxsize=1 << 14)
def interpretations(core: str) -> tuple[Marks, ...]:
    """The ways to read a number's digits and marks; none when its marks make no sense.

    >>> interpretations("9.999,9")
    (Marks(decimal=',', thousands='.'),)
    >>> len(interpretations("9.999"))
    2
    """
    marks = [character for character in core if not character.isdigit()]
    kinds = dict.fromkeys(marks)
    if not marks:
        return (Marks(None, None),)
    ways: list[Marks] = []
    last = marks[-1]
    if last in ".," and marks.count(last) == 1:
        whole = core[: core.rindex(last)]
        others = [mark for mark in kinds if mark != last]
        if not others:
            ways.append(Marks(last, None))
        elif len(others) == 1 and _GROUPED[others[0]].fullmatch(whole):
            ways.append(Marks(last, others[0]))
    if len(kinds) == 1 and _GROUPED[last].fullmatch(core):
        ways.append(Marks(None, last))
    return tuple(ways)


@dataclass
class MarkEvidence:
    """How many cells say which mark separates decimals.

    ``sure[","]`` counts cells that only a decimal comma explains (``1,5``; ``1.234.567``),
    ``either["."]`` those like ``1.234``, in which the point separates thousands or decimals."""

    sure: dict[str, int] = field(default_factory=lambda: {",": 0, ".": 0})
    either: dict[str, int] = field(default_factory=lambda: {",": 0, ".": 0})
    with_marks: int = 0
    small: int = 0
    """Whole numbers below 1000 written without a mark: their neighbours' marks may well be of
    thousands."""
    large: int = 0
    """Whole numbers from 1000 on without a mark: their neighbours' marks are of decimals."""
    fractions: int = 0
    """Cells that only decimals explain."""
    example: dict[str, str] = field(default_factory=dict)

    def add(self, shape: Shape, written: Written) -> None:
        """Count the cells of one shape."""
        ways = interpretations(written.core)
        if ways == (Marks(None, None),):
            if len(written.core) <= 3:
                self.small += shape.count
            else:
                self.large += shape.count
            return
        self.with_marks += shape.count
        said = {_decimal_said(way) for way in ways}
        if len(ways) > 1 and _begins_with_zero(shape.least):
            said = {way.decimal for way in ways if way.decimal}
        if len(said) == 1:
            (mark,) = said
            if mark is None:
                return
            self.sure[mark] += shape.count
            self.fractions += shape.count * any(way.decimal for way in ways)
            self.example.setdefault(mark, native.as_written(shape.most))
        else:
            mark = next(way.decimal for way in ways if way.decimal)
            self.either[mark] += shape.count
            self.example.setdefault(f"either{mark}", native.as_written(shape.most))


def _decimal_said(way: Marks) -> str | None:
    """The decimal mark of the column if this is how its numbers are written."""
    if way.decimal is not None:
        return way.decimal
    return {",": ".", ".": ","}.get(way.thousands or "")


def _begins_with_zero(text: str) -> bool:
    digits = re.search(r"\d", text)
    return digits is not None and digits.group() == "0"


@dataclass(frozen=True)
class NumberStyle:
    """How the numbers of one column are written; enough to cast them."""

    integer: bool
    decimal: str
    """``,`` or ``.``."""
    thousands: frozenset[str] = frozenset()
    signs: bool = False
    """Currency signs."""
    percent: bool = False
    units: tuple[str, ...] = ()
    notes: bool = False
    parentheses: bool = False
    trailing_minus: bool = False
    odd_minus: bool = False
    exponent: bool = False
    leading_zeros: bool = False
    """``007`` is seven."""
    whole_points: bool = False
    """``12.0`` is a whole number here."""
    native: bool = False
    written: bool = True
    """Some cells are text."""

    @property
    def plain(self) -> bool:
        """Whether cells hold digits, marks and a hyphen before them, and nothing else."""
        return not (
            self.signs
            or self.percent
            or self.units
            or self.notes
            or self.parentheses
            or self.trailing_minus
            or self.odd_minus
        )

    def sql(self, cell: str) -> str:
        """The SQL expression of a cell's number: BIGINT or DOUBLE, NULL when it is none."""
        if not self.native:
            return self._text_sql(cell)
        bare = f"substr({cell}, 2)"
        if self.integer:
            inner = (
                f"CASE WHEN regexp_full_match({bare}, '-?\\d+') THEN TRY_CAST({bare} AS BIGINT) END"
            )
        else:
            inner = f"TRY_CAST(rtrim({bare}, '%') AS DOUBLE)"
        otherwise = f" ELSE {self._text_sql(cell)}" if self.written else ""
        return f"CASE WHEN starts_with({cell}, '{native.NUMBER}') THEN {inner}{otherwise} END"

    def _text_sql(self, cell: str) -> str:
        if self.plain:
            value = self._cast(cell)
            return f"CASE WHEN regexp_full_match({cell}, {literal(self._plain())}) THEN {value} END"
        value = self._cast(f"regexp_extract({cell}, {literal(self._leading())}, 1)")
        negative = rf"^\s*\(|[-−–‒][{BLANKS}]*(?:{_SIGNS})?[{BLANKS}]*[\d.,]|[-−–‒]$"
        below_zero = f"regexp_matches({cell}, {literal(negative)})"
        signed = f"CASE WHEN {below_zero} THEN -({value}) ELSE {value} END"
        any_way = (
            f"CASE WHEN regexp_full_match({cell}, {literal(self._adorned())}) THEN {signed} END"
        )
        if self.exponent:
            return any_way
        # Nearly every cell is found by one expression; the others are looked at again.
        usual = self._cast(f"regexp_extract({cell}, {literal(self._usual())}, 1)")
        return f"coalesce({usual}, {any_way})"

    def _cast(self, text: str) -> str:
        for mark in sorted(self.thousands):
            text = f"replace({text}, {literal(mark)}, '')"
        if self.decimal == "," and not self.integer:
            text = f"replace({text}, ',', '.')"
        if self.whole_points:
            text = f"split_part({text}, {literal(self.decimal)}, 1)"
        if self.integer:
            return f"TRY_CAST({text} AS BIGINT)"
        value = f"TRY_CAST({text} AS DOUBLE)"
        return f"CASE WHEN isfinite({value}) THEN {value} END" if self.exponent else value

    def _digits(self) -> str:
        """A regular expression (RE2) of the number alone, without signs."""
        first = r"\d" if self.leading_zeros else "[1-9]"
        whole = r"\d+" if self.leading_zeros else r"(?:0|[1-9]\d*)"
        if self.thousands:
            marks = "".join(re.escape(mark) for mark in sorted(self.thousands))
            whole = rf"(?:{first}\d{{0,2}}(?:[{marks}]\d{{3}})+|{whole})"
        mark = re.escape(self.decimal)
        if self.integer:
            return rf"{whole}(?:{mark}0)?" if self.whole_points else whole
        exponent = r"(?:[eE][-+]?\d{1,3})?" if self.exponent else ""
        return rf"(?:{whole}(?:{mark}\d+)?|{mark}\d+){exponent}"

    def _plain(self) -> str:
        return f"[-+]?{self._digits()}"

    def _money(self) -> str:
        return rf"(?:{_SIGNS})?" if self.signs else ""

    def _after(self) -> str:
        """What may follow the digits: a percent sign, a currency, a unit."""
        percent = rf"(?:{_B}[%‰])?" if self.percent else ""
        after = rf"(?:{_B}(?:{_SIGNS}))?" if self.signs else ""
        words = "|".join(re.escape(unit) for unit in self.units)
        return percent + after + (rf"(?:{_B}(?:{words}))?" if words else "")

    def _usual(self) -> str:
        """The commonest of what :meth:`_adorned` allows, with the number as its group."""
        minus = "" if self.integer else "-?"
        return f"^{self._money()}{_B}({minus}{self._digits()}){self._after()}$"

    def _before(self) -> str:
        """Signs and currencies before the digits. ``Q.`` is one: its point is none of decimals."""
        return f"{_SIGN}{self._money()}{_B}{_SIGN}"

    def _leading(self) -> str:
        """What a cell of :meth:`_adorned` begins with, with the number as its group."""
        return rf"^{_B}(?:\({_B})?{self._before()}({self._digits()})"

    def _adorned(self) -> str:
        note = rf"(?:{_B}(?:{_NOTE}))?" if self.notes else ""
        back = f"{_M}?" if self.trailing_minus else ""
        core = f"{self._before()}{self._digits()}{self._after()}{note}"
        if self.parentheses:
            return rf"(?:\({_B}{core}{_B}\)|{core}{back})"
        return f"{core}{back}"

    def footnoted(self, cell: str) -> str | None:
        """SQL that tells the cells with a footnote call; ``None`` when there are none."""
        if not self.notes:
            return None
        return f"regexp_full_match({cell}, {literal(f'.*[^ ].*?{_B}(?:{_NOTE})')})"


def marks_evidence(shapes: Iterable[tuple[Shape, Written]]) -> MarkEvidence:
    """The evidence of all number shapes of a column."""
    evidence = MarkEvidence()
    for shape, written in shapes:
        if not written.native:
            evidence.add(shape, written)
    return evidence


def thousands_used(written: Sequence[Written], decimal: str) -> frozenset[str]:
    """The thousands marks in use, given the decimal mark."""
    return frozenset(
        way.thousands
        for one in written
        if not one.native
        for way in interpretations(one.core)
        if way.thousands is not None and way.thousands != decimal
    )
