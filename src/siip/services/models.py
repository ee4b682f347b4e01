"""Tables of services: requests, their steps, the papers that were shown."""

from django.db import models
from django.db.models import Q

from siip.kernel.models import Step
from siip.letters.models import Letter
from siip.people.models import Resident
from siip.programme.models import Event
from siip.wilayah.models import Wilayah


class Request(models.Model):
    """A request for one service. Clear: whose it is by name, and where; sealed: all that was said and shown.

    `state` is the fold of its own steps; where its letter stands is asked of the letter (rules.stage).
    """

    id = models.UUIDField(primary_key=True)
    kode = models.CharField(max_length=40)  # the service, by its code in the catalogue
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")  # the kelurahan that serves
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="requests")  # None: weekday counter
    subject_name = models.CharField(max_length=150)
    subject_rt = models.CharField(max_length=16, blank=True)
    key = models.UUIDField()  # kernel.DataKey of the subject
    sealed = models.BinaryField()  # {"applicant": {...}, "answers": {...}}; the subject is in the answers
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, related_name="+")
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="request")
    state = models.CharField(max_length=12)
    conflicts = models.JSONField(default=list)
    maker = models.UUIDField()
    taken_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True)
    slip = models.OneToOneField("services.Slip", models.PROTECT, null=True, related_name="+")  # the promise that holds
    handed_at = models.DateTimeField(null=True)
    handed_to = models.CharField(max_length=120, blank=True)  # in clear before receivers were sealed with their step

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["papers", "drafted", "handed", "cancelled"]),
                name="services_request_state",
            ),
            models.CheckConstraint(
                condition=Q(state="handed", handed_at__isnull=False)
                | Q(handed_at__isnull=True, handed_to="") & ~Q(state="handed"),
                name="services_request_handed_at",
            ),
        ]
        indexes = [models.Index(fields=["wilayah", "taken_at"], name="services_request_taken")]


class RequestStep(Step):
    """A step of a request: take, show, draft, correct, carry, hand_over, cancel."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    reason = models.CharField(max_length=300, blank=True)
    receiver = models.CharField(max_length=120, blank=True)  # in clear in steps from before `sealed`
    relation = models.CharField(max_length=60, blank=True)  # of the receiver to the applicant, in words; as above
    sealed = models.BinaryField(null=True)  # who took the letter, see letters.receipts

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["request", "hlc"], name="services_step_request")]


class ShownPaper(models.Model):
    """How a requirement was met: the paper seen, or the RT head who confirmed on the spot."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(Request, models.CASCADE, related_name="papers")
    kode = models.CharField(max_length=40)
    how = models.CharField(max_length=8)  # seen, rt_head
    rt_head = models.CharField(max_length=120, blank=True)  # in clear: the head of an RT says it in his public office
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "kode"], name="services_paper_once"),
            models.CheckConstraint(
                condition=Q(how="seen", rt_head="") | Q(how="rt_head", rt_head__gt=""),
                name="services_paper_how",
            ),
        ]


class Slip(models.Model):
    """A promise given when a request could not be finished where it was taken: ready on which day, where, and why.

    `id` is that of the step that gave it. The code on the paper is looked up by whoever holds it, and tells a
    state and no name; an earlier slip of the same request answers as the latest one does.
    """

    id = models.UUIDField(primary_key=True)
    request = models.ForeignKey(Request, models.PROTECT, related_name="slips")
    code = models.CharField(max_length=12)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")  # whose office: kelurahan or kecamatan
    due_on = models.DateField()
    reason = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="services_slip_code"),
            models.CheckConstraint(
                condition=Q(reason__in=["signer", "papers", "print", "time", "left"]), name="services_slip_reason"
            ),
        ]
        indexes = [models.Index(fields=["request", "at"], name="services_slip_request")]
