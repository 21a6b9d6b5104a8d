"""PNG, cards and SVG files: the words are inside, in our type, whatever the machine has."""

import struct
import zlib

import pytest
from defusedxml.ElementTree import fromstring

from cauce.charts import rendering
from tests.charts.figures import ODD, figure

SOURCE = "Segeplan, Casos · versión 2"


def pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the rows of a PNG of eight bits a channel, without a library."""
    width, height, _depth, colour = struct.unpack(">IIBB", png[16:26])
    size = {2: 3, 6: 4}[colour]
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    raw, rows, before = zlib.decompress(data), [], bytearray(width * size)
    for row in range(height):
        start = row * (width * size + 1)
        kind, line = raw[start], bytearray(raw[start + 1 : start + 1 + width * size])
        for place in range(len(line)):
            left = line[place - size] if place >= size else 0
            up, corner = before[place], before[place - size] if place >= size else 0
            guess = left + up - corner
            paeth = min((left, up, corner), key=lambda each: abs(guess - each))
            line[place] = (line[place] + (0, left, up, (left + up) // 2, paeth)[kind]) & 255
        rows.append(bytes(line))
        before = line
    return width, height, [bytes(row[::size]) for row in rows]


def ink(rows: list[bytes], left: float, top: float, right: float, bottom: float) -> int:
    """Dark pixels in a part of a picture, given in shares of its width and height."""
    height, width = len(rows), len(rows[0])
    part = rows[round(top * height) : round(bottom * height)]
    return sum(
        value < 110 for row in part for value in row[round(left * width) : round(right * width)]
    )


def test_a_png_has_ink_where_its_words_are() -> None:
    width, height, rows = pixels(rendering.png(figure(), 600, source=SOURCE))
    assert width == 600
    assert height > 150
    assert ink(rows, 0, 0.04, 0.5, 0.2) > 200
    assert ink(rows, 0, 0.85, 0.6, 1) > 100


def test_without_our_type_there_would_be_no_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    from cauce.charts.rendering import plates

    monkeypatch.setattr(plates, "FONT", "Nobody's Type")
    _width, _height, rows = pixels(rendering.png(figure(), 600, source=SOURCE))
    assert ink(rows, 0, 0.04, 0.5, 0.2) == 0


def test_a_card_is_as_large_as_networks_want() -> None:
    card = rendering.card_png(figure(), source=SOURCE, brand="Cauce · Secretaría")
    width, height, rows = pixels(card)
    assert (width, height) == (1200, 630)
    assert ink(rows, 0, 0.15, 0.45, 0.35) > 1000
    assert ink(rows, 0.5, 0.1, 1, 0.95) > 1000
    assert len(card) < 150_000


def test_a_file_stands_alone_with_its_words_inside() -> None:
    made = rendering.svg_file(figure(ODD, title=ODD[0], sentence=ODD[1]), source=SOURCE)
    root = fromstring(made)
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert ODD[0] in texts
    assert SOURCE in texts
    assert "<script" not in made
    assert float(root.get("width", "0")) > 300


def test_pixels_have_a_limit() -> None:
    assert pixels(rendering.png(figure(), 10))[0] == 200
