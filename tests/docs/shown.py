"""What documents show as Cauce's answers: found by a comment, and answered anew.

``<!-- salida: cauce read x.csv -->`` before a block of code says that the block is what the command
answers in a folder with the examples of the guides, a recipe of the first (``receta.json``) and an
installation with one organisation (``datos``). ``<!-- receta -->``: the block is a column of that
recipe. ``python -m tests.docs.shown`` writes every such block anew.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.pages import ROOT, documents

EXAMPLES = ROOT / "docs" / "guia" / "ejemplos"
SHOWN = re.compile(r"(<!-- salida: cauce ([^\n]+) -->\n```[^\n]*\n)(.*?)(^```)", re.M | re.S)
COLUMN = re.compile(r"(<!-- receta -->\n```[^\n]*\n)(.*?)(^```)", re.M | re.S)
SHOWN_COLUMN = "presupuesto_ejecutado"

ORGANISATION = """
from cauce.cli.site import start_site
start_site()
from cauce.apps.core import actions
from cauce.apps.core.permissions import System
actions.create_organisation(
    actor=System("ejemplos"),
    name="Secretaría de Planificación (demostración)",
    short_name="Planificación",
)
"""


def commands_shown() -> list[str]:
    """The commands whose answers are shown, new versions after what they follow."""
    found = {
        command
        for path in documents()
        for _start, command, _block, _end in SHOWN.findall(path.read_text("utf-8"))
    }
    return sorted(found, key=lambda command: ("publish" in command, "--dataset" in command))


def answers(folder: Path) -> dict[str, str]:
    """Each command shown and what it answers in ``folder``, which is empty at first."""
    for example in EXAMPLES.iterdir():
        shutil.copy(example, folder)
    _run(folder, "-m", "cauce.cli", "read", "ejecucion-2024.csv", "--save-recipe", "receta.json")
    _run(folder, "-m", "cauce.cli", "init", "--data", "datos", "--no-admin")
    _run(folder, "-c", ORGANISATION)
    return {
        command: _run(folder, "-m", "cauce.cli", *_words(command)) for command in commands_shown()
    }


def column_of_recipe(folder: Path) -> str:
    """The column that the guide shows, as the recipe in ``folder`` writes it."""
    recipe = json.loads((folder / "receta.json").read_text("utf-8"))
    columns = recipe["tables"][0]["columns"]
    column = next(each for each in columns if each["name"] == SHOWN_COLUMN)
    return json.dumps(column, ensure_ascii=False, indent=1) + "\n"


def refresh() -> None:
    """Writes every block anew."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        said = answers(folder)
        column = column_of_recipe(folder)
        for path in documents():
            before = path.read_text("utf-8")
            text = SHOWN.sub(lambda found: found[1] + said[found[2]] + found[4], before)
            text = COLUMN.sub(lambda found: found[1] + column + found[3], text)
            if text != before:
                path.write_text(text, "utf-8")
                print(path.relative_to(ROOT))


def _words(command: str) -> list[str]:
    return [word.strip('"') for word in re.findall(r'"[^"]*"|[^\s"]+', command) if word.strip('"')]


def _run(folder: Path, *words: str) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CAUCE_")}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=kept
        | {
            "PYTHONPATH": str(ROOT / "src"),
            "CAUCE_DATA_DIR": "datos",
            "CAUCE_FREE_DISK_MB": "1",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"
    return done.stdout


if __name__ == "__main__":
    refresh()
