"""The separator and the quotes: found by what rows and cells look like, never a silent single
column.
"""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.engine.reading.delimited import Cut, cut_cells
from cauce.engine.reading.dialect import rank_cuts
from tests.engine.reading.opening import cells, codes, opened


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", "§", "\x1f"])
def test_each_separator(tmp_path: Path, delimiter: str) -> None:
    rows = [["código", "nombre", "monto"], ["0101", "San José", "12.5"], ["0102", "Cobán", "7.25"]]
    found = opened(tmp_path, "a.csv", "\n".join(delimiter.join(row) for row in rows))
    assert found.decisions["delimiter"].value == delimiter
    assert cells(found) == rows


def test_decimal_commas_do_not_hide_the_semicolon(tmp_path: Path) -> None:
    text = "a;b;c\n" + "".join(f"{n},5;{n},25;{n * 3},1\n" for n in range(30))
    assert opened(tmp_path, "a.csv", text).decisions["delimiter"].value == ";"


def test_titles_above_do_not_fool_it(tmp_path: Path) -> None:
    text = (
        "# Cuadro 1, población por sexo, grupos de edad, área\n"
        "# Fuente: Instituto, 2018\n\nDepartamento;Hombres;Mujeres\n"
        "Guatemala;1,5;2,5\nSacatepéquez;3,5;4,5\nFuente: censo, 2018\n"
    )
    found = opened(tmp_path, "a.csv", text)
    assert found.decisions["delimiter"].value == ";"
    assert cells(found)[3] == ["Departamento", "Hombres", "Mujeres"]
    assert list(found.grids[0].numbers) == [1, 2, 3, 4, 5, 6, 7]


def test_sentences_with_commas_do_not_fool_it(tmp_path: Path) -> None:
    text = "id\tnota\n" + "".join(
        f"{n}\tllegó tarde, cansado, y no dijo nada, como siempre\n" for n in range(20)
    )
    assert opened(tmp_path, "a.csv", text).decisions["delimiter"].value == "\t"


@pytest.mark.parametrize(
    "text", ["nombre\nAna\nLuis\nEva\n", "1.5\n2.5\n3.5\n", "10:30\n11:45\n12:00\n", "solo\n"]
)
def test_a_single_column_is_always_a_question(tmp_path: Path, text: str) -> None:
    found = opened(tmp_path, "a.csv", text)
    assert found.decisions["delimiter"].value == ""
    note = next(note for note in found.notes if note.code == "dialect.one_column")
    assert note.severity == "question"


def test_a_person_may_say_that_it_is_one_column(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", "a,b\n1,2\n", delimiter="")
    assert cells(found) == [["a,b"], ["1,2"]]
    assert "dialect.one_column" not in codes(found)


def test_single_quotes_and_apostrophes_are_told_apart(tmp_path: Path) -> None:
    quoted = "'a;b';'c'\n'1;2';'3'\n'4;5';'6'\n"
    assert cells(opened(tmp_path, "a.csv", quoted))[0] == ["a;b", "c"]
    spoken = "nombre;lugar\nO'Brien;l'Hospitalet\nD'Angelo;'s Hertogenbosch\n"
    assert cells(opened(tmp_path, "b.csv", spoken))[2] == ["D'Angelo", "'s Hertogenbosch"]


def test_a_space_after_each_comma_belongs_to_the_comma(tmp_path: Path) -> None:
    text = 'id, nombre, nota\n1, "Pérez, Ana", bien\n2, "Gil, Luis", mal\n'
    found = opened(tmp_path, "a.csv", text)
    assert found.decisions["delimiter"].value == ","
    assert cells(found) == [
        ["id", "nombre", "nota"],
        ["1", "Pérez, Ana", "bien"],
        ["2", "Gil, Luis", "mal"],
    ]


def test_backslashes_that_protect_quotes_are_found(tmp_path: Path) -> None:
    text = 'id,nota\n1,"dijo \\"no\\", y ya"\n2,"todo bien"\n3,"uno, dos"\n'
    found = opened(tmp_path, "a.csv", text)
    assert found.decisions["escape"].value == "\\"
    assert cells(found)[1] == ["1", 'dijo "no", y ya']


def test_what_is_asked_is_obeyed(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", "a;b,c\n1;2,3\n", delimiter=",", quote="")
    assert cells(found) == [["a;b", "c"], ["1;2", "3"]]


WORDS = st.sampled_from(
    [
        "Guatemala",
        "San José Pinula",
        "Cobán",
        "El Progreso",
        "Sí",
        "salud",
        "Niñez",
        "n/d",
        "Alta Verapaz",
    ]
)
KINDS = st.sampled_from(
    [
        st.integers(0, 99999).map(str),
        st.builds("{},{:02d}".format, st.integers(0, 9999), st.integers(0, 99)),
        st.builds("{}.{:02d}".format, st.integers(0, 9999), st.integers(0, 99)),
        st.builds("{:02d}/{:02d}/2018".format, st.integers(1, 28), st.integers(1, 12)),
        st.builds("2018-{:02d}-{:02d}".format, st.integers(1, 12), st.integers(1, 28)),
        st.builds("{:02d}{:02d}".format, st.integers(1, 22), st.integers(1, 30)),
        WORDS,
        st.builds("{}, de {}; hoy.".format, WORDS, WORDS),
        st.builds('El "{}", S.A.'.format, WORDS),
        st.builds("{}\n{}".format, WORDS, WORDS),
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Tables as offices write them: a header and columns of one kind each."""
    kinds = draw(st.lists(KINDS, min_size=2, max_size=8))
    header = [f"{draw(WORDS)} {n}" for n in range(len(kinds))]
    body = draw(st.lists(st.tuples(*kinds).map(list), min_size=3, max_size=20))
    return [header, *body]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    table=tables(),
    delimiter=st.sampled_from([",", ";", "\t", "|", "^"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    everything=st.booleans(),
    title=st.booleans(),
)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    table: list[list[str]],
    delimiter: str,
    newline: str,
    codec: str,
    everything: bool,
    title: bool,
) -> None:
    written = io.StringIO()
    quoting = csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL
    csv.writer(written, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(table)
    text = ("Cuadro 1. Población total\n\n" if title else "") + written.getvalue()
    content = text.replace("\n", newline).encode(codec)
    found = opened(tmp_path_factory.mktemp("csv"), "a.csv", content)
    assert found.decisions["delimiter"].value == delimiter
    assert cells(found)[2 if title else 0 :] == table


ANY_CELL = st.text(
    st.characters(exclude_characters="\r\ufeff\x00", exclude_categories=["Cs"]), max_size=12
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    table=st.lists(st.lists(ANY_CELL, min_size=2, max_size=5), min_size=1, max_size=6),
    delimiter=st.sampled_from([",", ";", "\t", "|", " "]),
    quote=st.sampled_from(['"', "'"]),
    everything=st.booleans(),
)
def test_told_the_dialect_any_cells_are_read_back(
    table: list[list[str]], delimiter: str, quote: str, everything: bool
) -> None:
    written = io.StringIO()
    csv.writer(
        written,
        delimiter=delimiter,
        quotechar=quote,
        quoting=csv.QUOTE_ALL if everything else csv.QUOTE_NONNUMERIC,
        lineterminator="\n",
    ).writerows(table)
    rows, numbers = cut_cells(written.getvalue(), Cut(delimiter, quote))
    assert rows == table
    assert len(numbers) == len(rows)
    assert numbers == sorted(set(numbers))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text: str) -> None:
    for scored in rank_cuts(text.replace("\r", "\n")):
        cut_cells(text.replace("\r", "\n"), scored.cut)
