"""Installations that are served, killed and looked over."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.longevity.installation import Installation

Serve = Callable[..., Installation]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with people, to be copied."""
    made = Installation(tmp_path_factory.mktemp("prepared") / "datos")
    made.prepare()
    made.close()
    return made.folder


@pytest.fixture(scope="module")
def serve(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Makes installations, not yet served; everything they started is ended."""
    made: list[Installation] = []

    def begin(folder: Path | None = None) -> Installation:
        place = folder or tmp_path_factory.mktemp("sitio") / "datos"
        shutil.copytree(prepared, place, dirs_exist_ok=True)
        made.append(Installation(place))
        return made[-1]

    yield begin
    for each in made:
        each.close()
