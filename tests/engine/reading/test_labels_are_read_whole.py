"""Labels broken over rows are joined, and dots that lead to the figures left away."""

from cauce.engine.reading.joined import label_texts
from tests.engine.reading.sheets import one_block, sheet, text_file


def test_a_label_over_three_rows_is_joined_on_the_row_with_values() -> None:
    grid = text_file("""
actividad;empleados
Agricultura;10
Actividades de los hogares en calidad de;
  empleadores, actividades indiferenciadas;
  y servicios de los hogares;20
Construcción;30
""")
    assert label_texts(grid, one_block(grid)) == {
        (4, 0): "Actividades de los hogares en calidad de empleadores, actividades "
        "indiferenciadas y servicios de los hogares"
    }


def test_leader_dots_are_left_away() -> None:
    grid = text_file("sexo;n\nHombres.........;10\nMujeres ........;12\nS.A. de C.V.;3")
    assert label_texts(grid, one_block(grid)) == {(1, 0): "Hombres", (2, 0): "Mujeres"}


def test_a_label_merged_downwards_is_given_to_the_rows_it_covers() -> None:
    grid = sheet(
        [
            ["departamento", "municipio", "casos"],
            ["Jalapa", "Monjas", 3],
            [None, "Mataquescuintla", 4],
            ["Zacapa", "Gualán", 5],
        ],
        merged=["A2:A3"],
    )
    assert label_texts(grid, one_block(grid)) == {(2, 0): "Jalapa"}
