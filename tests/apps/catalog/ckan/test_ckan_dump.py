"""A dump is read to its end, and what is broken in it is told with its place."""

import gzip
import json

import pytest

from cauce.apps.catalog.ckan import dump
from cauce.apps.catalog.ckan.dump import Broken, records_in
from cauce.base.errors import Refusal
from tests.apps.catalog.ckan.former_portal import package


def read(path):
    return [
        (each.where, each.why) if isinstance(each, Broken) else each["name"]
        for each in records_in(path)
    ]


def lines(*names):
    return "".join(json.dumps(package(name)) + "\n" for name in names)


@pytest.mark.parametrize("zipped", [False, True])
def test_a_line_each(tmp_path, zipped):
    content = ("\ufeff" + lines("a", "b") + "\n\n" + lines("c")).encode()
    path = tmp_path / "d.jsonl"
    path.write_bytes(gzip.compress(content) if zipped else content)
    assert read(path) == ["a", "b", "c"]


def test_half_a_line_at_the_end_and_rubbish_in_the_middle(tmp_path):
    path = tmp_path / "d.jsonl"
    path.write_text(lines("a") + "no es json\n[1, 2]\n" + lines("b") + lines("c")[:40])
    found = read(path)
    assert [each for each in found if isinstance(each, str)] == ["a", "b"]
    assert [each[0] for each in found if isinstance(each, tuple)] == [
        "línea 2",
        "línea 3",
        "línea 5",
    ]
    assert "cortado ahí" in found[-1][1]


def test_a_line_without_end_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(dump, "LONGEST_LINE", 2_000_000)
    path = tmp_path / "d.jsonl"
    path.write_text(lines("a") + "x" * 5_000_000 + "\n" + lines("b"))
    assert read(path) == ["a", ("línea 2", "Pasa de 1 MB."), "b"]


def test_a_compressed_dump_that_was_cut_tells_what_it_had(tmp_path):
    whole = gzip.compress(lines(*(f"n{number}" for number in range(300))).encode())
    path = tmp_path / "d.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    found = read(path)
    assert found[0] == "n0"
    assert "cortado o dañado" in found[-1][1]


def test_one_document_is_taken_too(tmp_path):
    path = tmp_path / "d.json"
    path.write_text(json.dumps({"success": True, "result": [package("a"), package("b")]}, indent=2))
    assert read(path) == ["a", "b"]


def test_deep_nests_and_bytes_are_no_descriptions(tmp_path):
    path = tmp_path / "d.jsonl"
    path.write_bytes(b"[" * 200_000 + b"\n" + b"\xff\xfe\x00\n" + lines("a").encode())
    assert [each for each in read(path) if isinstance(each, str)] == ["a"]


def test_a_dump_that_is_not_there(tmp_path):
    with pytest.raises(Refusal, match="No existe"):
        read(tmp_path / "nada.jsonl")
    with pytest.raises(Refusal, match="No se puede leer"):
        read(tmp_path)
