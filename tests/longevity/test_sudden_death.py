"""Killed at any moment, wherever it was: the old state or the new one, and the work goes on.

A publisher and a reviewer bring files to the public while web, worker and what reads files die by
``kill -9``. After each death the site stands up as a service manager would make it, everything is
looked over, and every file arrives in the end, once.
"""

import random
import threading
import time

import pytest

from tests.longevity.conftest import Serve
from tests.longevity.installation import Installation
from tests.longevity.walk import Desk, table_of

VICTIMS = ("reader", "worker", "web", "reader", "worker", "all", "reader", "worker")
SEED = 20261121


class Killer(threading.Thread):
    """Kills something after a random while, again and again, and looks everything over."""

    def __init__(self, site: Installation, kills: int, chance: random.Random) -> None:
        super().__init__(name="killer", daemon=True)
        self.site = site
        self.kills = kills
        self.chance = chance
        self.done: list[str] = []
        self.flaws: list[str] = []
        self.trouble: BaseException | None = None

    def run(self) -> None:
        try:
            for number in range(self.kills):
                time.sleep(self.chance.uniform(0.0, 0.9))
                victim = VICTIMS[number % len(VICTIMS)]
                self.done.append(self.site.kill(victim, self.chance))
                self.site.stand_up()
                self.flaws += [f"{number} {victim}: {flaw}" for flaw in self.site.asked("flaws")]
        except BaseException as error:  # noqa: BLE001 (told by the test, in its thread)
            self.trouble = error


def survive(site: Installation, kills: int, seed: int) -> tuple[int, list[str]]:
    """Publishes until so many were killed; gives how many files arrived, and who was killed."""
    chance = random.Random(seed)
    site.start()
    desk = Desk(site)
    desk.log_in()
    killer = Killer(site, kills, random.Random(seed + 1))
    killer.start()
    number, sent = 0, []
    while killer.is_alive():
        name, earlier = f"hogares_{number}.csv", f"hogares_{number - 1}.csv"
        dataset = desk.slug_of(earlier) if number % 2 else ""
        title = f"Hogares del lugar {number - number % 2}"
        desk.walk(name, title, table_of(40 + number % 7, chance), dataset)
        sent.append(name)
        number += 1
    killer.join()
    if killer.trouble is not None:
        raise killer.trouble
    assert killer.flaws == []
    assert site.asked("flaws") == []
    arrived = site.rows("SELECT name, count(*) FROM catalog_upload WHERE version_id > 0 GROUP BY 1")
    assert sorted(arrived) == sorted((name, 1) for name in sent)
    site.stop()
    assert site.asked("flaws") == []
    return len(sent), killer.done


def test_ten_deaths(serve: Serve) -> None:
    arrived, killed = survive(serve(), 10, SEED)
    assert len(killed) == 10
    assert arrived >= 2


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_two_hundred_deaths(serve: Serve, part: int) -> None:
    arrived, killed = survive(serve(), 50, SEED + 1000 * (part + 1))
    assert len(killed) == 50
    assert arrived >= 3
