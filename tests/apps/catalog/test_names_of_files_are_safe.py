"""A file's name, wherever it comes from, is a name and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.apps.catalog.uploading import LONGEST_NAME, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Población 2018.xlsx", "Población 2018.xlsx"),
        ("C:\\datos\\..\\agua.csv", "agua.csv"),
        ("../../etc/passwd", "passwd"),
        ("..", "archivo"),
        ("", "archivo"),
        (".oculto.csv", "oculto.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("<agua>: ¿sí?.csv", "agua ¿sí.csv"),
        ("a" * 300 + ".csv", "a" * 146 + ".csv"),
    ],
)
def test_known_names(name, safe):
    assert safe_name(name) == safe


@given(st.text(max_size=400))
def test_any_name(name):
    safe = safe_name(name)
    assert 0 < len(safe) <= LONGEST_NAME
    assert Path(safe).name == safe
    assert safe.isprintable()
    assert not safe.startswith(".")
    assert safe_name(safe) == safe
