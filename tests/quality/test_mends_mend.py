"""What a finding offers is a rule that exists, fits the column, and leaves nothing to find."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cauce.engine.masks import MASKS, shape
from cauce.engine.protecting.rules import check_fit, parse_protection
from cauce.quality.finding import Finding
from tests.quality.tables import cui, nit_of, persons, ruc_of, screened

CHANCE = random.Random(44)
COLUMNS: dict[str, tuple[str, list[Any]]] = {
    "CUI": ("text", [cui(CHANCE) for _ in range(30)]),
    "CUI entero": ("integer", [int(cui(CHANCE)) for _ in range(30)]),
    "CUI en texto": (
        "text",
        [f"Recibió DPI {cui(CHANCE)} conforme" for _ in range(30)],
    ),
    "NIT": ("text", [nit_of(CHANCE) for _ in range(30)]),
    "NIT junto": ("text", [nit_of(CHANCE).replace("-", "") for _ in range(30)]),
    "RUC": ("text", [ruc_of(CHANCE, "10") for _ in range(30)]),
    "DNI": ("text", [f"{CHANCE.randrange(10**8):08d}" for _ in range(30)]),
    "Celular": ("text", [f"5{CHANCE.randrange(10**3):03d}-{n:04d}" for n in range(30)]),
    "Nota": ("text", [f"Avisar al tel. 5{n:03d}-1234 antes de ir" for n in range(30)]),
    "Correo": ("text", [f"ana.lopez{n}@correo.gt" for n in range(30)]),
    "Beneficiario": ("text", persons(CHANCE, 30)),
    "Fecha de nacimiento": ("date", [date(1980, 1, 1) + timedelta(days=n) for n in range(30)]),
    "Casos de dengue": ("integer", [n % 9 for n in range(30)]),
}


def _found(folder: Path, label: str, values: list[Any], type_: str) -> tuple[Finding, ...]:
    return screened(folder, {label: values}, types={label: type_}, country=None)  # type: ignore[dict-item]


@pytest.mark.parametrize("label", COLUMNS)
def test_every_mend_is_a_rule_that_fits_and_works(tmp_path: Path, label: str) -> None:
    type_, values = COLUMNS[label]
    found = _found(tmp_path / "before", label, values, type_)
    assert found
    for finding in found:
        assert "leave_out" in finding.mends
        for mend in finding.mends:
            if mend == "leave_out":
                continue
            rule = parse_protection(mend)
            assert rule is not None
            check_fit(rule, type_, label)
            if rule.masks:
                hidden = values
                for name in rule.masks:
                    hidden = [shape(name).sub("[dato protegido]", text) for text in hidden]
                assert _found(tmp_path / mend, label, hidden, type_) == ()
            elif rule.kind == "suffix":
                ends = [str(value)[-rule.size :] for value in values]
                assert _found(tmp_path / mend, label, ends, "text") == ()


def test_what_a_mask_would_not_hide_is_not_offered(tmp_path: Path) -> None:
    _, together = COLUMNS["NIT junto"]
    (finding,) = _found(tmp_path, "NIT junto", together, "text")
    assert finding.mends == ("leave_out",)
    assert set(MASKS) >= {"nit"}
