"""An institution's own login: allauth's OpenID Connect, held more tightly.

allauth finds this module by its name. What is added to its flow: the issuer is the configured one
and nobody else's; the token's signature, audience, dates, nonce and (Entra) tenant are checked;
people are known by tenant and object id (Entra) or issuer and subject, never by e-mail; a visitor
cannot add parameters to the request.
"""

import secrets
from typing import Any

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cauce.apps.core.identity_tokens import person_key, verified_claims
from cauce.base.identity_providers import IdentityProvider, is_safe_address

SECONDS = 5
"""How long a provider may take to answer."""

_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def provider_named(name: str) -> IdentityProvider | None:
    """The configured provider with that id."""
    return next((each for each in settings.CAUCE.identity_providers if each.id == name), None)


class InstitutionalOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """Asks the provider, and believes only what is signed for us."""

    _found: dict[str, Any] | None = None

    def described(self) -> IdentityProvider:
        """The provider as ``cauce.toml`` describes it."""
        found = provider_named(self.provider_id)
        if found is None:
            raise OAuth2Error("the provider is not configured any more")
        return found

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's own description; refused when it speaks for another issuer."""
        if self._found is None:
            issuer = self.described().issuer
            url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
            found = self._asked(url)
            if found.get("issuer") != issuer:
                raise OAuth2Error("the discovered issuer is not the configured one")
            if not all(is_safe_address(str(found.get(each, ""))) for each in _ENDPOINTS):
                raise OAuth2Error("an address of the provider is not https")
            self._found = found
        return self._found

    def complete_login(
        self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any
    ) -> Any:
        """The login that the answered token proves."""
        written = kwargs["response"].get("id_token")
        if not isinstance(written, str):
            raise OAuth2Error("the provider gave no id_token")
        keys = self._asked(self.openid_config["jwks_uri"])
        claims = verified_claims(written, keys, self.described())
        login = self._provider().sociallogin_from_response(request, {"id_token": claims})
        login.claims = claims
        return login

    def _provider(self) -> Any:
        return get_adapter(self.request).get_provider(self.request, self.provider_id)

    def _asked(self, url: str) -> dict[str, Any]:
        try:
            with requests.Session() as session:
                answer = session.get(url, timeout=SECONDS)
                answer.raise_for_status()
                found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise OAuth2Error(f"{url} does not answer") from error
        if not isinstance(found, dict):
            raise OAuth2Error(f"{url} does not answer as expected")
        return found


class InstitutionalProvider(OpenIDConnectProvider):
    """A configured institution's login."""

    oauth2_adapter_class = InstitutionalOAuth2Adapter
    supports_token_authentication = False
    pkce_enabled_default = True

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Who it is, by what the provider never gives to somebody else."""
        described = provider_named(self.app.provider_id)
        if described is None:
            raise OAuth2Error("the provider is not configured any more")
        return person_key(data["id_token"], described)

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Only the name with which the person recognises that account."""
        claims = data["id_token"]
        return {"label": str(claims.get("preferred_username") or claims.get("email") or "")[:254]}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: an e-mail proves nothing here."""
        return []

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """None: accounts are made by administrators."""
        return {}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Ours, whatever the address says."""
        return ["openid", "profile", "email"]

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """Ours, whatever the address says."""
        return {}

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Sends the visitor to the provider, with a nonce that the token must repeat."""
        nonce = secrets.token_urlsafe(24)
        chosen = AuthProcess.CONNECT if process == AuthProcess.CONNECT else AuthProcess.LOGIN
        words = {**kwargs, "auth_params": {"nonce": nonce}, "nonce": nonce}
        try:
            answer: HttpResponse = super().redirect(request, chosen, next_url, data, **words)
        except OAuth2Error as error:
            answer = render_authentication_error(request, self, exception=error)
        return answer


provider_classes = [InstitutionalProvider]
