"""Odd requests are answered with a page: never a 500, and a 400 says something in Spanish.

The requests go through the whole WSGI application with all its middleware, in this process; two
hundred by default, two thousand in the long mode.
"""

import io
import re
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client

from cauce.apps.catalog import actions
from cauce.apps.core.worker import run_job_now
from cauce.base.errors import Refusal
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.reader import read
from cauce.engine.reading.recipe import recipe_from_json
from tests.fuzz.bad_files import TABLE
from tests.fuzz.judging import NOT_SPOKEN
from tests.fuzz.requests import Odd, looking, sending, spoilt_recipe
from tests.http.conftest import Library, make_library
from tests.people import People

COUNTS = [pytest.param(100, id="short"), pytest.param(1_000, id="long", marks=pytest.mark.long)]


@pytest.fixture
def library(people: People, tmp_path: Path) -> Library:
    """Published datasets to look at."""
    return make_library(people, tmp_path)


def asked(client: Client, odd: Odd) -> Any:
    return client.generic(odd.method, odd.path, odd.body, odd.content_type, **odd.headers)


def wrong_in(answer: Any) -> str:
    """What is wrong with an answer; its body is taken to the end, as a browser would."""
    streamed = getattr(answer, "streaming", False)
    body = b"".join(answer.streaming_content) if streamed else answer.content
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if answer.status_code != 400 or not body:  # HEAD has none
        return ""
    text = " ".join(unescape(re.sub(r"<[^>]*>", " ", body.decode("utf-8", "replace"))).split())
    spoken = re.search(r"[A-ZÁÉÍÓÚ«][^.]{15,}[.»?]", text)
    if not spoken or NOT_SPOKEN.search(text):
        return f"400 without a sentence: {text[:200]}"
    return ""


@pytest.mark.parametrize("count", COUNTS)
def test_pages_and_downloads(client: Client, library: Library, count: int) -> None:
    client.raise_request_exception = False
    wrong = {}
    for number in range(count):
        odd = looking(Random(f"look:{number}"))
        if said := wrong_in(asked(client, odd)):
            wrong[number] = (said, odd)
    assert wrong == {}


@pytest.mark.parametrize("count", COUNTS)
def test_forms_and_files(client: Client, library: Library, count: int) -> None:
    people = library.people
    upload = actions.receive_upload(
        actor=people.alicia,
        organisation=people.planning,
        name="hogares.csv",
        stream=io.BytesIO(TABLE.encode()),
    )
    run_job_now(upload.job_id)
    here = f"/publicar/{upload.key}/"
    places = ["/publicar/nuevo/", "/publicar/envios/", f"{here}describir/", f"{here}clave/"]
    places += [f"{here}receta/", f"{here}receta/", f"{here}deshacer/", f"{here}revision/", here]
    client.force_login(people.alicia)
    client.raise_request_exception = False
    wrong = {}
    for number in range(count):
        odd = sending(Random(f"send:{number}"), places)
        if said := wrong_in(asked(client, odd)):
            wrong[number] = (said, odd)
    assert wrong == {}


@pytest.mark.parametrize("count", COUNTS)
def test_recipes_edited_by_hand(tmp_path: Path, count: int) -> None:
    """Any recipe is refused in words or replayed, on its own file and on another."""
    path = tmp_path / "hogares.csv"
    path.write_text("Cuadro 1\n" + TABLE, "utf-8")
    other = tmp_path / "otros.csv"
    other.write_text(TABLE.replace("Hogares", "Viviendas") + "Total;;2100\n", "utf-8")
    recipe = read(path, workdir=tmp_path, limits=Limits()).recipe.to_json()
    for number in range(count):
        spoilt = spoilt_recipe(recipe, Random(f"recipe:{number}"))
        try:
            wanted = recipe_from_json(spoilt)
            read((path, other)[number % 2], workdir=tmp_path, recipe=wanted, limits=Limits())
        except Refusal as refusal:
            unclear = NOT_SPOKEN.search(str(refusal)) or not str(refusal).endswith(".")
            if unclear:
                raise AssertionError(f"recipe {number}: {spoilt}") from refusal
        except Exception as error:
            raise AssertionError(f"recipe {number}: {spoilt}") from error
