"""What ``cauce import ckan`` did, as its report tells it."""

import json
from pathlib import Path

from cauce.cli.main import main


class Brought:
    """What the command did: its exit code and the rows of its report."""

    def __init__(self, *words: "str | Path") -> None:
        report = Path(words[-1])
        self.code = main(["import", "ckan", *map(str, words[:-1]), "--report", str(report)])
        self.rows = json.loads(report.read_text("utf-8"))

    def fates(self, dataset: str, resource: str = "") -> list[str]:
        """What became of it, or of its resources whose name begins so."""
        return [
            row["fate"]
            for row in self.rows
            if row["dataset"] == dataset and row["resource"].startswith(resource)
        ]

    def why(self, dataset: str) -> str:
        """Everything that is explained of it."""
        return " ".join(row["why"] for row in self.rows if row["dataset"] == dataset)
