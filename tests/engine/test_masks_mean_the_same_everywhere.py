"""The shapes of identifiers: what they match, and that DuckDB and Python agree."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.engine.masks import MASKS, shape

MATCHED = [
    ("cui", "DPI: 2345 67890 0101.", "DPI: •."),
    ("cui", "2345-67890-0101", "•"),
    ("cui", "2345678900101.0", "•"),
    ("cui", "12345678901234", "12345678901234"),
    ("email", "a: juan.perez@correo.com, info@muni.gob.gt", "a: •, •"),
    ("email", "ana (arroba) correo.gt", "•"),
    ("email", "precio @ 5.00", "precio @ 5.00"),
    ("phone.gt", "tel 5555-1234 y 2222-3333", "tel • y •"),
    ("phone.gt", "+502 5555 1234", "•"),
    ("phone.gt", "50255551234", "•"),
    ("phone.gt", "2019-2020", "2019-2020"),
    ("phone.gt", "2019–2020", "2019–2020"),
    ("phone.gt", "1234-5678", "1234-5678"),
    ("phone.pe", "987 654 321", "•"),
    ("phone.pe", "+51 987654321", "•"),
    ("phone.pe", "(01) 234-5678", "•"),
    ("phone.pe", "074-234567", "•"),
    ("phone.pe", "887654321", "887654321"),
    ("nit", "NIT: 1234567-8", "•"),
    ("nit", "paga 123456-K", "paga •"),
    ("nit", "12345678", "12345678"),
    ("nit", "2024-1", "2024-1"),
    ("dni", "DNI 1234567", "•"),
    ("dni", "con 12345678", "con •"),
    ("ruc", "RUC 20123456789", "RUC •"),
    ("ruc", "30123456789", "30123456789"),
]
PIECES = st.sampled_from(
    [
        "2345",
        "67890",
        "0101",
        "5555",
        "1234",
        "20123456789",
        "987654321",
        "-",
        " ",
        ".",
        "–",
        "+502",
        "(502)",
        "NIT ",
        "DNI ",
        "K",
        "k",
        "a@b.gt",
        "ñ",
        "@",
        "x",
        "\u00a0",
        "2019",
        "2020",
        ",",
        "\n",
    ]
)


@pytest.mark.parametrize(("name", "text", "expected"), MATCHED)
def test_what_each_shape_hides(name: str, text: str, expected: str) -> None:
    assert shape(name).sub("•", text) == expected


@settings(max_examples=12)
@given(st.lists(st.lists(PIECES, max_size=9).map("".join), min_size=20, max_size=40))
def test_python_and_duckdb_agree(texts: list[str]) -> None:
    sql = "SELECT regexp_replace(text, $pattern, '•', 'g') FROM unnest($texts) AS t(text)"
    with duckdb.connect() as connection:
        for name, pattern in MASKS.items():
            rows = connection.execute(sql, {"texts": texts, "pattern": pattern}).fetchall()
            assert [row[0] for row in rows] == [shape(name).sub("•", text) for text in texts], name


def test_longer_numbers_come_before_shorter_ones() -> None:
    order = list(MASKS)
    assert order.index("cui") < order.index("ruc") < order.index("phone.gt") < order.index("dni")
