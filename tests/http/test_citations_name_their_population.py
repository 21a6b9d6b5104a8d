"""A rate that was cited is no longer what was cited when the reference population changes."""

from dataclasses import replace

from cauce.apps.catalog.explorer import frozen
from cauce.territory.population import population

TABLE = "/datos/agua-entubada-por-municipio/agua/"
RATE = "f.anio.eq=2018&por=departamento&medida=per_person.hogares"
SUM = "f.anio.eq=2018&por=departamento&medida=sum.hogares"


def cited(client, query: str) -> str:
    entry = client.get(f"{TABLE}cita.bib?{query}").content.decode()
    address = next(line for line in entry.splitlines() if "url = " in line)
    return address.partition("huella=")[2].rstrip("},")


def test_another_population_is_another_fingerprint(client, library, monkeypatch):
    rate, total = cited(client, RATE), cited(client, SUM)
    assert rate
    assert cited(client, RATE) == rate
    for change in ({"year": 2028}, {"sha256": "0" * 64}):

        def changed(level: str, change=change):
            return (known := population(level)) and replace(known, **change)

        monkeypatch.setattr(frozen, "population", changed)
        assert cited(client, RATE) != rate
        assert cited(client, SUM) == total
