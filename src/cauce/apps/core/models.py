"""Rows of people, organisations, roles, the audit log, jobs and notices. No verbs here."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Finds people by their e-mail, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person with that e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. The e-mail is the login; accounts are made by administrators."""

    email = models.EmailField(_("correo electrónico"), max_length=254, unique=True)
    full_name = models.CharField(_("nombre completo"), max_length=200)
    is_platform_admin = models.BooleanField(_("administra la plataforma"), default=False)
    is_active = models.BooleanField(_("activa"), default=True)
    notices_by_mail = models.BooleanField(_("recibe los avisos por correo"), default=True)
    language = models.CharField(_("idioma de los avisos"), max_length=10, blank=True)
    """Empty: the installation's."""
    created_at = models.DateTimeField(_("creada"), default=timezone.now, editable=False)
    deactivated_at = models.DateTimeField(_("desactivada"), null=True, blank=True)
    erased_at = models.DateTimeField(_("borrada"), null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        ordering = ("full_name", "pk")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="core_user_email_any_capitals"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(is_active=False),
                name="core_user_erased_is_inactive",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_staff(self) -> bool:
        """Whether the person may look at Django's administration pages (read only)."""
        return self.is_active and self.is_platform_admin

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Django's own permissions: looking, for platform administrators. See ``permissions``."""
        return self.is_staff and perm.split(".")[-1].startswith("view_")

    def has_module_perms(self, app_label: str) -> bool:
        """Whether Django's administration shows an application to this person."""
        return self.is_staff

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.full_name


class Organisation(models.Model):
    """A public institution, or a part of one, that owns what is published."""

    class Kind(models.TextChoices):
        """What sort of public institution it is."""

        MINISTRY = "ministry", _("Ministerio")
        SECRETARIAT = "secretariat", _("Secretaría")
        AUTONOMOUS = "autonomous", _("Entidad autónoma o descentralizada")
        REGIONAL = "regional", _("Gobierno regional o departamental")
        MUNICIPALITY = "municipality", _("Municipalidad")
        UNIT = "unit", _("Dirección o unidad")
        OTHER = "other", _("Otra")

    slug = models.SlugField(_("dirección corta"), max_length=80, unique=True)
    name = models.CharField(_("nombre"), max_length=200, unique=True)
    short_name = models.CharField(_("nombre corto o sigla"), max_length=60, blank=True)
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("depende de"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    contact_email = models.EmailField(_("correo de contacto"), blank=True)
    url = models.URLField(_("sitio web"), blank=True)
    description = models.TextField(_("qué hace"), blank=True)
    created_at = models.DateTimeField(_("creada"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("entidad")
        verbose_name_plural = _("entidades")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="core_organisation_not_its_own_parent",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One role of one person in one organisation. What a role may do: ``permissions``."""

    class Role(models.TextChoices):
        """What a person does in an organisation."""

        PUBLISHER = "publisher", _("Publica datos")
        REVIEWER = "reviewer", _("Revisa datos")
        OGD = "ogd", _("Oficial de gobierno de datos")
        AUDITOR = "auditor", _("Audita")

    user = models.ForeignKey(
        User, verbose_name=_("persona"), on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("entidad"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(_("rol"), max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField(_("desde"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("rol")
        verbose_name_plural = _("roles")
        ordering = ("organisation", "user", "role")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "organisation", "role"), name="core_membership_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["publisher", "reviewer", "ogd", "auditor"]),
                name="core_membership_known_role",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"


class AuditPerson(models.Model):
    """Who an audit event speaks of: the only place with the name, e-mail and network address.

    The chain holds this row's ``id`` and an HMAC of its fields keyed with ``salt``; erasing the
    row's fields and salt leaves a chain that still verifies and says nothing about the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="audit_persons"
    )
    salt = models.BinaryField(max_length=32, null=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.GenericIPAddressField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("persona en la bitácora")
        verbose_name_plural = _("personas en la bitácora")
        constraints = (
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, salt__isnull=False)
                | Q(erased_at__isnull=False, salt__isnull=True, name="", email="")
                & Q(address__isnull=True, user__isnull=True),
                name="core_auditperson_erased_is_empty",
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.id)


class AuditEvent(models.Model):
    """One thing that happened in Cauce. Never changed or deleted: the database refuses it.

    ``payload`` is canonical JSON and ``hash`` is SHA-256 of the previous hash and the payload;
    the other columns copy parts of the payload for searching and are verified against it.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    actor = models.ForeignKey(
        AuditPerson, null=True, on_delete=models.PROTECT, related_name="events"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=80)
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("hecho de la bitácora")
        verbose_name_plural = _("hechos de la bitácora")
        ordering = ("-sequence",)
        indexes = (models.Index(fields=("subject_type", "subject_id")),)
        constraints = (
            models.CheckConstraint(condition=Q(sequence__gte=1), name="core_auditevent_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class Job(models.Model):
    """A piece of background work: what to do, who is doing it until when, and how far it got."""

    class State(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued", _("En espera")
        RUNNING = "running", _("En curso")
        DONE = "done", _("Terminado")
        FAILED = "failed", _("Falló")
        CANCELLED = "cancelled", _("Cancelado")

    kind = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    requested_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    priority = models.SmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField()
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    progress_message = models.CharField(max_length=300, blank=True)
    checkpoint = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    traceback = models.TextField(blank=True)
    unique_key = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("trabajo")
        verbose_name_plural = _("trabajos")
        ordering = ("-priority", "run_after", "pk")
        indexes = (
            models.Index(
                fields=("-priority", "run_after", "id"),
                condition=Q(state__in=["queued", "running"]),
                name="core_job_open",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("unique_key",),
                condition=~Q(unique_key="") & Q(state__in=["queued", "running"]),
                name="core_job_once_while_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Notice(models.Model):
    """Something one person should know: a row of the outbox, shown in ``/avisos/`` and mailed."""

    class Mail(models.TextChoices):
        """What becomes of it as an e-mail."""

        NONE = "none", _("No va por correo")
        KEPT = "kept", _("Se muestra en la demostración")
        WAITING = "waiting", _("Por enviar")
        SENT = "sent", _("Enviado")
        FAILED = "failed", _("No se pudo enviar")

    to = models.ForeignKey(
        User, verbose_name=_("para"), on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(_("clase"), max_length=80)
    subject = models.CharField(_("asunto"), max_length=200)
    body = models.TextField(_("texto"), blank=True)
    link = models.CharField(_("dirección"), max_length=500, blank=True)
    """A path of this site, or empty."""
    unique_key = models.CharField(max_length=200, blank=True)
    """What it is about, when the same is to be told to one person only once, ever."""
    created_at = models.DateTimeField(_("creado"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("leído"), null=True)
    mail = models.CharField(_("correo"), max_length=10, choices=Mail.choices, default=Mail.NONE)
    mailed_at = models.DateTimeField(_("enviado"), null=True)
    mail_error = models.CharField(_("por qué no salió"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("aviso")
        verbose_name_plural = _("avisos")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(
                fields=("to",), condition=Q(read_at__isnull=True), name="core_notice_unread"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("to", "unique_key"), condition=~Q(unique_key=""), name="core_notice_once"
            ),
        )

    def __str__(self) -> str:
        return self.subject
