"""Findings: the same after JSON, blocking when they should, and never showing whom they found."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.quality.finding import Finding, Kind, identifies
from cauce.quality.identifiers.masked import masked
from tests.quality.tables import cui, nit_of, ruc_of

KEYS = ["check", "dimension", "severity", "status", "table", "column", "rows", "count", "message"]


def _finding(**more: Any) -> Finding:
    parts: dict[str, Any] = {
        "check": "pii.cui",
        "severity": "error",
        "status": "failed",
        "message": "Hay CUI.",
        "column": "dpi",
        "kind": "cui",
    }
    return Finding(**{**parts, **more})


def test_the_same_after_json() -> None:
    whole = _finding(
        table="t",
        rows=9,
        count=3,
        share=0.5,
        lower_bound=0.4,
        examples=("2••• ••••• 0101",),
        example_rows=(2, 3),
        why="Porque.",
        mends=("leave_out", "mask:cui"),
        sampled=True,
    )
    record = json.loads(json.dumps(whole.to_json()))
    assert Finding.from_json(record) == whole
    assert set(KEYS) <= set(record)
    assert record["dimension"] == "confidentiality"
    assert Finding.from_json({**{key: record[key] for key in KEYS}, "later": 1}).count == 3


@pytest.mark.parametrize(
    ("severity", "status", "blocks"),
    [
        ("info", "failed", False),
        ("warning", "failed", False),
        ("error", "failed", True),
        ("critical", "failed", True),
        ("error", "passed", False),
        ("error", "not_run", True),
    ],
)
def test_what_blocks(severity: Any, status: Any, blocks: bool) -> None:
    assert _finding(severity=severity, status=status).blocks is blocks


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, True),
        ({"severity": "warning"}, True),
        ({"severity": "info"}, False),
        ({"column": None}, False),
        ({"kind": "small_cells"}, False),
        ({"status": "passed"}, False),
    ],
)
def test_columns_to_treat_as_identifiers(more: dict[str, Any], expected: bool) -> None:
    assert identifies(_finding(**more)) is expected


@given(st.integers(), st.sampled_from(["cui", "nit", "ruc", "dni", "phone"]))
def test_no_example_shows_a_whole_number(seed: int, kind: Kind) -> None:
    chance = random.Random(seed)
    number = {
        "cui": cui(chance),
        "nit": nit_of(chance),
        "ruc": ruc_of(chance, "10"),
        "dni": f"{chance.randrange(10**8):08d}",
        "phone": f"+502 5{chance.randrange(10**3):03d}-{chance.randrange(10**4):04d}",
    }[kind]
    shown = masked(kind, number)
    figures = [one for one in number if one.isdigit()]
    assert sum(one.isdigit() for one in shown) <= (5 if kind == "cui" else 2)
    assert len(figures) - sum(one.isdigit() for one in shown) >= 5
    assert "•" in shown


def test_examples_as_a_person_reads_them() -> None:
    assert masked("cui", "2345 67890 0101") == "2••• ••••• 0101"
    assert masked("email", "juan.perez@correo.gt") == "j•••@correo.gt"
    assert masked("person_name", "Ana Lucía Tzoc") == "A••• L••• T•••"
    assert masked("phone", "5555-1234") == "5•••-••••"
    assert masked("nit", "1234567-K") == "1••••••-•"
