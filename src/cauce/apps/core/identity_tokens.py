"""Checking an OpenID Connect ``id_token`` (OpenID Connect Core 1.0, section 3.1.3.7)."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

from cauce.base.identity_providers import IdentityProvider

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
"""Signatures with a public key only: never ``none``, never a shared secret."""

LEEWAY: Final = 60
"""Seconds by which the two clocks may differ."""

_DEMANDED: Final = ("iss", "aud", "sub", "exp", "iat")


def verified_claims(
    token: str, keys: Mapping[str, Any], provider: IdentityProvider
) -> dict[str, Any]:
    """What the token says, once signature, issuer, audience, dates and tenant were checked.

    ``keys`` is the provider's JWK set. The nonce is checked where the login's state is known.

    Raises:
        OAuth2Error: for the first thing that is wrong.
    """
    try:
        key = _key(token, keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=list(ALGORITHMS),
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY,
            options={"require": list(_DEMANDED)},
        )
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise OAuth2Error(f"invalid id_token: {type(error).__name__}") from error
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise OAuth2Error("invalid id_token: it was asked for by another client")
    if provider.kind == "entra" and str(claims.get("tid", "")).lower() != provider.tenant:
        raise OAuth2Error("invalid id_token: another tenant")
    return claims


def person_key(claims: Mapping[str, Any], provider: IdentityProvider) -> str:
    """Who a token speaks of, for ever and by no name.

    Entra: tenant and object id. Others: SHA-256 of issuer, newline and subject.
    """
    if provider.kind == "entra":
        object_id = str(claims.get("oid", "")).lower()
        if not object_id:
            raise OAuth2Error("invalid id_token: no object id")
        return f"{provider.tenant}:{object_id}"
    subject = str(claims.get("sub", ""))
    if not subject:
        raise OAuth2Error("invalid id_token: no subject")
    return hashlib.sha256(f"{provider.issuer}\n{subject}".encode()).hexdigest()


def had_second_factor(claims: Mapping[str, Any]) -> bool:
    """Whether the provider declares that more than one factor was given (RFC 8176)."""
    methods = claims.get("amr")
    return isinstance(methods, list) and "mfa" in methods


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    wanted = jwt.get_unverified_header(token).get("kid")
    for each in jwt.PyJWKSet.from_dict(dict(keys)).keys:
        if wanted is None or each.key_id == wanted:
            return each
    raise OAuth2Error("invalid id_token: signed with a key that is not published")
