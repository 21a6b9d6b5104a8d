"""Forms of a review: returning with notes, a date, asking for a waiver, deciding it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class RoundForm(forms.Form):
    """Something decided about the round of review that the page showed."""

    round = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """Its number: what was sent again meanwhile is looked at again."""


class ReturnForm(RoundForm):
    """What has to be corrected."""

    notes = forms.CharField(
        label=gettext_lazy("Qué hay que corregir"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Lo lee quien preparó el archivo. No se publica."),
        error_messages={"required": gettext_lazy("Escriba qué hay que corregir.")},
    )


class ScheduleForm(RoundForm):
    """The day and the hour at which something becomes public, by the site's clock."""

    day = forms.DateField(
        label=gettext_lazy("Día"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Elija el día."),
            "invalid": gettext_lazy("Escriba el día así: 2026-12-03."),
        },
    )
    hour = forms.TimeField(
        label=gettext_lazy("Hora"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": gettext_lazy("Elija la hora."),
            "invalid": gettext_lazy("Escriba la hora así: 08:00."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clock = timezone.get_current_timezone_name().rsplit("/", 1)[-1].replace("_", " ")
        self.fields["hour"].help_text = _("De %s, en 24 horas.") % clock
        self.fields["day"].initial = timezone.localdate() + timedelta(days=1)
        self.fields["hour"].initial = "08:00"

    def moment(self) -> datetime:
        """When, as the site's clock has it."""
        together = datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])
        return timezone.make_aware(together)


class _OfFinding(forms.Form):
    """Something said about one finding of the screening."""

    table = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    column = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    check = forms.CharField(widget=forms.HiddenInput)


class AskWaiverForm(_OfFinding):
    """Why a finding should be let pass."""

    request = forms.CharField(
        label=gettext_lazy("Por qué debe publicarse así"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Ejemplo: son números de empresas, públicos por ley. Lo decide el oficial de gobierno "
            "de datos."
        ),
        error_messages={"required": gettext_lazy("Escriba por qué.")},
    )


class WaiverForm(_OfFinding):
    """Letting a finding pass or not, with the reason."""

    reason = forms.CharField(
        label=gettext_lazy("Motivo"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Si da la dispensa, el motivo se publica con los datos."),
        error_messages={"required": gettext_lazy("Escriba el motivo.")},
    )
    standing = forms.BooleanField(
        label=gettext_lazy("Vale también para las versiones siguientes"), required=False
    )
