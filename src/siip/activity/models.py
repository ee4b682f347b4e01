"""Tables of activity: work sites of an event with their steps and measures, photos, talks."""

from django.db import models
from django.db.models import Q

from siip.activity.rules import talks
from siip.kernel.models import Step
from siip.programme.models import Event, Place

STATES = ("open", "clean", "repaired")
WASTES = ("", "none", "left", "hauled")
SHOWS = ("before", "after", "other")
FACES = ("unasked", "none", "agreed")


class WorkSite(models.Model):
    """A place at one event with one kind of work (a code of catalogue/activities/): the fold of its steps."""

    id = models.UUIDField(primary_key=True)  # uuid5 of event, place and kind: two who begin at once begin the same
    event = models.ForeignKey(Event, models.PROTECT, related_name="sites")
    place = models.ForeignKey(Place, models.PROTECT, related_name="sites")
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=8, default="open")
    waste = models.CharField(max_length=8, blank=True)
    note = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True)  # when state, waste or a measure was said the last time

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "place", "kind"], name="activity_site_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="activity_site_state"),
            models.CheckConstraint(condition=Q(waste__in=WASTES), name="activity_site_waste"),
        ]


class SiteStep(Step):
    """A step of a work site: open, note (state, waste and note together) or measure (code and amount)."""

    site = models.ForeignKey(WorkSite, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=8, blank=True)
    waste = models.CharField(max_length=8, blank=True)
    note = models.CharField(max_length=200, blank=True)
    kode = models.CharField(max_length=40, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # None takes a measure back

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["site", "hlc"], name="activity_step_site")]


class Measure(models.Model):
    """What stands measured at a site: written by the fold, read by reports. The unit is the catalogue's."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(WorkSite, models.CASCADE, related_name="measures")
    kode = models.CharField(max_length=40)
    amount = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "kode"], name="activity_measure_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="activity_measure_amount"),
        ]


class Photo(models.Model):
    """A photo of an event or of one of its sites. Its two pictures (whole and small) lie sealed in the media folder.

    `source` is the SHA-256 of what was sent, which is not kept; `sha256` that of the picture made of it. A dropped
    photo keeps its row and reason; key and files are gone.
    """

    id = models.UUIDField(primary_key=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="photos")
    site = models.ForeignKey(WorkSite, models.PROTECT, null=True, related_name="photos")
    shows = models.CharField(max_length=8)
    key = models.UUIDField()  # kernel.DataKey
    source = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=64, blank=True)  # SHA-256 of the sealed file, which is its name
    small_file = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    captured_at = models.DateTimeField(null=True)  # by the camera's clock
    received_at = models.DateTimeField()
    by = models.UUIDField(null=True)  # the person who sent it
    faces = models.CharField(max_length=8, default="unasked")
    faces_at = models.DateTimeField(null=True)
    faces_by = models.UUIDField(null=True)
    faces_text = models.PositiveSmallIntegerField(default=0)  # version of the wording that they agreed to
    dropped_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "source"], condition=Q(dropped_at__isnull=True), name="activity_photo_once"
            ),
            models.CheckConstraint(
                condition=Q(shows="other") | Q(shows__in=SHOWS, site__isnull=False), name="activity_photo_shows"
            ),
            models.CheckConstraint(
                condition=Q(faces="unasked", faces_at__isnull=True)
                | Q(faces__in=["none", "agreed"], faces_at__isnull=False),
                name="activity_photo_faces",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_reason="") & ~Q(file="") & ~Q(small_file="")
                | Q(dropped_at__isnull=False, file="", small_file="") & ~Q(dropped_reason=""),
                name="activity_photo_dropped",
            ),
        ]
        indexes = [models.Index(fields=["event", "received_at"], name="activity_photo_event")]


class Talk(models.Model):
    """A talk held at an event (penyuluhan): the fold of its steps. `topic` is a number of the list `topik_penyuluhan`.

    Clear: who spoke, which he did in his office. Sealed under a key of its own: what residents asked and were told.
    """

    id = models.UUIDField(primary_key=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="talks")
    topic = models.PositiveSmallIntegerField()
    speaker = models.CharField(max_length=120)
    heads = models.PositiveSmallIntegerField()
    key = models.UUIDField()  # kernel.DataKey
    words = models.UUIDField(null=True)  # the step that holds the note of the dialogue
    is_dropped = models.BooleanField(default=False)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(speaker=""), name="activity_talk_speaker"),
            models.CheckConstraint(condition=Q(heads__range=(1, talks.MOST_HEADS)), name="activity_talk_heads"),
        ]
        indexes = [models.Index(fields=["event", "noted_at"], name="activity_talk_event")]


class TalkStep(Step):
    """A step of a talk: note or revise (topic, speaker, heads and the note of the dialogue together), or drop."""

    talk = models.ForeignKey(Talk, models.PROTECT, related_name="steps")
    topic = models.PositiveSmallIntegerField(null=True)
    speaker = models.CharField(max_length=120, blank=True)
    heads = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField(null=True)

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["talk", "hlc"], name="activity_step_talk")]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=[talks.NOTE, talks.REVISE], topic__isnull=False, heads__gt=0) & ~Q(speaker="")
                | Q(act=talks.DROP, topic__isnull=True, heads=0, speaker="", sealed__isnull=True),
                name="activity_talk_act",
            ),
        ]
