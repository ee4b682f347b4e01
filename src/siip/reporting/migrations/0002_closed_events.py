from django.db import migrations
from django.db.models import OuterRef, Subquery


def mark_closed(apps, schema_editor):
    """Days that were closed before the event itself said so."""
    Event, Closing = apps.get_model("programme", "Event"), apps.get_model("reporting", "Closing")
    when = Closing.objects.filter(event=OuterRef("pk")).values("closed_at")[:1]
    Event.objects.filter(closing__isnull=False).update(closed_at=Subquery(when))


class Migration(migrations.Migration):

    dependencies = [
        ("programme", "0004_closed_at"),
        ("reporting", "0001_closings"),
    ]

    operations = [migrations.RunPython(mark_closed, migrations.RunPython.noop)]
