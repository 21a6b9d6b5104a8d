"""The addresses of accounts, administration, notices, the log and the service's health."""

from django.urls import path

from cauce.apps.core import identity_pages, log_pages, notice_pages, pages

app_name = "core"

urlpatterns = [
    path("cuenta/", pages.account, name="account"),
    path("cuenta/institucional/", identity_pages.identities, name="identities"),
    path(
        "cuenta/institucional/<slug:provider_id>/conectar/",
        identity_pages.connect,
        name="connect_identity",
    ),
    path(
        "cuenta/institucional/<int:number>/desconectar/",
        identity_pages.disconnect,
        name="disconnect_identity",
    ),
    path(
        "cuenta/invitacion/<slug:person>/<str:key>/", identity_pages.invitation, name="invitation"
    ),
    path("administracion/", pages.administration, name="administration"),
    path("administracion/entidades/nueva/", pages.new_organisation, name="new_organisation"),
    path("administracion/entidades/<slug:slug>/", pages.organisation, name="organisation"),
    path("administracion/personas/nueva/", pages.new_person, name="new_person"),
    path("administracion/personas/<int:number>/", pages.person_page, name="person"),
    path("administracion/personas/<int:number>/rol/", pages.give_role, name="give_role"),
    path("administracion/personas/<int:number>/enlace/", pages.password_link, name="password_link"),
    path(
        "administracion/personas/<int:number>/desactivar/",
        pages.close_account,
        name="close_account",
    ),
    path("administracion/personas/<int:number>/borrar/", pages.erase_account, name="erase_account"),
    path("administracion/personas/<int:number>/invitar/", identity_pages.invite, name="invite"),
    path(
        "administracion/personas/<int:number>/segundo-factor/",
        identity_pages.reset_second_factor,
        name="reset_second_factor",
    ),
    path(
        "administracion/identidades/<int:number>/desconectar/",
        identity_pages.cut,
        name="cut_identity",
    ),
    path("administracion/roles/<int:number>/retirar/", pages.take_role, name="take_role"),
    path("avisos/", notice_pages.inbox, name="notices"),
    path("avisos/<int:number>/", notice_pages.opened, name="notice"),
    path("avisos/leidos/", notice_pages.read, name="notices_read"),
    path("avisos/preferencia/", notice_pages.choice, name="notice_choice"),
    path("avisos/correo/", notice_pages.mails, name="notice_mails"),
    path("bitacora/", log_pages.log, name="log"),
    path("bitacora/<int:sequence>/", log_pages.event, name="event"),
    path("bitacora/verificacion/", log_pages.verification, name="verification"),
    path("salud", pages.health, name="health"),
]
