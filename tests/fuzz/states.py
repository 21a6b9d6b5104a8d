"""Odd states: addresses of the explorer, its files, figures, frames and citations, nearly right.

Most parameters are names and values that the tables have, so that a state goes deep before the odd
one among them is met.
"""

from random import Random
from urllib.parse import quote, urlencode

from tests.fuzz.requests import ODD, WATER, Odd, headers

BUDGET = "/datos/presupuesto-municipal/"
_WATER = ("codigo", "municipio", "departamento", "anio", "hogares", "con_agua")
_MONEY = ("municipio", "vigente")
TABLES = {
    f"{WATER}agua/": _WATER,
    f"{WATER}v/1/agua/": _WATER,
    f"{BUDGET}gasto/": _MONEY,
}
NOWHERE = (
    *(f"{WATER}v/999999/agua/", f"{WATER}v/999999999/agua/", f"{WATER}nada/"),
    *("/datos/no-hay/agua/", f"{BUDGET}v/0/gasto/"),
)
ENDINGS = (
    *("explorar/",) * 8,
    *("figura.svg", "figura.json", "figura.json", "incrustar/", "figura.png"),
    *(f"explorar.{each}" for each in ("csv", "xlsx", "json", "ndjson", "parquet", "zip", "txt")),
    *("explorar.geojson", "cita.bib", "cita.ris"),
)
ODD_COLUMNS = (
    *("_row", "_kind", "Código", "CODIGO", "otra~", "a.b", 'x"y', "x;y", "sum_hogares", "~k0"),
    *("otra~nada", "vigente", "con_agua"),
)
OPERATORS = ("eq", "in", "contains", "ge", "le", "between", "missing", "not_missing")
OPERATIONS = ("sum", "mean", "median", "count", "distinct", "share", "min", "max")
VALUES = (
    *("2018", "1000", "1.000", "1.000,5", "12,5", "Mixco", "Guatemala", "0101", "true", "12.5 %"),
    *("1e400", "9" * 39, "-" + "9" * 18, "9" * 19, "0." + "9" * 37, "Infinity", "-0", "+", "0x1F"),
    *("0000-00-00", "9999-12-31", "2018-02-30", "24:00", "\u0662\u0660\u0661\u0668", "$p0", "%_"),
)
USUAL = {
    "anio": ("eq in ge le between missing", ("2018", "2017", "2019")),
    "hogares": ("eq in ge le between not_missing", ("1000", "1037", "1.500", "0")),
    "con_agua": ("ge le between missing not_missing", ("12,5", "50", "0", "-0")),
    "vigente": ("eq ge le between", ("1234567.5", "1 000 000", "0")),
}
"""What is usually asked of a column; of texts, `WORDS`."""
WORDS = ("eq in contains not_missing", ("Mixco", "Guatemala", "0101", "Alta Verapaz", "an"))
SOURCES = (
    *("presupuesto-municipal/gasto", "presupuesto-municipal@1/ingreso"),
    *("agua-entubada-por-municipio/agua", "agua-entubada-por-municipio@1/agua"),
)
ODD_SOURCES = (
    *("no-hay/agua", "presupuesto-municipal@99/gasto", "presupuesto-municipal@0/gasto"),
    *("../..", "a/b/c", "@/", "presupuesto-municipal/"),
)
Pairs = list[tuple[str, str]]


def exploring(chance: Random) -> Odd:
    """A state at one of the addresses that give it, often with something odd in it."""
    table = chance.choice(sorted(TABLES))
    state = _State(chance, list(TABLES[table]), odd=chance.choice((0, 0, 0.05, 0.2)))
    pairs = state.pairs()
    if chance.random() < 0.1:
        pairs.append((chance.choice(("q", "desde", "ver", "zoom", "f.x.eq")), chance.choice(ODD)))
    if chance.random() < 0.05:
        pairs *= chance.choice((2, 40, 500))
    query = urlencode(pairs, errors="surrogatepass")
    if chance.random() < 0.06:
        query += chance.choice(("&%zz", "&=&=&", "&%ff=%fe", "&%", "&q=%ed%a0%80", "&" * 900))
    if chance.random() < 0.02:
        query += "&q=" + "a" * 70_000
    path = (chance.choice(NOWHERE) if chance.random() < 0.05 else table) + chance.choice(ENDINGS)
    if chance.random() < 0.03:
        path += quote(chance.choice(ODD), errors="surrogatepass")
    method = chance.choice(("GET",) * 12 + ("HEAD", "POST"))
    return Odd(method, f"{path}?{query}" if query else path, headers=headers(chance))


class _State:
    """Draws the parts of one state."""

    def __init__(self, chance: Random, columns: list[str], odd: float) -> None:
        self.chance, self.columns, self.odd = chance, columns, odd

    def pairs(self) -> Pairs:
        """Parameters of a question and of how it is looked at."""
        chance, pairs = self.chance, list[tuple[str, str]]()
        if chance.random() < 0.2:
            pairs += self._join()
        if chance.random() < 0.6:
            pairs += self._groups()
        elif chance.random() < 0.5:
            pairs.append(("columnas", self._columns(4)))
        for _ in range(chance.choice((0, 0, 1, 1, 3))):
            pairs += self._filter()
        for part in (self._order, self._page, self._kinds, self._form, self._cited):
            if chance.random() < 0.12:
                pairs += part()
        if chance.random() < 0.6:
            pairs += self._view()
        return pairs

    def _is_odd(self) -> bool:
        return self.chance.random() < self.odd

    def _column(self) -> str:
        return self.chance.choice(ODD_COLUMNS if self._is_odd() else self.columns)

    def _columns(self, most: int) -> str:
        count = min(self.chance.randint(1, most), len(self.columns))
        names = self.chance.sample(self.columns, count)
        return ",".join([*names, *([self._column()] if self._is_odd() else [])])

    def _filter(self) -> Pairs:
        column = self._column()
        operators, values = USUAL.get(column.removeprefix("otra~"), WORDS)
        usual = self.odd < 0.3 * self.chance.random()
        op = self.chance.choice(operators.split() if usual else OPERATORS)
        times = {"between": 2, "in": self.chance.choice((1, 3, 501))}.get(op, 1)
        if op in ("missing", "not_missing"):
            values, times = ("1",), 1
        elif not usual:
            values = ODD if self._is_odd() else VALUES
        return [(f"f.{column}.{op}", self.chance.choice(values)) for _ in range(times)]

    def _groups(self) -> Pairs:
        chance = self.chance
        places = chance.sample(self.columns, min(len(self.columns), 4))
        used = chance.choice((0, 1, 1, 2))
        pairs = [("por", ",".join(places[:used]))]
        pairs += [self._measure() for _ in range(chance.choice((0, 1, 1, 2)))]
        if chance.random() < 0.25 and used < len(places):
            pairs.append(("cruce", places[used]))
        if chance.random() < 0.2:
            column = chance.choice(self.columns)
            values = USUAL.get(column.removeprefix("otra~"), WORDS)[1]
            two = chance.sample(VALUES if self._is_odd() else values, 2)
            pairs.append(("comparar", ".".join((column, *two))))
        return pairs

    def _measure(self) -> tuple[str, str]:
        op = self.chance.choice((*OPERATIONS, "ratio", "per_person"))
        op = self.chance.choice(("var", "", "SUM")) if self._is_odd() else op
        columns = {"count": 0, "ratio": 2, "per_person": self.chance.choice((1, 2))}.get(op, 1)
        numbers = [one for one in self.columns if one[-7:] in ("hogares", "on_agua", "vigente")]
        named = [self.chance.choice((self._column(), *numbers * 2)) for _ in range(columns)]
        return "medida", ".".join([op, *named])

    def _join(self) -> Pairs:
        source = self.chance.choice(ODD_SOURCES if self._is_odd() else SOURCES)
        others = ("municipio", "vigente") if "gasto" in source else _WATER
        pairs = [("con", source)]
        if self.chance.random() < 0.5:
            pairs.append(("union", f"{self._column()}:{self.chance.choice(others)}"))
        self.columns += [f"otra~{each}" for each in others]
        return pairs

    def _order(self) -> Pairs:
        named = self.chance.choice((self._column(), self._column(), "count", "max_x__c0_before"))
        return [("orden", self.chance.choice(("", "-", "--")) + named)]

    def _page(self) -> Pairs:
        much = self.chance.choice(("1", "7", "1000", "1001", "-5", "1099511627776", "9" * 30))
        return [(self.chance.choice(("desde", "desde", "filas")), much)]

    def _kinds(self) -> Pairs:
        return [("clase", self.chance.choice(("data,total", "total", "subtotal", "x")))]

    def _form(self) -> Pairs:
        return [("filtrar", self._column()), ("comparar.columna", self._column())]

    def _cited(self) -> Pairs:
        return [("huella", self.chance.choice(ODD)), ("formato", "es"), ("sep", ";")]

    def _view(self) -> Pairs:
        marks = ("auto", "barras", "lineas", "apiladas", "dispersion", "histograma")
        zooms = ("16", "99", "../../x", "", "\u0661\u0666")
        kind = self.chance.choice(("tabla", "grafico", "grafico", "mapa"))
        return [
            ("ver", "pastel" if self._is_odd() else kind),
            ("grafico", "torta" if self._is_odd() else self.chance.choice(marks)),
            ("clases", self.chance.choice(("cuantiles", "iguales", "naturales"))),
            *([("zoom", self.chance.choice(zooms))] if self._is_odd() else []),
        ]
