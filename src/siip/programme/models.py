"""Tables of the programme: what it is called here, and each Friday as planned."""

from django.db import models
from django.db.models import F, Q

from siip.people.models import Person
from siip.wilayah.models import Wilayah


class Programme(models.Model):
    """The programme of a kecamatan. Its name is a row: "Jumat Bersih" here, something else elsewhere."""

    id = models.UUIDField(primary_key=True)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")  # the kecamatan
    name = models.CharField(max_length=60)
    about = models.CharField(max_length=300, blank=True)
    weekday = models.PositiveSmallIntegerField(default=4)  # Monday is 0; Friday by default
    starts = models.TimeField()  # local, of the kecamatan's zone
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="programme_weekday"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="programme_hours"),
            models.UniqueConstraint(fields=["wilayah", "name"], name="programme_name_once"),
        ]


class Event(models.Model):
    """One Friday. `starts_at` and `ends_at` are moments (UTC); the kecamatan's zone shows them."""

    id = models.UUIDField(primary_key=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="events")
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")  # the kelurahan
    street = models.CharField(max_length=120)
    gathering = models.CharField(max_length=160, blank=True)  # where to meet
    bring = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)  # calendars take the higher one as the newer
    revised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="programme_event_hours"),
            models.CheckConstraint(
                condition=Q(revision=0, revised_at__isnull=True) | Q(revision__gt=0, revised_at__isnull=False),
                name="programme_event_revised",
            ),
        ]
        indexes = [models.Index(fields=["wilayah", "starts_at"], name="programme_event_when")]


class EventRT(models.Model):
    """An RT called to an event."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, models.CASCADE, related_name="rts")
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "wilayah"], name="programme_event_rt_once")]


class EventService(models.Model):
    """A service offered at an event, by its code in the catalogue."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, models.CASCADE, related_name="services")
    kode = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "kode"], name="programme_event_service_once")]


class EventTeam(models.Model):
    """Somebody on the team of an event, with a role in words ("loket 1", "penanggung jawab")."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person", "role"], name="programme_event_team_once")]
