"""Forms of accounts, organisations, roles and the log's filter."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cauce.apps.core.contracts import EventFilter
from cauce.apps.core.models import Organisation
from cauce.apps.core.permissions import Role

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
"""A day, written as the browser's own calendar wants it."""


class OrganisationForm(forms.Form):
    """The facts of an organisation."""

    name = forms.CharField(label=_("Nombre"), max_length=200)
    short_name = forms.CharField(
        label=_("Nombre corto o sigla"),
        max_length=60,
        required=False,
        help_text=_("Por ejemplo SEGEPLAN. De él sale la dirección de su página."),
    )
    kind = forms.ChoiceField(label=_("Tipo"), choices=Organisation.Kind.choices)
    parent = forms.ModelChoiceField(
        label=_("Depende de"),
        queryset=Organisation.objects.all(),
        required=False,
        empty_label=_("Ninguna"),
    )
    description = forms.CharField(
        label=_("Qué hace"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    contact_email = forms.EmailField(label=_("Correo de contacto"), required=False)
    url = forms.URLField(label=_("Sitio web"), required=False, assume_scheme="https")

    def facts(self) -> dict[str, Any]:
        """The cleaned facts, as the actions take them."""
        return self.cleaned_data | {"kind": Organisation.Kind(self.cleaned_data["kind"])}


class PersonForm(forms.Form):
    """A new account."""

    full_name = forms.CharField(
        label=_("Nombre completo"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Correo electrónico"),
        max_length=254,
        help_text=_("Con él iniciará sesión."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    is_platform_admin = forms.BooleanField(
        label=_("Administra la plataforma: crea cuentas y entidades, da roles y lee la bitácora"),
        required=False,
    )


class RoleForm(forms.Form):
    """A role for a person in an organisation."""

    organisation = forms.ModelChoiceField(
        label=_("Entidad"), queryset=Organisation.objects.all(), empty_label=_("Elija una")
    )
    role = forms.ChoiceField(label=_("Rol"), choices=Role.choices)


class NameForm(forms.Form):
    """One's own name."""

    full_name = forms.CharField(
        label=_("Nombre completo"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class NoticeChoiceForm(forms.Form):
    """How a person wants notices."""

    notices_by_mail = forms.BooleanField(
        label=_("Recibir los avisos también por correo"), required=False
    )
    language = forms.ChoiceField(label=_("Idioma de los avisos"), choices=settings.LANGUAGES)


class SearchForm(forms.Form):
    """A text to look for."""

    q = forms.CharField(required=False, max_length=200)


class LogFilterForm(forms.Form):
    """Which events of the log are wanted."""

    action = forms.ChoiceField(label=_("Qué se hizo"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Entidad"),
        queryset=Organisation.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=_("Todas"),
    )
    person = forms.CharField(label=_("Quién"), required=False, max_length=200)
    since = forms.DateField(label=_("Desde"), required=False, widget=DAY)
    until = forms.DateField(label=_("Hasta"), required=False, widget=DAY)

    def wanted(self) -> EventFilter:
        """The filter asked for; parts that make no sense are left out."""
        self.is_valid()
        found = self.cleaned_data
        organisation = found.get("organisation")
        return EventFilter(
            action=found.get("action") or "",
            organisation="" if organisation is None else organisation.slug,
            person=(found.get("person") or "").strip(),
            since=found.get("since"),
            until=found.get("until"),
        )
