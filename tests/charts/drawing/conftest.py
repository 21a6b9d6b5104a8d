"""The gallery, drawn once for all tests of this folder."""

import pytest

from cauce.charts.figure import Figure
from cauce.charts.source import Source
from tests.charts.drawing.gallery import gallery, sources


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figure]:
    """Every figure of the gallery by the name of its state."""
    return dict(gallery(tmp_path_factory.mktemp("gallery")))


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    """The tables that the gallery is drawn from."""
    return sources(tmp_path_factory.mktemp("tables"))
