"""Django's settings: one file for every house, read out of a frozen Config (siip.kernel.config)."""

import secrets
from pathlib import Path

from django.contrib.messages import constants as messages

from siip.kernel import config, database

SIIP = config.load()

# Before `init` there is no house and nothing to protect: a key that nobody can know and nothing keeps.
SECRET_KEY = SIIP.secret("django") if SIIP.is_made else secrets.token_urlsafe(48)
DEBUG = False
# An unknown host gets the list of kecamatan; no address is ever made from the Host header, only from
# public_url.
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "siip.kernel.contrib.QuietAuth",
    "siip.kernel.contrib.QuietContentTypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks_db",
    "siip.kernel",
    "siip.wilayah",
    "siip.people",
    "siip.letters",
    "siip.programme",
    "siip.mobilisation",
    "siip.activity",
    "siip.services",
    "siip.followup",
    "siip.exchange",
    "siip.reporting",
    "siip.fieldday",
    "siip.survey",
    "siip.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "siip.web.ui.csp.security_headers",
    "siip.web.ui.errors.Explained",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "siip.web.middleware.asked",
    "siip.web.console.held.Held",
]

FORM_RENDERER = "siip.web.ui.forms.Renderer"
CSRF_FAILURE_VIEW = "siip.web.ui.errors.csrf_failure"
ROOT_URLCONF = "siip.web.urls"
WSGI_APPLICATION = "siip.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Each face keeps its own templates; web is one app.
        "DIRS": sorted((Path(__file__).parent / "web").glob("*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["siip.web.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "siip.web.ui.context.house",
                "siip.web.console.frame.frame",
            ],
        },
    },
]

DATABASES = database.databases(SIIP)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []  # people.accounts asks its own rule, for every way to set one
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/kantor/"

# Accounts are made by the office and have no e-mail address.
ACCOUNT_ADAPTER = "siip.web.console.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes with the browser, the session after session_minutes unused
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": "siip.web.console.accounts.LoginForm",
    "change_password": "siip.web.console.accounts.PasswordForm",
    "reauthenticate": "siip.web.console.accounts.AgainForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # an office has one address for all its desks
    "login_failed": "20/m/ip,5/300s/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "held": "5/d/key",  # of one session that holds a screen out; the fifth wrong password ends it
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SIIP.behind_proxy else 0

MFA_ADAPTER = "siip.web.console.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "SIIP"
MFA_TOTP_TOLERANCE = 1  # telephones are up to half a minute off; the form refuses a code that was used
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "activate_totp": "siip.web.console.accounts.ActivateForm",
    "authenticate": "siip.web.console.accounts.CodeForm",
    "reauthenticate": "siip.web.console.accounts.CodeAgainForm",
}

# What a message of each level means to `{% note %}`.
MESSAGE_TAGS = {messages.INFO: "ok", messages.SUCCESS: "ok", messages.WARNING: "wait"}

LANGUAGE_CODE = "id"
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"

# In the database, so that the limits on log-in and PIN hold over threads and processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "siip_cache",
        # Django's own is 300: a crowd of addresses would push the limits of others out of the table.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SECURE = SIIP.public_url.startswith("https://")
SESSION_COOKIE_AGE = SIIP.session_minutes * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_TRUSTED_ORIGINS = [SIIP.public_url]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SIIP.behind_proxy else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # a form without its files; the largest of ours is 60 KB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # a list of all RT of a kelurahan, a few fields each
FILE_UPLOAD_HANDLERS = ["siip.web.uploads.InMemory"]  # never in a file that would lie there in clear

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "siip.kernel.logs.Plain"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": SIIP.log_level},
    "loggers": {
        "django": {"handlers": [], "level": SIIP.log_level, "propagate": True},
        "django_tasks": {"level": "WARNING"},
        "PIL": {"level": "INFO"},  # at DEBUG it says what stands in a photo: who took it, and where
        # Scanners ask at any name; the answer is 400, and a page of traces for each would hide what matters.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
