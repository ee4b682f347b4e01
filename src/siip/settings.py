"""Django's settings: one file for every house, read out of a frozen Config (siip.kernel.config)."""

import secrets
from pathlib import Path

from siip.kernel import config

SIIP = config.load()

SECRET_KEY = secrets.token_urlsafe(48)
DEBUG = False
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
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
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": SIIP.data_dir / "siip.sqlite3",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"

LANGUAGE_CODE = "id"
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
