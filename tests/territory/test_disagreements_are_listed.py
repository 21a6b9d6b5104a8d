"""A code and a name in one row that mean different places are listed, and nothing else."""

import pytest

from cauce.territory import disagreements, divisions


def test_codes_and_names_that_agree_give_nothing() -> None:
    for level in ("gt.municipality", "pe.district"):
        places = divisions(level)
        names = [place.name for place in places]
        assert disagreements(level, [place.code for place in places], names) == ()
    districts = [place for place in divisions("pe.district") if place.reniec]
    names = [place.name for place in districts]
    assert (
        disagreements("pe.district", [place.reniec for place in districts], names, "reniec") == ()
    )
    assert len(disagreements("pe.district", [place.reniec for place in districts], names)) > 900


def test_a_pair_that_disagrees_is_listed_once_with_its_rows() -> None:
    (found,) = disagreements(
        "gt.municipality",
        ["101", "1601", 1601.0, "1601", None, "9999", "1601"],
        ["Guatemala", "Mixco", "Cobán", "Mixco", "Mixco", "Mixco", "Nueva York"],
    )
    assert (found.code, found.name, found.rows, found.first) == ("1601", "Mixco", 2, 1)
    assert str(found) == (
        "El código «1601» es Cobán, Alta Verapaz, pero el nombre «Mixco» es "
        "Mixco, Guatemala (0108)."
    )


def test_a_shared_name_agrees_with_each_of_its_places() -> None:
    names = ["San José", "San José", "San José"]
    (found,) = disagreements("gt.municipality", ["0509", "1702", "0101"], names)
    assert found.code == "0101"


def test_columns_of_different_length_are_an_error() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        disagreements("gt.municipality", ["0101"], [])
