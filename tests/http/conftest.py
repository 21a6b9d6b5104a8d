"""A small library, published once for each module that asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from cauce.apps.catalog.models import Version
from cauce.engine.reading.decision import Misfit, Note
from tests.http.publications import Field, publish, table_report, words
from tests.people import People, make_people

PLACES = (
    ("0101", "Guatemala", "Guatemala"),
    ("0102", "Santa Catarina Pinula", "Guatemala"),
    ("0108", "Mixco", "Guatemala"),
    ("0301", "Antigua Guatemala", "Sacatepéquez"),
    ("0401", "Chimaltenango", "Chimaltenango"),
    ("0501", "Escuintla", "Escuintla"),
    ("0601", "Cuilapa", "Santa Rosa"),
    ("0701", "Sololá", "Sololá"),
    ("0801", "Totonicapán", "Totonicapán"),
    ("0901", "Quetzaltenango", "Quetzaltenango"),
    ("1001", "Mazatenango", "Suchitepéquez"),
    ("1101", "Retalhuleu", "Retalhuleu"),
    ("1201", "San Marcos", "San Marcos"),
    ("1301", "Huehuetenango", "Huehuetenango"),
    ("1401", "Santa Cruz del Quiché", "Quiché"),
    ("1501", "Salamá", "Baja Verapaz"),
    ("1601", "Cobán", "Alta Verapaz"),
    ("1607", "Panzós", "Alta Verapaz"),
    ("1701", "Flores", "Petén"),
    ("1801", "Puerto Barrios", "Izabal"),
    ("1901", "Zacapa", "Zacapa"),
    ("2001", "Chiquimula", "Chiquimula"),
    ("2101", "Jalapa", "Jalapa"),
    ("2201", "Jutiapa", "Jutiapa"),
    ("0201", "Guastatoya", "El Progreso"),
    ("0109", "San Pedro Sacatepéquez", "Guatemala"),
    ("0115", "Villa Nueva", "Guatemala"),
    ("1609", "San Pedro Carchá", "Alta Verapaz"),
    ("1302", "Chiantla", "Huehuetenango"),
    ("1415", "Nebaj", "Quiché"),
)
FIELDS = (
    Field("codigo", "Código", role="territory:gt.municipality"),
    Field("municipio", "Municipio", role="territory:gt.municipality"),
    Field("departamento", "Departamento", role="territory:gt.department"),
    Field("anio", "Año", "integer", role="year"),
    Field("hogares", "Hogares", "integer", description="Hogares censales."),
    Field("con_agua", "Con agua", "number", role="percent", unit="%"),
)
ROWS = tuple(
    (code, name, department, 2018, 1000 + 37 * place, None if place == 4 else 12.5 + 2.25 * place)
    for place, (code, name, department) in enumerate(PLACES)
)
"""Thirty municipalities; Chimaltenango has no datum."""
TOTAL = ("", "Total", "", None, sum(row[4] for row in ROWS), None)


@dataclass(frozen=True)
class Library:
    """What is published: ``water`` in two versions, ``budget`` with two tables."""

    people: People
    water: Version
    budget: Version


def make_library(people: People, folder: Path) -> Library:
    """Publishes everything for ``planning``."""
    first = publish(
        people.alicia,
        people.planning,
        [table_report(folder / "1", "agua", FIELDS, ROWS[:29])],
        words(),
        change_note="Primera edición.",
    )
    water = table_report(
        folder / "2",
        "agua",
        FIELDS,
        (*ROWS, TOTAL),
        kinds=[*["data"] * len(ROWS), "total"],
        title="Hogares con agua entubada",
        notes=[
            Note("info", "rows.hidden", "Una fila está oculta en el original.", (7,)),
            Note("question", "rows.same", "Confirme que así sea.", (3,)),
            Note("warning", "rows.same", "Dos filas dicen lo mismo.", (3, 4)),
        ],
        footnotes=["Incluye chorro compartido."],
        misfits=[Misfit(9, "con_agua", "n/a*", "no es un número")],
    )
    second = publish(
        people.alicia,
        people.planning,
        [water],
        words(description="Sale del censo.\n\nNo incluye viviendas colectivas."),
        dataset=first.dataset,
        change_note="Se agregó Nebaj.",
        drift=[{"kind": "rows.added", "severity": "info", "message": "Hay 1 fila más."}],
    )
    money = (
        Field("municipio", "Municipio", role="territory:gt.municipality"),
        Field("vigente", "Vigente", "number", role="money", unit="GTQ"),
    )
    budget = publish(
        people.carla,
        people.water,
        [
            table_report(
                folder / "3", "gasto", money, [(row[1], 1_234_567.5) for row in ROWS], title="Gasto"
            ),
            table_report(
                folder / "4", "ingreso", money, [(row[1], 10.0) for row in ROWS], title="Ingreso"
            ),
        ],
        words(
            title="Presupuesto municipal",
            summary="Cuánto se presupuestó.",
            themes=("inversion-publica",),
            frequency="ANNUAL",
            tags=(),
            notes="No incluye la deuda.",
        ),
    )
    return Library(people, second, budget)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Makes the database also when only tests of the library run, which never name it."""
    for item in items:
        if "library" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="module")
def library(
    django_db_blocker: Any, django_db_setup: None, tmp_path_factory: Any
) -> Iterator[Library]:
    """The library, for every test of a module; one that changes it asks for ``django_db`` too."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_library(make_people(), tmp_path_factory.mktemp("tablas"))
        transaction.set_rollback(True)
