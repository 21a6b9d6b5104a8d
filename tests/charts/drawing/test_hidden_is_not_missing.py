"""What is withheld is called «oculto» and looks otherwise than what has no datum."""

from dataclasses import replace
from pathlib import Path

from cauce.charts import rendering
from cauce.charts.drawing import draw
from cauce.charts.figure import Figure
from cauce.charts.source import Source
from cauce.engine.query import Answer, answer
from cauce.territory.divisions import divisions
from tests.charts.drawing.atlas import state
from tests.charts.drawing.test_maps_show_places import rows_of, words_of
from tests.charts.sources import Head, source_of

DEPARTMENTS = divisions("gt.department")


def rates(folder: Path) -> Source:
    """Every department with a value but for the third, which has none."""
    heads = [
        Head("Departamento", "text", "territory:gt.department"),
        Head("Tasa", "number", "percent", "%"),
    ]
    rows = [(each.name, None if at == 2 else 10.0 + at) for at, each in enumerate(DEPARTMENTS)]
    return source_of(folder, "Tasa", heads, rows)


def withholding(source: Source, query: str) -> tuple[Answer, str]:
    """The answer with the value of the first department withheld, and its name."""
    explore = state(source, query)
    whole = answer(replace(explore, limit=1000), source.tables, source.schema)
    rows = tuple(
        (row[0], None) if row[0] == DEPARTMENTS[0].name else tuple(row) for row in whole.rows
    )
    at = next(at for at, row in enumerate(rows) if row[0] == DEPARTMENTS[0].name)
    return (
        replace(whole, rows=rows, withheld=1, withheld_at=frozenset({(at, 1)})),
        DEPARTMENTS[0].name,
    )


def drawn(folder: Path, view: str) -> tuple[Figure, str]:
    source = rates(folder)
    query = f"por=a&medida=mean.b&{view}"
    hidden, name = withholding(source, query)
    figure = draw(source, state(source, query), hidden)
    assert isinstance(figure, Figure)
    return figure, name


def test_bars_say_it_where_the_value_would_stand(tmp_path: Path) -> None:
    figure, name = drawn(tmp_path, "ver=grafico")
    words = words_of(figure.wide)
    assert words.count("oculto") == 1
    assert words.count("sin dato") == 1
    assert dict(figure.twin.rows)[name] == "oculto"
    assert dict(figure.twin.rows)[DEPARTMENTS[2].name] is None


def test_a_map_counts_it_apart(tmp_path: Path) -> None:
    figure, name = drawn(tmp_path, "ver=mapa")
    classes = {row["name"]: row["class"] for row in rows_of(figure.wide, "class")}
    assert classes[name] == "oculto"
    assert classes[DEPARTMENTS[2].name] == "sin dato"
    assert {"oculto", "sin dato"} <= set(words_of(figure.wide))
    assert dict(figure.twin.rows)[name] == "oculto"
    assert figure.narrow is not None
    assert words_of(figure.narrow).count("oculto") == 2


def test_it_is_dotted_where_the_other_is_hatched(tmp_path: Path) -> None:
    figure, _name = drawn(tmp_path, "ver=mapa")
    svg = rendering.svg(figure, "wide", "m")
    assert '<pattern id="m-oculto"' in svg
    assert '<pattern id="m-sin-dato"' in svg
