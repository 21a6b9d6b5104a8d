"""A drawing is made once, whoever asks at the same time, and kept while there is room."""

import threading
import time
from dataclasses import replace

import pytest

from cauce.apps.catalog.figures import drawings
from cauce.apps.catalog.figures.drawings import Drawing, drawing_of, drawing_or_none, once
from cauce.base.errors import Busy, Refusal
from cauce.charts.figure import NoFigure
from cauce.charts.source import Source
from cauce.engine.explore import Explore
from tests.engine.tables import write_table
from tests.http.conftest import FIELDS, ROWS
from tests.http.publications import described

STATE = {"por": ["departamento"], "medida": ["mean.con_agua"], "ver": ["grafico"]}


@pytest.fixture
def source(tmp_path):
    drawings.forget()
    columns = described(FIELDS, ROWS, ["data"] * len(ROWS))
    written = write_table(tmp_path / "agua", columns, ROWS, ["data"] * len(ROWS))
    loose = written.loose
    return Source(loose.sha256, "Agua entubada", columns, len(ROWS), loose)


def state(source, **more):
    return Explore.from_query(source.table, source.schema, STATE | more)


def test_several_who_ask_at_once_wait_for_one_drawing():
    made, gate, answers = [], threading.Barrier(8), []

    def make():
        made.append(1)
        time.sleep(0.05)
        return "drawn"

    def ask():
        gate.wait()
        answers.append(once(("test", "together"), make, len))

    threads = [threading.Thread(target=ask) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["drawn"] * 8
    assert len(made) == 1


def test_what_failed_is_tried_again():
    def fails():
        raise Refusal("No.")

    with pytest.raises(Refusal):
        once(("test", "failing"), fails, len)
    assert once(("test", "failing"), lambda: "now", len) == "now"


def test_what_is_kept_is_bounded(monkeypatch):
    drawings.forget()
    monkeypatch.setattr(drawings, "_kept", drawings.ByteCache(8_000))
    for number in range(100):
        once(("test", number), lambda: "x" * 500, len)
    assert drawings._kept.size <= 8_000


def test_the_second_look_takes_no_time(source):
    first = drawing_of(source, state(source))
    started = time.perf_counter()
    for _each in range(20):
        assert drawing_of(source, state(source)) is first
    assert (time.perf_counter() - started) / 20 < 0.002


def test_a_drawing_has_what_a_page_needs(source):
    drawn = drawing_of(source, state(source))
    assert isinstance(drawn, Drawing)
    assert drawn.title
    assert drawn.wide.startswith("<svg")
    assert drawn.identity in drawn.wide
    assert len(drawn.twin.rows) == 22
    assert drawn.explore == state(source)
    assert 500 < drawn.weight < 20_000


def test_different_states_have_different_names(source):
    one, other = state(source), state(source, medida=["max.con_agua"])
    drawn, else_drawn = drawing_of(source, one), drawing_of(source, other)
    assert isinstance(drawn, Drawing)
    assert isinstance(else_drawn, Drawing)
    assert drawn.identity != else_drawn.identity


def test_a_state_that_gives_nothing_has_no_drawing(source):
    empty = state(source, **{"f.departamento.eq": ["Ninguno"]})
    assert isinstance(drawing_of(source, empty), NoFigure)
    assert drawing_or_none(source, empty) is None


def test_what_vega_cannot_draw_is_said_and_not_raised(source, monkeypatch):
    def broken(*_arguments):
        raise drawings.BrokenDrawing("no")

    monkeypatch.setattr(drawings.rendering, "svg", broken)
    found = drawing_of(source, state(source))
    assert isinstance(found, NoFigure)
    assert "no se pudo dibujar" in found.reason
    drawings.forget()


def test_another_name_for_a_column_is_another_drawing(source):
    named = replace(source.schema[-1], label="Hogares con agua", unit="%")
    renamed = replace(source, schema=(*source.schema[:-1], named))
    first, second = (drawing_of(each, state(each)) for each in (source, renamed))
    assert first is drawing_of(source, state(source))
    assert isinstance(first, Drawing)
    assert isinstance(second, Drawing)
    assert first is not second
    assert "Hogares con agua" in f"{second.title} {second.wide}".replace("hogares", "Hogares")


def test_who_waits_for_another_s_drawing_waits_only_a_little(monkeypatch):
    monkeypatch.setattr(drawings, "WAIT", 0.05)
    begun, let = threading.Event(), threading.Event()

    def make():
        begun.set()
        let.wait(10)
        return "drawn"

    first = threading.Thread(target=once, args=(("test", "slow"), make, len))
    first.start()
    assert begun.wait(10)
    with pytest.raises(Busy):
        once(("test", "slow"), make, len)
    let.set()
    first.join()
    assert once(("test", "slow"), make, len) == "drawn"
