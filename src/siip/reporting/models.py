"""Tables of reporting: days that were closed, and how things stood before the programme began."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from siip.letters.models import Letter
from siip.programme.models import Event
from siip.reporting.rules.figures import number
from siip.wilayah.models import Wilayah


class Closing(models.Model):
    """A day that was closed: its figures as they stood, in groups that name nobody, and what seals them.

    `digest` is that of the figures and stands in the journal's entry; `seq` and `head` are the kecamatan's chain
    with that entry, as printed in the report. `figures` is written anew only until the report is signed.
    """

    id = models.UUIDField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="closing")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="closing")
    closed_at = models.DateTimeField()
    again_at = models.DateTimeField(null=True)  # the last time it was closed again, before the report was signed
    by = models.UUIDField()
    note = models.CharField(max_length=400, blank=True)
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest__gt="") & Q(head__gt=""), name="reporting_closing_sealed"),
            models.CheckConstraint(
                condition=Q(again_at__isnull=True) | Q(again_at__gte=models.F("closed_at")),
                name="reporting_closing_again",
            ),
        ]


class Baseline(models.Model):
    """How things stood in a kecamatan before the programme began, with where the figures are from; the last one counts.

    `turnout` is people at one clean-up, `complaints` in a month, `letter_tenths` tenths of a day
    from request to letter.
    """

    id = models.UUIDField(primary_key=True)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")  # the kecamatan
    turnout = models.PositiveIntegerField(null=True)
    complaints = models.PositiveIntegerField(null=True)
    letter_tenths = models.PositiveIntegerField(null=True)
    period = models.CharField(max_length=80)
    source = models.CharField(max_length=200)
    stated_at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(turnout__isnull=False) | Q(complaints__isnull=False) | Q(letter_tenths__isnull=False),
                name="reporting_baseline_says_something",
            ),
            models.CheckConstraint(condition=Q(period__gt="") & Q(source__gt=""), name="reporting_baseline_sourced"),
        ]
        indexes = [models.Index(fields=["wilayah", "stated_at"], name="reporting_baseline_last")]

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was stated, in words, for a list of facts; what was not stated is empty."""
        counts = (self.turnout, self.complaints)
        turnout, complaints = ("" if count is None else number(Decimal(count)) for count in counts)
        tenths = self.letter_tenths
        return [
            ("Warga tiap kerja bakti", turnout), ("Aduan sebulan", complaints),
            ("Lama satu surat", "" if tenths is None else f"{number(Decimal(tenths) / 10)} hari"),
            ("Masa", self.period), ("Sumber", self.source),
        ]  # fmt: skip
