"""Django's own apps, quieted: they are here for allauth, and write nothing after a migration."""

from django.contrib.auth.apps import AuthConfig
from django.contrib.auth.checks import check_user_model
from django.contrib.contenttypes.apps import ContentTypesConfig
from django.core import checks


class QuietAuth(AuthConfig):
    """Without permissions of Django's: rights are ours (siip.people), by territory."""

    def ready(self) -> None:
        checks.register(check_user_model, checks.Tags.models)


class QuietContentTypes(ContentTypesConfig):
    """Without rows for content types, which differ from city to city and break when copied."""

    def ready(self) -> None:
        pass
