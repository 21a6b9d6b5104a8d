"""The encoding: found over the whole file, and a question to the person where letters look
wrong.
"""

from pathlib import Path

import pytest

from cauce.base.errors import Refusal
from tests.engine.reading.opening import cells, codes, opened

NAMES = (
    "código;municipio;año\n0101;Chiquimulilla;2018\n0102;San José Pinula;2018\n"
    "0103;Cobán;2018\n0104;SUCHITEPÉQUEZ;2018\n0105;Peñón, güipil ¿qué?;2018\n"
)


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("ascii", "utf-8"),
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
        ("cp850", "cp850"),
    ],
)
def test_spanish_text_is_read_in_every_encoding(tmp_path: Path, codec: str, said: str) -> None:
    text = "a;b\n1;2\n3;4\n" if codec == "ascii" else NAMES
    found = opened(tmp_path, "a.csv", text.encode(codec))
    assert found.decisions["encoding"].value == said
    assert found.grids[0].dialect is not None
    assert found.grids[0].dialect.encoding == said
    assert cells(found) == [line.split(";") for line in text.splitlines()]


@pytest.mark.parametrize("codec", ["mac-roman", "cp850"])
def test_an_unusual_encoding_is_also_a_question(tmp_path: Path, codec: str) -> None:
    found = opened(tmp_path, "a.csv", NAMES.encode(codec))
    assert "encoding.unusual" in codes(found)
    assert "cp1252" in found.decisions["encoding"].alternatives


def test_russian_is_read_as_cp1251_and_asked(tmp_path: Path) -> None:
    text = "город;область\nМосква;Московская\nБлагодарный;Ставропольский край\n"
    found = opened(tmp_path, "a.csv", text.encode("cp1251"))
    assert found.decisions["encoding"].value == "cp1251"
    assert "encoding.unusual" in codes(found)
    assert cells(found)[1] == ["Москва", "Московская"]


def test_one_odd_word_keeps_cp1252_and_offers_the_other(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", "nombre;n\nMuñoz;1\n".encode("mac-roman"))
    assert found.decisions["encoding"].value == "cp1252"
    assert found.decisions["encoding"].alternatives[0] == "mac-roman"
    assert "encoding.unusual" in codes(found)


def test_plain_cp1252_asks_nothing(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", (NAMES + "0106;“uno” – 2ª, 3º … €;2018\n").encode("cp1252"))
    assert found.decisions["encoding"].value == "cp1252"
    assert not {code for code in codes(found) if code.startswith("encoding")}


def test_an_accent_after_a_megabyte_decides(tmp_path: Path) -> None:
    start = "a;b\n" + "ascii;1\n" * 130_000
    late = opened(tmp_path, "a.csv", start.encode() + "Cobán;2\n".encode("cp1252"))
    assert late.decisions["encoding"].value == "cp1252"
    assert cells(late)[-1] == ["Cobán", "2"]
    assert opened(tmp_path, "b.csv", start + "Cobán;2\n").decisions["encoding"].value == "utf-8"


def test_one_stray_byte_does_not_unmake_utf8(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", NAMES.encode() + b"0106;Pet\xe9n;2018\n")
    assert found.decisions["encoding"].value == "utf-8"
    assert "encoding.mixed" in codes(found)
    assert cells(found)[-1] == ["0106", "Petén", "2018"]
    assert cells(found)[2][1] == "San José Pinula"


def test_a_letter_cut_by_the_end_is_said(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", (NAMES + "0106;Petén").encode()[:-2])
    assert found.decisions["encoding"].value == "utf-8"
    assert "encoding.cut_short" in codes(found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a;b\n1;CobÃ¡n\n2;PetÃ©n\n", "encoding.mojibake"),
        ("a;b\n1;Cob\ufffdn\n2;x\n", "encoding.lost_letters"),
        ("a;b\n1;Cob\x92n\n2;x\n", "encoding.controls"),
        ("a;b\n1;Cob\x00n\n2;x\n", "encoding.nul"),
        ("a;b\n1;\ufeffCobán\n2;x\n", "encoding.inner_bom"),
    ],
)
def test_what_looks_wrong_is_noted_with_its_row(tmp_path: Path, text: str, code: str) -> None:
    found = opened(tmp_path, "a.csv", text)
    note = next(note for note in found.notes if note.code == code)
    assert note.rows[0] == 2
    assert "\x00" not in str(cells(found))
    assert "\ufeff" not in str(cells(found))


def test_undefined_bytes_are_reported_and_kept(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", b"a;b\n1;Mu\xf1oz \x81\n2;Pe\xf1a\n3;a\xf1o\n")
    assert found.decisions["encoding"].value == "cp1252"
    assert "encoding.controls" in codes(found)
    assert cells(found)[1][1] == "Muñoz \x81"


def test_a_person_may_name_the_encoding(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", NAMES.encode("cp1250", "replace"), encoding="cp1250")
    assert found.decisions["encoding"].value == "cp1250"
    with pytest.raises(Refusal, match="codificación"):
        opened(tmp_path, "a.csv", NAMES, encoding="rot13")
    with pytest.raises(Refusal, match="No se conoce"):
        opened(tmp_path, "a.csv", NAMES, encoding="klingon")


def test_a_recipe_that_no_longer_fits_is_a_question(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", NAMES.encode("cp1252"), encoding="utf-8")
    assert found.decisions["encoding"].value == "utf-8"
    assert found.decisions["encoding"].alternatives == ("cp1252",)
    assert "encoding.differs" in codes(found)
    with_mark = opened(tmp_path, "a.csv", NAMES.encode("utf-8-sig"), encoding="utf-8")
    assert "encoding.differs" not in codes(with_mark)
    assert cells(with_mark)[0][0] == "código"
    plain = opened(tmp_path, "a.csv", "a;b\n1;2\n", encoding="cp1252")
    assert "encoding.differs" not in codes(plain)
