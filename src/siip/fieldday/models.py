"""Tables of the day: the tally of each RT, people by name, the tickets of the queue; each with its steps."""

from django.db import models
from django.db.models import Q

from siip.fieldday.rules import presences, queue, tallies
from siip.kernel.models import Step
from siip.people.models import Person
from siip.programme.models import Event
from siip.services.models import Request
from siip.wilayah.models import Wilayah


class Tally(models.Model):
    """How many came from one RT to one event: the fold of its marks. An RT that nobody counted has no row."""

    id = models.UUIDField(primary_key=True)  # uuid5 of event and RT: two who begin at once begin the same
    event = models.ForeignKey(Event, models.PROTECT, related_name="tallies")
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    heads = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # {counter: {source: heads}}
    is_settled = models.BooleanField(default=True)
    how = models.CharField(max_length=8, blank=True)  # of the settlement that holds: sum, replace
    kept = models.CharField(max_length=1, blank=True)
    last = models.JSONField(default=dict)  # {counter: [act, count]}, what "undo" takes back

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "wilayah"], name="fieldday_tally_once"),
            models.CheckConstraint(
                condition=Q(how__in=["", tallies.SUM], kept="") | Q(how=tallies.REPLACE, is_settled=True) & ~Q(kept=""),
                name="fieldday_tally_settled",
            ),
            models.CheckConstraint(condition=Q(is_settled=True) | Q(how=""), name="fieldday_tally_unsettled"),
        ]


class TallyMark(Step):
    """A step of a tally: add and set (counter, count, source), undo (counter), settle (how, kept, seen)."""

    tally = models.ForeignKey(Tally, models.PROTECT, related_name="marks")
    counter = models.CharField(max_length=1, blank=True)
    count = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=8, blank=True)
    how = models.CharField(max_length=8, blank=True)
    kept = models.CharField(max_length=1, blank=True)
    seen = models.JSONField(default=dict)

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["tally", "hlc"], name="fieldday_mark_tally")]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=[tallies.ADD, tallies.SET, tallies.UNDO], how="") & ~Q(counter="")
                | Q(act=tallies.SETTLE, counter="", count=0) & ~Q(how=""),
                name="fieldday_mark_act",
            ),
        ]


class Presence(models.Model):
    """Somebody noted by name at an event: the fold of its steps.

    The id is a keyed digest of event and person, so the same person at two desks is one row, and nobody learns
    a name from it. Clear: officials and partners, who are there in their office. Sealed: a resident's name, under a
    key of its own that goes when the mark is cancelled or its time is over.
    """

    id = models.UUIDField(primary_key=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="presences")
    kind = models.CharField(max_length=8)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=80, blank=True)  # as it was called that day
    agency = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=120, blank=True)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, null=True, related_name="+")  # the RT whose tally holds him
    key = models.UUIDField(null=True)  # kernel.DataKey of a resident's name
    sealed = models.BinaryField(null=True)
    is_present = models.BooleanField(default=False)
    role = models.CharField(max_length=8, blank=True)
    sources = models.JSONField(default=list)  # pairs [counter, source]
    first_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=presences.STAFF, person__isnull=False, agency="", name="", sealed__isnull=True)
                | Q(kind=presences.PARTNER, person__isnull=True, office="", sealed__isnull=True)
                & ~Q(agency="")
                & ~Q(name="")
                | Q(kind=presences.RESIDENT, person__isnull=True, office="", agency="", name="", wilayah__isnull=False),
                name="fieldday_presence_kind",
            ),
            models.CheckConstraint(
                condition=Q(sealed__isnull=True, key__isnull=True) | Q(sealed__isnull=False, key__isnull=False),
                name="fieldday_presence_sealed",
            ),
            models.CheckConstraint(
                condition=Q(is_present=False, role="", first_at__isnull=True)
                | Q(is_present=True, first_at__isnull=False, kind=presences.STAFF, role__in=list(presences.ROLES))
                | Q(is_present=True, first_at__isnull=False, role="") & ~Q(kind=presences.STAFF),
                name="fieldday_presence_role",
            ),
        ]
        indexes = [models.Index(fields=["event", "kind"], name="fieldday_presence_event")]


class PresenceStep(Step):
    """A step of a presence: mark (role, counter, source), or cancel of the marks that it saw."""

    presence = models.ForeignKey(Presence, models.PROTECT, related_name="steps")
    role = models.CharField(max_length=8, blank=True)
    counter = models.CharField(max_length=1, blank=True)
    source = models.CharField(max_length=8, blank=True)
    seen = models.JSONField(default=list)

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["presence", "hlc"], name="fieldday_step_presence")]
        constraints = [
            models.CheckConstraint(
                condition=Q(act=presences.MARK) & ~Q(counter="") | Q(act=presences.CANCEL, counter="", role=""),
                name="fieldday_presence_act",
            ),
        ]


class Ticket(models.Model):
    """A number of the queue at an event: "B-017". Bears no name; `state` and what follows are the fold of its steps.

    The letter is that of the counter which gave it, so that two counters out of reach never give the same; any
    counter may call it.
    """

    id = models.UUIDField(primary_key=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="tickets")
    letter = models.CharField(max_length=1)
    number = models.PositiveIntegerField()
    priority = models.CharField(max_length=12, blank=True)
    kode = models.CharField(max_length=40, blank=True)  # the service asked for, if anybody said
    taken_at = models.DateTimeField()
    hlc = models.BigIntegerField()  # of the taking: the order of calling
    dev = models.UUIDField()
    seq = models.BigIntegerField()
    state = models.CharField(max_length=8, default=queue.WAITING)
    counter = models.CharField(max_length=1, blank=True)
    call_count = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)  # the first time
    last_called_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    conflicts = models.JSONField(default=list)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="tickets")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "letter", "number"], name="fieldday_ticket_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(letter=""), name="fieldday_ticket_number"),
            models.CheckConstraint(condition=Q(priority__in=["", *queue.PRIORITIES]), name="fieldday_ticket_priority"),
            models.CheckConstraint(
                condition=Q(state=queue.WAITING, counter="", finished_at__isnull=True)
                | Q(state__in=[queue.CALLED, queue.SKIPPED], called_at__isnull=False, finished_at__isnull=True)
                & ~Q(counter="")
                | Q(state=queue.FINISHED, finished_at__isnull=False),
                name="fieldday_ticket_state",
            ),
            models.CheckConstraint(
                condition=Q(call_count=0, called_at__isnull=True, last_called_at__isnull=True)
                | Q(call_count__gt=0, called_at__isnull=False, last_called_at__isnull=False),
                name="fieldday_ticket_called",
            ),
        ]
        indexes = [models.Index(fields=["event", "state"], name="fieldday_ticket_waiting")]

    @property
    def written(self) -> str:
        """ "B-017"."""
        return queue.written(self.letter, self.number)


class TicketStep(Step):
    """A step of a ticket: take, call, recall, skip, finish, back; `counter` is where."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="steps")
    counter = models.CharField(max_length=1, blank=True)

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["ticket", "hlc"], name="fieldday_step_ticket")]
