"""Settings come from one file and the environment, are all documented, and errors are explained."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from cauce.engine.reading.limits import Limits
from cauce.site.configuration import (
    Configuration,
    ConfigurationError,
    all_settings,
    load_configuration,
    read_secret_key,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "configuracion.md"


def test_every_setting_is_documented_as_it_is():
    text = DOCUMENT.read_text(encoding="utf-8")
    for setting in all_settings():
        section = re.search(rf"^### `{setting.name}`\n(.*?)(?=^#|\Z)", text, re.M | re.S)
        assert section, f"docs/configuracion.md does not document {setting.name}"
        assert f"`{setting.variable}`" in section[1], setting.name
        assert setting.meaning in " ".join(section[1].split()), setting.name
        for choice in setting.choices:
            assert choice in section[1], (setting.name, choice)


def test_nothing_is_documented_that_is_not_there():
    known = {setting.name for setting in all_settings()}
    assert set(re.findall(r"^### `(\w+)`$", DOCUMENT.read_text(encoding="utf-8"), re.M)) == known


def test_reading_limits_are_those_of_the_reader():
    ours, readers = Configuration(), Limits()
    assert ours.read_memory_mb * 2**20 == readers.memory
    assert ours.read_seconds == readers.seconds
    assert ours.read_unpacked_mb * 2**20 == readers.decompressed
    assert ours.read_cells == readers.cells


def test_every_field_is_a_setting():
    assert [each.name for each in fields(Configuration)] == [each.name for each in all_settings()]


def test_without_file_or_variables_everything_has_its_default(tmp_path):
    found = load_configuration({}, tmp_path)
    assert found == Configuration(data_dir=tmp_path / "datos")


def test_the_file_speaks_and_the_environment_wins(tmp_path):
    (tmp_path / "cauce.toml").write_text(
        'port = 9000\nhttps = true\nallowed_hosts = ["a.gt"]\ninstitution_name = "SEGEPLAN"\n'
    )
    found = load_configuration(
        {"CAUCE_PORT": "9001", "CAUCE_HTTPS": "no", "CAUCE_ALLOWED_HOSTS": "b.gt, c.gt"}, tmp_path
    )
    assert (found.port, found.https, found.allowed_hosts) == (9001, False, ("b.gt", "c.gt"))
    assert found.institution_name == "SEGEPLAN"


@pytest.mark.parametrize(
    ("environ", "file", "expected"),
    [
        ({}, None, "datos"),
        ({"CAUCE_DATA_DIR": "otra"}, None, "otra"),
        ({}, ("cauce.toml", 'data_dir = "d"'), "d"),
        ({}, ("cauce.toml", ""), "datos"),
        ({"CAUCE_DATA_DIR": "otra"}, ("cauce.toml", 'data_dir = "d"'), "otra"),
        ({}, ("datos/cauce.toml", 'data_dir = "."'), "datos"),
        ({}, ("datos/cauce.toml", ""), "datos"),
        ({"CAUCE_CONFIG": "x/mio.toml"}, ("x/mio.toml", ""), "x/datos"),
        ({"CAUCE_CONFIG": "x/mio.toml"}, ("x/mio.toml", 'data_dir = "../y"'), "y"),
    ],
)
def test_where_the_data_are(environ, file, expected, tmp_path):
    if file is not None:
        (tmp_path / file[0]).parent.mkdir(exist_ok=True)
        (tmp_path / file[0]).write_text(file[1])
    assert load_configuration(environ, tmp_path).data_dir == tmp_path / expected


def test_a_named_data_directory_brings_its_own_file(tmp_path):
    (tmp_path / "cauce.toml").write_text("port = 1")
    (tmp_path / "otra").mkdir()
    (tmp_path / "otra" / "cauce.toml").write_text("port = 2")
    assert load_configuration({"CAUCE_DATA_DIR": "otra"}, tmp_path).port == 2
    assert load_configuration({}, tmp_path).port == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("puerto = 1", "«puerto»"),
        ('port = "ocho mil"', "un número entero"),
        ("port = true", "un número entero"),
        ("port = -1", "desde 0"),
        ('https = "sí"', "verdadero o falso"),
        ('allowed_hosts = "a"', "una lista"),
        ("institution_name = 3", "un texto"),
        ('country = "mx"', "gt, pe"),
        ("esto no es toml", "No se pudo leer"),
    ],
)
def test_errors_of_the_file_are_explained(text, words, tmp_path):
    (tmp_path / "cauce.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=words):
        load_configuration({}, tmp_path)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("CAUCE_PORT", "ocho", "un número entero"),
        ("CAUCE_HTTPS", "quizá", "verdadero o falso"),
        ("CAUCE_LANGUAGE", "qu", "es, en"),
        ("CAUCE_CONFIG", "no-hay.toml", "No existe"),
    ],
)
def test_errors_of_the_environment_are_explained(variable, value, words, tmp_path):
    with pytest.raises(ConfigurationError, match=words):
        load_configuration({variable: value}, tmp_path)


def test_the_key_is_configured_or_kept_or_of_this_process(tmp_path):
    configured = Configuration(data_dir=tmp_path, secret_key="una")
    assert read_secret_key(configured) == "una"
    nothing = Configuration(data_dir=tmp_path)
    assert read_secret_key(nothing) != read_secret_key(nothing)
    nothing.secret_path.write_text("otra\n")
    assert read_secret_key(nothing) == "otra"


PROVIDER = """
[[identity_providers]]
id = "institucion"
tenant = "11111111-2222-3333-4444-555555555555"
client_id = "cauce"
secret_file = "entra.secreto"
"""


def test_providers_of_identity_are_read_with_their_secret(tmp_path):
    (tmp_path / "cauce.toml").write_text(PROVIDER)
    (tmp_path / "entra.secreto").write_text("muy secreto\n")
    (found,) = load_configuration({}, tmp_path).identity_providers
    assert (found.kind, found.secret) == ("entra", "muy secreto")
    assert found.issuer == f"https://login.microsoftonline.com/{found.tenant}/v2.0"
    assert found.origin == "https://login.microsoftonline.com"
    assert "muy secreto" not in repr(found)


def test_providers_of_identity_come_from_the_environment_too(tmp_path):
    tables = [
        {
            "id": "otra",
            "kind": "oidc",
            "issuer": "https://id.ejemplo.gob.gt",
            "client_id": "c",
            "secret_variable": "SECRETO_DE_OTRA",
        }
    ]
    environ = {"CAUCE_IDENTITY_PROVIDERS": json.dumps(tables), "SECRETO_DE_OTRA": "s"}
    (found,) = load_configuration(environ, tmp_path).identity_providers
    assert (found.id, found.issuer, found.secret) == ("otra", "https://id.ejemplo.gob.gt", "s")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (("institucion", "Institución"), "«id»"),
        (("11111111-", "1-"), "«tenant»"),
        (('client_id = "cauce"', ""), "«client_id»"),
        (('client_id = "cauce"', "client_id = 3"), "un texto"),
        (('client_id = "cauce"', 'cliente = "cauce"'), "«cliente»"),
        (("entra.secreto", "no-hay"), "«secret_file»"),
        (("secret_file", "secret_variable"), "«secret_variable»"),
        (('id = "institucion"', 'id = "a1"\nkind = "saml"'), "«kind»"),
        (('id = "institucion"', 'id = "a1"\nkind = "oidc"'), "«tenant»"),
        (('id = "institucion"', 'id = "a1"\nissuer = "http://id.gob.gt"'), "https"),
        (('id = "institucion"', 'id = "a1"\naccepts_second_factor = "no"'), "verdadero o falso"),
        (("[[identity_providers]]", "[identity_providers]"), "una lista"),
    ],
)
def test_a_provider_described_wrongly_is_explained(changes, words, tmp_path):
    (tmp_path / "cauce.toml").write_text(PROVIDER.replace(*changes))
    (tmp_path / "entra.secreto").write_text("s")
    with pytest.raises(ConfigurationError, match=words):
        load_configuration({}, tmp_path)


def test_two_providers_are_two(tmp_path):
    (tmp_path / "cauce.toml").write_text(PROVIDER * 2)
    (tmp_path / "entra.secreto").write_text("s")
    with pytest.raises(ConfigurationError, match="mismo «id»"):
        load_configuration({}, tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("second_factor_required = false", "solo puede ser falso en una demostración"),
        ("login_failures = 0", "no entraría nadie"),
        ("login_failures_address = 0", "no entraría nadie"),
    ],
)
def test_nobody_weakens_or_closes_the_door_by_mistake(text, words, tmp_path):
    (tmp_path / "cauce.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=words):
        load_configuration({}, tmp_path)
    (tmp_path / "cauce.toml").write_text("demo = true\nsecond_factor_required = false")
    assert load_configuration({}, tmp_path).second_factor_required is False
