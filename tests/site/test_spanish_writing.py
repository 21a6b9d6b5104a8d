"""Numbers, dates and languages on the pages: Guatemala's custom, English for who asks for it."""

import datetime as dt

import pytest
from django.template import engines
from django.utils import formats, translation

from cauce.base.numerals import NO_DATUM


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("{{ x|number }}", 1234567.5, "1,234,567.5"),
        ("{{ x|number(2) }}", 3, "3.00"),
        ("{{ x|number }}", None, NO_DATUM),
        ("{{ x|percent(1) }}", 12.25, "12.3 %"),
        ("{{ x|money }}", 1234.5, "Q 1,234.50"),
        ("{{ x|filesize }}", 1_200_000, "1.2 MB"),
        ("{{ x|date }}", dt.date(2026, 11, 18), "18 de noviembre de 2026"),
        ("{{ x|short_date }}", dt.date(2026, 11, 18), "18 nov 2026"),
        # 03:00 in Greenwich is still the evening before in Guatemala.
        ("{{ x|date }}", dt.datetime(2026, 11, 18, 3, tzinfo=dt.UTC), "17 de noviembre de 2026"),
        ("{{ x|moment }}", dt.datetime(2026, 11, 18, 3, tzinfo=dt.UTC), "17 nov 2026, 21:00"),
    ],
)
def test_filters(template, value, expected):
    written = engines["jinja2"].from_string(template).render({"x": value})
    assert written.replace("\xa0", " ").replace("\u202f", " ") == expected


def test_what_a_person_wrote_is_escaped_inside_translations():
    template = engines["jinja2"].from_string("{% trans who=x %}Notas de {{ who }}{% endtrans %}")
    assert template.render({"x": "<b>"}) == "Notas de &lt;b&gt;"


def test_a_name_that_is_missing_is_an_error():
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{{ nada }}").render({})


def test_forms_write_and_read_numbers_as_in_guatemala():
    with translation.override("es"):
        assert formats.number_format(1234567.89, use_l10n=True, force_grouping=True) == (
            "1,234,567.89"
        )
        assert formats.get_format("DECIMAL_SEPARATOR") == "."


@pytest.mark.parametrize(
    ("asked", "given"),
    [("es-GT", "es"), ("es-PE", "es"), ("fr", "es"), ("", "es"), ("en-GB", "en")],
)
def test_the_language_of_the_page(asked, given, client, db):
    response = client.get("/", headers={"accept-language": asked})
    assert response.headers["Content-Language"] == given
    assert f'<html lang="{given}">' in response.content.decode()


def test_a_chosen_language_is_remembered(client, db):
    client.get("/idioma/", {"language": "en", "next": "/"})
    assert client.get("/").headers["Content-Language"] == "en"
