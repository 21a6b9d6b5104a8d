"""Waiting for a sender: everything that comes is given, in order, and silence ends the wait."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.apps.catalog.patient_stream import Stalled, chunks_of


class Sender:
    """A body that arrives in these pieces; ``None`` is somebody who sends no more."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)
        self.gone = threading.Event()
        self.asked = 0

    def read(self, size):
        self.asked += 1
        piece = self.pieces.pop(0) if self.pieces else b""
        if piece is None:
            self.gone.wait(10)
            return b""
        if isinstance(piece, Exception):
            raise piece
        return piece


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=20))
def test_everything_comes_in_order(pieces):
    assert list(chunks_of(Sender(*pieces), patience=5)) == pieces


def test_silence_is_said_after_what_came():
    sender = Sender(b"agua", None)
    found = []
    with pytest.raises(Stalled, match="no llega nada"):
        found.extend(chunks_of(sender, patience=0.05))
    assert found == [b"agua"]
    sender.gone.set()


def test_a_broken_connection_is_an_end():
    assert list(chunks_of(Sender(b"agua", OSError("reset")), patience=5)) == [b"agua"]


def test_another_error_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        list(chunks_of(Sender(b"agua", ZeroDivisionError()), patience=5))


def test_who_reads_no_more_leaves_nobody_waiting():
    before = threading.active_count()
    sender = Sender(*[b"agua"] * 1000)
    chunks = chunks_of(sender, patience=5)
    next(chunks)
    chunks.close()
    deadline = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() <= before
    assert sender.asked < 20
