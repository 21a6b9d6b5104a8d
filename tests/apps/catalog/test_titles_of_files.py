"""A file whose table has no title is called by its name, without numbers that say nothing."""

import pytest

from cauce.apps.catalog.tables import readable_stem


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("12. Cuadro A3 - Población de 10 años y más.xlsx", "Población de 10 años y más"),
        ("Tabla 1. Hogares por fuente.ods", "Hogares por fuente"),
        ("01 - Hogares.csv", "Hogares"),
        ("3.1 Hogares.csv", "Hogares"),
        ("ejecucion-2024.csv", "Ejecucion 2024"),
        ("agua_potable 2018.csv", "Agua potable 2018"),
        ("2018.csv", ""),
    ],
)
def test_the_name_of_a_file_is_made_readable(file, title):
    assert readable_stem(file) == title
