"""``cauce --help`` answers at once, in Spanish, and errors are one sentence."""

import resource
import subprocess
import sys

from cauce.cli.main import COMMANDS

HEAVY = ("django", "duckdb", "pyarrow", "ibis", "granian", "pandas", "numpy")
LOOK = f"""
import sys
from cauce.cli import main
code = main(["--help"])
print(code, [name for name in {HEAVY!r} if name in sys.modules])
"""


def test_help_loads_nothing_heavy_and_takes_less_than_a_third_of_a_second(environ):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = subprocess.run(
        [sys.executable, "-c", LOOK], env=environ, capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert found.stdout.splitlines()[-1] == "0 []"
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.3


def test_help_lists_every_command_in_spanish(cauce):
    text = cauce("--help").stdout
    for command in COMMANDS:
        assert f"    {command.name}" in text
        assert command.purpose in " ".join(text.split())
    for english in ("usage:", "options:", "show this", "positional"):
        assert english not in text


def test_a_command_explains_itself(cauce):
    found = cauce("serve", "--help")
    assert found.returncode == 0
    assert "--port" in found.stdout
    assert "uso: cauce serve" in found.stdout


def test_no_command_shows_the_help(cauce):
    found = cauce()
    assert found.returncode == 2
    assert "órdenes" in found.stdout


def test_a_wrong_word_is_said_in_one_sentence_with_code_2(cauce):
    for words, said in (
        (["servir"], "orden desconocida"),
        (["serve", "--puerto", "1"], "no se reconoce --puerto"),
        (["serve", "--port", "ocho"], "no es un número entero"),
        (["serve", "--port"], "espera un valor"),
    ):
        found = cauce(*words)
        assert found.returncode == 2
        assert said in found.stderr
        assert "Traceback" not in found.stderr


def test_a_refusal_is_one_sentence_with_code_1(cauce):
    found = cauce("serve")
    assert found.returncode == 1
    assert found.stderr.count("\n") == 1
    assert "No hay una instalación" in found.stderr
    assert "cauce init" in found.stderr


def test_a_broken_configuration_is_one_sentence_too(cauce, tmp_path):
    (tmp_path / "cauce.toml").write_text("puerto = 3")
    for words in (["doctor"], ["worker"], ["init", "--no-admin"]):
        found = cauce(*words)
        assert found.returncode == 1, words
        assert "«puerto»" in found.stderr
        assert "Traceback" not in found.stderr


def test_the_version_is_told(cauce):
    assert cauce("--version").stdout.startswith("cauce 0.")
