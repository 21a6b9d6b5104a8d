"""Rows of themes, datasets, versions, tables and uploads. No verbs: see ``actions``."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cauce.apps.catalog.figures.models import PinnedFigure as PinnedFigure
from cauce.apps.core.models import Job, Organisation, User


class Theme(models.Model):
    """A category of the catalogue. Planning's four come with Cauce; an institution adds its own."""

    slug = models.SlugField(_("dirección corta"), max_length=80, unique=True)
    name = models.CharField(_("nombre"), max_length=120, unique=True)
    description = models.CharField(_("de qué trata"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("orden"), default=100)

    class Meta:
        verbose_name = _("categoría")
        verbose_name_plural = _("categorías")
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A word datasets are found by."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("etiqueta")
        verbose_name_plural = _("etiquetas")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Description(models.Model):
    """What a person says about a dataset: of the dataset now, of each version as it was."""

    title = models.CharField(_("título"), max_length=200)
    summary = models.CharField(_("de qué trata, en una oración"), max_length=300)
    description = models.TextField(_("descripción"), blank=True)
    owner = models.CharField(_("unidad responsable"), max_length=200)
    contact = models.EmailField(_("correo para preguntas"), blank=True)
    licence = models.CharField(_("licencia"), max_length=40, default="CC-BY-4.0")
    territory = models.CharField(_("territorio"), max_length=200, blank=True)
    period = models.CharField(_("periodo"), max_length=200, blank=True)
    frequency = models.CharField(_("frecuencia"), max_length=20, default="IRREG")
    language = models.CharField(_("idioma"), max_length=10, default="es")
    sources = models.TextField(_("fuentes"), blank=True)
    notes = models.TextField(_("notas"), blank=True)

    class Meta:
        abstract = True


class Dataset(Description):
    """What an office publishes under one address, edition after edition."""

    class State(models.TextChoices):
        """Who can see it."""

        DRAFT = "draft", _("Borrador")
        PUBLISHED = "published", _("Publicado")
        WITHDRAWN = "withdrawn", _("Retirado")

    slug = models.SlugField(_("dirección corta"), max_length=100, unique=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("entidad"), on_delete=models.PROTECT, related_name="datasets"
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("categorías"), related_name="datasets")
    tags = models.ManyToManyField(
        Tag, verbose_name=_("etiquetas"), related_name="datasets", blank=True
    )
    state = models.CharField(_("estado"), max_length=12, choices=State.choices, default=State.DRAFT)
    level = models.CharField(_("nivel territorial"), max_length=40, blank=True)
    """The most detailed territory of its tables (see ``levels``); empty without one."""
    withdrawn_reason = models.CharField(_("motivo del retiro"), max_length=500, blank=True)
    next_due = models.DateField(_("próxima actualización"), null=True, blank=True)
    latest = models.ForeignKey(
        "Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("conjunto de datos")
        verbose_name_plural = _("conjuntos de datos")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="published") | Q(latest__isnull=False),
                name="catalog_dataset_published_has_version",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Version(Description):
    """An immutable edition of a dataset; the database refuses to change or delete it.

    It keeps the description as it was. ``hash`` is what a citation names: see ``fingerprint``.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("versión"))
    published_at = models.DateTimeField(_("publicada"), default=timezone.now)
    published_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("publicó")
    )
    change_note = models.CharField(_("qué cambió"), max_length=500, blank=True)
    themes = models.JSONField(default=list)
    """``[[slug, name], …]`` as they were."""
    tags = models.JSONField(default=list)
    """``[[slug, name], …]`` as they were."""
    hash = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64)
    original_name = models.CharField(max_length=255)
    original_size = models.PositiveBigIntegerField()
    original_public = models.BooleanField(default=False)
    """Whether the file as it was sent can be downloaded: see ``originals``."""
    recipe = models.JSONField()
    drift = models.JSONField(default=list)
    """How the file differed from what its recipe was made for: a list of ``Drift`` as JSON."""
    comparison = models.JSONField(default=dict)
    """How its rows differ from those of the version before: table to ``Comparison`` as JSON."""
    waivers = models.JSONField(default=list)
    """What the data officer let pass: ``contracts.PublicWaiver`` as JSON, public with the data."""
    reviewed_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("revisó")
    )

    class Meta:
        verbose_name = _("versión")
        verbose_name_plural = _("versiones")
        ordering = ("dataset", "-number")
        constraints = (
            models.UniqueConstraint(fields=("dataset", "number"), name="catalog_version_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="catalog_version_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.dataset} v{self.number}"


class Table(models.Model):
    """One table of a version: a Parquet file in the store and what is known about its columns."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="tables")
    name = models.SlugField(_("nombre"), max_length=80)
    title = models.CharField(_("título"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField(_("filas de datos"))
    kinds = models.JSONField(default=dict)
    columns = models.JSONField()
    """A list of ``cauce.engine.columns.Column`` as JSON; descriptions are the data dictionary."""
    profile = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    footnotes = models.JSONField(default=list)
    misfits = models.JSONField(default=list)
    misfit_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tabla")
        verbose_name_plural = _("tablas")
        ordering = ("version", "position", "name")
        constraints = (
            models.UniqueConstraint(fields=("version", "name"), name="catalog_table_name"),
        )

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """A word of the catalogue's index: for completing and correcting what people type."""

    word = models.CharField(max_length=60, primary_key=True)
    """Folded: without accents or capitals."""
    stem = models.CharField(max_length=60)
    shown = models.CharField(max_length=60)
    """As it was first written."""
    frequency = models.PositiveIntegerField(default=0)
    """Times a dataset with it was indexed: how common it is, roughly."""

    class Meta:
        verbose_name = _("palabra del índice")
        verbose_name_plural = _("palabras del índice")

    def __str__(self) -> str:
        return self.shown


class Generation(models.Model):
    """One row that counts the changes of the public catalogue, so that memory can tell its age."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("generación del catálogo")
        verbose_name_plural = _("generaciones del catálogo")

    def __str__(self) -> str:
        return str(self.number)


class Upload(models.Model):
    """A file somebody sent, from its arrival to its publication; the draft of a version."""

    class State(models.TextChoices):
        """How far it has come."""

        RECEIVED = "received", _("Recibido")
        READING = "reading", _("En lectura")
        READ = "read", _("Leído")
        REVIEW = "review", _("En revisión")
        SCHEDULED = "scheduled", _("Programado")
        REFUSED = "refused", _("No se pudo leer")
        PUBLISHED = "published", _("Publicado")
        DISCARDED = "discarded", _("Descartado")

    key = models.CharField(max_length=40, unique=True)
    """What its address says; see :mod:`cauce.base.ids`."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="uploads")
    uploaded_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="uploads"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.PROTECT, related_name="uploads"
    )
    """Set when the file is to be a new version of this dataset."""
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    recipe = models.JSONField(null=True)
    """The recipe to read it with; ``None`` lets the reader find everything."""
    report = models.JSONField(null=True)
    """``FileReport`` as JSON; ``parquet`` of each included table is its SHA-256 in the store."""
    profiles = models.JSONField(default=dict)
    """The profile of each included table, by name."""
    drift = models.JSONField(default=list)
    """How the file differs from the edition whose recipe it was first read with."""
    screening = models.JSONField(default=list)
    """What may expose somebody in what was read: ``quality.finding.Finding`` as JSON."""
    comparison = models.JSONField(default=dict)
    """How its rows differ from those of the latest version: table to ``Comparison`` as JSON."""
    based_on = models.ForeignKey(
        "Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The dataset's latest version when it was compared: what its reviewers know."""
    keys = models.JSONField(default=dict)
    """Columns that a person chose as the key of each table for that comparison, by table."""
    refusal = models.TextField(blank=True)
    description = models.JSONField(default=dict)
    """What the person has written so far about the dataset: keys of ``contracts.Description``."""
    change_note = models.CharField(_("qué cambió"), max_length=500, blank=True)
    original_public = models.BooleanField(default=False)
    """Whether the publisher confirmed that the file itself may be downloaded."""
    publish_at = models.DateTimeField(_("se publicará"), null=True, blank=True)
    """When a scheduled upload becomes public."""
    editors = models.ManyToManyField(User, related_name="+", blank=True)
    """Who read, corrected or described it: none of them may publish it."""
    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """What became of it, once published."""

    class Meta:
        verbose_name = _("archivo recibido")
        verbose_name_plural = _("archivos recibidos")
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.name


class Correction(models.Model):
    """What a person changed of a reading at one time, and the recipe of before, to go back to."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="corrections")
    recipe = models.JSONField(null=True)
    """``Upload.recipe`` as it was."""
    said = models.JSONField(default=list)
    """A sentence for each decision that changed."""
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("corrección de una lectura")
        verbose_name_plural = _("correcciones de lecturas")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return "; ".join(str(sentence) for sentence in self.said)


class Review(models.Model):
    """An upload shown to another person, and what that person decided. Every round is a row."""

    class Verdict(models.TextChoices):
        """How a round ended."""

        OPEN = "open", _("Por revisar")
        RETURNED = "returned", _("Devuelto con notas")
        RECALLED = "recalled", _("Retirado de revisión")
        PUBLISHED = "published", _("Publicado")
        SCHEDULED = "scheduled", _("Programado")

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="reviews")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    message = models.TextField(_("nota para quien revisa"), blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    notes = models.TextField(_("notas"), blank=True)
    """What the reviewer wants changed."""

    class Meta:
        verbose_name = _("revisión")
        verbose_name_plural = _("revisiones")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("upload",), condition=Q(verdict="open"), name="catalog_review_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.upload}: {self.get_verdict_display()}"


class Waiver(models.Model):
    """A finding of the screening that a data officer lets pass, with a reason that is public."""

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="waivers")
    table = models.CharField(max_length=80)
    column = models.CharField(max_length=200, blank=True)
    check_name = models.CharField(max_length=80)
    """``Finding.check``."""
    count = models.PositiveBigIntegerField(default=0)
    """How many were found when it was decided."""
    severity = models.CharField(max_length=10, default="error")
    reason = models.CharField(_("motivo"), max_length=500)
    standing = models.BooleanField(_("vale para las versiones siguientes"), default=False)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    request = models.CharField(_("por qué se pide"), max_length=500, blank=True)
    granted = models.BooleanField(null=True)
    """``None`` while the officer has not answered."""
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("dispensa")
        verbose_name_plural = _("dispensas")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("upload", "table", "column", "check_name"), name="catalog_waiver_once"
            ),
            models.CheckConstraint(
                condition=~Q(granted=True) | ~Q(reason=""), name="catalog_waiver_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.upload}: {self.table}.{self.column} {self.check_name}"


class Purge(models.Model):
    """A version that two persons destroyed, or that one asked to be: what is left of it."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="purge")
    reason = models.CharField(_("motivo"), max_length=500)
    requested_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    """While it is null the version stands; the database lets it be emptied once it is set."""

    class Meta:
        verbose_name = _("destrucción de una versión")
        verbose_name_plural = _("destrucciones de versiones")
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("requested_by")),
                name="catalog_purge_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version}"


class Transfer(models.Model):
    """A file on its way in parts: how much of it has arrived is what its part file holds."""

    key = models.CharField(max_length=40, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="transfers"
    )
    uploaded_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="transfers")
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now)
    """When the last part arrived; one that nobody goes on with is swept after some days."""
    upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """What became of it, once whole."""

    class Meta:
        verbose_name = _("envío")
        verbose_name_plural = _("envíos")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name


class FormerAddress(models.Model):
    """An address of the portal that something came from, and where it leads now.

    A dataset is ``<name>``, a file of it ``<name>/resource/<identifier>``, others
    ``organization/<name>`` and ``group/<name>``.
    """

    name = models.CharField(max_length=200, unique=True)
    """As in ``/dataset/<name>``."""
    identifier = models.CharField(max_length=100, blank=True, db_index=True)
    origin = models.CharField(max_length=300, blank=True)
    """Where it was: an address or the name of a file."""
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.CASCADE, related_name="former_addresses"
    )
    """Nothing while what was there waits as a draft, and for what is no dataset."""
    upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """What was made of a file of that portal: a draft, or the newest version that came so."""
    slug = models.CharField(max_length=100, blank=True)
    """Of the organisation or theme that it leads to."""
    modified = models.CharField(max_length=100, blank=True)
    """When it last changed there, as that portal says it; empty until all of it is here."""
    imported_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("dirección anterior")
        verbose_name_plural = _("direcciones anteriores")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
