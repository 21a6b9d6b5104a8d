"""The drift report says in plain Spanish how a file differs from the one a recipe was made for."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cauce.engine.columns import Column
from cauce.engine.reading.decision import Decision, Misfit
from cauce.engine.reading.drift import Drift, compare_table, pair_columns
from cauce.engine.reading.recipe import ColumnRecipe, TableRecipe
from cauce.engine.reading.typed import TypedColumn, TypedTable


def known(position: int, label: str, type_: str = "integer") -> ColumnRecipe:
    return ColumnRecipe(
        position,
        label,
        label.lower().replace(" ", "_"),
        True,
        Decision(type_, ""),
        Decision(None, ""),
        Decision(None, ""),
        Decision((), ""),
    )


def table_recipe(*columns: ColumnRecipe, rows: int = 10, **sums: float) -> TableRecipe:
    return TableRecipe(
        "tabla",
        None,
        True,
        Decision((1,), ""),
        Decision((2, 11), ""),
        (),
        (),
        Decision(False, ""),
        columns,
        rows,
        sums,
    )


def typed(
    *columns: tuple[str, str, float | None], rows: int = 10, misfits: tuple[Misfit, ...] = ()
) -> TypedTable:
    made = tuple(
        TypedColumn(
            Column(
                name=label.lower().replace(" ", "_"),
                label=label,
                type=type_,  # type: ignore[arg-type]
                role=None,
                unit=None,
                nulls=0,
                missing_marks={},
                distinct=rows,
                min=None,
                max=None,
                sum=total,
                examples=(),
            ),
            position,
            Decision(type_, ""),
            Decision(None, ""),
            Decision(None, ""),
            Decision((), ""),
        )
        for position, (label, type_, total) in enumerate(columns)
    )
    return TypedTable(
        Path("t.parquet"), made, rows, {"data": rows}, 2, rows + 1, misfits, len(misfits), ()
    )


def drift(recipe: TableRecipe, table: TypedTable) -> list[Drift]:
    labels = [column.column.label for column in table.columns]
    pairing = pair_columns([column.label for column in recipe.columns], labels)
    return list(compare_table(recipe, table, labels, pairing))


def kinds(items: list[Drift]) -> set[str]:
    return {item.kind for item in items}


def test_the_same_table_does_not_drift() -> None:
    recipe = table_recipe(known(0, "Código"), known(1, "Hogares"), hogares=55)
    assert drift(recipe, typed(("Código", "integer", None), ("Hogares", "integer", 55))) == []


def test_accents_and_capitals_of_a_label_do_not_drift() -> None:
    recipe = table_recipe(known(0, "Población total"))
    assert drift(recipe, typed(("POBLACION TOTAL", "integer", None))) == []


def test_columns_gone_and_new_are_named() -> None:
    found = drift(table_recipe(known(0, "Hogares")), typed(("Escuelas", "integer", None)))
    assert kinds(found) == {"column.gone", "column.new"}
    assert found[0].message == "Ya no está la columna «Hogares»."


def test_a_column_written_a_little_otherwise_is_renamed_and_keeps_its_name() -> None:
    found = drift(
        table_recipe(known(0, "Hogares con agua")), typed(("Hogares con aguas", "integer", None))
    )
    assert kinds(found) == {"column.renamed"}
    assert "«hogares_con_agua»" in found[0].message


def test_another_type_is_told_in_words() -> None:
    found = drift(table_recipe(known(0, "Hogares")), typed(("Hogares", "text", None)))
    assert found[0].message == "«Hogares» era número entero y ahora es texto."
    assert found[0].severity == "warning"


def test_cells_that_no_longer_fit_are_counted_with_the_row_of_the_first_and_not_shown() -> None:
    misfits = (Misfit(7, "hogares", "Ana Choc, 5555-1234", "no es un número"),)
    found = drift(
        table_recipe(known(0, "Hogares")), typed(("Hogares", "integer", None), misfits=misfits)
    )
    assert found[0].message.endswith("una celda ya no lo es; la primera, en la fila 7.")
    assert "Ana Choc" not in found[0].message  # what changed is published with the version


def test_rows_gone_warn_and_rows_added_inform() -> None:
    recipe = table_recipe(known(0, "Hogares"), rows=340)
    fewer = drift(recipe, typed(("Hogares", "integer", None), rows=338))
    more = drift(recipe, typed(("Hogares", "integer", None), rows=341))
    assert (fewer[0].kind, fewer[0].severity) == ("rows.removed", "warning")
    assert fewer[0].message == "Hay 2 filas menos: antes 340, ahora 338."
    assert (more[0].kind, more[0].severity) == ("rows.added", "info")


def test_a_total_that_moved_says_from_what_to_what() -> None:
    recipe = table_recipe(known(0, "Hogares"), hogares=1000)
    found = drift(recipe, typed(("Hogares", "integer", 1100)))
    assert found[0].message == "La suma de «Hogares» pasó de 1,000 a 1,100 (+10.0 %)."


labels = st.lists(st.sampled_from(["a", "b", "c", "año", "Año", "", None]), max_size=8)


@given(labels, labels)
def test_every_column_is_matched_once_or_gone_or_new(
    old: list[str | None], new: list[str | None]
) -> None:
    pairing = pair_columns(old, new)
    matched = {**pairing.same, **pairing.renamed}
    assert sorted([*matched, *pairing.gone]) == list(range(len(old)))
    assert sorted([*matched.values(), *pairing.new]) == list(range(len(new)))


@given(st.lists(st.text(min_size=1, max_size=6), max_size=8))
def test_a_table_always_matches_itself_in_order(names: list[str]) -> None:
    pairing = pair_columns(names, names)
    assert pairing.renamed == {}
    assert list(pairing.gone) == list(pairing.new)
