"""Files of the walk from an office's desk to the public: one exposes its people, one may not."""

from collections.abc import Iterator


def cuis(count: int, start: int = 12_345_678) -> Iterator[str]:
    """Numbers of DPI that nobody checked, with their check digit right: departments 1 to 22."""
    number = start
    while count:
        digits = f"{number:08}"
        check = sum(int(digit) * (2 + place) for place, digit in enumerate(digits)) % 11
        if check < 10:
            yield f"{digits}{check}{1 + number % 22:02}01"
            count -= 1
        number += 7_919


PLACES = (
    ("1601", "Cobán"),
    ("1602", "Santa Cruz Verapaz"),
    ("1603", "San Cristóbal Verapaz"),
    ("1604", "Tactic"),
    ("1605", "Tamahú"),
    ("1606", "Tucurú"),
    ("1607", "Panzós"),
    ("1608", "Senahú"),
    ("1609", "San Pedro Carchá"),
    ("1610", "San Juan Chamelco"),
    ("1611", "Lanquín"),
    ("1612", "Cahabón"),
)


def with_cui(changed: dict[str, int] | None = None, more: int = 0) -> bytes:
    """Households of the municipalities of Alta Verapaz, each with the DPI of who answered."""
    places = [*PLACES, *((f"17{n:02}", f"San Lugar {n}") for n in range(1, more + 1))]
    rows = [
        f"{cui};{code};{name};{(changed or {}).get(name, 3_100 + 211 * place)}"
        for place, ((code, name), cui) in enumerate(zip(places, cuis(len(places)), strict=True))
    ]
    head = (
        "Hogares con agua por municipio, 2018\n;;;\nDPI de quien respondió;Código;Municipio;Hogares"
    )
    return "\n".join([head, *rows, "Fuente: censo del ejemplo."]).encode("cp1252")


def with_mail() -> bytes:
    """The people who answer for water in each municipality, with their own addresses."""
    rows = [
        f"{name};{name.split()[-1].lower().translate(_PLAIN)}{place}@gmail.com;{12 + place}"
        for place, (_code, name) in enumerate(PLACES)
    ]
    return "\n".join(["Municipio;Correo del encargado;Comunidades", *rows]).encode()


_PLAIN = str.maketrans("áéíóúñ", "aeioun")
