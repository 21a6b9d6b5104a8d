"""The walk of a file from an office's desk to the public, taken up wherever it was cut."""

import random
import time
from dataclasses import dataclass, field

from tests.longevity.installation import PASSWORD, PUBLISHER, REVIEWER, Installation
from tests.longevity.office import Cut, Person

LONGEST_WALK = 90
"""Seconds after which a file should be public, however often it was cut."""


@dataclass
class Desk:
    """An office: who sends files and who reviews them, at one installation."""

    site: Installation
    publisher: Person = field(init=False)
    reviewer: Person = field(init=False)

    def __post_init__(self) -> None:
        self.publisher = Person(self.site.port, PUBLISHER, PASSWORD)
        self.reviewer = Person(self.site.port, REVIEWER, PASSWORD)

    def log_in(self) -> None:
        """Both go in."""
        self.publisher.log_in()
        self.reviewer.log_in()

    def send(self, name: str, body: bytes, dataset: str = "", by: Person | None = None) -> None:
        """Sends a file, as a new dataset or as the next version of one."""
        person = by or self.publisher
        form = person.get("/publicar/nuevo/").form_with("organisation", "dataset", "file")
        page = person.send(form, {"dataset": dataset}, {"file": (name, body)})
        if page.status >= 500 or "error-summary" in page.text:
            raise Cut(page.text)

    def read_again(self, key: str) -> None:
        """Asks for another reading of what could not be read: its reader was killed too often."""
        page = self.publisher.get(f"/publicar/{key}/")
        if page.leads_to("/de-nuevo/"):
            self.publisher.send(page.form_to("/de-nuevo/"))

    def describe(self, key: str, title: str) -> None:
        """Says what the file is."""
        page = self.publisher.get(f"/publicar/{key}/describir/")
        said = {"title": title, "summary": f"Filas de prueba de {title}.", "owner": "Dirección"}
        theme = ["planificacion"] if "planificacion" in page.text else [_first_theme(page.text)]
        self.publisher.send(page.form_with("title", "summary", "owner"), {**said, "themes": theme})

    def ask_review(self, key: str) -> None:
        """Shows it to another person."""
        page = self.publisher.get(f"/publicar/{key}/confirmar/")
        if page.path.endswith("/confirmar/"):
            self.publisher.send(page.form_to("/confirmar/"))

    def publish(self, key: str, by: Person | None = None) -> str:
        """The other person lets it out; gives the page that answered."""
        person = by or self.reviewer
        page = person.get(f"/publicar/{key}/revision/")
        if not page.leads_to("/revision/publicar/"):
            return page.text
        return person.send(page.form_to("/revision/publicar/")).text

    def walk(
        self, name: str, title: str, body: bytes, dataset: str = "", until: str = "published"
    ) -> None:
        """Brings a file to the public, looking at what happened after every cut."""
        deadline, why = time.monotonic() + LONGEST_WALK, ""
        while (state := self.state_of(name)) != until:
            assert time.monotonic() < deadline, (name, state, why, self.site.said())
            try:
                self._next(name, title, body, dataset, state)
            except Cut as cut:
                why = str(cut)
                time.sleep(0.1)

    def _next(self, name: str, title: str, body: bytes, dataset: str, state: str) -> None:
        key = self.key_of(name)
        if state == "":
            self.send(name, body, dataset)
        elif state in ("received", "reading"):
            time.sleep(0.05)
        elif state == "read" and not self._is_described(name, title):
            self.describe(key, title)
        elif state == "read":
            self.ask_review(key)
        elif state == "review":
            self.publish(key)
        elif state == "refused":
            self.read_again(key)
        else:
            raise AssertionError(f"{name} is {state}")

    def state_of(self, name: str) -> str:
        """How far a file has come; empty before it arrived."""
        found = self.site.rows("SELECT state FROM catalog_upload WHERE name = ?", name)
        return str(found[-1][0]) if found else ""

    def key_of(self, name: str) -> str:
        """The address of a file."""
        found = self.site.rows("SELECT key FROM catalog_upload WHERE name = ?", name)
        return str(found[-1][0]) if found else ""

    def slug_of(self, name: str) -> str:
        """The address of the dataset that a file became."""
        asked = (
            "SELECT slug FROM catalog_dataset WHERE id ="
            " (SELECT dataset_id FROM catalog_upload WHERE name = ?)"
        )
        return str(self.site.rows(asked, name)[0][0])

    def _is_described(self, name: str, title: str) -> bool:
        asked = (
            "SELECT json_extract(description, '$.title'), json_extract(description, '$.themes[0]')"
            " FROM catalog_upload WHERE name = ?"
        )
        found = self.site.rows(asked, name)[-1]
        return found[0] == title and bool(found[1])


def table_of(rows: int, chance: random.Random) -> bytes:
    """A small CSV, different each time."""
    lines = ["municipio,año,hogares,porcentaje"]
    lines += [
        f"Lugar {number},{2000 + number % 20},{chance.randrange(500, 9000)},"
        f"{chance.uniform(1, 99):.2f}"
        for number in range(rows)
    ]
    return ("\n".join(lines) + "\n").encode()


def _first_theme(text: str) -> str:
    mark = 'name="themes" value="'
    start = text.index(mark) + len(mark)
    return text[start : text.index('"', start)]
