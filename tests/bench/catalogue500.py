"""A portal with 500 datasets: the demonstration's, and small ones beside them until there are 500.

Call :func:`prepare` once in a process that has not loaded Django yet.
"""

import os
import tempfile
from pathlib import Path

from tests.bench.spent import Spent, spent

DATASETS = 500
_SUBJECTS = (
    "Agua potable",
    "Caminos rurales",
    "Centros de salud",
    "Becas escolares",
    "Riego",
    "Vivienda",
    "Bosques",
    "Nutrición infantil",
    "Mercados",
    "Electrificación",
)
_MEASURES = ("cobertura", "inversión", "beneficiarios", "personal", "solicitudes")
_PLACES = ("Alta Verapaz", "Petén", "Quiché", "Sololá", "Totonicapán", "Huehuetenango", "Zacapa")
_FREQUENCIES = ("ANNUAL", "MONTHLY", "QUARTERLY", "IRREG")


def prepare(folder: Path) -> Spent:
    """Makes the portal in ``folder`` and loads Django there; gives what the demonstration cost."""
    made = spent("-m", "cauce.cli", "demo", "--no-serve", "--data", str(folder))
    for name in [name for name in os.environ if name.startswith("CAUCE_")]:
        del os.environ[name]
    os.environ["CAUCE_CONFIG"] = str(folder / "cauce.toml")
    from cauce.cli.serve import collect_static
    from cauce.cli.site import start_site

    start_site()
    collect_static()
    _fill()
    return made


def _fill() -> None:
    """Publishes small datasets through the actions, without reading files."""
    from cauce.apps.catalog.models import Dataset, Theme
    from cauce.apps.core.models import Organisation
    from cauce.apps.core.permissions import System
    from tests.http.publications import Field, publish, table_report, words

    themes = list(Theme.objects.values_list("slug", flat=True))
    organisations = list(Organisation.objects.order_by("slug"))
    actor = System("bench")
    fields = [
        Field("municipio", "Municipio"),
        Field("anio", "Año", "integer", role="year"),
        Field("hogares", "Hogares", "integer"),
        Field("porcentaje", "Porcentaje", "number", unit="%"),
    ]
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as folder:
        tables = [
            table_report(Path(folder), f"datos-{number}", fields, _rows(number), title=place)
            for number, place in enumerate(_PLACES)
        ]
    for number in range(DATASETS - Dataset.objects.count()):
        place = _PLACES[number % len(_PLACES)]
        subject = _SUBJECTS[number % len(_SUBJECTS)]
        measure = _MEASURES[number // len(_SUBJECTS) % len(_MEASURES)]
        publish(
            actor,
            organisations[number % len(organisations)],
            [tables[number % len(tables)]],
            words(
                title=f"{subject}: {measure} en {place}, serie {number}",
                summary=f"Cifras de {measure} por municipio de {place}, año con año.",
                themes=tuple({themes[number % 4], themes[number // 7 % 4]}),
                frequency=_FREQUENCIES[number % len(_FREQUENCIES)],
                territory=f"Municipios de {place}",
                tags=(subject, measure),
            ),
        )


def _rows(number: int) -> list[tuple[str, int, int, float]]:
    place = _PLACES[number]
    return [
        (f"{place} {row}", 2018 + row % 4, (number * 31 + row * 7919) % 9973, row / 7)
        for row in range(20)
    ]
