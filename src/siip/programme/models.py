"""Tables of the programme: what it is called here, each Friday as planned, and the lasting places it goes to."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from siip.people.models import Person
from siip.programme.rules.points import Point
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.outlines import EAST, NORTH, SOUTH, WEST

COUNTERS = 9


class Tier(models.TextChoices):
    """Who carries an event."""

    KOTA = "kota", "Tingkat kota"
    KECAMATAN = "kecamatan", "Tingkat kecamatan"
    RTRW = "rtrw", "Tingkat RT/RW"


class Part(models.TextChoices):
    """What somebody does on the team of an event; whoever does something else says it in words."""

    LEADER = "pemimpin", "Pemimpin"
    GREETER = "penyambut", "Penyambut"
    COUNTER = "loket", "Loket"
    OTHER = "lainnya", "Tugas lain"


ONCE = (Part.LEADER, Part.GREETER)
"""Parts that one person has."""


class Spotted(models.Model):
    """Something with a point on the map, if anybody gave one."""

    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)

    class Meta:
        abstract = True

    @property
    def point(self) -> Point | None:
        """The point, or None."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(Decimal(self.latitude), Decimal(self.longitude))


def _point(name: str) -> models.CheckConstraint:
    both = Q(latitude__isnull=False, longitude__isnull=False)  # a comparison with NULL alone would pass a check
    here = Q(latitude__gte=SOUTH, latitude__lte=NORTH, longitude__gte=WEST, longitude__lte=EAST)
    return models.CheckConstraint(condition=Q(latitude__isnull=True, longitude__isnull=True) | both & here, name=name)


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


class Event(Spotted):
    """One Friday. `starts_at` and `ends_at` are moments (UTC); the kecamatan's zone shows them.

    `moved_from` and `moved_from_street` say when it was to start, and where, before it was moved the last time.
    """

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
    tier = models.CharField(max_length=10, choices=Tier.choices, default=Tier.KECAMATAN)
    counters = models.PositiveSmallIntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=200, blank=True)
    moved_from = models.DateTimeField(null=True)
    moved_from_street = models.CharField(max_length=120, blank=True)
    moved_reason = models.CharField(max_length=200, blank=True)
    moved_at = models.DateTimeField(null=True)  # when it was decided; None of what moved before this was kept
    closed_at = models.DateTimeField(null=True)  # its figures went up: from here on it keeps its day and its place

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="programme_event_hours"),
            models.CheckConstraint(
                condition=Q(revision=0, revised_at__isnull=True) | Q(revision__gt=0, revised_at__isnull=False),
                name="programme_event_revised",
            ),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="programme_event_tier"),
            models.CheckConstraint(condition=Q(counters__range=(1, COUNTERS)), name="programme_event_counters"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancelled_reason=""),
                name="programme_event_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(moved_from__isnull=True, moved_from_street="", moved_reason="")
                | Q(moved_from__isnull=False) & ~Q(moved_from_street="") & ~Q(moved_reason=""),
                name="programme_event_moved",
            ),
            models.CheckConstraint(
                condition=Q(moved_at__isnull=True) | Q(moved_from__isnull=False), name="programme_event_moved_at"
            ),
            _point("programme_event_point"),
        ]
        indexes = [models.Index(fields=["wilayah", "starts_at"], name="programme_event_when")]

    @property
    def counter_letters(self) -> tuple[str, ...]:
        """The letters of its counters, for queue and tally: A, B ..."""
        return tuple("ABCDEFGHI"[: self.counters])


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
    """Somebody on the team of an event: a part by its code, and `role` in words ("loket 1", "membagi karung")."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.OTHER)
    role = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person", "part", "role"], name="programme_event_part_once"),
            models.UniqueConstraint(
                fields=["event", "part"], condition=Q(part__in=ONCE), name="programme_event_one_lead"
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="programme_event_part"),
            models.CheckConstraint(condition=~Q(part=Part.OTHER, role=""), name="programme_event_other_in_words"),
        ]

    @property
    def said(self) -> str:
        """The part in words: "Pemimpin", "Loket: loket 1", "membagi karung"."""
        part = Part(self.part)
        if part == Part.OTHER:
            return self.role
        return f"{part.label}: {self.role}" if self.role else str(part.label)


class Place(Spotted):
    """A lasting spot in a kelurahan: a drain, a road, a corner. `kind` is a number of the list `jenis_tempat`."""

    id = models.UUIDField(primary_key=True)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")  # the kelurahan
    rt = models.ForeignKey(Wilayah, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("wilayah"), Lower("name"), condition=Q(retired_at__isnull=True), name="programme_place_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="programme_place_named"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_reason="")
                | Q(retired_at__isnull=False) & ~Q(retired_reason=""),
                name="programme_place_retired",
            ),
            _point("programme_place_point"),
        ]


class EventPlace(models.Model):
    """A place where work is planned at an event."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, models.PROTECT, related_name="events")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "place"], name="programme_event_place_once")]
