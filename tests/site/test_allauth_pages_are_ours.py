"""No page of allauth is reached in its own look."""

from pathlib import Path

import allauth
import pytest
from allauth import account, mfa, socialaccount
from django.template.loader import get_template
from django.urls import get_resolver

# Pages of features that are off: signing up, e-mail changes, phones, login codes, passkeys, trust.
OFF = (
    "account/base",
    "account/snippets",
    "account/email",
    "account/phone",
    "account/confirm_",
    "account/request_login_code",
    "account/signup.html",
    "account/signup_by_passkey",
    "account/verif",
    "mfa/base",
    "socialaccount/base",
    "socialaccount/snippets",
    "socialaccount/signup",
    "socialaccount/connections",  # ours is core/identities.html
    "socialaccount/login_redirect",
    "mfa/trust",
    "mfa/webauthn",
    "mfa/totp/base",
    "mfa/recovery_codes/base",
)
FOLDER = Path(allauth.__file__).parent / "templates"
PAGES = sorted(
    name
    for app in (account, mfa, socialaccount)
    for path in (FOLDER / app.__name__.rsplit(".", 1)[-1]).rglob("*.html")
    if not (name := path.relative_to(FOLDER).as_posix()).startswith(OFF)
)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_a_jinja_template_of_this_site(name):
    template = get_template(name)
    assert template.backend.name == "jinja2"
    assert "cauce/site/jinja2" in Path(template.origin.name).as_posix()


def test_pages_of_features_that_are_off_have_no_address():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for feature in ("confirm_email", "phone", "login_code", "webauthn", "passkey", "mfa_trust"):
        assert not [name for name in names if feature in name]


def test_too_many_attempts_have_our_page():
    assert get_template("429.html").backend.name == "jinja2"
