"""How often a dataset is promised, in the words of the catalogue's pages."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cauce.base.frequency import Frequency

FREQUENCIES: Final = {
    Frequency.DAILY: _("Diaria"),
    Frequency.WEEKLY: _("Semanal"),
    Frequency.MONTHLY: _("Mensual"),
    Frequency.QUARTERLY: _("Trimestral"),
    Frequency.ANNUAL_2: _("Semestral"),
    Frequency.ANNUAL: _("Anual"),
    Frequency.BIENNIAL: _("Bienal"),
    Frequency.QUINQUENNIAL: _("Quinquenal"),
    Frequency.DECENNIAL: _("Decenal"),
    Frequency.IRREG: _("Irregular"),
    Frequency.NEVER: _("Una sola vez"),
}
"""From the most frequent to the least."""

_BY_CODE: Final = {frequency.value: name for frequency, name in FREQUENCIES.items()}


def frequency_name(code: str) -> str:
    """How people call it; the code itself for one that is not known here."""
    return str(_BY_CODE.get(code, code))
