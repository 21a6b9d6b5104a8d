"""Forms of publishing: sending a file, describing a dataset, saying what changed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.contracts import (
    Description,
    Organisation,
    TableView,
    TableWords,
    ThemeCount,
)
from cauce.apps.catalog.frequencies import FREQUENCIES
from cauce.apps.catalog.licences import LICENCES

ACCEPTED: Final = (
    ".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.json,.jsonl,.ndjson,.geojson,.parquet,.zip,.gz"
)
"""Endings a browser offers; what the file is, its content says."""
MOST_MEANINGS: Final = 120
"""Columns of a table whose meaning the form asks."""


class _Asked(forms.Select):
    """A list that the server requires and the browser does not: a new version needs none."""

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class UploadForm(forms.Form):
    """A file, the organisation that publishes it, and for a new version the dataset."""

    file = forms.FileField(
        label=gettext_lazy("Archivo"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    organisation = forms.ChoiceField(
        label=gettext_lazy("Entidad que publica"),
        widget=_Asked,
        error_messages={"required": gettext_lazy("Elija la entidad que publica.")},
    )
    dataset = forms.ChoiceField(
        label=gettext_lazy("Es una versión nueva de"),
        required=False,
        help_text=gettext_lazy(
            "Déjelo en «un conjunto nuevo» si nunca se ha publicado. Si ya existe, se lee como la "
            "vez anterior y se dice qué cambió."
        ),
    )

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[Organisation],
        datasets: Sequence[tuple[str, str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        organisation, dataset = self.fields["organisation"], self.fields["dataset"]
        assert isinstance(organisation, forms.ChoiceField)
        assert isinstance(dataset, forms.ChoiceField)
        self.fields["file"].help_text = _(
            "CSV, XLSX, XLS, ODS, JSON, GeoJSON o Parquet, también en ZIP, tal como lo tiene: con "
            "títulos, notas y totales. Hasta %(most)d MB."
        ) % {"most": settings.CAUCE.upload_max_mb}
        organisation.required = not self.data.get("dataset")
        organisation.choices = [
            ("", _("Elija la entidad")),
            *((each.slug, each.name) for each in organisations),
        ]
        if len(organisations) == 1:
            organisation.widget = forms.HiddenInput()
            organisation.initial = organisations[0].slug
        dataset.choices = [("", _("un conjunto nuevo")), *((s, title) for s, title, _o in datasets)]
        self._owners = {slug: owner for slug, _title, owner in datasets}

    def clean(self) -> dict[str, Any]:
        """A new version belongs to the organisation of its dataset, whatever the list says."""
        sent = super().clean() or self.cleaned_data
        if dataset := sent.get("dataset"):
            sent["organisation"] = self._owners[dataset]
        return sent


class DescriptionForm(forms.Form):
    """What a person says about a dataset. The meanings of columns are fields of the page."""

    title = forms.CharField(
        label=gettext_lazy("Título"),
        max_length=200,
        help_text=gettext_lazy(
            "Como lo buscaría alguien de fuera. Ejemplo: Hogares por fuente de agua, 2018."
        ),
    )
    summary = forms.CharField(
        label=gettext_lazy("De qué trata, en una oración"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Categorías"), widget=forms.CheckboxSelectMultiple
    )
    description = forms.CharField(
        label=gettext_lazy("Descripción"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Cómo se hizo, para qué sirve y qué no se debe concluir."),
    )
    owner = forms.CharField(
        label=gettext_lazy("Unidad responsable"),
        max_length=200,
        help_text=gettext_lazy("La que responde preguntas sobre estos datos."),
    )
    contact = forms.EmailField(label=gettext_lazy("Correo para preguntas"), required=False)
    period = forms.CharField(
        label=gettext_lazy("Periodo"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("2018; 2013–2018; 2013, 2016, 2018; marzo de 2024…"),
    )
    territory = forms.CharField(
        label=gettext_lazy("Territorio"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("340 municipios; Cuenca del Motagua; todo el país…"),
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("Cada cuánto se actualiza"),
        choices=[(code.value, name) for code, name in FREQUENCIES.items()],
        initial="IRREG",
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Licencia"),
        choices=[(each.code, each.name) for each in LICENCES],
        initial="CC-BY-4.0",
    )
    sources = forms.CharField(
        label=gettext_lazy("Fuentes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Institución, documento y año. Una por línea."),
    )
    notes = forms.CharField(
        label=gettext_lazy("Advertencias"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Lo que falta, lo que cambió de método, lo que no se debe sumar."),
    )
    tags = forms.CharField(
        label=gettext_lazy("Etiquetas"),
        required=False,
        help_text=gettext_lazy("Separadas con comas: agua, vivienda, censo."),
    )

    def __init__(self, *args: Any, themes: Sequence[ThemeCount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["themes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(theme.slug, theme.name) for theme in themes]

    @staticmethod
    def initial_of(description: Description) -> dict[str, Any]:
        """The values that the form begins with."""
        names = DescriptionForm.base_fields
        said = {name: getattr(description, name) for name in names if name != "tags"}
        return said | {"tags": ", ".join(description.tags), "themes": list(description.themes)}

    def said(self, meanings: Mapping[str, TableWords], language: str) -> Description:
        """The description, with what the page says of tables and columns.

        Of a form that is not valid, what was typed: a draft may be kept before it is right.
        """
        sent = {name: self.cleaned_data.get(name, self._typed(name)) for name in self.fields}
        tags = tuple(tag.strip() for tag in sent.pop("tags").split(",") if tag.strip())
        themes = tuple(sent.pop("themes"))
        return Description(**sent, themes=themes, tags=tags, tables=meanings, language=language)

    def _typed(self, name: str) -> Any:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            return [value for value in self[name].data or () if field.valid_value(value)]
        typed = str(self[name].data or "").strip()
        if isinstance(field, forms.ChoiceField) and not field.valid_value(typed):
            return field.initial
        return typed


class ChangeForm(forms.Form):
    """What is new in a version."""

    change_note = forms.CharField(
        label=gettext_lazy("Qué cambió en esta versión"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "Una oración para quien ya usaba los datos. Ejemplo: se corrigieron 6 municipios de "
            "2013."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    message = forms.CharField(
        label=gettext_lazy("Nota para quien revisa"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Lo que conviene mirar con cuidado. No se publica."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    original_public = forms.BooleanField(
        label=gettext_lazy("Ofrecer también el archivo original"),
        required=False,
        help_text=gettext_lazy("Confirmo que lo revisé y que puede descargarse tal como se envió."),
    )


class ReasonForm(forms.Form):
    """Why something is taken out of public view: the reason is public."""

    reason = forms.CharField(
        label=gettext_lazy("Motivo"),
        max_length=500,
        help_text=gettext_lazy(
            "Será público, junto a la dirección. No repita aquí el dato que se quita."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def meanings_of(
    sent: Mapping[str, str], tables: Sequence[TableView], before: Description
) -> dict[str, TableWords]:
    """What the page's fields ``titulo.<table>`` and ``significa.<table>.<column>`` say.

    What the page does not ask, for tables with very many columns, stays as it was. A table alone
    has the title of its dataset, unless it was given another.
    """
    said: dict[str, TableWords] = {}
    for table in tables:
        known = before.tables.get(table.name, TableWords())
        columns = dict(known.columns)
        for column in table.columns:
            field = f"significa.{table.name}.{column.name}"
            if field in sent:
                columns[column.name] = " ".join(sent[field].split())[:500]
        title = " ".join(sent.get(f"titulo.{table.name}", known.title).split())[:200]
        if len(tables) == 1 and title in ("", before.title):
            title = " ".join(sent.get("title", "").split())[:200]
        said[table.name] = TableWords(title, {name: text for name, text in columns.items() if text})
    return said
