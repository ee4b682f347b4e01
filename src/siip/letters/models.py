"""Tables of letters: registers, leases and every single number; letters and the steps of their chain."""

from django.db import models
from django.db.models import F, Q

from siip.kernel.models import Step
from siip.people.models import Holding, Mandate, Office
from siip.wilayah.models import Wilayah


class Register(models.Model):
    """The letter book of one office in one year.

    `mode` "siip": SIIP gives the numbers, from the paper book's last (`after`) + 1. "buku": the paper book
    leads, and SIIP numbers out of a block that was booked there. `pattern` holds {nomor} once.
    """

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField()
    pattern = models.CharField(max_length=80)
    pad = models.PositiveSmallIntegerField(default=1)
    mode = models.CharField(max_length=4)
    after = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    log_mark = models.UUIDField(null=True)  # the last batch of the numbers log that the database has seen
    log_epoch = models.PositiveIntegerField(default=1)  # of the house, when it was written

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year"], name="letters_register_once"),
            models.CheckConstraint(condition=Q(mode__in=["siip", "buku"]), name="letters_register_mode"),
            models.CheckConstraint(condition=Q(year__gte=2000), name="letters_register_year"),
        ]


class Lease(models.Model):
    """A run of numbers set aside. An online number is a lease of one; a block of the paper book is "buku".

    One of kind "paper" stands on the emergency blanks of an event (`about`, `title` in words) for one kind of letter;
    all three are lost where a restore brings the run back from the numbers log.
    """

    id = models.UUIDField(primary_key=True)
    register = models.ForeignKey(Register, models.PROTECT, related_name="leases")
    kind = models.CharField(max_length=6)  # online, buku, kit, paper
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    device = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    about = models.UUIDField(null=True)
    title = models.CharField(max_length=120, blank=True)
    letter_kind = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["about"], name="letters_lease_about")]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="letters_lease_run"),
            models.CheckConstraint(condition=Q(kind__in=["online", "buku", "kit", "paper"]), name="letters_lease_kind"),
            models.UniqueConstraint(fields=["register", "first"], name="letters_lease_first_once"),
        ]


class Letter(models.Model):
    """A letter from draft to archive. Its text is sealed; in clear: kind, subject's name, number, state.

    `code` (30 characters, made by the caller) is printed as a QR and stands for ever at /periksa/.
    `state` is the fold of its steps (rules.chain) and is written by nothing else.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=40)
    office = models.ForeignKey(Office, models.PROTECT, related_name="letters")
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")  # the office's territory
    subject_name = models.CharField(max_length=150)
    subject_rt = models.CharField(max_length=16, blank=True)  # "007a/02", as registers print it
    purpose = models.CharField(max_length=160, blank=True)
    key = models.UUIDField()  # kernel.DataKey of the subject
    sealed = models.BinaryField()  # the answers; once signed, the frozen text
    frozen_digest = models.CharField(max_length=64, blank=True)  # what the signature covers
    code = models.CharField(max_length=30, unique=True)
    chain = models.JSONField()  # list of {office, act}, as it stood when drafted
    in_field = models.BooleanField(default=False)
    maker = models.UUIDField()  # the person who drafted it, who may not approve it
    drafted_at = models.DateTimeField()
    state = models.CharField(max_length=12)
    waits_for = models.CharField(max_length=20, blank=True)  # the office kind whose turn it is
    holding = models.ForeignKey(Holding, models.PROTECT, null=True, related_name="+")  # who signed
    capacity = models.CharField(max_length=10, blank=True)  # langsung, an, ub, plt, plh
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="letters")  # by which, under an, ub
    dated_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    number = models.CharField(max_length=80, blank=True)
    blank = models.PositiveIntegerField(null=True)  # written by hand before, on the emergency blank of that serial
    blank_on = models.DateField(null=True)  # the date that stands on it
    handed_at = models.DateTimeField(null=True)
    handed_sealed = models.BinaryField(null=True)  # who took it, see receipts
    conflicts = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "chain",
                        "returned",
                        "approved",
                        "numbered",
                        "signed",
                        "void",
                        "revoked",
                        "review",
                    ]
                ),
                name="letters_letter_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["chain", "returned"], frozen_digest="")
                | Q(
                    state__in=["approved", "numbered", "signed", "revoked", "review"],
                    frozen_digest__gt="",
                )
                | Q(state="void"),
                name="letters_letter_frozen_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(blank__isnull=True, blank_on__isnull=True) | Q(blank__gt=0, blank_on__isnull=False),
                name="letters_letter_blank_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "waits_for"], name="letters_letter_waiting"),
            models.Index(fields=["office", "dated_on"], name="letters_letter_dated"),
        ]


class LetterStep(Step):
    """A step of a letter's chain: draft, revise, paraf, return, sign, number, confirm, void, revoke, review, clear."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="steps")
    office = models.CharField(max_length=20, blank=True)  # the kind of office in which it was done
    holding = models.ForeignKey(Holding, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["letter", "hlc"], name="letters_step_letter")]


class Number(models.Model):
    """Every number that was ever set aside: exactly one of used, void, outstanding, unaccounted; never given again."""

    id = models.BigAutoField(primary_key=True)
    register = models.ForeignKey(Register, models.PROTECT, related_name="numbers")
    lease = models.ForeignKey(Lease, models.PROTECT, related_name="numbers")
    serial = models.PositiveIntegerField()
    status = models.CharField(max_length=11)
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="number_row")
    reason = models.CharField(max_length=120, blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "serial"], name="letters_number_once"),
            models.CheckConstraint(
                condition=Q(status="used", letter__isnull=False, reason="")
                | Q(status="void", reason__gt="")
                | Q(status__in=["outstanding", "unaccounted"], letter__isnull=True, reason=""),
                name="letters_number_status",
            ),
        ]
