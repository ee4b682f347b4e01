"""Tables of followup: promises and aduan, each with its steps."""

from django.db import models
from django.db.models import Q

from siip.kernel.models import Step
from siip.people.models import Office
from siip.programme.models import Event, Place
from siip.wilayah.models import Wilayah


class Spotted(models.Model):
    """Where something is: a kelurahan; the event where it was said, a lasting place, an RT, as far as known."""

    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    rt = models.ForeignKey(Wilayah, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Promise(Spotted):
    """What the office said would be done, by whom and until when: the fold of its steps. Its words are sealed."""

    id = models.UUIDField(primary_key=True)
    key = models.UUIDField()  # kernel.DataKey of this promise
    sealed = models.BinaryField()  # {"text", "where"}: "ganti tutup got depan rumah Pak Amir"
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")  # who owns it, whoever holds the office
    due_on = models.DateField()
    state = models.CharField(max_length=8)
    extended_count = models.PositiveSmallIntegerField(default=0)
    conflicts = models.JSONField(default=list)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state__in=["kept", "dropped"], closed_at__isnull=False),
                name="followup_promise_state",
            ),
        ]
        indexes = [models.Index(fields=["wilayah", "state", "due_on"], name="followup_promise_due")]


class PromiseStep(Step):
    """A step of a promise: make, assign (office), extend (due_on), finish, drop, resume; what was said is sealed."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="steps")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    sealed = models.BinaryField(null=True)  # a note, under the key of the promise

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["promise", "hlc"], name="followup_step_promise")]


class Aduan(Spotted):
    """What a resident reports: the fold of its steps. Words and contact are sealed.

    One about somebody of the office lies at the kecamatan, so that whom it is about does not read it. The code that
    the reporter holds is made of the id under the house key when it is told, and found by its keyed digest.
    """

    id = models.UUIDField(primary_key=True)
    subject = models.PositiveSmallIntegerField()  # a number of the list `jenis_aduan`
    source = models.CharField(max_length=8)  # web, event, counter
    code_blind = models.BinaryField(max_length=32, unique=True)
    key = models.UUIDField()  # kernel.DataKey of this aduan; destroyed when its time is over
    sealed = models.BinaryField()  # {"text", "where", "name", "phone"}
    may_show = models.BooleanField()  # the reporter has nothing against others reading of it
    state = models.CharField(max_length=10)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    shown = models.CharField(max_length=8, default="waiting")
    public_text = models.CharField(max_length=300, blank=True)  # words of the office, read by everybody
    conflicts = models.JSONField(default=list)
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["received", "assigned", "reopened"], ended_at__isnull=True)
                | Q(state__in=["finished", "confirmed", "rejected", "elsewhere"], ended_at__isnull=False),
                name="followup_aduan_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="assigned") | Q(office__isnull=False), name="followup_aduan_owned"
            ),
            models.CheckConstraint(
                condition=Q(shown__in=["waiting", "hidden"], public_text="") | Q(shown="shown") & ~Q(public_text=""),
                name="followup_aduan_shown",
            ),
            models.CheckConstraint(condition=Q(may_show=True) | ~Q(shown="shown"), name="followup_aduan_may_show"),
            models.CheckConstraint(condition=Q(source__in=["web", "event", "counter"]), name="followup_aduan_source"),
        ]
        indexes = [
            models.Index(fields=["wilayah", "state", "due_on"], name="followup_aduan_due"),
            models.Index(fields=["shown", "received_at"], name="followup_aduan_public"),
        ]


class AduanStep(Step):
    """A step of an aduan: receive, forward, reply, finish, reject, pass_on, confirm, reopen, show, hide."""

    aduan = models.ForeignKey(Aduan, models.PROTECT, related_name="steps")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    text = models.CharField(max_length=300, blank=True)  # of show only: what everybody reads
    sealed = models.BinaryField(null=True)  # what was said to or by the reporter, under the key of the aduan

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["aduan", "hlc"], name="followup_step_aduan")]
