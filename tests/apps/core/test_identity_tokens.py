"""A token is believed only when the provider signed it for us, now, with a public key."""

import time

import jwt
import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import RSAAlgorithm

from cauce.apps.core.identity_tokens import had_second_factor, person_key, verified_claims
from tests.apps.core.institution import OBJECT, TENANT, described

ISSUER = "https://login.microsoftonline.com/" + TENANT + "/v2.0"
OURS = described(ISSUER)


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def keys(key):
    published = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {"keys": [published | {"kid": "1", "alg": "RS256", "use": "sig"}]}


def claims(**changes):
    now = int(time.time())
    usual = {
        "iss": ISSUER,
        "aud": "cauce",
        "sub": "s",
        "iat": now,
        "exp": now + 300,
        "tid": TENANT,
        "oid": OBJECT,
    }
    return {name: value for name, value in (usual | changes).items() if value is not ...}


def signed(key, algorithm="RS256", kid="1", **changes):
    return jwt.encode(claims(**changes), key, algorithm, headers={"kid": kid})


def test_a_good_token_says_who_it_is(key, keys):
    found = verified_claims(signed(key), keys, OURS)
    assert person_key(found, OURS) == f"{TENANT}:{OBJECT}"


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "exp", "iat", "tid"])
def test_nothing_that_proves_may_be_missing(missing, key, keys):
    with pytest.raises(OAuth2Error):
        verified_claims(signed(key, **{missing: ...}), keys, OURS)


def test_another_key_does_not_sign(keys):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with pytest.raises(OAuth2Error):
        verified_claims(signed(other), keys, OURS)


def test_a_key_that_is_not_published_does_not_sign(key, keys):
    with pytest.raises(OAuth2Error, match="not published"):
        verified_claims(signed(key, kid="2"), keys, OURS)


def test_no_signature_is_no_token(keys):
    with pytest.raises(OAuth2Error):
        verified_claims(jwt.encode(claims(), None, "none", headers={"kid": "1"}), keys, OURS)


def test_a_shared_secret_does_not_sign(keys):
    written = jwt.encode(claims(), "cauce" * 10, "HS256", headers={"kid": "1"})
    with pytest.raises(OAuth2Error):
        verified_claims(written, keys, OURS)


def test_a_changed_token_is_no_token(key, keys):
    head, body, signature = signed(key).split(".")
    for changed in (f"{head}.{body[:-2]}AA.{signature}", f"{head}.{body}.{signature[:-4]}AAAA"):
        with pytest.raises(OAuth2Error):
            verified_claims(changed, keys, OURS)


@given(st.text(max_size=80))
def test_rubbish_is_refused_not_a_fault(text):
    with pytest.raises(OAuth2Error):
        verified_claims(text, {"keys": []}, OURS)


def test_people_of_two_issuers_are_never_the_same():
    one = described("https://a.example", kind="oidc", tenant="")
    two = described("https://b.example", kind="oidc", tenant="")
    assert person_key({"sub": "x"}, one) != person_key({"sub": "x"}, two)
    assert person_key({"sub": "x"}, one) == person_key({"sub": "x", "email": "y"}, one)
    with pytest.raises(OAuth2Error):
        person_key({"sub": ""}, one)


@pytest.mark.parametrize(
    ("amr", "expected"), [(["mfa"], True), (["pwd"], False), ("mfa", False), (None, False)]
)
def test_only_a_list_with_mfa_says_mfa(amr, expected):
    assert had_second_factor({"amr": amr}) is expected
