"""Tables of exchange: needs, offers, matches, and the steps of all three."""

from django.db import models
from django.db.models import Q

from siip.exchange.rules import helps
from siip.kernel.models import Step
from siip.programme.models import Event
from siip.wilayah.models import Wilayah


def _help_checks(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=Q(count__range=(1, helps.MOST)), name=f"exchange_{name}_count"),
        models.CheckConstraint(
            condition=Q(state=helps.OPEN, why="") | Q(state=helps.CLOSED, why__in=list(helps.WHY)),
            name=f"exchange_{name}_state",
        ),
        models.CheckConstraint(
            condition=Q(key__isnull=True, sealed__isnull=True) | Q(key__isnull=False, sealed__isnull=False),
            name=f"exchange_{name}_sealed",
        ),
    ]


class Help(models.Model):
    """What is needed or offered: the fold of its steps. Words, name and telephone are sealed under a key of its own."""

    id = models.UUIDField(primary_key=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="%(class)ss")
    rt = models.ForeignKey(Wilayah, models.PROTECT, null=True, related_name="+")
    goods = models.PositiveSmallIntegerField()  # a number of the list `bantuan`
    count = models.PositiveSmallIntegerField()
    key = models.UUIDField(null=True)  # kernel.DataKey; None once its time is over
    sealed = models.BinaryField(null=True)  # {"text", "name", "phone"}: "kursi roda untuk ibunya Pak Amir"
    state = models.CharField(max_length=8, default=helps.OPEN)
    why = models.CharField(max_length=8, blank=True)
    since = models.DateTimeField(null=True)
    conflicts = models.JSONField(default=list)
    noted_at = models.DateTimeField()

    class Meta:
        abstract = True


class Need(Help):
    """Something that somebody needs."""

    class Meta:
        constraints = _help_checks("need")
        indexes = [models.Index(fields=["event", "state"], name="exchange_need_event")]


class Offer(Help):
    """Something that somebody gives or lends."""

    class Meta:
        constraints = _help_checks("offer")
        indexes = [models.Index(fields=["event", "state"], name="exchange_offer_event")]


class Match(models.Model):
    """A need and an offer brought together by a person at an event, for so many: the fold of its steps."""

    id = models.UUIDField(primary_key=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="matches")
    need = models.ForeignKey(Need, models.PROTECT, related_name="matches")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="matches")
    count = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, default=helps.AGREED)
    since = models.DateTimeField(null=True)
    conflicts = models.JSONField(default=list)
    matched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__range=(1, helps.MOST)), name="exchange_match_count"),
            models.CheckConstraint(
                condition=Q(state__in=[helps.AGREED, helps.GIVEN, helps.UNDONE]), name="exchange_match_state"
            ),
        ]


class HelpStep(Step):
    """A step of a need or an offer (note, close, reopen) or of a match (match, give, take_back, undo)."""

    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="steps")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="steps")
    match = models.ForeignKey(Match, models.PROTECT, null=True, related_name="steps")
    why = models.CharField(max_length=8, blank=True)

    class Meta(Step.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, offer__isnull=True, match__isnull=True, act__in=list(helps.HELP))
                | Q(need__isnull=True, offer__isnull=False, match__isnull=True, act__in=list(helps.HELP))
                | Q(need__isnull=True, offer__isnull=True, match__isnull=False, act__in=list(helps.MATCH)),
                name="exchange_step_of_one",
            ),
            models.CheckConstraint(condition=Q(why="") | Q(act="close"), name="exchange_step_why"),
        ]
