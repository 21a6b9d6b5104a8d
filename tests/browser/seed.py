"""Fills an installed data directory with the tests' people and library: ``seed.py DIR``."""

import os
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Needs ``cauce init`` to have run on the directory."""
    os.environ["CAUCE_DATA_DIR"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "cauce.site.settings"
    import django

    django.setup()
    from tests.http.conftest import make_library
    from tests.people import make_people

    with tempfile.TemporaryDirectory() as folder:
        make_library(make_people(), Path(folder))


if __name__ == "__main__":
    main()
