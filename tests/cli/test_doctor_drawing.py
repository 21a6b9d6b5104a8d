"""`cauce doctor` says whether a figure can be drawn, and what mends it when not."""

import sys

import pytest

from cauce.base.errors import Refusal
from cauce.charts.rendering import pictures, studio
from cauce.charts.rendering.studio import Studio
from cauce.cli.checkup import everything
from cauce.cli.checkup_drawing import drawing


@pytest.fixture
def fresh(monkeypatch):
    """A studio without processes yet."""
    asked = Studio(places=1)
    monkeypatch.setattr(studio, "_studio", asked)
    yield
    asked.close()


def test_a_figure_can_be_drawn(fresh):
    (found,) = drawing()
    assert (found.level, found.remedy) == ("ok", "")


def test_a_process_that_does_not_start_is_a_fault_with_what_to_do(fresh, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    (found,) = drawing()
    assert found.level == "fault"
    assert "/nowhere/python" in found.sentence
    assert "memoria" in found.remedy


def test_so_is_a_drawing_that_fails(monkeypatch):
    def refused(*_arguments):
        raise Refusal("La figura tarda demasiado en dibujarse.", remedy="Filtre.")

    monkeypatch.setattr(pictures, "made", refused)
    (found,) = drawing()
    assert (
        found.sentence
        == "No se pudo dibujar una figura de prueba: La figura tarda demasiado en dibujarse."
    )


@pytest.mark.django_db
def test_the_doctor_asks_for_it():
    assert "drawing" in {name for name, _finding in everything(None, quick=True)}
