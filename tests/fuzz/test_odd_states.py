"""Odd states of the explorer are answered, by every address that gives one: never with a 500.

What is answered otherwise than with the state is a 400 that says why in Spanish, a 404 or a 405;
and each answer costs a bounded time.
"""

import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from django.test import Client

from tests.fuzz.states import exploring
from tests.fuzz.test_odd_requests import asked, wrong_in
from tests.http.conftest import make_library
from tests.people import People

ANSWERS = {200, 302, 304, 400, 404, 405, 410}
MOST_SECONDS = 5.0
"""CPU of one answer, drawing it for the first time included."""
COUNTS = [pytest.param(300, id="short"), pytest.param(3_000, id="long", marks=pytest.mark.long)]


@pytest.mark.parametrize("count", COUNTS)
def test_any_state_is_answered(client: Client, people: People, tmp_path: Path, count: int) -> None:
    make_library(people, tmp_path)
    client.raise_request_exception = False
    wrong, answers = {}, Counter[int]()
    for number in range(count):
        odd = exploring(Random(f"state:{number}"))
        began = time.process_time()
        answer = asked(client, odd)
        said = wrong_in(answer)
        spent = time.process_time() - began
        answers[answer.status_code] += 1
        if answer.status_code not in ANSWERS:
            said = said or f"{answer.status_code}"
        if spent > MOST_SECONDS:
            said = said or f"{spent:.1f} s of CPU"
        if said:
            wrong[number] = (said, odd)
    assert wrong == {}
    assert answers[200] > count / 5 < answers[400] * 2, answers
