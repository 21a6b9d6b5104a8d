"""Django's settings, made from the configuration. No environment variable is required.

Apart from here nothing reads the configuration by itself: ``settings.CAUCE`` is it.
"""

import warnings
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from jinja2 import StrictUndefined

from cauce.site import storage
from cauce.site.configuration import load_configuration, read_secret_key

CAUCE = load_configuration()
_PRODUCTION = CAUCE.environment == "production"
_TESTING = CAUCE.environment == "test"
_base = urlsplit(CAUCE.base_url)

DEBUG = False
SECRET_KEY = read_secret_key(CAUCE)
ALLOWED_HOSTS = [
    *dict.fromkeys([*CAUCE.allowed_hosts, *filter(None, [_base.hostname])]),
    "localhost",
    "127.0.0.1",
    "[::1]",
    *(["testserver"] if _TESTING else []),
]
ROOT_URLCONF = "cauce.site.urls"
WSGI_APPLICATION = "cauce.site.wsgi.application"

INSTALLED_APPS = [
    "cauce.apps.core",
    "cauce.apps.catalog",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",  # its provider is cauce.apps.core.provider
]
MIDDLEWARE = [
    "cauce.site.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cauce.site.middleware.request_origin",
    "cauce.site.middleware.SecondFactorFirst",
    "cauce.site.middleware.SpokenErrors",
]

# Templates: Jinja2 for our pages, Django's language for its administration.
_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "cauce.site.navigation.site_context",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [storage.template_folder()],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "cauce.site.jinja.environment",
            "extensions": ["jinja2.ext.i18n"],
            "undefined": StrictUndefined,
            "auto_reload": not _PRODUCTION,
            "context_processors": _CONTEXT_PROCESSORS,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

# Rows, files and cache.
DATABASES = {"default": storage.database(CAUCE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Limits of logins and used codes are counted here: in the database they are the same for every
# process, outlive a restart, and a flood of made-up accounts does not push the real ones out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
STORAGES = storage.static_storages(CAUCE)
STATIC_URL = "/static/"
STATIC_ROOT = CAUCE.static_dir
STATICFILES_DIRS = [storage.static_folder()]
WHITENOISE_AUTOREFRESH = not _PRODUCTION
WHITENOISE_USE_FINDERS = not _PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_HANDLERS = ["cauce.apps.catalog.form_files.FormFileHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

# Language, numbers, time.
LANGUAGE_CODE = CAUCE.language
LANGUAGES = [("es", _("Español")), ("en", _("Inglés"))]
LOCALE_PATHS = [storage.template_folder().parent / "locale"]
FORMAT_MODULE_PATH = ["cauce.site.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = CAUCE.time_zone

# Accounts: made by administrators, opened by e-mail or by the institution's own login.
# Logins are throttled: see ``apps.core.known_devices`` for whose failures are counted together.
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if _TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher",
    *([] if _TESTING else ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]),
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "cauce.apps.core.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = bool(CAUCE.email_host)
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{CAUCE.institution_short_name}] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if CAUCE.https else "http"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = str
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"{CAUCE.login_failures_address}/m/ip,{CAUCE.login_failures}/300s/key"
}
SOCIALACCOUNT_ADAPTER = "cauce.apps.core.institutional_login.InstitutionalAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_STORE_TOKENS = False
ALLAUTH_TRUSTED_PROXY_COUNT = CAUCE.trusted_proxies
MFA_ADAPTER = "cauce.apps.core.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # telephones are some seconds off
MFA_TOTP_ISSUER = f"Cauce · {CAUCE.institution_short_name}"

# Cookies and transport.
SESSION_COOKIE_AGE = CAUCE.session_hours * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cauce.site.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = CAUCE.https
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if CAUCE.https else 0
if CAUCE.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = False
if _base.scheme and _base.netloc:
    CSRF_TRUSTED_ORIGINS = [f"{_base.scheme}://{_base.netloc}"]

# E-mail.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if CAUCE.email_host
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = CAUCE.email_host
EMAIL_PORT = CAUCE.email_port
EMAIL_HOST_USER = CAUCE.email_user
EMAIL_HOST_PASSWORD = CAUCE.email_password
EMAIL_USE_TLS = CAUCE.email_security == "starttls"
EMAIL_USE_SSL = CAUCE.email_security == "ssl"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CAUCE.email_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "cauce": {"level": CAUCE.log_level},
        "django": {"level": "WARNING", "handlers": ["console"], "propagate": False},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners, all day
        "django.request": {"level": "ERROR"},  # what is not found is not worth a line
    },
}

if CAUCE.environment == "development":
    warnings.simplefilter("default")
