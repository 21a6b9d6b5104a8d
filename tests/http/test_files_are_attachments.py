"""Files are saved, never shown in place, and no browser guesses what they are."""

import pytest

pytestmark = pytest.mark.django_db
WATER = "/datos/agua-entubada-por-municipio/"


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json", "ndjson", "parquet"])
@pytest.mark.parametrize("version", ["", "v/1/"])
def test_every_format_is_an_attachment(extension, version, client, library):
    answer = client.get(f"{WATER}{version}agua.{extension}")
    list(answer.streaming_content)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "html" not in answer["Content-Type"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_what_was_sent_is_not_offered_unless_somebody_said_so(client, library):
    assert client.get(f"{WATER}v/1/original/").status_code == 404
