"""Labels broken over rows are joined, and dots that lead to the figures left away."""

from tests.engine.reading.sheets import one_block, text_file

from cauce.engine.reading.joined import label_texts


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
