"""Django's settings: one file for every house, read out of a frozen Config (siip.kernel.config)."""

import secrets
from pathlib import Path

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
    "siip.services",
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
# Accounts are made by the office and have no e-mail address.
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"

LANGUAGE_CODE = "id"
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"

# In the database, so that the limits on log-in and PIN hold over threads and processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "siip_cache"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SECURE = SIIP.public_url.startswith("https://")
SESSION_COOKIE_AGE = SIIP.session_minutes * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_TRUSTED_ORIGINS = [SIIP.public_url]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SIIP.behind_proxy else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # a form without its files; the largest of ours is 60 KB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # a list of all RT of a kelurahan, a few fields each
FILE_UPLOAD_MAX_MEMORY_SIZE = SIIP.import_mib * 1024 * 1024  # never in a file that would lie there in clear

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "siip.kernel.logs.Plain"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": SIIP.log_level},
    "loggers": {
        "django": {"handlers": [], "level": SIIP.log_level, "propagate": True},
        "django_tasks": {"level": "WARNING"},
    },
}
