"""Two people at the same thing at once: both get an answer, the catalogue stays whole."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.longevity.conftest import Serve
from tests.longevity.installation import PASSWORD, REVIEWER, SECOND
from tests.longevity.office import Page, Person
from tests.longevity.walk import Desk, table_of

CHANCE = random.Random(7)


@pytest.fixture(scope="module")
def desk(serve: Serve) -> Iterator[Desk]:
    """An office that is served, with one dataset published."""
    site = serve()
    site.start()
    made = Desk(site)
    made.log_in()
    made.walk("base.csv", "Caminos rurales", table_of(30, CHANCE))
    yield made
    assert site.asked("flaws") == []


def person(desk: Desk, email: str) -> Person:
    """Another session of somebody."""
    made = Person(desk.site.port, email, PASSWORD)
    made.log_in()
    return made


def at_once(*acts: Callable[[], Page]) -> list[Page]:
    """Does things at the same moment; gives the pages that answered."""
    start = Barrier(len(acts))

    def act(each: Callable[[], Page]) -> Page:
        start.wait(20)
        return each()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(act, one) for one in acts]]


def in_review(desk: Desk, name: str, title: str, dataset: str = "") -> str:
    """Brings a file to the reviewer; gives its key."""
    desk.walk(name, title, table_of(30, CHANCE), dataset, until="review")
    return desk.key_of(name)


def publishing(desk: Desk, who: Person, key: str) -> Callable[[], Page]:
    """What presses the button, the page being open already."""
    form = who.get(f"/publicar/{key}/revision/").form_to("/revision/publicar/")
    return lambda: who.send(form)


def versions(desk: Desk, slug: str) -> list[int]:
    """The numbers of a dataset's versions."""
    asked = (
        "SELECT number FROM catalog_version WHERE dataset_id ="
        " (SELECT id FROM catalog_dataset WHERE slug = ?) ORDER BY number"
    )
    return [row[0] for row in desk.site.rows(asked, slug)]


def test_the_same_file_is_published_once(desk: Desk) -> None:
    key = in_review(desk, "una.csv", "Puentes")
    reviewers = [person(desk, REVIEWER), person(desk, REVIEWER)]
    pages = at_once(*(publishing(desk, each, key) for each in reviewers))
    assert versions(desk, desk.slug_of("una.csv")) == [1]
    assert sum("ya no está en revisión" in page.text for page in pages) == 1
    assert sum("ya es pública" in page.text for page in pages) == 1


def test_of_two_files_of_one_dataset_the_later_is_not_published_unseen(desk: Desk) -> None:
    slug = desk.slug_of("base.csv")
    keys = [in_review(desk, f"{name}.csv", "Caminos rurales", slug) for name in ("dos", "tres")]
    reviewers = [person(desk, REVIEWER), person(desk, REVIEWER)]
    before = versions(desk, slug)
    pages = at_once(*(publishing(desk, who, key) for who, key in zip(reviewers, keys, strict=True)))
    assert versions(desk, slug) == [*before, before[-1] + 1]
    assert sum("cambió lo publicado" in page.text for page in pages) == 1
    assert sum("ya es pública" in page.text for page in pages) == 1


def test_two_datasets_of_one_title_have_two_addresses(desk: Desk) -> None:
    keys = [in_review(desk, f"{name}.csv", "Escuelas") for name in ("cuatro", "cinco")]
    reviewers = [person(desk, REVIEWER), person(desk, REVIEWER)]
    at_once(*(publishing(desk, who, key) for who, key in zip(reviewers, keys, strict=True)))
    slugs = {desk.slug_of("cuatro.csv"), desk.slug_of("cinco.csv")}
    assert len(slugs) == 2


def test_two_people_send_the_same_bytes(desk: Desk) -> None:
    body, second = table_of(30, CHANCE), person(desk, SECOND)

    def sending(who: Person, name: str) -> Callable[[], Page]:
        form = who.get("/publicar/nuevo/").form_with("organisation", "dataset", "file")
        return lambda: who.send(form, {"dataset": ""}, {"file": (name, body)})

    at_once(sending(desk.publisher, "seis.csv"), sending(second, "siete.csv"))
    asked = "SELECT DISTINCT sha256 FROM catalog_upload WHERE name IN ('seis.csv', 'siete.csv')"
    assert len(desk.site.rows(asked)) == 1
    assert desk.state_of("seis.csv") in ("reading", "read")
    assert desk.state_of("siete.csv") in ("reading", "read")
