"""Tables of mobilisation: the standing links of the heads, the calls of each event, and their steps."""

from django.db import models
from django.db.models import Q

from siip.kernel.models import Step
from siip.people.models import Holding
from siip.programme.models import Event
from siip.wilayah.models import Wilayah


class Link(models.Model):
    """The way of a head of RT or RW to his page; of each holding one at a time that is not revoked.

    Token and short code are derived from the id under a house key whenever they are needed, and found again by
    keyed digests: whoever reads the database opens nobody's page.
    """

    id = models.UUIDField(primary_key=True)
    holding = models.ForeignKey(Holding, models.PROTECT, related_name="+")
    token_blind = models.BinaryField(max_length=32, unique=True)
    code_blind = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holding"], condition=Q(revoked_at__isnull=True), name="mobilisation_link_once"
            ),
        ]


class Call(models.Model):
    """What one RT or RW was asked for one event, and what came back: the fold of its steps.

    `heads` are people promised, not heads of RT. A place that nobody called and that said nothing has no row.
    """

    id = models.UUIDField(primary_key=True)  # uuid5 of event and place: two who begin at once begin the same
    event = models.ForeignKey(Event, models.PROTECT, related_name="calls")
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    called_at = models.DateTimeField(null=True)  # the last time
    called_how = models.CharField(max_length=8, blank=True)
    called_count = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, default="silent")
    heads = models.PositiveIntegerField(default=0)
    needs = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=8, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "wilayah"], name="mobilisation_call_once"),
            models.CheckConstraint(
                condition=Q(state="silent", answered_at__isnull=True, heads=0)
                | Q(state__in=["yes", "represented", "no"], answered_at__isnull=False),
                name="mobilisation_call_state",
            ),
            models.CheckConstraint(
                condition=Q(called_count=0, called_at__isnull=True) | Q(called_count__gt=0, called_at__isnull=False),
                name="mobilisation_call_called",
            ),
        ]


class CallStep(Step):
    """A step of a call: call (how) or answer (the rest); `holding` is the head it was about."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="steps")
    holding = models.ForeignKey(Holding, models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=8, blank=True)
    coming = models.CharField(max_length=12, blank=True)
    heads = models.PositiveIntegerField(default=0)
    needs = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=8, blank=True)

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["call", "hlc"], name="mobilisation_step_call")]
