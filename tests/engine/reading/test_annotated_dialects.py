"""The separators that people annotated on real files: how many are found.

Three lists: a crawl of public repositories (van den Burg), the polluted and surveyed files of the
Pollock benchmark, and the W3C's tests of CSV on the Web; and the parameters beside each Pollock
file. An annotation
``comma`` on a file where no comma separates anything says that it is a single column, and reading
it as one is right.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cauce.engine.reading.delimited import Cut, cut_cells
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.opened import Opened
from cauce.engine.reading.source import open_source

NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "vslash": "|", "space": " ", "nsign": "#"}
QUOTES = {"doublequote": '"', "singlequote": "'"}
LISTS = {
    "CCSV-manual_Dialect_Annotation.txt": ["messy_csv/github_crawl"],
    "POLLOCK-dialect_annotations.txt": [
        "messy_csv/pollock_polluted/csv",
        "messy_csv/pollock_survey/csv",
    ],
    "W3C-CSVW-dialect_annotations.txt": ["csvw_tests"],
}
FLOOR = 0.96
"""The part that is really reached is 0.98; the crawl alone 67 of 68."""


def annotated(data: Path) -> Iterator[tuple[str, Path, str, str | None]]:
    """(list, file, separator, quote) of every annotation whose file is here."""
    for name, folders in LISTS.items():
        lines = (data / "messy_csv/ground_truth" / name).read_text("utf-8").splitlines()[2:]
        wanted = {line.split("|")[0]: line.split("|") for line in lines if line.strip()}
        for folder in folders:
            for path in sorted((data / folder).rglob("*")):
                if path.name in wanted and path.is_file():
                    _, _, delimiter, quote, *_ = wanted[path.name]
                    yield name.split("-")[0], path, NAMES[delimiter], QUOTES.get(quote)
    for name in ("pollock_survey", "pollock_polluted"):
        folder = data / "messy_csv" / name
        for path in sorted((folder / "csv").iterdir()):
            parameters = json.loads(
                (folder / "parameters" / f"{path.name}_parameters.json").read_text()
            )
            yield name, path, parameters["delimiter"], parameters["quotechar"] or None


def is_right(opened: Opened, delimiter: str, quote: str | None, content: str) -> bool:
    found = opened.decisions["delimiter"].value
    if found == delimiter.strip() or found == delimiter:
        return True
    rows, _ = cut_cells(content, Cut(delimiter, quote))
    return found == "" and max((len(row) for row in rows), default=0) <= 1


def test_separators_of_annotated_files_are_found(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    missed = []
    for name, path, delimiter, quote in annotated(shared_data):
        if not path.stat().st_size:
            continue
        opened = open_source(path, wanted=None, limits=Limits(), workdir=tmp_path)
        codec = opened.decisions["encoding"].value
        content = path.read_text(codec, errors="replace")
        seen[name] += 1
        if is_right(opened, delimiter, quote, content):
            right[name] += 1
        else:
            missed.append(
                f"{path.name}: {opened.decisions['delimiter'].value!r}, not {delimiter!r}"
            )
    with capsys.disabled():
        told = ", ".join(f"{name} {right[name]}/{seen[name]}" for name in seen)
        print(f"\nseparators found: {told}; missed {missed}")
    assert right.total() >= FLOOR * seen.total()
    assert right["CCSV"] >= 66
    assert all(right[name] >= 0.95 * seen[name] for name in seen if seen[name] > 20)
