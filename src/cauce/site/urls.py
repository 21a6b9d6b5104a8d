"""The addresses of the site. allauth's pages are named one by one: each has a page of ours."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from cauce.apps.catalog.pages import home
from cauce.apps.core import institutional_login
from cauce.apps.core.admin import only_our_rows
from cauce.site import vega
from cauce.site.language import choose_language
from cauce.site.look import components

account_urls = [
    path("entrar/", account.login, name="account_login"),
    path("salir/", account.logout, name="account_logout"),
    path("registro/", account.signup, name="account_signup"),
    path("inactiva/", account.account_inactive, name="account_inactive"),
    path("confirmar/", account.reauthenticate, name="account_reauthenticate"),
    path("contrasena/", account.password_change, name="account_change_password"),
    path("contrasena/definir/", account.password_set, name="account_set_password"),
    path("contrasena/olvido/", account.password_reset, name="account_reset_password"),
    path(
        "contrasena/olvido/enviado/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^contrasena/nueva/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "contrasena/nueva/lista/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # allauth names this one; the e-mail of an account is its administrators' to change.
    path("correo/", RedirectView.as_view(pattern_name="core:account"), name="account_email"),
    path("con/<slug:provider_id>/", institutional_login.login, name="openid_connect_login"),
    path(
        "con/<slug:provider_id>/vuelta/",
        institutional_login.callback,
        name="openid_connect_callback",
    ),
    path("con-cancelado/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("segundo-factor/", mfa.index, name="mfa_index"),
    path("segundo-factor/codigo/", mfa.authenticate, name="mfa_authenticate"),
    path("segundo-factor/confirmar/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("segundo-factor/activar/", totp.activate_totp, name="mfa_activate_totp"),
    path("segundo-factor/quitar/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("segundo-factor/codigos/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "segundo-factor/codigos/nuevos/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "segundo-factor/codigos/descargar/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

only_our_rows(admin.site)

urlpatterns = [
    path("", home, name="home"),
    path("", include("cauce.apps.catalog.urls")),
    path("", include("cauce.apps.core.urls")),
    path("cuenta/", include(account_urls)),
    path("idioma/", choose_language, name="set_language"),
    path("_componentes/", components, name="components"),
    path(vega.PATH, vega.vega, name="vega"),
    # Django's administration is for looking at rows; its login is ours.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", admin.site.urls),
]

handler400 = "cauce.site.errors.bad_request"
handler403 = "cauce.site.errors.permission_denied"
handler404 = "cauce.site.errors.not_found"
handler500 = "cauce.site.errors.server_error"
