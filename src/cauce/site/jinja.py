"""The Jinja2 environment of our pages: translation, addresses, static files, numbers and dates.

Filters write for people: ``{{ n|number }}`` 1,234.5, ``{{ x|percent(1) }}`` 12.5 %,
``{{ x|money("GTQ") }}`` Q 1,234.50, ``{{ size|filesize }}`` 1.2 MB, ``{{ day|date }}``
18 de noviembre de 2026, ``{{ day|short_date }}`` 18 nov 2026, ``{{ at|moment }}``
18 nov 2026, 14:05. Jinja2 never writes a number for people by itself.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from jinja2 import Environment

from cauce.base.calendar import date_es
from cauce.base.numerals import Number, bytes_es, money_es, number_es, percent_es


def environment(**options: Any) -> Environment:
    """Jinja2's environment, with gettext (new style) and the names our templates use."""
    made = Environment(**options)  # noqa: S701 (Django turns autoescape on)
    made.policies["ext.i18n.trimmed"] = True
    install = made.install_gettext_callables  # type: ignore[attr-defined]
    install(
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    made.globals.update(
        static=static,
        url=url,
        get_messages=get_messages,
        get_language=translation.get_language,
    )
    made.filters.update(
        number=number,
        percent=percent,
        money=money,
        filesize=filesize,
        date=date,
        short_date=short_date,
        moment=moment,
    )
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The path of a page by the name of its address."""
    return reverse(name, args=args, kwargs=kwargs)


def number(value: Number | None, decimals: int | None = None) -> str:
    """A number as the institution's country writes it; «sin dato» for none."""
    return number_es(value, decimals, settings.CAUCE.country)


def percent(value: Number | None, decimals: int | None = None) -> str:
    """A percentage that already is one."""
    return percent_es(value, decimals, settings.CAUCE.country)


def money(value: Number | None, currency: str = "GTQ", decimals: int = 2) -> str:
    """An amount with its currency's symbol."""
    return money_es(value, currency, decimals, settings.CAUCE.country)


def filesize(count: int) -> str:
    """A number of bytes in the unit a person reads."""
    return bytes_es(count, settings.CAUCE.country)


def date(value: dt.date) -> str:
    """A day in words; of a moment, its day in the institution's time zone."""
    return date_es(_local_day(value))


def short_date(value: dt.date) -> str:
    """A day in short words."""
    return date_es(_local_day(value), short=True)


def moment(value: dt.datetime) -> str:
    """A day in short words and the hour, in the institution's time zone."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{date_es(local.date(), short=True)}, {local:%H:%M}"


def _local_day(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value
