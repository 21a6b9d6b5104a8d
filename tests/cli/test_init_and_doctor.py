"""``cauce init`` makes an installation that ``cauce doctor`` finds well, and finds its faults."""

import shutil
import sqlite3
import stat
import tomllib

import pytest

WORD = "una-clave-larga-9"


WORDS = (
    "init",
    "--institution",
    'Secretaría "de Planificación"',
    "--country",
    "pe",
    "--admin-email",
    "ada@ejemplo.gob.gt",
    "--admin-name",
    "Ada Álvarez",
)


@pytest.fixture(scope="module")
def made_once(cauce_in, tmp_path_factory):
    """An installation with an administrator, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    made = cauce_in(folder, *WORDS, CAUCE_ADMIN_PASSWORD=WORD)
    assert made.returncode == 0, made.stderr
    return folder / "datos"


@pytest.fixture
def installed(made_once, tmp_path):
    """A fresh installation in ``datos``, with an administrator."""
    return shutil.copytree(made_once, tmp_path / "datos")


def test_an_installation_from_nothing_and_again(installed, cauce):
    said = tomllib.loads((installed / "cauce.toml").read_text())
    assert said == {
        "data_dir": ".",
        "institution_name": 'Secretaría "de Planificación"',
        "country": "pe",
    }
    key = installed / "clave.secreta"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(installed.stat().st_mode) == 0o700
    before = key.read_text()

    again = cauce("init")
    assert again.returncode == 0, again.stderr
    assert "Ya hay una cuenta" in again.stdout
    assert key.read_text() == before

    found = cauce("doctor")
    assert found.returncode == 0, found.stdout
    assert "FALLA" not in found.stdout
    assert "La bitácora está entera: 1 hechos." in found.stdout


def test_the_log_is_compared_with_a_noted_head(installed, cauce):
    head = cauce("doctor").stdout.split("Cabeza de la bitácora: ")[1].split()[0]
    assert cauce("doctor", "--head", head).returncode == 0
    other = f"1:{'0' * 64}"
    found = cauce("doctor", "--head", other)
    assert found.returncode == 1
    assert "no es la que se anotó" in found.stdout


def test_faults_are_found_with_their_remedy(installed, cauce):
    (installed / "clave.secreta").chmod(0o644)
    with sqlite3.connect(installed / "cauce.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'auth' AND name LIKE '0012%'")
        database.execute(
            "INSERT INTO core_job (kind, params, state, priority, run_after, attempt, failures,"
            " max_attempts, worker, progress_done, progress_total, progress_message, checkpoint,"
            " result, error, traceback, unique_key, created_at) VALUES ('x', '{}', 'queued', 0,"
            " '2020-01-01', 0, 0, 3, '', 0, 0, '', '{}', '{}', '', '', '', '2020-01-01')"
        )
    database.close()
    found = cauce("doctor", CAUCE_FREE_DISK_MB="99999999", CAUCE_BIND="0.0.0.0")
    assert found.returncode == 1
    for words in (
        "pueden leer la clave secreta",
        "chmod 600",
        "libres en disco; se piden",
        "sin https",
        "no está al día: faltan 1",
    ):
        assert words in found.stdout, words

    refused = cauce("serve", "--port", "0")
    assert refused.returncode == 1
    assert "no está al día" in refused.stderr

    cauce("init")
    found = cauce("doctor")
    assert "1 trabajos detenidos" in found.stdout
    assert "cauce worker" in found.stdout


def test_a_changed_log_is_a_fault(installed, cauce):
    with sqlite3.connect(installed / "cauce.sqlite3") as database:
        database.execute("DROP TRIGGER core_auditevent_no_update")
        database.execute("UPDATE core_auditevent SET payload = replace(payload, 'core', 'cura')")
    database.close()
    found = cauce("doctor")
    assert found.returncode == 1
    assert "Bitácora, hecho 1" in found.stdout


def test_nothing_installed_is_a_fault_and_nothing_is_made(cauce, tmp_path):
    found = cauce("doctor")
    assert found.returncode == 1
    assert "Créela con «cauce init»" in found.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "variables", "said"),
    [
        (["--admin-name", "Ada"], {"CAUCE_ADMIN_PASSWORD": WORD}, "--admin-email"),
        (["--admin-email", "a@b.gt"], {"CAUCE_ADMIN_PASSWORD": WORD}, "--admin-name"),
        (["--admin-email", "a@b.gt", "--admin-name", "Ada"], {}, "CAUCE_ADMIN_PASSWORD"),
        (
            ["--admin-email", "a@b.gt", "--admin-name", "Ada"],
            {"CAUCE_ADMIN_PASSWORD": "corta"},
            "demasiado corta",
        ),
        (["--no-admin", "--data", "/proc/nada"], {}, "No se pudo crear la carpeta"),
    ],
)
def test_what_is_missing_is_asked_for_in_words(words, variables, said, cauce):
    found = cauce("init", *words, **variables)
    assert found.returncode == 1
    assert said in found.stderr
    assert "Traceback" not in found.stderr
