"""Pages of one's own account and of administration, and the health of the service."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cauce.apps.core import access, actions, queries, rows
from cauce.apps.core.acting import demand
from cauce.apps.core.forms import NameForm, OrganisationForm, PersonForm, RoleForm, SearchForm
from cauce.apps.core.people import person_needed
from cauce.apps.core.permissions import Role, Verb
from cauce.base.errors import Refusal

if TYPE_CHECKING:
    from cauce.apps.core.models import User

PEOPLE_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@person_needed
def account(request: HttpRequest, person: "User") -> HttpResponse:
    """One's own account: name, e-mail, password, second factor, roles."""
    form = NameForm(request.POST or None, initial={"full_name": person.full_name})
    if request.method == "POST" and form.is_valid():
        actions.rename_user(actor=person, user=person, full_name=form.cleaned_data["full_name"])
        messages.success(request, _("El nombre quedó guardado."))
        return redirect("core:account")
    context = {
        "form": form,
        "roles": queries.roles_of(person),
        "providers": settings.CAUCE.identity_providers,
    }
    return render(request, "core/account.html", context)


@require_GET
@person_needed
def administration(request: HttpRequest, person: "User") -> HttpResponse:
    """Organisations and people, for who administers the platform."""
    demand(person, Verb.MANAGE_PEOPLE)
    search = SearchForm(request.GET)
    text = search.cleaned_data["q"].strip() if search.is_valid() else ""
    people = Paginator(queries.people_matching(text), PEOPLE_A_PAGE)
    page = people.get_page(request.GET.get("pagina"))
    organisations = list(queries.organisations())
    context = {
        "organisations": organisations,
        "organisation_rows": rows.organisation_rows(organisations),
        "people": page,
        "person_rows": rows.person_rows(page),
        "text": text,
        **rows.paging(page, {"q": text} if text else {}),
    }
    return render(request, "core/administration.html", context)


@require_http_methods(["GET", "POST"])
@person_needed
def new_organisation(request: HttpRequest, person: "User") -> HttpResponse:
    """Adding an organisation."""
    demand(person, Verb.MANAGE_ORGANISATIONS)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_organisation(actor=person, **form.facts())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La entidad quedó creada."))
            return redirect("core:organisation", slug=made.slug)
    return render(request, "core/organisation_form.html", {"form": form, "organisation": None})


@require_http_methods(["GET", "POST"])
@person_needed
def organisation(request: HttpRequest, person: "User", slug: str) -> HttpResponse:
    """One organisation: its facts, to be changed, and who has which role there."""
    row = access.organisation_for_managing(person, slug)
    facts = {name: getattr(row, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, initial=facts)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_organisation(actor=person, organisation=row, **form.facts())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Los datos de la entidad quedaron guardados."))
            return redirect("core:organisation", slug=row.slug)
        row = access.organisation_for_managing(person, slug)
    context = {
        "form": form,
        "organisation": row,
        "role_rows": rows.role_rows(queries.roles_in(row)),
    }
    return render(request, "core/organisation_form.html", context)


@require_http_methods(["GET", "POST"])
@person_needed
def new_person(request: HttpRequest, person: "User") -> HttpResponse:
    """Making an account; its password link comes next."""
    demand(person, Verb.MANAGE_PEOPLE)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_user(actor=person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La cuenta quedó creada. Falta entregar su enlace."))
            return redirect("core:person", number=made.pk)
    return render(request, "core/person_form.html", {"form": form})


@require_GET
@person_needed
def person_page(request: HttpRequest, person: "User", number: int) -> HttpResponse:
    """One person's account: roles, password link, closing and erasing."""
    row = access.person_for_managing(person, number)
    return _person(request, row, RoleForm())


@require_POST
@person_needed
def give_role(request: HttpRequest, person: "User", number: int) -> HttpResponse:
    """Gives a person a role."""
    row = access.person_for_managing(person, number)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _person(request, row, form)
    try:
        actions.grant_role(
            actor=person,
            user=row,
            organisation=form.cleaned_data["organisation"],
            role=Role(form.cleaned_data["role"]),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _person(request, row, form)
    messages.success(request, _("El rol quedó dado."))
    return redirect("core:person", number=row.pk)


@require_POST
@person_needed
def take_role(request: HttpRequest, person: "User", number: int) -> HttpResponse:
    """Takes a role away."""
    membership = access.membership_for_managing(person, number)
    actions.revoke_role(actor=person, membership=membership)
    messages.success(request, _("El rol quedó retirado."))
    return redirect("core:person", number=membership.user_id)


@require_POST
@person_needed
def password_link(request: HttpRequest, person: "User", number: int) -> HttpResponse:
    """Shows, once, the link with which a person sets a password."""
    row = access.person_for_managing(person, number)
    path = actions.issue_password_link(actor=person, user=row)
    base = settings.CAUCE.base_url.rstrip("/")
    link = f"{base}{path}" if base else request.build_absolute_uri(path)
    return _person(request, row, RoleForm(), link)


@require_POST
@person_needed
def close_account(request: HttpRequest, person: "User", number: int) -> HttpResponse:
    """Deactivates an account."""
    row = access.person_for_managing(person, number)
    actions.deactivate_user(actor=person, user=row)
    messages.success(request, _("La cuenta quedó desactivada y sin roles."))
    return redirect("core:person", number=row.pk)


@require_POST
@person_needed
def erase_account(request: HttpRequest, person: "User", number: int) -> HttpResponse:
    """Erases a person's data from the account and the log."""
    row = access.person_for_managing(person, number)
    actions.erase_person(actor=person, user=row)
    messages.success(request, _("Los datos de la persona quedaron borrados."))
    return redirect("core:person", number=row.pk)


@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether database and disk are well, as JSON, for a monitor: 200, or 503."""
    now = queries.health()
    body = {"ok": now.ok, "base_de_datos": now.database, "disco": now.disk}
    return JsonResponse(body, status=200 if now.ok else 503)


def _person(
    request: HttpRequest, row: "User", role_form: RoleForm, link: str | None = None
) -> HttpResponse:
    context = {
        "row": row,
        "roles": queries.roles_of(row),
        "role_form": role_form,
        "link": link,
        "identities": queries.identities_of(row),
        "has_second_factor": queries.has_any_factor(row),
        "providers": settings.CAUCE.identity_providers,
    }
    return render(request, "core/person.html", context)
